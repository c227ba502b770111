"""Datasets: who is meant by which id, and what is left out."""

from matchmaker.evaluation import Dataset
from matchmaker.evaluation.affinity import PastConsortium
from matchmaker.inputs.organisations import Participation, PastProject
from tests.evaluation.consortia import organisation

ORGANISATIONS = [
    organisation("a", oid="E90000001"),
    organisation("b", pic="123456789"),
    organisation("c", pic="123456789"),
    organisation("E90000001"),
]
PROJECTS = [PastProject("p", "call", 2015, "", ("tourism",)), PastProject("q", "call", None, "")]


def test_rows_become_positions_and_what_names_nobody_is_counted() -> None:
    rows = [
        Participation("p", "b", "coordinator"),
        Participation("p", "b", "partner"),
        Participation("p", "a", "partner"),
        Participation("p", "c", "associated"),
        Participation("q", "nobody", "partner"),
        Participation("elsewhere", "a", "partner"),
    ]
    dataset = Dataset.of(ORGANISATIONS, PROJECTS, rows)
    assert dataset.projects == (PastConsortium((0, 1), frozenset({"tourism"})), PastConsortium(()))
    assert dataset.years == (2015, None)
    assert (dataset.participations, dataset.associated, dataset.strange) == (2, 1, 2)


def test_an_own_id_goes_before_the_oid_or_pic_of_another() -> None:
    rows = [Participation("p", "E90000001", "partner"), Participation("p", "123456789", "partner")]
    assert Dataset.of(ORGANISATIONS, PROJECTS, rows).projects[0].members == (1, 3)


def test_rows_that_share_a_number_stay_several_and_are_counted() -> None:
    assert Dataset.of(ORGANISATIONS, PROJECTS, []).several_rows == 2

"""Affinity: as its formula says, reckoned again by hand and by counting."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching import Population
from matchmaker.matching.affinity import Affinity, Past
from tests.matching.evaluation.consortia import COUNTRIES, TOPICS

A, B, C, D = range(4)


@st.composite
def pasts(draw: st.DrawFn) -> tuple[list[int], list[Past]]:
    country = draw(st.lists(st.integers(0, len(COUNTRIES) - 1), min_size=1, max_size=7))
    members = st.frozensets(st.integers(0, len(country) - 1), max_size=5).map(lambda found: tuple(sorted(found)))
    return country, draw(st.lists(st.builds(Past, members, st.frozensets(st.sampled_from(TOPICS), max_size=2)), max_size=7))


def counted(country: Sequence[int], projects: Sequence[Past], member: int, partner: int, topics: frozenset[str]) -> float:
    """The share of one member and one partner, reckoned project by project from the formula."""

    def number(one: int) -> int:
        return sum(one in project.members for project in projects)

    joint = usual = times = 0.0
    for project in projects:
        counts = 0.5 if topics and project.topics and not topics & project.topics else 1.0
        joint += counts * (member in project.members and partner in project.members)
        for one in project.members:
            if country[one] == country[member]:
                times += 1
                usual += counts * sum(country[other] == country[partner] for other in project.members if other != one)
    chances = [max(number(one), 1) + 1 for one in range(len(country)) if country[one] == country[partner]]
    usual *= (max(number(partner), 1) + 1) / sum(chances) / max(times, 1)
    return (joint + usual) / (number(member) + 1)


@given(pasts(), st.frozensets(st.sampled_from(TOPICS)))
def test_shares_are_what_counting_gives(past: tuple[list[int], list[Past]], topics: frozenset[str]) -> None:
    country, projects = past
    members = range(len(country))
    shares = Affinity(country, projects).shares(members, topics)
    expected = [[0.0 if m == p else counted(country, projects, m, p, topics) for p in members] for m in members]
    np.testing.assert_allclose(shares, expected, atol=1e-12)


@given(pasts(), st.frozensets(st.sampled_from(TOPICS)), st.data())
def test_a_project_left_out_has_never_been(
    past: tuple[list[int], list[Past]], topics: frozenset[str], data: st.DataObject
) -> None:
    country, projects = past
    if not projects:
        return
    number = data.draw(st.integers(0, len(projects) - 1))
    whole, without = Affinity(country, projects), Affinity(country, projects[:number] + projects[number + 1 :])
    members = range(len(country))
    np.testing.assert_allclose(whole.shares(members, topics, number), without.shares(members, topics), atol=1e-12)
    np.testing.assert_array_equal(whole.numbers(number), without.number)


@given(pasts(), st.frozensets(st.sampled_from(TOPICS)))
def test_without_what_is_usual_it_is_a_share_of_past_projects(past: tuple[list[int], list[Past]], topics: frozenset[str]) -> None:
    country, projects = past
    affinity, present = Affinity(country, projects), [0]
    column = affinity.column(present, topics, usual=False)
    together = {one for project in projects if 0 in project.members for one in project.members} - {0}
    assert set(np.flatnonzero(column).tolist()) == together
    assert ((column >= 0) & (column < 1)).all()
    assert (affinity.column(present, topics) >= column).all()


def test_a_joint_project_says_more_about_a_member_that_did_few() -> None:
    affinity = Affinity([0, 0, 0, 0], [Past((A, C)), Past((B, D)), Past((B, C)), Past((B,))])
    assert affinity.column([A], usual=False).tolist() == [0, 0, 1 / 2, 0]
    assert affinity.column([B], usual=False).tolist() == [0, 0, 1 / 4, 1 / 4]
    assert affinity.column([A, B], usual=False)[[C, D]].tolist() == [3 / 8, 1 / 8]


def test_a_joint_project_on_other_topics_counts_half_and_one_on_unknown_topics_in_full() -> None:
    affinity = Affinity([0] * 4, [Past((A, B), frozenset({"tourism"})), Past((A, C), frozenset({"inclusion"})), Past((A, D))])
    assert (affinity.column([A], ["tourism"], usual=False) * 4).tolist() == [0, 1, 0.5, 1]
    assert (affinity.column([A], usual=False) * 4).tolist() == [0, 1, 1, 1]


def test_strangers_are_ordered_by_what_is_usual_for_the_country() -> None:
    poland, germany, france = range(3)
    country = [poland, poland, germany, germany, france]
    column = Affinity(country, [Past((1, 2)), Past((1, 2)), Past((2, 4))]).column([0])
    # In the two projects with an organisation from Poland there was one from Germany each, and none from France.
    assert column[4] == 0
    assert column[[2, 3]].tolist() == pytest.approx([4 / 6, 2 / 6])  # three projects and one more; none counts as one


def test_answers_change_when_the_graph_is_emptied() -> None:
    projects = [Past((A, B)), Past((B, C))]
    assert Affinity([0, 0, 0], projects).column([A]).any()
    assert not Affinity([0, 0, 0], [Past(()), Past(())]).column([A]).any()
    assert not Affinity([0, 0, 0], ()).column([A]).any()
    assert not Affinity([0, 0, 0], projects).column([]).any()


def test_it_is_made_from_participations_under_any_id() -> None:
    population = Population(
        [
            Organisation(id="a", name="a", country="PL", type="OTH", other_ids=("old-a",)),
            Organisation(id="b", name="b", country="DE", type="OTH", pic="123456789"),
            Organisation(id="c", name="c", country="FR", type="OTH"),
        ]
    )
    rows = [
        Participation("q", "old-a", "coordinator"),
        Participation("q", "a", "partner"),
        Participation("q", "123456789", "partner"),
        Participation("q", "c", "associated"),
        Participation("q", "nobody", "partner"),
        Participation("p", "a", "partner"),
    ]
    affinity = Affinity.of(population, rows, {"q": ["tourism"], "other": ["inclusion"]})
    assert affinity.projects == (Past((A,)), Past((A, B), frozenset({"tourism"})))
    assert affinity.number.tolist() == [2, 1, 0]
    assert affinity.column([A], usual=False).tolist() == [0, 1 / 3, 0]

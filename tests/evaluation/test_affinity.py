"""Affinity: as its formula says, reckoned again by hand and by counting."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.evaluation.affinity import Affinity, PastConsortium
from matchmaker.matching.population import Floats
from tests.evaluation.consortia import TOPICS, pasts

A, B, C, D = range(4)


def with_all(past: Affinity, present: Sequence[int], topics: Sequence[str] = (), *, usual: bool = True) -> Floats:
    """The affinity of every organisation with the members present."""
    return past.shares(present, topics, usual=usual).mean(axis=0)


def counted(
    country: Sequence[int], projects: Sequence[PastConsortium], member: int, partner: int, topics: frozenset[str]
) -> float:
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
def test_shares_are_what_counting_gives(past: tuple[list[int], list[PastConsortium]], topics: frozenset[str]) -> None:
    country, projects = past
    members = range(len(country))
    shares = Affinity(country, projects).shares(members, topics)
    expected = [[0.0 if m == p else counted(country, projects, m, p, topics) for p in members] for m in members]
    np.testing.assert_allclose(shares, expected, atol=1e-12)


@given(pasts(), st.frozensets(st.sampled_from(TOPICS)), st.data())
def test_a_project_left_out_has_never_been(
    past: tuple[list[int], list[PastConsortium]], topics: frozenset[str], data: st.DataObject
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
def test_without_what_is_usual_it_is_a_share_of_past_projects(
    past: tuple[list[int], list[PastConsortium]], topics: frozenset[str]
) -> None:
    country, projects = past
    affinity, present = Affinity(country, projects), [0]
    column = with_all(affinity, present, topics, usual=False)
    together = {one for project in projects if 0 in project.members for one in project.members} - {0}
    assert set(np.flatnonzero(column).tolist()) == together
    assert ((column >= 0) & (column < 1)).all()
    assert (with_all(affinity, present, topics) >= column).all()


def test_a_joint_project_says_more_about_a_member_that_did_few() -> None:
    affinity = Affinity(
        [0, 0, 0, 0], [PastConsortium((A, C)), PastConsortium((B, D)), PastConsortium((B, C)), PastConsortium((B,))]
    )
    assert with_all(affinity, [A], usual=False).tolist() == [0, 0, 1 / 2, 0]
    assert with_all(affinity, [B], usual=False).tolist() == [0, 0, 1 / 4, 1 / 4]
    assert with_all(affinity, [A, B], usual=False)[[C, D]].tolist() == [3 / 8, 1 / 8]


def test_a_joint_project_on_other_topics_counts_half_and_one_on_unknown_topics_in_full() -> None:
    affinity = Affinity(
        [0] * 4,
        [
            PastConsortium((A, B), frozenset({"tourism"})),
            PastConsortium((A, C), frozenset({"inclusion"})),
            PastConsortium((A, D)),
        ],
    )
    assert (with_all(affinity, [A], ["tourism"], usual=False) * 4).tolist() == [0, 1, 0.5, 1]
    assert (with_all(affinity, [A], usual=False) * 4).tolist() == [0, 1, 1, 1]


def test_strangers_are_ordered_by_what_is_usual_for_the_country() -> None:
    poland, germany, france = range(3)
    country = [poland, poland, germany, germany, france]
    column = with_all(Affinity(country, [PastConsortium((1, 2)), PastConsortium((1, 2)), PastConsortium((2, 4))]), [0])
    # In the two projects with an organisation from Poland there was one from Germany each, and none from France.
    assert column[4] == 0
    assert column[[2, 3]].tolist() == pytest.approx([4 / 6, 2 / 6])  # three projects and one more; none counts as one


def test_answers_change_when_the_graph_is_emptied() -> None:
    projects = [PastConsortium((A, B)), PastConsortium((B, C))]
    assert with_all(Affinity([0, 0, 0], projects), [A]).any()
    assert not with_all(Affinity([0, 0, 0], [PastConsortium(()), PastConsortium(())]), [A]).any()
    assert not with_all(Affinity([0, 0, 0], ()), [A]).any()

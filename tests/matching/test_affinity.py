"""Affinity as the score takes it: the same from the graph of ties as from all of the past."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.evaluation.affinity import Affinity, PastConsortium
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching import History, Population, graphs
from matchmaker.matching.affinity import filled, shares_by_ties
from tests.evaluation.consortia import COUNTRIES, TOPICS, pasts


@given(pasts(), st.frozensets(st.sampled_from(TOPICS)), st.data())
def test_the_ties_graph_tells_the_same_shares(
    past: tuple[list[int], list[PastConsortium]], topics: frozenset[str], data: st.DataObject
) -> None:
    country, projects = past
    present = data.draw(st.lists(st.integers(0, len(country) - 1), min_size=1, max_size=3, unique=True))
    population = Population(
        Organisation(id=f"o{one}", name="", country=COUNTRIES[at], type="OTH") for one, at in enumerate(country)
    )
    rows = [Participation(f"p{at}", f"o{one}", "partner") for at, project in enumerate(projects) for one in project.members]
    history = History(rows)
    tied = graphs.ties(population, history, present)
    number = {member: len(history.projects_of(population.facts(member))) for member in present}
    known = {f"p{at}": project.topics for at, project in enumerate(projects)}
    found = shares_by_ties(tied, present, number, topics, known)
    expected = Affinity(country, projects).shares(present, topics, usual=False).mean(axis=0)
    strangers = [one for one in range(len(country)) if one not in present]
    np.testing.assert_allclose([found.get(one, 0.0) for one in strangers], expected[strangers], atol=1e-12)


def test_a_share_of_one_in_a_hundred_fills_half_of_a_part() -> None:
    assert filled(np.array([0.0, 0.01, 0.02, 0.5])).tolist() == pytest.approx([0.0, 0.5, 0.75, 1.0])

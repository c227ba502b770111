"""Who fills which place: as many places as there can be, by an algorithm that nobody here wrote."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matchmaker.eligibility.assignment import assign
from matchmaker.eligibility.facts import Member

tables = st.integers(0, 9).flatmap(lambda places: st.lists(st.sets(st.integers(0, max(places - 1, 0))), max_size=12))
"""For each member the places it fits."""


def member(number: int) -> Member:
    return Member(str(number), "partner", "", "PL", "OTH")


def assigned(table: list[set[int]], places: int) -> list[int | None]:
    """The number of the member in each place."""
    members = [member(number) for number in range(len(table))]
    filled = assign(range(places), members, lambda place, one: place in table[int(one.id)])
    return [None if one is None else int(one.id) for one in filled]


@given(tables, st.integers(0, 9))
def test_fills_as_many_places_as_a_matching_of_scipy(table, places):
    filled = assigned(table, places)
    used = [number for number in filled if number is not None]
    assert len(filled) == places
    assert len(set(used)) == len(used)
    assert all(place in table[number] for place, number in enumerate(filled) if number is not None)
    fits = csr_array(np.array([[place in fits for fits in table] for place in range(places)]).reshape(places, len(table)))
    assert len(used) == np.count_nonzero(maximum_bipartite_matching(fits, perm_type="column") >= 0)


def test_whoever_comes_first_sits_first_and_moves_only_to_make_room():
    assert assigned([{0, 1}, {0, 1}, {0}], 2) == [0, 1]
    assert assigned([{0, 1}, {1, 2}, {2, 3}, {0}], 4) == [3, 0, 1, 2]


def test_many_members_in_a_chain_are_moved_one_by_one():
    most = 400
    table = [{number, number + 1} for number in range(most)] + [{0}]
    assert assigned(table, most + 1) == [most, *range(most)]

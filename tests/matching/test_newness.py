"""What is learned of organisations beside what they state: who is new in which family of actions, how likely an answer is."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.history import History
from matchmaker.matching.population import UNKNOWN_RESPONSIVENESS, Population
from matchmaker.matching.question import Circumstances
from matchmaker.matching.snapshot.batch import batch
from matchmaker.programme import families, guides

stances = st.sampled_from((True, False, None))
FAMILIES = 32


def organisation(number: int, newcomer: bool | None = None) -> Organisation:
    return Organisation(f"o{number}", f"Name {number}", "PL", "EPLUS-EDU-HEI", newcomer=newcomer, responsiveness=0.25)


def bits(by_family: list[bool | None]) -> tuple[int, int]:
    new, old = (sum(1 << place for place, one in enumerate(by_family) if one is side) for side in (True, False))
    return new, old


def population(stated: list[bool | None], newness: dict[int, list[bool | None]]) -> Population:
    some = replace(
        batch([organisation(number, one) for number, one in enumerate(stated)]),
        newness={row: bits(by_family) for row, by_family in newness.items()},
    )
    return Population.of([some], (), lambda ids: {})


@given(st.data(), st.lists(stances, min_size=1, max_size=6), st.integers(0, FAMILIES - 1))
def test_newcomer_is_said_of_the_family_that_is_looked_at(data: st.DataObject, stated: list[bool | None], family: int) -> None:
    by_family = st.lists(stances, min_size=FAMILIES, max_size=FAMILIES)
    newness = data.draw(st.dictionaries(st.integers(0, len(stated) - 1), by_family))
    everybody = population(stated, newness)
    seen = everybody.seen_in(family)
    expected = [newness[row][family] if row in newness else one for row, one in enumerate(stated)]
    assert [seen.facts(one).newcomer for one in range(seen.size)] == expected
    assert [one.newcomer for one in seen.read(range(seen.size))] == expected
    assert seen.newcomer.tolist() == [-1 if one is None else int(one) for one in expected]
    assert [everybody.facts(one).newcomer for one in range(everybody.size)] == stated


@given(st.lists(stances, min_size=1, max_size=6), st.data())
def test_change_keeps_the_others_and_takes_what_is_new(stated: list[bool | None], data: st.DataObject) -> None:
    newness = {row: data.draw(st.lists(stances, min_size=FAMILIES, max_size=FAMILIES)) for row in range(len(stated))}
    row = data.draw(st.integers(0, len(stated) - 1))
    later = data.draw(st.lists(stances, min_size=FAMILIES, max_size=FAMILIES))
    changed = replace(batch([organisation(row, stated[row])]), newness={0: bits(later)})
    after = population(stated, newness).spliced(changed)
    for family in range(FAMILIES):
        seen = after.seen_in(family)
        expected = [later[family] if one == row else newness[one][family] for one in range(len(stated))]
        assert [seen.facts(seen.index[f"o{one}"]).newcomer for one in range(len(stated))] == expected


def test_views_can_be_laid_over_one_another() -> None:
    everybody = population([None, None], {0: [True] * FAMILIES})
    seen = everybody.seen_in(3).without(["o1"]).rated({"o0": 0.75})
    assert seen.facts(0).newcomer is True
    assert (seen.facts(0).responsiveness, seen.facts(1).responsiveness) == (0.75, None)
    assert seen.responsiveness.tolist() == [0.75, UNKNOWN_RESPONSIVENESS]
    assert seen.available.tolist() == [True, False]
    assert everybody.facts(1).responsiveness == 0.25


def test_who_is_in_doubt_counts_as_neither_and_stays_in_doubt_in_another_population() -> None:
    everybody = population([True, None], {0: [True] * FAMILIES})
    new, old = 2**FAMILIES - 1, 1 << 3
    doubted = replace(batch([organisation(0, newcomer=True)]), newness={0: (new, old)})
    everybody = everybody.spliced(doubted)
    assert [one.newcomer_in_doubt for one in everybody.read((0, 1))] == [False, False]
    in_doubt, elsewhere = everybody.seen_in(3).facts(0), everybody.seen_in(4).facts(0)
    assert (in_doubt.newcomer, in_doubt.newcomer_in_doubt) == (None, True)
    assert (elsewhere.newcomer, elsewhere.newcomer_in_doubt) == (True, False)
    assert Population([in_doubt]).facts(0).newcomer_in_doubt
    assert Population([in_doubt]).seen_in(3).facts(0) == Population([in_doubt]).facts(0)
    assert everybody.seen_in(3).seen_in(4).facts(0) == elsewhere


def test_call_sees_its_own_family_and_numbers_fit_in_the_columns() -> None:
    family = families.PLACES["cooperation-vet"]
    everybody = population([None], {0: [place != family for place in range(FAMILIES)]})
    calls = guides.load().calls
    assert everybody.seen_from(calls["ka220-vet-2027"]).facts(0).newcomer is False
    assert everybody.seen_from(calls["ka202-2018"]).facts(0).newcomer is False
    assert everybody.seen_from(calls["ka210-vet-2027"]).facts(0).newcomer is True
    assert everybody.seen_from(calls["ka220-vet-2027"]).seen_from(calls["ka210-vet-2027"]).facts(0).newcomer is True
    assert set(families.PLACES.values()) <= set(range(FAMILIES))


def test_circumstances_are_those_of_their_call() -> None:
    family = families.PLACES["cooperation-vet"]
    everybody = population([None], {0: [place == family or None for place in range(FAMILIES)]})
    for name, newcomer in (("ka220-vet-2027", True), ("ka210-vet-2027", None)):
        given = Circumstances(everybody, History(()), guides.load().calls[name], date(2026, 11, 23))
        assert given.population.facts(0).newcomer is newcomer

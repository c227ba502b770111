"""The invented organisations and requests are the same for everybody, and the first of many are the same as of few."""

from collections import Counter

from benchmarks.generator import BLOCK, authorities, doubts, organisations, participations
from benchmarks.requests import CALLS, requests
from matchmaker.demo.population import COUNTING
from matchmaker.programme.fields import is_code
from matchmaker.programme.types import sectors


def test_first_organisations_are_the_same_however_many_are_drawn() -> None:
    few, many = list(organisations(BLOCK - 100)), list(organisations(BLOCK + 100))
    assert few == many[: len(few)]
    assert many[BLOCK:] != many[: BLOCK // 80 - 2]
    assert len({one.id for one in many}) == len(many)


def test_another_seed_gives_others() -> None:
    assert list(organisations(50, seed=1)) != list(organisations(50))
    assert requests(5, seed=1) != requests(5)


def test_organisations_are_like_those_of_a_register() -> None:
    some = list(organisations(3000))
    assert all(sectors(one.type, one.flags, one.sectors)[0] == one.sectors for one in some)
    assert all(is_code(code) for one in some for code in one.fields)
    for name in ("fields", "priorities", "languages", "newcomer", "responsiveness", "established", "oid", "pic"):
        known = sum(bool(value) or value is False for one in some for value in [getattr(one, name)])
        assert 0.3 * len(some) < known < len(some), name
    countries = Counter(one.country for one in some)
    assert len(countries) > 35
    assert countries["DE"] > 3 * countries["EE"]


def test_each_third_country_has_an_authority_beside_the_others() -> None:
    found = list(authorities())
    assert found == list(authorities())
    assert {one.country for one in found} == {one.country for one in organisations(3000)} - COUNTING
    assert (
        len(found)
        == len({one.country for one in found})
        == len({one.id for one in found} - {one.id for one in organisations(3000)})
    )
    assert all("national_authority_he" in one.flags for one in found)
    assert not any("national_authority_he" in one.flags for one in organisations(3000))


def test_some_are_in_doubt_and_some_worked_together() -> None:
    ids = {one.id for one in organisations(3000)}
    assert list(doubts(3000)) == list(doubts(3000)) != []
    assert {one for pair in doubts(3000) for one in pair} <= ids
    past = list(participations(3000))
    assert past == list(participations(3000))
    assert {row.organisation_id for row in past} <= ids


def test_requests_ask_for_what_the_targets_are_about() -> None:
    asked = requests(60)
    assert asked == requests(60)
    assert {one.call for one in asked} == set(CALLS)
    assert {(one.size.min, one.size.max, one.limit, one.min_difference) for one in asked} == {(3, 6, 5, 2)}
    assert {len(one.seats) for one in asked} > {0, 1}
    assert {"initiator", "find"} == {one.coordinator for one in asked}

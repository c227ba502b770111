"""National Agencies as data: each field of each country that is carried has one, or one in each community."""

import pytest

from matchmaker.programme import agencies, countries
from matchmaker.programme.agencies import AGENCIES, responsible

FIELDS = ("VET", "HED", "SCH", "ADU", "YOU")


def names(country, field):
    return [one.id for one in responsible(country, field)]


@pytest.mark.parametrize("field", FIELDS)
def test_countries_that_are_carried_have_one_for_every_field(field):
    assert names("PL", field) == ["pl-frse"]
    assert names("AT", field) == ["at-oead"]
    assert names("DE", field) == [{"HED": "de-daad", "SCH": "de-pad", "YOU": "de-jugend"}.get(field, "de-bibb")]
    kind = "youth" if field == "YOU" else "education"
    assert names("BE", field) == [f"be-nl-{kind}", f"be-fr-{kind}", "be-de"]


def test_other_countries_have_none_here():
    assert {one.country for one in AGENCIES.values()} == {"PL", "DE", "AT", "BE"}
    assert responsible("CZ", "VET") == ()
    assert {one.country for one in AGENCIES.values()} <= countries.members(countries.LISTS["PC2021"])


def test_each_says_where_and_when_it_was_read_and_where_it_is():
    for one in AGENCIES.values():
        assert one.ev == "F"
        assert one.source
        assert one.read.year >= 2026
        assert one.website.startswith("https://")
    assert agencies.LIST.startswith("https://erasmus-plus.ec.europa.eu/")
    assert agencies.PORTAL.startswith("https://ec.europa.eu/")


def test_community_tells_several_of_one_country_apart():
    for country in ("PL", "DE", "AT", "BE"):
        for field in FIELDS:
            found = responsible(country, field)
            communities = [one.community and one.community.en for one in found]
            assert communities == [None] or (len(set(communities)) == len(found) and None not in communities)
    assert responsible("BE", "SCH")[0].label("de") == "Epos vzw (Flämische Gemeinschaft)"

"""Countries: codes, dated lists, territories, regions, names by year."""

import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.language import LANGUAGES
from matchmaker.programme import countries

YEARS = (2021, 2026)


def test_every_code_in_the_data_is_two_letters():
    codes = set(countries.ALL)
    codes.update(chain.from_iterable(countries.members(listed) for listed in countries.LISTS.values()))
    codes.update(chain.from_iterable(region.countries for year in YEARS for region in countries.regions(year).values()))
    codes.update(chain.from_iterable(group.countries for group in countries.GROUPS["migration_priority"].values()))
    codes.update(countries.TERRITORIES, countries.TERRITORIES.values())
    assert all(re.fullmatch("[A-Z]{2}", code) for code in codes)
    assert codes == set(countries.ALL)
    assert len(countries.ALL) == len(codes) == 250
    assert countries.display_name("NO", 2026, "en") == "Norway"


def test_normalise_accepts_eu_style_small_letters_and_kosovo():
    assert [countries.normalise(code) for code in ("EL", "uk", " pl ", "xk", "no")] == ["GR", "GB", "PL", "XK", "NO"]


@pytest.mark.parametrize("code", ["", "P", "POL", "ZZ", "EU", "ß", "P L", "ＰＬ", "x" * 1000, "\x00\x00"])
def test_normalise_refuses_what_is_no_code(code):
    with pytest.raises(ValueError, match="is not a country code: expected ISO 3166-1 alpha-2, for example PL"):
        countries.normalise(code)


@given(st.text(max_size=5))
def test_normalise_answers_with_a_code_or_refuses(code):
    if code.strip().isascii() and code.strip().upper() in {*countries.ALL, "EL", "UK"}:
        assert countries.normalise(code) in countries.ALL
    else:
        with pytest.raises(ValueError, match="country code"):
            countries.normalise(code)


@pytest.mark.parametrize(("name", "size"), [("EU28", 28), ("EU27", 27), ("PC2018", 33), ("PC2019", 34), ("PC2021", 33)])
def test_lists_have_their_known_length(name, size):
    assert len(countries.members(countries.LISTS[name])) == size


def test_lists_differ_by_what_changed():
    before, with_serbia, after = (countries.members(countries.LISTS[name]) for name in ("PC2018", "PC2019", "PC2021"))
    assert with_serbia - before == {"RS"}
    assert before <= with_serbia
    assert with_serbia - after == {"GB"}
    assert after <= with_serbia
    assert {"IS", "LI", "MK", "NO", "TR"} <= before & after
    assert not {"CH", "XK", "UA"} & (before | with_serbia | after)


def test_territories_count_as_their_member_state():
    assert [countries.counts_as(code) for code in ("GL", "NC", "RE", "AW", "AX")] == ["DK", "FR", "FR", "NL", "FI"]
    assert [countries.counts_as(code) for code in ("FO", "DK", "CH", "XX")] == ["FO", "DK", "CH", "XX"]
    assert len(countries.TERRITORIES) == 18
    assert all(countries.counts_as(member_state) == member_state for member_state in countries.TERRITORIES.values())


@pytest.mark.parametrize("year", [2021, 2025, 2026, 2027])
def test_regions_are_numbered_from_2021_on(year):
    found = [countries.region(code, year) for code in ("XK", "UA", "PS", "RU", "US", "VA", "CH")]
    assert found == ["1", "2", "3", "4", "12", "13", "14"]
    assert countries.region("UA", 2018) is None
    assert countries.regions(2018) == {}


def test_regions_5_to_11_are_known_from_2026_on():
    codes = ("VN", "JP", "UZ", "IQ", "QA", "FJ", "NZ", "NG", "BR", "CU")
    assert [countries.region(code, 2026) for code in codes] == ["5a", "5b", "6", "7a", "7b", "8a", "8b", "9", "10", "11"]
    assert {countries.region(code, 2025) for code in codes} == {None}
    assert set(countries.regions(2025)) == {"1", "2", "3", "4", "12", "13", "14"}
    sizes = {number: len(one.countries) for number, one in countries.regions(2026).items()}
    assert sizes == {
        "1": 4, "2": 6, "3": 10, "4": 1, "5a": 18, "5b": 7, "6": 6, "7a": 3, "7b": 6, "8a": 14, "8b": 3, "9": 49, "10": 17,
        "11": 16, "12": 2, "13": 4, "14": 3,
    }  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_regions_share_no_country_and_none_that_counts(year):
    every = list(chain.from_iterable(region.countries for region in countries.regions(year).values()))
    assert len(every) == len(set(every))
    assert not countries.members(countries.LISTS["PC2021"]).intersection(every)


def test_migration_priority_countries_are_in_sub_saharan_africa():
    group = countries.GROUPS["migration_priority"][2026]
    assert len(group.countries) == 18
    assert group.countries < countries.regions(2026)["9"].countries


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("MK", 2018, "former Yugoslav Republic of Macedonia"),
        ("MK", 2019, "former Yugoslav Republic of Macedonia"),
        ("MK", 2020, "Republic of North Macedonia"),
        ("MK", 2021, "North Macedonia"),
        ("TR", 2022, "Turkey"),
        ("TR", 2023, "Türkiye"),
        ("CZ", 2018, "Czech Republic"),
        ("CZ", 2026, "Czechia"),
        ("PL", 2018, "Poland"),
    ],
)
def test_display_name_is_that_of_the_year(code, year, name):
    assert countries.display_name(code, year, "en") == name
    assert countries.CountryOf(code, year).label("en") == name


def test_every_country_has_a_name_in_every_language():
    assert all(countries.display_name(code, 2026, language) != code for code in countries.ALL for language in LANGUAGES)
    assert [countries.display_name("DE", 2026, language) for language in LANGUAGES] == ["Germany", "Niemcy", "Deutschland"]

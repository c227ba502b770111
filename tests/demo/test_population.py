"""The invented population: the same for the same seed, in the shares of the data, made of what the vocabularies know."""

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from matchmaker.demo.cast import LOGINS, cast
from matchmaker.demo.ingredients import DATA, areas, characters, read, tongue, trades
from matchmaker.demo.population import COUNTING, Invented, population
from matchmaker.inputs.interchange import read_organisations
from matchmaker.inputs.interchange.organisations import ORGANISATIONS
from matchmaker.inputs.names import fold
from matchmaker.language import known
from matchmaker.programme.countries import normalise
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.kinds import KINDS
from matchmaker.programme.projects import PRIORITIES
from matchmaker.programme.topics import TOPICS
from matchmaker.programme.types import FLAGS, SECTORS, TYPES

NUMBER = 2000
TONGUES = sorted(path.stem for path in (DATA / "tongues").glob("*.toml"))
PRINT = (
    "from matchmaker.demo.population import population; import hashlib; print(hashlib.sha256(repr([(one.facts.name, one.email, \
sorted(one.facts.flags), one.facts.topics, one.description) for one in population(300, 7)]).encode()).hexdigest())"
)


@pytest.fixture(scope="module")
def invented() -> tuple[Invented, ...]:
    return population(NUMBER, 1)


def test_population_is_the_same_for_the_same_seed_and_another_for_another(invented: tuple[Invented, ...]) -> None:
    assert population(NUMBER, 1) == invented
    assert population(NUMBER, 2) != invented


def test_population_does_not_depend_on_the_hash_seed() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", PRINT], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1")
    }
    assert len(said) == 1


def test_all_programme_countries_and_some_elsewhere_are_there(invented: tuple[Invented, ...]) -> None:
    found = {one.facts.country for one in invented}
    assert found >= COUNTING
    assert len(COUNTING) == 33
    assert {"GB", "CH", "UA", "GE", "AL", "BA", "XK", "ME"} <= found - COUNTING


def test_shares_of_types_follow_the_real_counts_but_for_what_other_hides(invented: tuple[Invented, ...]) -> None:
    counted = read("characters.toml")["uk"]
    real = {code: 100 * count / sum(counted.values()) for code, count in counted.items()}
    found = Counter(one.facts.type for one in invented)
    share = {code: 100 * count / NUMBER for code, count in found.items()}
    for code in ("EPLUS-EDU-HEI", "EPLUS-ENT-SME", "EPLUS-NGO", "EPLUS-RES", "EPLUS-BODY-ACCRED", "EPLUS-BODY-PUB-LOC"):
        assert share[code] == pytest.approx(real[code], abs=1.5)
    assert share["OTH"] < real["OTH"]
    assert set(share) <= set(TYPES)


def test_no_two_organisations_of_a_country_have_names_alike(invented: tuple[Invented, ...]) -> None:
    names = Counter((one.facts.country, fold(one.facts.name)) for one in invented)
    assert names.most_common(1)[0][1] == 1
    assert population(3000, 3)[-1].facts.name


def test_identifiers_are_recognisably_invented_and_unique(invented: tuple[Invented, ...]) -> None:
    everybody = [*invented, *cast().values()]
    for one in everybody:
        assert one.facts.oid is None or re.fullmatch(r"E9\d{7}", one.facts.oid)
        assert one.facts.pic is None or re.fullmatch(r"1\d{8}", one.facts.pic)
        assert one.facts.website.endswith(".example")
        assert one.email.endswith(".example")
    for name in ("id", "oid", "pic", "website"):
        given = [value for one in everybody if (value := getattr(one.facts, name))]
        assert len(given) == len(set(given))


def test_only_programme_countries_have_charters_and_coordinators(invented: tuple[Invented, ...]) -> None:
    outside = [one.facts for one in invented if one.facts.country not in COUNTING]
    assert outside
    assert not any("eche" in facts.flags or "coordinator" in facts.roles for facts in outside)


def test_much_is_unknown_and_much_is_known(invented: tuple[Invented, ...]) -> None:
    for name in ("newcomer", "established", "oid", "responsiveness"):
        unknown = sum(getattr(one.facts, name) is None for one in invented)
        assert 0.05 < unknown / NUMBER < 0.4
    universities = [one.facts for one in invented if one.facts.type == "EPLUS-EDU-HEI"]
    assert any(not {"eche", "no_eche"} & facts.flags for facts in universities)


def test_population_in_the_interchange_format_reads_without_problems(invented: tuple[Invented, ...], tmp_path: Path) -> None:
    path = tmp_path / "orgs.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(ORGANISATIONS.columns)
        for one in [*invented, *cast().values()]:
            writer.writerow([_cell(getattr(one.facts, name)) for name in ORGANISATIONS.columns])
    sheet = read_organisations(path)
    assert sheet.problems == sheet.notes == ()
    assert sheet.rows == tuple(one.facts for one in [*invented, *cast().values()])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    return ";".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("code", TONGUES)
def test_every_pattern_of_a_tongue_holds_something_invented(code: str) -> None:
    words = tongue(code)
    assert set(words.trades) == set(trades())
    for character in characters():
        assert (character.tongue and character.tongue != code) or character.names in words.names
    for pattern in (pattern for patterns in words.names.values() for pattern in patterns):
        assert "{proper}" in pattern or "{patron}" in pattern
        assert "{patron}" not in pattern or words.patrons
        if "{at}" in pattern or "{of}" in pattern:
            assert all(len(town) == 3 for area in areas() if area.tongue == code for town in area.towns)


def test_areas_are_real_countries_with_known_languages() -> None:
    assert {area.tongue for area in areas()} == set(TONGUES)
    for area in areas():
        assert normalise(area.country) == area.country
        assert all(known(code) for code in area.languages)
        assert all(len(town) in (2, 3) for town in area.towns)


def test_ingredients_are_in_the_vocabularies() -> None:
    for trade in trades().values():
        assert set(trade.fields) <= set(FIELDS)
        assert set(trade.topics) <= set(TOPICS)
        assert set(trade.priorities) <= set(PRIORITIES)
    for character in characters():
        assert character.type in KINDS[character.kind].types
        assert KINDS[character.kind].flags <= character.always
        assert set(character.topics) <= set(TOPICS)
        assert set(character.expertise) <= set(EXPERTISE)
        assert set(character.priorities) <= set(PRIORITIES)
        assert set(character.always) | set(character.maybe) <= set(FLAGS)
        assert set(character.adds) <= set(SECTORS)


def test_cast_is_in_the_vocabularies_and_has_the_three_log_ins() -> None:
    for one in cast().values():
        assert one.facts.type in KINDS[one.kind].types
        assert KINDS[one.kind].flags <= one.facts.flags
        assert set(one.facts.fields) <= set(FIELDS)
        assert set(one.facts.topics) <= set(TOPICS)
        assert set(one.facts.expertise) <= set(EXPERTISE)
        assert set(one.facts.priorities) <= set(PRIORITIES)
    assert [login.slug for login in LOGINS] == ["school", "chamber", "coordinator"]
    assert [cast()[login.slug].email for login in LOGINS] == [login.email for login in LOGINS]

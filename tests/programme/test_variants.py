"""Variants: kinds of project of which a proposal is exactly one, as an operator's file states them."""

from pathlib import Path

import pytest

from matchmaker.errors import Invalid
from matchmaker.language import render
from matchmaker.programme import guides, plain, sentences
from matchmaker.programme.calls import Call
from matchmaker.programme.differences import differences, in_groups

FILE = """
id = "events"
extends = "ka210-vet-2026"

[[rules]]
id = "abroad"
check = "count_countries"
scope = "counting"
min = 2
ev = "K"
source = "the operator"

[[variants]]
id = "few"
title.en = "A few organisations"

[[variants.rules]]
id = "orgs"
check = "count_orgs"
scope = "counting"
min = 3
max = 5
ev = "K"
source = "the operator"

[[variants]]
id = "many_places"
title.en = "Many organisations"
single_applicant = true
action = "EVENTS-LARGE"

[[variants.rules]]
id = "orgs"
check = "count_orgs"
scope = "counting"
with_associated = true
min = 10
ev = "K"
source = "the operator"

[[variants.deadlines]]
round = 1
local = 2026-01-22T17:00:00
ev = "K"
source = "the operator"

[variants.grant]
kind = "max"
max = 450000
ev = "K"
source = "the operator"
"""


def loaded(folder: Path, text: str = FILE) -> Call:
    (folder / "events.toml").write_text(text, "utf-8")
    return guides.load(folder).call("events")


def test_each_variant_is_a_call_with_rules_dates_and_grant_of_its_own(tmp_path: Path) -> None:
    call = loaded(tmp_path)
    few, many = plain.variants(call)
    assert [[rule.id for rule in one.rules] for one in (few, many)] == [["abroad", "orgs"], ["abroad", "orgs"]]
    assert (few.action, few.grant, few.deadlines) == (call.action, call.grant, call.deadlines)
    assert (many.action, many.grant.max, [one.local.day for one in many.deadlines]) == ("EVENTS-LARGE", 450000, [22])
    assert ((few.min_size, few.max_size), (many.min_size, many.max_size)) == ((3, 5), (2, None))
    assert (call.min_size, call.max_size) == (2, None)
    assert (few.is_searched, many.is_searched, call.is_searched) == (True, False, True)
    assert {one.version for one in (few, many)} == {call.version}
    assert (plain.variant(call, "few"), plain.variant(call, None), plain.variant(few, None)) == (few, None, few)
    assert plain.variants(call) == plain.variants(call) == (few, many)


def test_rules_of_variants_are_said_under_their_names(tmp_path: Path) -> None:
    stated = [one for one in sentences.of(loaded(tmp_path)) if one.variant]
    assert [(one.variant.label("en"), render(one.sentence, "en")) for one in stated] == [
        ("A few organisations", "3 to 5 organisations from programme countries"),
        ("Many organisations", "At least 10 organisations from programme countries, associated partners counted"),
    ]


def test_what_differs_is_told_variant_by_variant(tmp_path: Path) -> None:
    before = loaded(tmp_path)
    guides.load.cache_clear()
    other = FILE.replace("max = 5\n", "max = 6\n").replace("max = 450000", "max = 500000")
    told = {render(name, "en"): [render(one.sentence, "en") for one in some]
            for name, some in in_groups(differences(before, loaded(tmp_path, other)))}  # fmt: skip
    assert told == {
        "Kinds of project": [
            "A few organisations: 3 to 6 organisations from programme countries"
            " (before: A few organisations: 3 to 5 organisations from programme countries)",
            "changed in a detail: Many organisations",
        ]
    }


MISTAKES = {
    "one alone": (FILE[: FILE.index('[[variants]]\nid = "many_places"')], "variants", "with one there is nothing to choose"),
    "an id twice": (FILE.replace('"many_places"', '"few"'), "variants", "“few” stands more than once"),
    "a rule of the call": (FILE.replace('id = "orgs"', 'id = "abroad"', 1), "", "“abroad” stands more than once"),
    "no number": (FILE.replace("min = 3", 'min = "3"'), "variants.0.rules.0.min", "expected a whole number"),
    "nobody": (FILE.replace("min = 3\nmax = 5", "min = 3\nmax = 2"), "variants.0.rules.0", "larger"),
    "a spelling": (FILE.replace('"many_places"', '"many places"'), "variants.1.id", "not of the form"),
    "unknown key": (FILE.replace("single_applicant", "alone"), "variants.1.alone", "is not a key we know"),
    "stated": (FILE.replace("[[variants]]", "variant = 1\n[[variants]]", 1), "rules.0.variant", "is not a key we know"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_gets_a_sentence(name: str, tmp_path: Path) -> None:
    text, key, said = MISTAKES[name]
    with pytest.raises(Invalid) as caught:
        loaded(tmp_path, text)
    problems = {place: render(sentence, "en") for place, sentence in caught.value.problems.items()}
    assert said in problems[f"events.toml: {key}" if key else "events.toml"]

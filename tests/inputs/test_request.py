"""request.json: two fields are enough, and each mistake has a sentence with its field."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import Invalid
from matchmaker.inputs.request import LARGEST, Request, Size, parse
from matchmaker.language import render
from matchmaker.programme import guides
from matchmaker.programme.types import FLAGS

GUIDE = guides.load()
LEAST = {"call": "ka202-2018", "initiator": "o1"}
WHOLE = {
    "call": "ka202-2018", "initiator": "o1", "members": ["o1"], "coordinator": "initiator",
    "project": {"type": "innovation", "months": 24, "priorities": ["VET18-WBL"], "activities": []},
    "fields": ["1013"], "topics": ["work-based-learning"], "expertise": [{"slug": "graduate-tracking", "weight": 1}],
    "language": "en", "size": {"min": 3, "max": 5}, "seats": [{"sector": "HED", "count": 1}, {"class": "labour_market_actor"}],
    "include": [], "exclude": [], "countries": {"include": [], "exclude": []}, "same_country": False,
    "third_countries": False, "limit": 5, "min_difference": 2, "fairness": 0, "confirmed_only": False,
}  # fmt: skip


def read(document: object) -> Request:
    return parse(document, GUIDE.call)


def problems(document: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(document)
    return {field: str(message) for field, message in refused.value.problems.items()}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "(erwartet: ein offizieller Organisationstyp oder eine Angabe, zum Beispiel"),
        ("pl", "(oficjalny typ organizacji lub oświadczenie); oczekiwano"),
    ],
)
def test_kind_nobody_knows_is_said_to_be_neither_a_type_nor_a_flag(language: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(LEAST | {"seats": [{"kind": "wizard"}]})
    assert said in render(next(iter(refused.value.problems.values())), language)


def test_a_whole_request_is_read() -> None:
    request = read(WHOLE)
    assert request.seats[1].actor_class == "labour_market_actor"
    written = request.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert written["seats"][1] == {"class": "labour_market_actor", "count": 1}
    assert read(json.loads(json.dumps(request.model_dump(mode="json", by_alias=True)))) == request


def test_call_and_initiator_are_enough() -> None:
    request = read(LEAST)
    assert (request.size, request.same_country, request.coordinator) == (Size(min=3, max=5), False, "initiator")
    assert (request.limit, request.min_difference, request.fairness, request.confirmed_only) == (5, 2, 0, False)
    assert read({**LEAST, **dict.fromkeys(WHOLE.keys() - LEAST.keys())}) == request


@pytest.mark.parametrize(
    ("call", "given", "smallest", "largest"),
    [
        ("ka210-vet-2026", {}, 2, 4),
        ("cove-2025", {}, 8, 10),
        ("ka202-2018", {"members": [f"o{n}" for n in range(1, 6)]}, 3, 5),
        ("ka202-2018", {"members": [f"o{n}" for n in range(1, 8)]}, 3, 9),
        ("ka202-2018", {"members": [f"m{n}" for n in range(39)]}, 3, LARGEST),
        ("ka202-2018", {"size": {"min": 7}}, 7, 7),
        ("ka202-2018", {"size": {"min": 4}}, 4, 5),
        ("ka202-2018", {"size": {"max": 12}}, 3, 12),
        ("ka202-2018", {"size": {"max": 2}}, 2, 2),
    ],
)
def test_sizes_follow_the_call_and_who_is_there(call: str, given: dict[str, Any], smallest: int, largest: int) -> None:
    request = read({"call": call, "initiator": "o1", **given})
    assert (request.size.min, request.size.max) == (smallest, largest)
    assert request.sizes == range(smallest, largest + 1)


def test_a_call_that_needs_home_partners_admits_them() -> None:
    assert read({"call": "ka240-sch-2026", "initiator": "o1"}).same_country is True
    assert read({"call": "ka240-sch-2026", "initiator": "o1", "same_country": False}).same_country is False


def test_third_countries_are_left_out_unless_the_call_needs_them_or_one_is_named() -> None:
    assert read(LEAST).third_countries is False
    assert read({**LEAST, "third_countries": True}).third_countries is True
    assert read({**LEAST, "countries": {"include": ["PL", "UA"]}}).third_countries is True
    at_home = {"include": ["PL", "GL"], "exclude": ["UA"]}  # Greenland counts as Denmark
    assert read({**LEAST, "countries": at_home}).third_countries is False
    assert read({**LEAST, "countries": {"include": ["UA"]}, "third_countries": False}).third_countries is False
    assert read({"call": "cbvet-2026", "initiator": "o1"}).third_countries is True
    assert read({"call": "cbvet-2026", "initiator": "o1", "third_countries": False}).third_countries is False


def test_what_is_wanted_twice_counts_once_and_codes_are_normalised() -> None:
    twice = {"fields": ["10", "10"], "topics": ["a", "a"], "include": ["x", "x"], "countries": {"include": ["el", "GR"]}}
    request = read({**LEAST, **twice, "language": "EN"})
    assert (request.fields, request.topics, request.include) == (("10",), ("a",), ("x",))
    assert (request.countries.include, request.language) == (("GR",), "en")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"call": "ka999"}, "call", "ka999"),
        ({"call": None}, "call", "is missing"),
        ({"initiator": ""}, "initiator", "is empty"),
        ({"initiator": 5}, "initiator", "expected text, found a number"),
        ({"initiator": "x" * 201}, "initiator", "too long"),
        ({"initator": "o1"}, "initator", "is not a field we know"),
        ({"members": "o1"}, "members", "expected a list, found text"),
        ({"members": ["o1", 7]}, "members.1", "expected text"),
        ({"size": {"min": 5, "max": 3}}, "size", "the smallest size 5 is above the largest 3"),
        ({"size": {"max": 10**30}}, "size.max", "is too large"),
        ({"size": {"min": 0}}, "size.min", "is too small"),
        ({"size": {"min": True}}, "size.min", "expected a whole number"),
        ({"size": {"max": "5"}}, "size.max", "expected a whole number"),
        ({"size": 5}, "size", "expected an object"),
        ({"expertise": [{"slug": "x", "weight": 0}]}, "expertise.0.weight", "expected a number above 0"),
        ({"expertise": [{"slug": "x", "weight": -1}]}, "expertise.0.weight", "expected a number above 0"),
        ({"expertise": [{"slug": "x", "weight": float("nan")}]}, "expertise.0.weight", "expected a number"),
        ({"expertise": [{"slug": "x", "weight": 10**400}]}, "expertise.0.weight", "expected a number"),
        ({"expertise": [{"slug": "x", "weight": "1"}]}, "expertise.0.weight", "expected a number"),
        ({"expertise": [{"slug": "x", "weight": True}]}, "expertise.0.weight", "expected a number"),
        ({"expertise": [{"slug": "Über"}]}, "expertise.0.slug", "expected small letters, digits and hyphens"),
        ({"expertise": [{"weight": 1}]}, "expertise.0.slug", "is missing"),
        ({"expertise": ["x"]}, "expertise.0", "expected an object"),
        ({"expertise": [{"slug": f"x{n}"} for n in range(31)]}, "expertise", "too many entries"),
        ({"fields": ["1"]}, "fields.0", "expected an ISCED-F code"),
        (
            {"fields": ["hairdressing"]},
            "fields.0",
            "expected an ISCED-F code of 2 to 4 digits such as 1013; perhaps 1012: hair and",
        ),
        ({"fields": ["qqqq"]}, "fields.0", "such as 1013"),
        ({"topics": ["<b>"]}, "topics.0", "expected small letters"),
        ({"project": {"priorities": ["VET99"]}}, "project.priorities.0", "VET99"),
        ({"project": {"type": "holiday"}}, "project.type", "holiday"),
        ({"project": {"months": 0}}, "project.months", "expected a whole number"),
        ({"language": "xx-yy"}, "language", "expected ISO 639-1"),
        ({"seats": [{}]}, "seats.0", "exactly one of sector, class and kind"),
        ({"seats": [{"sector": "HED", "kind": "chamber"}]}, "seats.0", "exactly one of sector, class and kind"),
        ({"seats": [{"sector": "HOSPITAL"}]}, "seats.0.sector", "HOSPITAL"),
        ({"seats": [{"class": "wizards"}]}, "seats.0.class", "wizards"),
        (
            {"seats": [{"kind": "wizard"}]},
            "seats.0.kind",
            "“wizard” is not an official organisation type or a flag we know; expected for example",
        ),
        ({"seats": [{"sector": "HED", "count": 0}]}, "seats.0.count", "is too small"),
        ({"countries": {"include": ["Poland"]}}, "countries.include.0", "is not a country code"),
        ({"countries": {"exclude": ["ZZ"]}}, "countries.exclude.0", "is not a country code"),
        ({"same_country": "yes"}, "same_country", "expected true or false"),
        ({"third_countries": 1}, "third_countries", "expected true or false"),
        ({"confirmed_only": 1}, "confirmed_only", "expected true or false"),
        ({"limit": 0}, "limit", "is too small"),
        ({"limit": 51}, "limit", "is too large"),
        ({"limit": 2.5}, "limit", "expected a whole number"),
        ({"min_difference": 0}, "min_difference", "is too small"),
        ({"fairness": -1}, "fairness", "expected 0 or more"),
    ],
)
def test_each_mistake_has_a_sentence_with_its_field(wrong: dict[str, Any], field: str, sentence: str) -> None:
    said = problems({**LEAST, **wrong})
    assert set(said) == {field}
    assert sentence in said[field]


def test_more_than_eight_different_places_are_too_many_the_same_ones_are_not() -> None:
    kinds = list(FLAGS)[:9]
    assert "different places" in problems({**LEAST, "seats": [{"kind": kind} for kind in kinds]})["seats"]
    assert len(read({**LEAST, "seats": [{"sector": "HED"}] * 12}).seats) == 12


@pytest.mark.parametrize("document", [None, [], "text", 5, True])
def test_what_is_no_object_is_refused(document: object) -> None:
    assert "expected an object" in problems(document)[""]


KEYS = st.sampled_from(sorted(WHOLE))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=12,
)


@given(ANYTHING)
def test_any_document_is_read_or_refused(document: object) -> None:
    try:
        request = read(document)
    except Invalid:
        return
    assert request.sizes

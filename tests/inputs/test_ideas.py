"""An idea asks for what its call knows; sizes and seats fit together."""

from typing import Any

import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.ideas import problems as against
from matchmaker.inputs.parsing import parse
from matchmaker.programme import guides

GUIDE = guides.load()


def idea(**said: Any) -> IdeaForm:
    return parse(IdeaForm, {"title": "Wood and tools", "call": "ka202-2018"} | said)


def problems(**said: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        idea(**said)
    return {field: str(sentence) for field, sentence in refused.value.problems.items()}


def test_seats_are_texts_or_objects_with_numbers() -> None:
    seats = idea(seats=["sector:HED", "class:labour_market_actor:2", {"what": "kind:chamber", "number": "3"}, {"what": ""}]).seats
    assert [(seat.condition, seat.code, seat.number) for seat in seats] == [
        ("sector", "HED", 1),
        ("class", "labour_market_actor", 2),
        ("kind", "chamber", 3),
    ]


def test_kind_of_a_seat_is_a_type_or_a_flag() -> None:
    assert idea(seats=["kind:EPLUS-SOCIAL"]).seats[0].code == "EPLUS-SOCIAL"


@pytest.mark.parametrize(
    "wrong",
    [
        "HED",
        "sector:XYZ",
        "class:wizards",
        "kind:eche:0",
        "sector:HED:999",
        "colour:red",
        "sector:",
        {"what": "sector:HED", "n": 1},
        7,
    ],
)
def test_unknown_seat_is_refused(wrong: object) -> None:
    assert [key.split(".")[0] for key in problems(seats=[wrong])] == ["seats"]


def test_sizes_are_in_order() -> None:
    assert list(problems(size_min=5, size_max=4)) == ["size_max"]
    assert list(problems(size_min=0)) == ["size_min"]
    assert list(problems(size_max=10**9)) == ["size_max"]


def test_country_is_not_both_wanted_and_unwanted() -> None:
    assert problems(countries=["GR"], not_countries=["EL"]) == {"not_countries": "Greece is both wanted and not wanted"}


def test_idea_that_its_call_knows_has_no_problem() -> None:
    said = idea(project_type="innovation", priorities=["VET18-WBL"], size_min=3, size_max=5, months=24, seats=["sector:HED:2"])
    assert against(said, GUIDE.call("ka202-2018")) == {}


def test_idea_must_not_ask_for_what_its_call_does_not_know() -> None:
    said = idea(project_type="innovation", priorities=["VET18-WBL"], size_min=1, size_max=40, seats=["sector:HED:39"])
    call = GUIDE.call("ka229-2018")
    assert set(against(said, call)) == {"priorities", "size_min", "size_max", "project_type"}


def test_seats_must_leave_a_place_for_who_starts() -> None:
    assert "seats" in against(idea(size_max=3, seats=["sector:HED:3"]), GUIDE.call("ka202-2018"))
    assert "seats" in against(idea(seats=["class:school:6"]), GUIDE.call("ka229-2018"))


def test_seats_are_a_list() -> None:
    assert problems(seats=7) == {"seats": "expected a list, found a number"}


def test_countries_are_wanted_or_not() -> None:
    assert idea(countries=["DE"], not_countries=["UK"]).not_countries == ("GB",)

"""Calls with variants: each is searched, the best wins, and what is done to a proposal is judged within its own."""

from collections.abc import Mapping
from typing import Any

import pytest

from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import Answer, History, Population, suggest
from matchmaker.matching.documents import answer_json
from matchmaker.matching.mending.cases import Case, case_of
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.openings import openings
from matchmaker.matching.mending.repairs import repair
from matchmaker.matching.mending.reserves import reserves
from matchmaker.matching.mending.what_if import what_if
from matchmaker.matching.question import Circumstances
from matchmaker.matching.verification import verify
from matchmaker.programme.calls import Call
from matchmaker.programme.scoring import Scoring
from tests.matching.worlds import GUIDE, TODAY

EVENTS = GUIDE.call("sport-events-2027")
CODES = ("PL", "DE", "FR", "ES", "IT", "NO", "SE", "FI")
NOTHING = History(())


def club(number: int, **facts: Any) -> Organisation:
    given = {"name": f"Club {number}", "type": "EPLUS-SPORT-CLUB", "sectors": frozenset({"SPO"}), "country": CODES[number]}
    return Organisation(id=f"c{number}", **{**given, **facts})


CLUBS = [club(number) for number in range(8)]


def asked(call: Call = EVENTS, **wishes: Any) -> requests.Request:
    return requests.parse({"call": call.id, "initiator": "c0", "limit": 3, **wishes}, GUIDE.call)


def answered(call: Call = EVENTS, clubs: list[Organisation] = CLUBS, **wishes: Any) -> Answer:
    return suggest(asked(call, **wishes), Population(clubs), NOTHING, call, TODAY)


def kinds(answer: Answer) -> list[tuple[str | None, int]]:
    return [(one.eligibility.variant, len(one.members)) for one in answer.proposals]


def case(number: int, variant: str | None = None) -> Case:
    """So many clubs, the first of which coordinates and stays."""
    request = asked(project={"variant": variant})
    return case_of(request, CLUBS[:number], "c0")


GIVEN = Circumstances(Population(CLUBS), NOTHING, EVENTS, TODAY)


def robust_only(call: Call) -> Call:
    """The call with a score that looks at nothing but who could leave."""
    parts = dict.fromkeys(call.scoring.weights, 0.0) | {"robustness": 1.0}
    return call.model_copy(update={"scoring": Scoring(weights=parts, sector_target=4)})


def test_each_variant_is_searched_in_its_own_sizes_and_the_best_wins() -> None:
    found = kinds(answered(robust_only(EVENTS), min_difference=1))
    assert {kind for kind, _ in found} <= {"local_type_1", "local_type_2"}
    assert all(3 <= size <= 5 if kind == "local_type_1" else 6 <= size <= 8 for kind, size in found)
    assert [kinds(answered(project={"variant": one}, limit=1)) for one in ("local_type_1", "local_type_2")] == [
        [("local_type_1", 4)], [("local_type_2", 7)],
    ]  # fmt: skip


def test_six_of_one_kind_of_event_less_one_are_none_of_that_kind() -> None:
    """Though they are a valid other kind."""
    call = robust_only(EVENTS)
    exactly = answered(call, project={"variant": "local_type_2"}, size={"min": 6, "max": 6}, limit=1).proposals[0]
    assert (exactly.eligibility.verdict, exactly.parts["robustness"]) == ("eligible", 0.0)
    more = answered(call, project={"variant": "local_type_2"}, limit=1).proposals[0]
    assert (len(more.members), more.parts["robustness"]) == (7, 1.0)


def test_answers_verify_within_the_variant_that_they_say() -> None:
    answer = answered(limit=2)
    document = answer_json(answer)
    assert document["request"]["size"] == {}
    assert verify(document, GUIDE.call).holds
    named = answer.model_copy(update={"request": answer.request.for_call(EVENTS.each_variant[1])})
    assert any("of another kind than was asked for" in str(one) for one in verify(answer_json(named), GUIDE.call).refused)
    (first, *others) = answer.proposals
    forged = first.model_copy(update={"eligibility": replaced(first.eligibility, "local_type_2")})
    assert not verify(answer_json(answer.model_copy(update={"proposals": (forged, *others)})), GUIDE.call).holds


def replaced(report: Any, variant: str) -> Any:
    return type(report)(report.call, report.version, report.findings, report.round, variant)


@pytest.mark.parametrize("variant", ["european_wide", "large_scale"])
def test_where_one_applies_alone_nobody_is_suggested_and_one_sentence_says_so(variant: str) -> None:
    answer = answered(project={"variant": variant})
    assert (answer.status, answer.proposals, answer.to_give_up, answer.complete) == ("infeasible", (), (), True)
    assert str(answer.explanation).startswith("For “")
    assert str(answer.explanation).endswith("one organisation applies alone, or associated partners count.")
    alone = case(1, variant)
    mended = repair(alone, GIVEN)
    assert (mended.status, str(mended.explanation)) == ("unknown", str(answer.explanation))
    assert all(one.count == 0 for one in reserves(case(3, variant), GIVEN).values())
    assert openings("c5", {"it": alone}, GIVEN.population, NOTHING, TODAY, call_of=GUIDE.call) == ()


def test_repairs_lead_to_the_variant_that_was_named() -> None:
    """Three clubs are a small event, and three too few for a large one."""
    assert repair(case(3), GIVEN).status == "ok"
    found = repair(case(3, "local_type_2"), GIVEN)
    assert (found.status, found.fewest, len(found.combined.joining if found.combined else ())) == ("repairable", 3, 3)
    assert found.before.report.variant == "local_type_2"
    assert [one.situation.case.request.project.variant for one in helping(case(5, "local_type_2"))] == ["local_type_2"]
    assert helping(case(5)) == ()


def helping(one: Case) -> tuple[Any, ...]:
    return openings("c6", {"it": one}, GIVEN.population, NOTHING, TODAY, call_of=GUIDE.call)


@pytest.mark.parametrize("variant", [None, "local_type_2"])
def test_what_if_stays_in_the_variant_that_the_consortium_is(variant: str | None) -> None:
    """Named, or the one that six clubs fit best."""
    effect = what_if(case(6, variant), GIVEN, [Step("remove", leaves="c5")])
    states: Mapping[str, Any] = {"before": effect.before.report, "after": effect.after.report}
    assert {name: (one.variant, one.verdict) for name, one in states.items()} == {
        "before": ("local_type_2", "eligible"), "after": ("local_type_2", "ineligible"),
    }  # fmt: skip
    assert {one.rule for one in effect.rules if one.change == "broken"} == {"orgs", "countries"}


def test_reserves_keep_the_variant() -> None:
    kept = reserves(case(6), GIVEN)
    assert {one: found.count for one, found in kept.items()} == dict.fromkeys(("c1", "c2", "c3", "c4", "c5"), 2)


def test_what_stands_in_the_way_is_said_for_all_variants() -> None:
    answer = answered(clubs=CLUBS[:2])
    assert answer.status == "infeasible"
    assert "3 to 5 organisations from programme countries” or “At least 6 organisations" in str(answer.explanation)
    assert not answer.to_give_up

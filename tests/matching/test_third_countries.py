"""Partners from third countries: left out by default, and who has them all the same."""

from datetime import date

import pytest

from matchmaker import matching
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import Answer, History, Population, third_countries
from matchmaker.matching.documents import answer_json
from matchmaker.matching.mending.cases import Case, case_of, case_without_request
from matchmaker.matching.mending.openings import openings
from matchmaker.matching.mending.repairs import repair
from matchmaker.matching.question import Circumstances
from matchmaker.programme import guides
from matchmaker.programme.consistency import needs_third_countries
from matchmaker.programme.projects import PRIORITIES
from tests.matching.sealing import check, sealed, written
from tests.matching.worlds import GUIDE, TODAY

CALL = "ka220-vet-2026"
OURS = guides.load().calls


def one(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, established=date(2001, 9, 1), **given)


TRADE = {"fields": ("0715",)}
PEOPLE = [one("a", "PL", **TRADE), one("b", "DE"), one("c", "FR"), one("u", "UA", **TRADE), one("m", "MD", **TRADE)]


def asked(call: str = CALL, **wishes: object) -> requests.Request:
    return requests.parse({"call": call, "initiator": "a", "fields": ["0715"], "limit": 1, **wishes}, GUIDE.call)


def ask(call: str = CALL, people: list[Organisation] = PEOPLE, **wishes: object) -> Answer:
    return matching.suggest(asked(call, **wishes), Population(people), History(), GUIDE.call(call), TODAY)


def partners(answer: Answer) -> set[str]:
    (proposal,) = answer.proposals
    return set(proposal.partners)


@pytest.mark.parametrize("call", ["ka202-2018", "ka220-vet-2023", "ka220-vet-2026", "ka220-vet-2027"])
def test_suggested_partners_come_from_programme_countries(call: str) -> None:
    assert asked(call).third_countries is False
    assert partners(ask(call, size={"min": 3, "max": 5})) == {"b", "c"}


def test_whoever_wishes_for_them_has_them_with_the_warning() -> None:
    answer = ask(size={"min": 3, "max": 5}, third_countries=True)
    assert {"u", "m"} <= partners(answer)
    assert any("Essential added value" in str(one) for one in answer.proposals[0].to_confirm)


def test_one_that_is_named_is_an_exception() -> None:
    answer = ask(size={"min": 3, "max": 5}, include=["u"])
    assert partners(answer) == {"b", "c", "u"}
    assert not check(written(answer_json(answer))).refused


def test_a_country_that_is_wished_for_by_name_is_wished_for() -> None:
    wished = {"countries": {"include": ["DE", "FR", "UA"]}, "size": {"min": 3, "max": 5}}
    assert asked(**wished).third_countries is True
    assert partners(ask(**wished)) == {"b", "c", "u"}
    assert partners(ask(**wished, third_countries=False)) == {"b", "c"}


def test_calls_whose_rules_need_them_have_them_by_default() -> None:
    people = [one("a", "PL"), one("b", "DE"), one("u", "UA"), one("v", "UA", languages=frozenset({"uk"}))]
    assert asked("cbvet-2026").third_countries is True
    assert partners(ask("cbvet-2026", people)) == {"b", "u", "v"}
    without = ask("cbvet-2026", people, third_countries=False)
    assert [{wish: str(label) for wish, label in way.items()} for way in without.to_give_up] == [
        {"third_countries": "partners from programme countries only"}
    ]


def test_confirmed_facts_leave_them_out_but_where_the_rules_need_them() -> None:
    assert partners(ask(size={"min": 3, "max": 5}, third_countries=True, confirmed_only=True)) == {"b", "c"}
    assert ask(size={"min": 3, "max": 5}, include=["u"], confirmed_only=True).status == "infeasible"
    people = [one("a", "PL"), one("b", "DE"), one("u", "UA"), one("v", "UA")]
    assert partners(ask("cbvet-2026", people, confirmed_only=True)) == {"b", "u", "v"}


@pytest.mark.parametrize("call_id", list(OURS))
def test_calls_whose_rules_need_them_say_so(call_id: str) -> None:
    assert OURS[call_id].third_countries == needs_third_countries(OURS[call_id])


def test_an_answer_with_one_that_was_not_wished_for_is_refused() -> None:
    document = written(answer_json(ask(size={"min": 3, "max": 5}, third_countries=True)))
    assert not check(document).refused
    document["request"]["third_countries"] = False
    (said, *_) = check(sealed(document)).refused
    assert "not everything wished holds for: m and u" in str(said) or "u and m" in str(said)


def test_repairs_bring_them_only_where_they_are_wished_for() -> None:
    barred = Member("x", "partner", "Belarusian school", "BY", "EPLUS-EDU-VOC-SEC")
    members = [Member(each.id, "partner", each.name, each.country, each.type) for each in PEOPLE[1:3]]
    leads = Member("a", "coordinator", "Name a", "PL", "EPLUS-EDU-VOC-SEC", established=date(2001, 9, 1))
    consortium = Consortium((leads, *members, barred))
    population = Population([*PEOPLE, one("x", "BY"), one("d", "ES")])
    around = Circumstances(population, History(), GUIDE.call(CALL), TODAY)

    def replacing(case: Case) -> set[str | None]:
        answer = repair(case, around, limit=20)
        return {step.joins for kind in answer.single_steps for each in kind.best for step in each.steps}

    assert replacing(case_without_request(consortium, GUIDE.call(CALL))) == {"d", None}
    assert replacing(Case(consortium, asked(third_countries=True))) == {"d", "u", "m", None}


def test_one_from_there_is_not_told_that_it_fills_what_is_missing() -> None:
    people = [*PEOPLE, one("d", "IT", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"}), flags=frozenset({"eche"}))]
    people.append(one("w", "UA", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"}), flags=frozenset({"eche"})))

    def told(organisation: str, **wishes: object) -> bool:
        case = case_of(asked(seats=[{"sector": "HED"}], **wishes), PEOPLE[:3], "a")
        return bool(
            openings(organisation, {"it": case}, Population(people), History(), TODAY, call_of=lambda _: GUIDE.call(CALL))
        )

    assert told("d")
    assert not told("w")
    assert told("w", third_countries=True)


def offered(call: str, *priorities: str, **wishes: object) -> list[str]:
    request = asked(call, project={"priorities": list(priorities)}, **wishes)
    return [str(one) for one in third_countries.offers(request, GUIDE.call(call))]


def test_a_priority_that_is_about_them_says_so() -> None:
    assert offered("ka220-hed-2026", "HED26-UKRAINE", "HED26-STEM") == [
        f"“{PRIORITIES['HED26-UKRAINE'].label('en')}” is about working with organisations in Ukraine, too; they "
        "are left out, like all from third countries."
    ]
    assert not offered("ka220-hed-2026", "HED26-UKRAINE", third_countries=True)
    assert not offered("ka220-hed-2026", "HED26-STEM")
    assert offered("ka220-hed-2026", "HED26-UKRAINE", third_countries=True, confirmed_only=True)


def test_priorities_are_about_those_whom_the_guide_names() -> None:
    """That for vocational training is about people who fled, and names nobody in Ukraine."""
    about = {slug: priority.third_countries for slug, priority in PRIORITIES.items() if priority.third_countries}
    assert about == {key: {"UA"} for key in ("HED26-UKRAINE", "SCH26-UKRAINE", "ADU26-UKRAINE", "YOU26-UKRAINE")}
    assert not offered("ka220-vet-2026", "VET26-UKRAINE")


def test_where_the_call_admits_nobody_from_there_nothing_is_offered() -> None:
    assert "SCH26-UKRAINE" in GUIDE.call("ka210-sch-2026").priorities
    assert not offered("ka210-sch-2026", "SCH26-UKRAINE")
    assert offered("ka220-sch-2026", "SCH26-UKRAINE")

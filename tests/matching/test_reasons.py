"""Why each partner, what the whole is good at and lacks, and what is to be confirmed."""

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random

import pytest

from matchmaker import eligibility, matching
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.language import LANGUAGES, Message, render
from matchmaker.matching import History, Population, Proposal, membership
from matchmaker.matching.saying.things import Thing
from matchmaker.matching.saying.wording import name_of
from oracle.brute_force import World
from tests.matching.worlds import GUIDE, SMALL_CALLS, TODAY, ask, world

CALM = {"coordinator": "initiator", "seats": [], "language": None, "confirmed_only": False, "countries": {}, "exclude": [],
        "same_country": True, "limit": 1}  # fmt: skip
"""Wishes under which a world is large enough for a call that asks for many members."""


def one(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given)


def propose(
    organisations: list[Organisation],
    *history: Participation,
    call: str = "ka202-2018",
    titles: Mapping[str, str] | None = None,
    **wishes: object,
) -> Proposal:
    request = requests.parse({"call": call, "initiator": "a", "limit": 1, **wishes}, GUIDE.call)
    past = History(history, titles)
    (proposal,) = matching.suggest(request, Population(organisations), past, GUIDE.call(call), TODAY).proposals
    return proposal


def said(proposal: Proposal, key: str) -> list[str]:
    return [str(reason) for reason in proposal.reasons[key]]


def named(proposal: Proposal, key: str) -> list[str | None]:
    return [name_of(reason) for reason in proposal.reasons[key]]


RICH = [
    one("a", "PL", newcomer=False),
    one("b", "DE", fields=("1012",), topics=("inclusion", "own-topic"), expertise=("evaluation", "own-skill"), newcomer=True),
    one("c", "GL", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"}), fields=("1013", "07"), priorities=("VET18-WBL",),
        expertise=("evaluation",), flags=frozenset({"eche"}), responsiveness=0.9),
    one("d", "FR", fields=("1031",), responsiveness=0.2),
]  # fmt: skip


def rich() -> Proposal:
    return propose(
        RICH,
        *(Participation(project, key, "partner") for project in ("p", "q") for key in ("a", "b")),
        titles={"q": "Green salons"},
        fields=["1012"],
        topics=["inclusion", "own-topic", "nobodys-topic"],
        project={"priorities": ["VET18-WBL"]},
        expertise=[{"slug": "evaluation"}, {"slug": "own-skill"}, {"slug": "nobodys-skill"}],
        seats=[{"sector": "HED"}, {"kind": "EPLUS-EDU-VOC-SEC"}],
        size={"min": 4, "max": 4},
    )


def test_reasons_name_what_each_partner_brings() -> None:
    proposal = rich()
    assert said(proposal, "b") == [
        "fills the place you asked for: School/Institute/Educational centre – Vocational Training (secondary level)",
        "works in your field: hair and beauty services (1012)",
        "works on topics of yours: inclusion and equal chances and own-topic",
        "the only one offering: own-skill",
        "offers, like others: evaluation and impact",
        "did 2 projects with you: “Green salons” and p",
        "brings the second country for the rule “At least 3 different programme countries”: Germany",
        "the only one who is new to the programme, beside somebody with experience",
        "not known: how likely it is to answer",
    ]
    assert said(proposal, "c") == [
        "fills the place you asked for: higher education",
        "has the same priority: work-based learning in all its forms",
        "offers, like others: evaluation and impact",
        "brings the third country for the rule “At least 3 different programme countries”: Denmark",
        "has what the rules ask of an organisation like it: Erasmus Charter for Higher Education (ECHE)",
        "the only one from the sector: higher education",
        "is likely to answer, as far as can be estimated (90 %)",
    ]
    assert said(proposal, "d") == [
        "adds a country beyond those that the rules ask for: France",
        "but an answer is less likely than not, as far as can be estimated (20 %)",
    ]
    assert [filled.by for filled in proposal.seats] == [("c",), ("b",)]


def test_another_trade_is_no_reason_but_an_open_point() -> None:
    """Also where three digits agree, as with hairdressing and hotels."""
    assert [str(one) for one in rich().to_confirm if name_of(one) == "other-trade"] == [
        "Name c is from another trade: hotel, restaurants and catering (1013) and"
        " engineering, manufacturing and construction (07).",
        "Name d is from another trade: military and defence (1031).",
    ]
    people = [
        one("a", "PL", fields=("0721",)),
        one("b", "DE", fields=("0721", "1013")),
        one("c", "FR", fields=("1015", "0713")),
        one("d", "IT", topics=("inclusion",)),
        one("e", "AT", fields=("07",)),
    ]
    size = {"min": 5, "max": 5}
    proposal = propose(people, size=size, fields=["0715"], topics=["inclusion"])
    assert [str(sentence) for sentence in proposal.to_confirm] == [
        "Name c is from another trade: travel, tourism and leisure (1015) and electricity and energy (0713).",
        "Name b is from another trade: food processing (0721) and hotel, restaurants and catering (1013).",
    ]
    assert not any("broad" in str(reason) for why in proposal.reasons.values() for reason in why)
    assert propose(people, size=size, topics=["inclusion"]).to_confirm == ()


def test_a_summary_tells_what_the_whole_is_good_at_and_lacks() -> None:
    assert [str(sentence) for sentence in rich().summary] == [
        "Programme countries: Poland, Germany, Denmark and France (4; the rules ask for 3 at least).",
        "Sectors the members come from: vocational education and training and higher education (2; the score counts up to 4).",
        "In your trade: Name b.",
        "Asked for, but listed by no suggested partner: nobodys-topic.",
        "Expertise you want, and who offers it: evaluation and impact (Name b and Name c) and own-skill (Name b).",
        "Expertise you want that no member offers: nobodys-skill.",
        "Did projects with you before: Name b.",
        "New to the programme: Name b; with experience in it: Name a.",
        "Whichever suggested partner leaves, no rule is broken.",
    ]


def test_what_is_not_known_is_said_once_where_it_is_true_of_all() -> None:
    organisations = [one("a", "PL"), one("b", "DE"), one("c", "DE"), one("d", "FR", fields=("99",))]
    proposal = propose(organisations, size={"min": 4, "max": 4}, fields=["07"])
    silent = "not known: what it works on"
    assert {key: silent in said(proposal, key) for key in proposal.partners} == {"b": True, "c": True, "d": False}
    listed = [str(sentence) for sentence in proposal.summary]
    assert "Not known of any suggested partner: how likely it is to answer and whether it is new to the programme." in listed
    assert "No suggested partner is known to be from your trade." in listed


def test_what_does_not_count_is_not_called_unknown() -> None:
    """Whether somebody is new matters only until a newcomer sits beside experience; a field only if one was asked for."""
    topical = {"topics": ("inclusion",), "responsiveness": 0.5}
    organisations = [one("a", "PL", newcomer=False), one("b", "DE", newcomer=True, **topical), one("c", "FR", **topical)]
    proposal = propose(organisations, topics=["inclusion"])
    assert not any(str(reason).startswith("not known") for why in proposal.reasons.values() for reason in why)
    assert "nobody-knows" not in [name_of(sentence) for sentence in proposal.summary]
    asked = propose(organisations, fields=["07"])
    assert "Not known of any suggested partner: which field it works in." in map(str, asked.summary)


def test_who_leaves_and_breaks_which_rule_is_named() -> None:
    organisations = [one("a", "PL"), one("b", "DE"), one("c", "DE"), one("d", "FR")]
    listed = [str(sentence) for sentence in propose(organisations, size={"min": 4, "max": 4}).summary]
    assert "If one of these leaves, no rule is broken: Name b and Name c." in listed
    assert "If Name d leaves, this is no longer met: “At least 3 different programme countries”." in listed
    three = propose([*organisations[:2], organisations[3]])
    assert (
        "Whichever suggested partner leaves, this is no longer met: “At least 3 organisations from programme countries” and "
        "“At least 3 different programme countries”."
    ) in [str(sentence) for sentence in three.summary]
    pair = propose(organisations[:2], call="ka210-vet-2026", size={"min": 2, "max": 2})
    assert any(str(sentence).startswith("If Name b leaves, this is no longer met:") for sentence in pair.summary)
    spare = propose([one("a", "PL"), one("m", "DE"), one("b", "FR")], call="ka210-vet-2026", members=["a", "m"], size={"min": 3})
    assert "If Name b leaves, no rule is broken." in map(str, spare.summary)


def test_a_country_that_does_not_count_is_not_called_the_next_one() -> None:
    proposal = propose(
        [one("a", "PL"), one("b", "DE"), one("c", "FR"), one("d", "UA")],
        call="ka220-vet-2026", size={"min": 4, "max": 4}, third_countries=True,
    )  # fmt: skip
    assert said(proposal, "d") == [
        "comes from outside the programme countries and does not count for the rule "
        "“At least 3 different programme countries”: Ukraine"
    ]
    listed = [str(sentence) for sentence in proposal.summary]
    assert any("Programme countries: Poland, " in sentence and "(3; the rules" in sentence for sentence in listed)
    assert "From outside the programme countries, so not counted: Ukraine." in listed


def test_a_country_counts_for_the_narrowest_rule_that_needs_it() -> None:
    organisations = [one("a", "PL"), one("b", "DE"), one("c", "UA"), one("d", "UA")]
    proposal = propose(organisations, call="capacity-2026", size={"min": 4, "max": 4}, third_countries=True)
    assert said(proposal, "b")[0] == (
        "brings the second country for the rule “At least 2 different programme countries”: Germany"
    )
    new = [said(proposal, key)[0] for key in ("c", "d")]
    assert sum("for the rule “At least 3 different countries in all”: Ukraine" in reason for reason in new) == 1
    assert sum(reason.startswith("comes from the same country as Name ") for reason in new) == 1


def test_a_class_that_a_rule_asks_for_is_named_and_whether_the_rule_hangs_on_it() -> None:
    authority = {"flags": frozenset({"school_authority"}), "type": "EPLUS-BODY-PUB-REG", "sectors": frozenset({"SCH"})}
    school = {"type": "EPLUS-EDU-GEN-SEC", "sectors": frozenset({"SCH"})}
    organisations = [
        one("a", "PL", **authority), one("b", "PL", **school), one("c", "PL", **school), one("d", "PL", **school),
        one("e", "DE", **authority), one("f", "DE", **school), one("g", "DE", **school),
    ]  # fmt: skip
    proposal = propose(organisations, call="ka240-sch-2026", size={"min": 7, "max": 7})
    needed = [key for key in proposal.partners if "needed" in named(proposal, key)]
    assert needed == [key for key in proposal.partners if key in "efg"]
    kind = "school that provides general education"
    rule = f"“The coordinator's country provides 1 × school authority or coordinating body and 2 × {kind}; at least"
    assert f"provides what a rule asks for, and without it the rule would not be met: {rule}" in " ".join(said(proposal, "e"))
    spare = [said(proposal, key) for key in "bcd"]
    assert sum(f"counts for the call's rules as: {kind}" in reasons for reasons in spare) == 2


def test_a_seventh_country_and_projects_with_several_members_have_words_too() -> None:
    countries = ("DE", "FR", "ES", "DK", "TR", "IT", "SE")
    organisations = [
        one("a", "PL"),
        one("m", "PL"),
        *(one(f"o{n}", country, fields=("07",)) for n, country in enumerate(countries)),
    ]
    proposal = propose(
        organisations,
        *(Participation("p", key, "partner") for key in ("m", "o0")),
        *(Participation(f"q{n}", key, "partner") for key in ("m", "o1") for n in range(5)),
        titles={"q4": "The fourth"},
        members=["a", "m"],
        size={"min": 9, "max": 9},
    )
    listed = [reason for key in proposal.partners for reason in said(proposal, key)]
    assert sum(reason.startswith("adds a country beyond") for reason in listed) == 5
    assert "did 1 project with members who are already there: p" in said(proposal, "o0")
    assert "did 5 projects with members who are already there, among others: “The fourth”, q0 and q1" in said(proposal, "o1")
    assert "Did projects before with members who are already there: Name o1 and Name o0." in map(str, proposal.summary)


def test_more_projects_than_are_named_are_counted() -> None:
    past = [Participation(f"q{n}", key, "partner") for key in ("a", "b") for n in range(4)]
    proposal = propose([one("a", "PL"), one("b", "DE"), one("c", "FR")], *past)
    assert "did 4 projects with you, among others: q0, q1 and q2" in said(proposal, "b")
    assert proposal.joint_projects == {"b": ("q0", "q1", "q2", "q3")}


def test_a_partner_who_has_nothing_to_show_still_fits() -> None:
    organisations = [one("a", "PL"), one("m", "DE"), one("b", "DE", fields=("07",))]
    proposal = propose(organisations, call="ka210-vet-2026", members=["a", "m"], size={"min": 3, "max": 3})
    assert said(proposal, "b")[0] == "fits the call's rules and your wishes"


def test_a_coordinator_who_is_found_is_told_so() -> None:
    may = one("c", "DE", roles=frozenset({"coordinator"}), established=date(2001, 9, 1))
    partner = one("b", "FR", roles=frozenset({"partner"}))
    proposal = propose([one("a", "PL"), partner, may], coordinator="find", call="ka220-vet-2026")
    assert proposal.coordinator == "c"
    assert any(reason.startswith("offers to coordinate") for reason in said(proposal, "c"))
    assert "If Name c leaves, somebody else must be found who applies." in map(str, proposal.summary)


def test_who_states_no_role_may_be_found_to_coordinate_to_be_confirmed() -> None:
    partner, old = frozenset({"partner"}), {"established": date(2001, 9, 1)}
    people = [one("a", "PL"), one("b", "FR", roles=partner, **old), one("c", "DE", **old)]
    wishes = {"coordinator": "find", "call": "ka220-vet-2026"}
    proposal = propose(people, **wishes)
    assert proposal.coordinator == "c"
    assert "may apply in this call as far as is known; whether it would coordinate is not known" in said(proposal, "c")
    assert list(map(str, proposal.to_confirm)) == ["Whether Name c would coordinate: it states no role."]
    request = requests.parse({"initiator": "a", "confirmed_only": True, **wishes}, GUIDE.call)
    strict = matching.suggest(request, Population(people), History(()), GUIDE.call("ka220-vet-2026"), TODAY)
    assert (strict.status, strict.to_give_up[0].keys()) == ("infeasible", {"confirmed_only"})


def test_newcomers_and_experience_are_told_from_each_other() -> None:
    new, old = {"newcomer": True, "fields": ("07",)}, {"newcomer": False, "fields": ("07",)}
    countries = (("a", "PL"), ("b", "DE"), ("c", "FR"))
    proposal = propose([one("a", "PL", **new), one("b", "DE", **old), one("c", "FR", **new)])
    assert "the only one with experience in the programme, beside somebody who is new to it" in said(proposal, "b")
    assert "newcomer" not in named(proposal, "c")
    assert "No member has experience in the programme." in map(str, propose([one(*who, **new) for who in countries]).summary)
    assert "No member is new to the programme." in map(str, propose([one(*who, **old) for who in countries]).summary)


def test_what_nobody_knows_is_to_be_confirmed() -> None:
    organisations = [
        one("a", "PL"),
        one("b", "DE", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"})),
        one("c", "UA", known_only=True),
        one("d", "FR", languages=frozenset({"en"})),
    ]
    proposal = propose(organisations, call="ka220-vet-2026", language="en", size={"min": 4, "max": 4}, third_countries=True)
    listed = " ".join(map(str, proposal.to_confirm))
    assert proposal.eligibility.verdict == "unknown"
    assert "its founding date is missing" in listed
    assert "Essential added value is not described yet: Name c (Ukraine)." in listed
    assert "(ECHE) is not confirmed yet: Name b." in listed
    assert "Whether they work in English: Name b and Name c." in listed
    assert "Known from public records only, they have not joined: Name c." in listed


def every_message(proposal: Proposal) -> Iterator[Message]:
    for reasons in proposal.reasons.values():
        yield from reasons
    yield from (*proposal.to_confirm, *proposal.summary)
    if proposal.label:
        yield proposal.label


@pytest.mark.parametrize("call", [*SMALL_CALLS, "cbvet-2026", "ka240-sch-2026", "alliances-lot1-2025", "cove-strict"])
def test_whatever_is_said_is_a_named_sentence_and_true(call: str) -> None:
    """Judged apart: who is said to bring, to provide or to be spared is compared with the eligibility check."""
    random = Random(f"said {call}")
    wished, size = ({}, 10) if call in SMALL_CALLS else (CALM, 14 if call.startswith("alliances") else 10)
    seen = 0
    for _ in range(4 if call in SMALL_CALLS else 8):
        asked = world(random, call, size, **{"limit": 2, **wished})
        for proposal in ask(asked, time_limit=20.0).proposals:
            for message in every_message(proposal):
                seen += 1
                assert name_of(message)
                assert all(render(message, language) and "%(" not in render(message, language) for language in LANGUAGES)
            _hold_against_the_check(asked, proposal)
    assert seen > 10


def _hold_against_the_check(asked: World, proposal: Proposal) -> None:
    call, request = asked.call, asked.request
    for key, reasons in proposal.reasons.items():
        staying = [member for member in proposal.organisations if member.id != key]
        consortium = membership.consortium(request, staying, proposal.coordinator)
        failing = {
            finding.rule
            for finding in eligibility.check(consortium, call, TODAY).rules
            if finding.status == "fail" and key != proposal.coordinator
        }
        for reason in reasons:
            arguments = dict(reason.args)
            if name_of(reason) == "needed":
                assert isinstance(arguments["rule"], Thing)
                assert arguments["rule"].code in failing
            if str(name_of(reason)).endswith("-country") and "rule" in arguments:
                (country,) = [one.country for one in proposal.organisations if one.id == key]
                assert isinstance(arguments["rule"], Thing)
                rule = next(rule for rule in call.rules if rule.id == arguments["rule"].code)
                counting = (country in call.counting_countries) or country == "GL"
                assert rule.scope == "all" or counting == (rule.scope == "counting")
    spared = {
        thing.code
        for sentence in proposal.summary
        for thing in _names(sentence)
        if name_of(sentence) in ("these-may-leave", "it-may-leave")
    }
    if any(name_of(sentence) == "anyone-may-leave" for sentence in proposal.summary):
        spared = set(proposal.partners)
    assert len(spared) == round(proposal.parts["robustness"] * len(proposal.partners))


def _names(sentence: Message) -> Iterator[Thing]:
    arguments = dict(sentence.args)
    listed = arguments.get("names", (arguments["name"],) if "name" in arguments else ())
    assert isinstance(listed, tuple)
    yield from listed

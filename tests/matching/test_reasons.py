"""Why each partner, and what is to be confirmed."""

from datetime import date

from matchmaker import matching
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching import History, Population, Proposal
from tests.matching.worlds import GUIDE, TODAY


def one(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given)


def propose(organisations: list[Organisation], *history: Participation, call: str = "ka202-2018", **wishes: object) -> Proposal:
    request = requests.parse({"call": call, "initiator": "a", "limit": 1, **wishes}, GUIDE.call)
    (proposal,) = matching.suggest(request, Population(organisations), History(history), GUIDE.call(call), TODAY).proposals
    return proposal


def said(proposal: Proposal, key: str) -> list[str]:
    return [str(reason) for reason in proposal.reasons[key]]


def test_reasons_name_what_each_partner_brings() -> None:
    organisations = [
        one("a", "PL", newcomer=False),
        one("b", "DE", fields=("1012",), topics=("inclusion", "own-topic"), expertise=("evaluation", "own-skill"), newcomer=True),
        one("c", "GL", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"}), fields=("1013", "07"), priorities=("VET18-WBL",),
            expertise=("evaluation",), flags=frozenset({"eche"})),
        one("d", "FR", fields=("1031",)),
    ]  # fmt: skip
    proposal = propose(
        organisations,
        *(Participation(project, key, "partner") for project in ("p", "q") for key in ("a", "b")),
        fields=["1012"],
        topics=["inclusion", "own-topic"],
        project={"priorities": ["VET18-WBL"]},
        expertise=[{"slug": "evaluation"}, {"slug": "own-skill"}],
        seats=[{"sector": "HED"}, {"kind": "EPLUS-EDU-VOC-SEC"}],
        size={"min": 4, "max": 4},
    )
    assert said(proposal, "b") == [
        "fills the place you asked for: School/Institute/Educational centre – Vocational Training (secondary level)",
        "works in your field: Hair and beauty services (1012)",
        "works on your topic: Inclusion and equal chances and own-topic",
        "the only one offering: own-skill",
        "offers, like others: Evaluation and impact",
        "did 2 projects with you",
        "adds the second country: Germany",
        "is new to the programme, beside somebody with experience",
    ]
    assert said(proposal, "c") == [
        "fills the place you asked for: Higher education",
        "works in a field near yours: Hotel, restaurants and catering (1013)",
        "has the same priority: Work-based learning in all its forms",
        "offers, like others: Evaluation and impact",
        "adds the third country: Denmark",
        "the only one to stand for: Higher education",
    ]
    assert said(proposal, "d") == [
        "works elsewhere in your broad field: Military and defence (1031)",
        "adds the fourth country: France",
    ]
    assert [filled.by for filled in proposal.seats] == [("c",), ("b",)]


def test_reasons_say_when_nothing_is_known() -> None:
    organisations = [one("a", "PL"), one("b", "DE"), one("c", "DE"), one("d", "FR", fields=("99",))]
    proposal = propose(organisations, size={"min": 4, "max": 4})
    silent = "but nothing is known about its field, priorities and topics"
    assert {key: silent in said(proposal, key) for key in proposal.partners} == {"b": True, "c": True, "d": False}


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
        members=["a", "m"],
        size={"min": 9, "max": 9},
    )
    listed = [reason for key in proposal.partners for reason in said(proposal, key)]
    assert sum(reason.startswith("adds one more country") for reason in listed) == 2
    assert "did 1 project with members who are already there" in said(proposal, "o0")


def test_a_partner_who_has_nothing_to_show_still_fits() -> None:
    organisations = [one("a", "PL"), one("b", "DE", fields=("07",)), one("c", "DE", fields=("07",))]
    proposal = propose(organisations, call="ka210-vet-2026", size={"min": 3, "max": 3})
    assert said(proposal, proposal.partners[1]) == ["fits the call's rules and your wishes"]


def test_a_coordinator_who_is_found_is_told_so() -> None:
    may = one("c", "DE", roles=frozenset({"coordinator"}), established=date(2001, 9, 1))
    proposal = propose([one("a", "PL"), one("b", "FR"), may], coordinator="find", call="ka220-vet-2026")
    assert proposal.coordinator == "c"
    assert any(reason.startswith("offers to coordinate") for reason in said(proposal, "c"))


def test_what_nobody_knows_is_to_be_confirmed() -> None:
    organisations = [
        one("a", "PL"),
        one("b", "DE", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"})),
        one("c", "UA", known_only=True),
        one("d", "FR", languages=frozenset({"en"})),
    ]
    proposal = propose(organisations, call="ka220-vet-2026", language="en", size={"min": 4, "max": 4})
    listed = " ".join(map(str, proposal.to_confirm))
    assert proposal.report.verdict == "unknown"
    assert "its founding date is missing" in listed
    assert "Essential added value is not described yet: Name c (Ukraine)." in listed
    assert "(ECHE) is not confirmed yet: Name b." in listed
    assert "Whether they work in English: Name b and Name c." in listed
    assert "Known from public records only, they have not joined: Name c." in listed

"""A proposal at a glance: which reason is the one, what all have in common is said once, and whom a question is about."""

from collections.abc import Sequence

import pytest

from matchmaker import matching
from matchmaker.inputs import request as requests
from matchmaker.language import Country, Message, render
from matchmaker.matching import History, Population
from matchmaker.matching.saying import wording
from matchmaker.matching.saying.comparison import compare
from matchmaker.matching.saying.glance import STRONGEST, glance, shared_reasons, strongest
from tests.matching.test_reasons import RICH, one, propose, rich
from tests.matching.worlds import GUIDE, TODAY


def reason(name: str) -> Message:
    """A reason of that name about nothing in particular."""
    about = dict.fromkeys(("place", "field", "priorities", "topics", "expertise", "rule", "country", "percent", "things"), "x")
    return wording.word(name, **about) if name in wording._TEXTS else wording.count(name, 1, **about)


def in_words(said: Sequence[Message]) -> list[str]:
    return [str(message) for message in said]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["fills-place", "coordinates", "same-field"], "same-field"),
        (["coordinates", "near-field", "fills-place"], "fills-place"),
        (["third-country", "same-priority", "shared-expertise", "only-expertise"], "only-expertise"),
        (["second-country", "same-topic", "same-priority"], "same-priority"),
        (["answers", "projects-with-you", "third-country"], "projects-with-you"),
        (["answers", "counts-as", "third-country", "needed"], "needed"),
        (["seldom-answers", "further-country"], "further-country"),
        (["not-known"], None),
    ],
)
def test_the_one_reason_is_what_was_asked_for_then_what_rules_need_then_the_rest(said: list[str], told: str | None) -> None:
    found = strongest(tuple(map(reason, said)))
    assert (wording.name_of(found) if found else None) == told


def test_every_reason_has_its_place_in_the_order() -> None:
    assert {*wording._REASONS, *wording._COUNTED} == {*STRONGEST}
    assert len(STRONGEST) == len({*STRONGEST})


def test_what_all_partners_have_in_common_is_said_once_and_never_as_the_one_reason() -> None:
    alike = [one(key, land, fields=("1012",)) for key, land in (("b", "DE"), ("c", "FR"), ("d", "ES"))]
    seen = glance(propose([one("a", "PL"), *alike], fields=["1012"], size={"min": 4, "max": 4}))
    assert in_words(seen.shared) == ["works in your field: hair and beauty services (1012)"]
    assert seen.strongest.keys() == {"b", "c", "d"}
    assert all("country" in str(said) for said in seen.strongest.values())


def test_a_partner_alone_shares_nothing_and_keeps_its_reason() -> None:
    assert shared_reasons({"b": (reason("same-field"),)}) == ()
    assert shared_reasons({}) == ()


def test_each_partner_of_a_rich_proposal_is_told_by_one_reason_and_its_own_questions() -> None:
    seen = glance(rich())
    assert in_words([seen.strongest[key] for key in ("b", "c", "d")]) == [
        "works in your field: hair and beauty services (1012)",
        "fills the place you asked for: higher education",
        "adds a country beyond those that the rules ask for: France",
    ]
    assert in_words(seen.open["b"]) == ["not known: how likely it is to answer"]
    assert in_words(seen.open["d"])[0].startswith("From another trade: ")
    assert "a" not in seen.open


def test_facts_count_countries_sectors_trade_and_who_may_leave() -> None:
    hold = "if any one partner leaves, the rules still hold"
    assert in_words([*glance(rich()).facts.values()]) == ["4 countries", "2 sectors", "1 in your trade", hold]
    plain = propose([one("a", "PL"), one("b", "DE"), one("c", "FR")], size={"max": 3})
    assert in_words([*glance(plain).facts.values()])[-1] == "every partner is needed for the rules"
    twice = propose([one("a", "PL"), one("b", "DE"), one("c", "DE"), one("d", "FR")], size={"min": 4, "max": 4})
    assert in_words([*glance(twice).facts.values()])[-1] == "if one partner leaves, the rules still hold: for 2 of 3"


def test_who_is_asked_about_the_working_language_sees_it_on_its_own_card() -> None:
    speaking = [one("b", "DE", languages=frozenset({"en"})), one("c", "FR")]
    seen = glance(propose([one("a", "PL"), *speaking], language="en"))
    assert "Does it work in English?" in in_words(seen.open["c"])
    assert all("English" not in str(said) for said in seen.open.get("b", ()))


def test_comparison_says_what_is_in_all_and_marks_what_differs() -> None:
    lands = {"c": "FR", "d": "ES", "e": "IT", "f": "AT"}
    everybody = [one("a", "PL"), one("b", "DE", fields=("1012",)), *(one(key, land) for key, land in lands.items())]
    asked = {"call": "ka202-2018", "initiator": "a", "limit": 2, "fields": ["1012"], "size": {"min": 4, "max": 4}}
    request = requests.parse(asked, GUIDE.call)
    proposals = matching.suggest(request, Population(everybody), History(()), GUIDE.call("ka202-2018"), TODAY).proposals
    found = compare(proposals, [glance(one) for one in proposals], 2018)
    assert [one.id for one in found.common] == ["b"]
    assert sorted(one.id for own in found.own for one in own) == ["c", "d", "e", "f"]
    rows = {row.name: row for row in found.rows}
    assert {name for name, row in rows.items() if row.differs} == {"Countries"}
    own = [{lands[one.id] for one in own} for own in found.own]
    assert [render(cell, "de").split(" und ")[0].split(", ") for cell in rows["Countries"].cells] == [
        [Country(code).label("de") for code in sorted({"DE", "PL", *codes})][:-1] for codes in own
    ]


def test_what_counts_nowhere_is_no_row() -> None:
    proposal = propose(RICH, size={"max": 4})
    assert "Your trade" not in {row.name for row in compare([proposal], [glance(proposal)], 2018).rows}


def test_an_estimate_of_its_answers_is_no_reason_seen_first() -> None:
    proposal = rich()
    assert any("likely to answer" in str(said) for said in proposal.reasons["c"])
    seen = glance(proposal)
    assert seen.reasons.keys() == proposal.reasons.keys()
    assert not any("answer" in str(said) for said in (*seen.reasons["c"], *seen.reasons["d"], *seen.strongest.values()))

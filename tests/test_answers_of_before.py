"""Answers that were kept class by class: brought into the form in which answers are printed, they are said again as they were."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from matchmaker.db import downgrade, upgrade
from matchmaker.language import LANGUAGES, SOURCE, Message, render
from matchmaker.matching.documents import answer_json, digest, kept
from matchmaker.matching.saying import keeping
from matchmaker.matching.saying.wording import name_of
from matchmaker.models import Idea, Search
from matchmaker.services import searches
from tests.test_migrating_rows import opened, put, rows
from tools.translations import EARLIER, catalogue, slips, texts

POLAND = {"$labels": {"en": "Poland", "pl": "Polska", "de": "Polen"}}
SAID = {"$Message": {"text": "%(who)s", "args": [["who", [{"$Thing": {"kind": "country", "code": "PL", "name": POLAND}}]]],
                     "plural": None}}  # fmt: skip


def member(key: str, **said: Any) -> dict[str, Any]:
    unknown = dict.fromkeys(("newcomer", "responsiveness", "established", "oid", "pic", "registration"))
    lists: dict[str, Any] = {name: [] for name in ("fields", "priorities", "topics", "expertise", "other_ids")}
    sets: dict[str, Any] = {name: {"$set": []} for name in ("sectors", "languages", "roles", "flags")}
    known = {"id": key, "name": f"School {key}", "country": "PL", "type": "EPLUS-EDU-VOC-SEC", "known_only": False}
    texts = {"region": "", "city": "Lublin", "website": ""}
    return {"$Organisation": {**known, **unknown, **lists, **sets, **texts, "newcomer_in_doubt": False, **said}}


def finding(rule: str, witness: Any, **said: Any) -> dict[str, Any]:
    counted = {"required": 2, "found": 2, "witness": witness, "missing": [], "source": "the guide"}
    return {"$Finding": {"rule": rule, "scope": "composition", "status": "pass", "message": SAID, **counted, **said}}


def answer_of_before() -> dict[str, Any]:
    there = {"call": "ka220-vet-2026", "initiator": "a", "members": ["a"], "coordinator": "initiator", "language": None}
    seat = {"sector": "VET", "class": None, "kind": None, "count": 1}
    findings = [
        finding("min-orgs", ["a", "b"]),
        finding("min-countries", {"$map": {"PL": ["a", "b"]}}),
        finding("added-value", []),
        finding("data", [], scope="data", status="warning"),
    ]
    joint = {"$map": {"p1": {"$JointProject": {"members": ["a"], "topics": ["inclusion"]}}}}
    proposal = {
        "members": [member("a"), member("b", established={"$date": "2001-09-30"}, languages={"$set": ["en", "pl"]},
                                        newcomer_in_doubt=True)],
        "partners": ["b"],
        "coordinator": "a",
        "score": 70.25,
        "fit": "known",
        "parts": {"$map": {"ties": 0.5}},
        "weights": {"$map": {"ties": 1.0}},
        "proof": {"$Proof": {"status": "optimal", "bound": 71.0, "gap": 0.0, "considered": 9, "seconds": 0.1}},
        "seats": [{"$FilledSeat": {"seat": {"$Seat": seat}, "by": ["b"]}}],
        "report": {"$Report": {"call": "ka220-vet-2026", "version": "v1", "findings": findings}},
        "reasons": {"$map": {"b": [SAID]}},
        "to_confirm": [],
        "joint_projects": {"$map": {"b": ["p1"]}},
        "past": {"$Past": {"numbers": {"$map": {"a": 3}}, "projects": joint}},
        "titles": {"$map": {"p1": "Bread"}},
        "summary": [SAID],
        "label": SAID,
        "price": 0.75,
        "shown": {"$map": {"b": 4}},
    }  # fmt: skip
    return {"$Answer": {
        "request": {"$Request": {**there, "size": {"min": 2, "max": None}, "fairness": 2.0, "seats": [seat]}},
        "call": {"$call": "ka220-vet-2026"},
        "today": {"$date": "2026-11-23"},
        "status": "ok",
        "explanation": SAID,
        "size": 9,
        "df": {"$map": {"topic:inclusion": 2}},
        "proposals": [{"$Proposal": proposal}],
        "complete": False,
        "to_give_up": [{"$map": {"language": SAID}}],
    }}  # fmt: skip


def test_answers_of_before_still_open(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0016")
    unreadable = {"$Answer": {"of": "a version before that"}}
    with opened(empty_database_url) as connection:
        put(connection, "users", id=1, email="anna@school.eu", standing="none")
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
        put(connection, "ideas", id=1, organisation_id=1, applicant="we", call_id="ka220-vet-2026")
        for number, answer in enumerate((answer_of_before(), unreadable), start=1):
            put(
                connection,
                "searches",
                id=number,
                idea_id=1,
                user_id=1,
                digest=str(number),
                state="done",
                question={},
                progress={},
                answer=answer,
            )
    upgrade(empty_database_url, "0017")
    with opened(empty_database_url) as connection:
        (found,), (other,) = rows(connection, "searches", "answer")
    assert other == unreadable
    answer = kept(found)
    (proposal,) = answer.proposals
    one, two = proposal.organisations
    assert (answer.complete, answer.population.size, answer.request.size.min, answer.today.year) == (False, 9, 2, 2026)
    assert (one.name, two.newcomer_in_doubt, two.languages, two.established.year) == ("School a", True, {"en", "pl"}, 2001)
    assert (proposal.price, proposal.shown, proposal.past.projects["p1"].topics) == (0.75, {"b": 4}, ("inclusion",))
    assert proposal.eligibility.findings[1].witness == {"PL": ("a", "b")}
    said = (answer.explanation, answer.to_give_up[0]["language"], proposal.label, *proposal.summary, *proposal.reasons["b"])
    for language, word in POLAND["$labels"].items():
        assert {render(each, language) for each in (*said, proposal.eligibility.findings[0].message)} == {word}
    printed = answer_json(answer)["proposals"][0]
    assert printed["label"]["arguments"] == {"who": [{"country": "PL", "label": "Poland"}]}
    assert printed["facts_sha256"] == {key: digest(facts) for key, facts in printed["facts"].items()}
    assert printed["seats"] == [{"sector": "VET", "count": 1, "by": ["b"]}]
    assert printed["witness"] == {"min-orgs": ["a", "b"], "min-countries": {"PL": ["a", "b"]}}
    downgrade(empty_database_url, "0016")
    upgrade(empty_database_url)
    with opened(empty_database_url) as connection:
        assert rows(connection, "searches", "answer") == [(found,), (unreadable,)]


def test_a_search_of_before_opens_as_it_was_and_its_idea_asks_as_new_ones_do(empty_database_url: str) -> None:
    """It was scored by the first formula, and found a partner in Ukraine, for third countries were not left out then."""
    before = json.loads((Path(__file__).parent / "before" / "search.json").read_text("utf-8"))
    upgrade(empty_database_url, "0017")
    with opened(empty_database_url) as connection:
        put(connection, "users", id=1, email="anna@school.eu", standing="none")
        put(connection, "organisations", id=1, key="school", country="PL", type="EPLUS-EDU-VOC-SEC")
        put(connection, "ideas", id=1, organisation_id=1, applicant="find", call_id="ka202-2018")
        put(connection, "searches", id=1, idea_id=1, user_id=1, state="done", progress={}, **before)
    upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    with Session(engine) as session:
        assert session.get_one(Idea, 1).third_countries is False
        search = session.get_one(Search, 1)
        assert searches.question_of(search).digest == before["digest"]
        found = searches.answer_of(search)
        assert found is not None
        assert (found.formula.number, found.request.third_countries) == (1, True)
        assert "UA" in {one.country for one in found.proposals[0].organisations}
    engine.dispose()
    downgrade(empty_database_url, "0017")


def sentences_in(kept_: Any) -> Iterator[Message]:
    """Every sentence in a kept answer, also those that stand in others."""
    if isinstance(kept_, dict):
        if "$Message" in kept_:
            found = keeping.kept(kept_)
            assert isinstance(found, Message)
            yield found
        for one in kept_.values():
            yield from sentences_in(one)
    elif isinstance(kept_, list):
        for one in kept_:
            yield from sentences_in(one)


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {SOURCE}))
@pytest.mark.parametrize("name", ["reworded.json", "search.json"])
def test_what_was_reworded_since_is_said_in_the_language_of_who_reads_it(name: str, language: str) -> None:
    answer = json.loads((Path(__file__).parent / "before" / name).read_text("utf-8"))
    said = {one.text: render(one, language) for one in sentences_in(answer)}
    assert len(said) > 20
    known, same = catalogue(language), {"%(first)s %(second)s"}
    assert [text for text, words in said.items() if list(slips(language, words)) or (words == text and text not in same)] == []
    assert [text for text in said if known.get(text) is None and catalogue(language, EARLIER).get(text) is None] == []


def test_a_reworded_sentence_reads_as_it_was_translated() -> None:
    kept_ = json.loads((Path(__file__).parent / "before" / "reworded.json").read_text("utf-8"))
    text = "This call is provisional: its guide is not published, the rules are those of the call before it."
    (found,) = {one for one in sentences_in(kept_) if one.text == text}
    assert render(found, "pl").startswith("Ten nabór ma charakter wstępny")
    assert [one for file, _, one in texts() if one == text] == [], "it is worded otherwise today"


def test_what_a_proposal_says_of_itself_keeps_its_name_when_it_is_reworded() -> None:
    """What is seen first of a kept answer is chosen by these names."""
    before = [one for one in catalogue("de", EARLIER) if any(file.endswith("saying/wording.py") for file, _ in one.locations)]
    assert before
    assert [one.id for one in before if name_of(Message(one.id)) is None] == []

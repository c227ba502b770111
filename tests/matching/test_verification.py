"""An answer is checked again from what it carries; whatever was changed in it is refused."""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from matchmaker.errors import Invalid, NotFound
from matchmaker.inputs.organisations import Participation
from matchmaker.matching import History, Population
from matchmaker.matching.documents import answer_json, digest
from matchmaker.matching.verification import Verification, verify
from tests.matching.worlds import GUIDE, SMALL_CALLS, ask, plain, world

RICH = {
    "fields": ["1013", "07"], "topics": ["inclusion"], "expertise": [{"slug": "evaluation"}], "language": None, "exclude": [],
    "seats": [{"class": "vet_provider"}], "same_country": True, "coordinator": "find", "confirmed_only": False, "countries": {},
    "min_difference": 1, "limit": 2,
}  # fmt: skip


def written(document: dict[str, Any]) -> Any:
    """A document as it comes back from a file."""
    return json.loads(json.dumps(document, ensure_ascii=False))


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a checksum that is right: what somebody who knows how it is made could write."""
    rest = {key: value for key, value in document.items() if key != "sha256"}
    for proposal in rest["proposals"]:
        proposal["facts_sha256"] = {one: digest(known) for one, known in proposal["facts"].items()}
    return {**rest, "sha256": digest(rest)}


def check(document: object, *given: Any) -> Verification:
    return verify(document, GUIDE.call, *given)


@pytest.fixture(scope="module")
def answer() -> Any:
    for number in range(200):
        asked = world(Random(f"verify {number}"), "ka220-vet-2026", 10, **RICH)
        document = written(answer_json(ask(asked)))
        if len(document["proposals"]) == 2 and any(proposal["joint_projects"] for proposal in document["proposals"]):
            return document
    raise AssertionError("no world has such an answer")


def test_every_answer_holds() -> None:
    random = Random("holds")
    seen = 0
    for call in (*SMALL_CALLS, "cbvet-2026", "cove-2025", "alliances-lot1-2025"):
        for _ in range(4):
            asked = world(random, call, 10)
            document = written(answer_json(ask(asked, time_limit=20.0)))
            if document["proposals"]:
                seen += 1
                population = Population(asked.organisations, asked.apart)
                found = check(document, population, History(asked.participations))
                assert (found.refused, found.outdated) == ((), ())
    assert seen > 20


def changes() -> Iterator[tuple[str, Callable[[Any], None]]]:
    """What somebody might change, and write the right checksum under."""

    def first(document: Any) -> Any:
        return document["proposals"][0]

    def fact(document: Any, key: str, value: Any) -> None:
        one = first(document)["partners"][0]
        first(document)["facts"][one][key] = value

    yield "score", lambda d: first(d).update(score=first(d)["score"] + 0.01)
    yield "part", lambda d: first(d)["parts"].update(relevance=first(d)["parts"]["relevance"] / 2 + 0.1)
    yield "part left out", lambda d: first(d)["parts"].pop("ties")
    yield "weight", lambda d: first(d)["weights"].update(ties=0.5)
    yield "members turned", lambda d: first(d)["members"].reverse()
    yield "partner left out", lambda d: first(d)["partners"].pop()
    yield "member left out", lambda d: (first(d)["members"].pop(), first(d)["partners"].pop())
    yield "facts left out", lambda d: first(d)["facts"].pop(first(d)["partners"][0])
    yield "coordinator", lambda d: first(d).update(coordinator=d["request"]["initiator"])
    yield "fit", lambda d: first(d).update(fit="unknown")
    yield "witness", lambda d: first(d)["witness"].update({"min-countries": first(d)["members"][:1]})
    yield "verdict", lambda d: first(d)["eligibility"].update(verdict="ineligible")
    yield "finding", lambda d: first(d)["eligibility"]["findings"][0].update(found=99)
    yield "findings", lambda d: first(d)["eligibility"]["findings"].pop(0)
    yield "seat", lambda d: first(d)["seats"][0].update(by=[d["request"]["initiator"]])
    yield "seat twice", lambda d: first(d)["seats"][0].update(by=first(d)["seats"][0]["by"] * 2, count=2)
    yield "bound", lambda d: first(d)["proof"].update(bound=99.0)
    yield "gap", lambda d: first(d)["proof"].update(gap=5.0, bound=first(d)["proof"]["bound"] + 5)
    yield "considered", lambda d: first(d)["proof"].update(considered=3)
    yield "counts", lambda d: d["population"].update(df={})
    yield "count", lambda d: d["population"]["df"].update({"field:1013": d["population"]["df"]["field:1013"] + 7})
    yield "size", lambda d: d["population"].update(size=d["population"]["size"] + 100)
    yield "country", lambda d: fact(d, "country", "BY")
    yield "name", lambda d: fact(d, "name", "")
    yield "responsiveness", lambda d: fact(d, "responsiveness", 0.123)
    yield "another's facts", lambda d: fact(d, "id", "somebody")
    yield "joint projects", lambda d: first(d).update(joint_projects={first(d)["members"][0]: ["p"]})
    yield "more joint projects", lambda d: first(d).update(joint_projects={one: ["p", "q", "r"] for one in first(d)["partners"]})
    yield "size wished", lambda d: d["request"]["size"].update(min=20, max=20)
    yield "excluded", lambda d: d["request"].update(exclude=first(d)["partners"][:1])
    yield "included", lambda d: d["request"].update(include=["somebody"])
    yield "language wished", lambda d: d["request"]["countries"].update(include=["IS"])
    yield "seats wished", lambda d: d["request"]["seats"].append({"sector": "HED"})
    yield "who coordinates", lambda d: d["request"].update(coordinator="initiator")
    yield "fields wished", lambda d: d["request"].update(fields=["0713"])
    yield "the same again", lambda d: d["proposals"].append(copy.deepcopy(first(d)))


@pytest.mark.parametrize("change", [change for _, change in changes()], ids=[name for name, _ in changes()])
def test_what_was_changed_is_refused_even_under_a_right_checksum(answer: Any, change: Callable[[Any], None]) -> None:
    assert check(answer).holds
    changed = copy.deepcopy(answer)
    change(changed)
    assert not check(changed).holds
    assert not check(sealed(changed)).holds


def test_a_shared_identifier_is_refused(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    for one in changed["proposals"][0]["members"][-2:]:
        changed["proposals"][0]["facts"][one]["pic"] = "999999999"
    refused = " ".join(map(str, check(sealed(changed)).refused))
    assert "Proposal 1: two of its members may not sit together" in refused
    assert "Proposal 1: it does not meet the rules of the call" in refused


def test_any_single_change_is_refused(answer: Any) -> None:
    """Every value of the document, changed alone."""

    def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        if isinstance(value, dict | list):
            for key in list(value) if isinstance(value, dict) else range(len(value)):
                yield from places(value[key], (*path, key))
        else:
            yield path

    for path in places(answer):
        changed = copy.deepcopy(answer)
        inside = changed
        for key in path[:-1]:
            inside = inside[key]
        old = inside[path[-1]]
        inside[path[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int | float) else f"{old} "
        assert not check(changed).holds
    assert not check({key: value for key, value in answer.items() if key != "sha256"}).holds
    assert not check({**answer, "more": float("nan")}).holds


@pytest.mark.parametrize("strange", [None, [], "text", {}, {"proposals": []}, {"request": {}, "members": []}])
def test_what_is_no_answer_is_wrong_input(strange: object) -> None:
    document = sealed(strange) if isinstance(strange, dict) and "proposals" in strange else strange
    with pytest.raises(Invalid):
        check(document)


def test_an_answer_without_proposals_holds_nothing_to_check() -> None:
    asked = plain(Random(1), "ka202-2018", 2)
    with pytest.raises(Invalid) as refused:
        check(written(answer_json(ask(asked))))
    assert "nothing to check" in str(refused.value)


def test_an_unknown_call_is_not_found(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    changed["request"]["call"] = "ka999"
    with pytest.raises(NotFound):
        check(sealed(changed))


def test_what_has_changed_since_is_told_and_no_failure() -> None:
    asked = plain(Random(4), "ka202-2018", 9)
    document = written(answer_json(ask(asked)))
    gone, changed = document["proposals"][0]["partners"][:2]
    now = Population([one for one in asked.organisations if one.id not in (gone, changed)])
    later = Population(
        [
            *now.read(range(now.size)),
            *(type(one)(**{**{f: getattr(one, f) for f in one.__slots__}, "city": "Elsewhere", "topics": ("new",)})
              for one in asked.organisations if one.id == changed),
        ]
    )  # fmt: skip
    history = History([Participation("p", key, "partner") for key in ("o0", changed)])
    found = check(document, later, history)
    assert found.holds
    outdated = " ".join(map(str, found.outdated))
    assert f"{gone} is no longer there." in outdated
    assert f"The facts about {changed} have changed since." in outdated
    assert "Others have come, gone or changed since" in outdated
    assert f"The past projects of {changed} with members present have changed since." in outdated
    assert not check(document, Population(asked.organisations), History()).outdated


def test_an_answer_under_an_earlier_rule_set_is_outdated(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    for proposal in changed["proposals"]:
        proposal["eligibility"]["version"] = "earlier"
    found = check(sealed(changed))
    assert found.holds
    assert "rules of the call have changed since" in str(found.outdated[0])

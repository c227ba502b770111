"""An answer is checked again from what it carries; whatever was changed in it is refused."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from matchmaker.errors import Invalid, NotFound
from matchmaker.inputs.organisations import Participation
from matchmaker.matching import Answer, History, Population, suggest
from matchmaker.matching.documents import answer_json
from oracle.brute_force import World
from tests.matching.sealing import check, first, sealed, written
from tests.matching.worlds import SMALL_CALLS, TODAY, ask, history, plain, world

RICH = {
    "fields": ["1013", "07"], "topics": ["inclusion"], "expertise": [{"slug": "evaluation"}], "language": None, "exclude": [],
    "seats": [{"class": "vet_provider"}], "same_country": True, "coordinator": "find", "confirmed_only": False, "countries": {},
    "min_difference": 1, "limit": 2, "fairness": 1.0,
}  # fmt: skip
TITLES = {f"p{number}": f"Title of {number}" for number in range(4)}


def asked_with_titles(asked: World, exposure: Mapping[str, int] | None = None) -> Answer:
    """The answer to the question of a world whose past projects have titles."""
    population = Population(asked.organisations, asked.apart)
    return suggest(asked.request, population, history(asked, TITLES), asked.call, TODAY, time_limit=20.0, exposure=exposure)


@pytest.fixture(scope="module")
def answer() -> Any:
    for number in range(200):
        asked = world(Random(f"verify {number}"), "ka220-vet-2026", 10, **RICH)
        shown = {one.id: place for place, one in enumerate(asked.organisations)}
        document = written(answer_json(asked_with_titles(asked, shown)))
        proposals = document["proposals"]
        if len(proposals) == 2 and proposals[0]["titles"] and proposals[0]["label"] and proposals[0]["fairness"]["price"]:
            return document
    raise AssertionError("no world has such an answer")


def test_every_answer_holds() -> None:
    random = Random("holds")
    seen = stated = 0
    for call in (*SMALL_CALLS, "cbvet-2026", "cove-2025", "alliances-lot1-2025"):
        for _ in range(4):
            asked = world(random, call, 10, fairness=random.choice((0, 2.0)))
            exposure = {one.id: random.randint(0, 9) for one in asked.organisations}
            document = written(answer_json(asked_with_titles(asked, random.choice((None, exposure)))))
            if document["proposals"]:
                seen += 1
                stated += bool(asked.topics and asked.request.topics)
                population = Population(asked.organisations, asked.apart)
                for past in (history(asked), History(asked.participations)):
                    found = check(document, population, past)
                    assert (found.refused, found.outdated) == ((), ())
    assert seen > 20
    assert 5 < stated < seen


def past(document: Any) -> Any:
    return first(document)["past"]


def some_project(document: Any) -> Any:
    return next(iter(past(document)["projects"].values()))


def joint(document: Any) -> Any:
    return next(iter(first(document)["joint_projects"].values()))


def reasons(document: Any) -> Any:
    return max(first(document)["reasons"].values(), key=len)


def changed_codes(said: Any) -> None:
    """Every code that an argument has, of a member, a field, a country; what reads stays as it was."""
    for inside in said if isinstance(said, list) else said.values() if isinstance(said, dict) else ():
        if isinstance(inside, dict) and "label" in inside:
            inside.update({key: f"{value}x" for key, value in inside.items() if key != "label"})
        else:
            changed_codes(inside)


def changes() -> Iterator[tuple[str, Callable[[Any], None]]]:
    """What somebody might change, and write the right checksum under."""

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


def changes_of_words() -> Iterator[tuple[str, Callable[[Any], None]]]:
    """The same for what it says about itself, and what fair exposure cost."""
    yield "price", lambda d: first(d)["fairness"].update(price=first(d)["fairness"]["price"] + 0.01)
    yield (
        "price and gap",
        lambda d: (
            first(d)["fairness"].update(price=first(d)["fairness"]["price"] + 5),
            first(d)["proof"].update(bound=first(d)["proof"]["bound"] + 5),
        ),
    )
    yield "price left out", lambda d: first(d).pop("fairness")
    yield "fairness wished", lambda d: d["request"].update(fairness=0)
    yield "shown", lambda d: first(d)["fairness"]["shown"].pop(first(d)["partners"][0])
    yield "title of another project", lambda d: first(d)["titles"].update(another="Another")
    yield "label left out", lambda d: first(d).update(label=None)
    yield "label of another", lambda d: d["proposals"][1].update(label=first(d)["label"])
    yield "label", lambda d: first(d)["label"].update(id="gives-a-chance", arguments={})
    yield "reason left out", lambda d: reasons(d).pop(0)
    yield "reason twice", lambda d: reasons(d).append(reasons(d)[0])
    yield "reasons turned", lambda d: reasons(d).reverse()
    yield "reasons of nobody", lambda d: first(d)["reasons"].update(somebody=reasons(d))
    yield "reason", lambda d: reasons(d)[0].update(id="newcomer", arguments={})
    yield "reason unheard of", lambda d: reasons(d)[0].update(id="is the best of all")
    yield "what a reason is about", lambda d: changed_codes(reasons(d))
    yield "what is to be confirmed", lambda d: first(d)["to_confirm"].append(first(d)["summary"][0])
    yield "summary left out", lambda d: first(d)["summary"].pop()
    yield "summary", lambda d: changed_codes(first(d)["summary"])
    yield "number in the summary", lambda d: first(d)["summary"][0]["arguments"].update(number=27)
    yield "fewer asked for", lambda d: d["request"].update(limit=1)
    yield "nothing found", lambda d: d.update(status="infeasible")
    yield "not known", lambda d: d.update(status="unknown")
    yield "wishes to give up", lambda d: d.update(to_give_up=[{"language": first(d)["summary"][0]}])
    yield "explanation", lambda d: d.update(explanation=first(d)["summary"][0])
    yield "report of another call", lambda d: first(d)["eligibility"].update(call="ka202-2018")
    yield "report of another version", lambda d: first(d)["eligibility"].update(version="x")
    yield "report without a version", lambda d: first(d)["eligibility"].pop("version")
    yield "report without a summary", lambda d: first(d)["eligibility"].pop("summary")
    yield "numbers of the report", lambda d: first(d)["eligibility"].update(summary="Composition check passed (99 of 99 rules)")
    yield "formula that we never had", lambda d: d["formula"].update(number=3)
    yield "formula of before", lambda d: d["formula"].update(number=1, terms={"field": 2, "priority": 2, "topic": 1})
    yield "formula left out", lambda d: d.pop("formula")
    yield "weight of a term", lambda d: d["formula"]["terms"].update(field=40)
    yield "weight of a term left out", lambda d: d["formula"]["terms"].pop("topic")
    yield "numbers of a finding", lambda d: first(d)["eligibility"]["findings"][0].update(message="99 members")
    yield "finding without words", lambda d: first(d)["eligibility"]["findings"][0].pop("message")


def changes_of_the_past() -> Iterator[tuple[str, Callable[[Any], None]]]:
    """The same for past projects."""
    yield "a joint project twice", lambda d: joint(d).append(joint(d)[0])
    yield "number of past projects", lambda d: past(d)["numbers"].update({one: n + 3 for one, n in past(d)["numbers"].items()})
    yield "fewer than are joint", lambda d: past(d)["numbers"].update(dict.fromkeys(past(d)["numbers"], 0))
    yield "number of nobody present", lambda d: past(d)["numbers"].update({first(d)["partners"][0]: 3})
    yield "number left out", lambda d: past(d)["numbers"].pop(d["request"]["initiator"])
    yield "joint project left out", lambda d: past(d)["projects"].popitem()
    yield "joint project of nobody", lambda d: past(d)["projects"].update(other=some_project(d))
    yield "topics of a joint project", lambda d: [one.update(topics=["inclusion"]) for one in past(d)["projects"].values()]
    yield "topics no longer stated", lambda d: [one.update(topics=[]) for one in past(d)["projects"].values()]
    yield "who took part", lambda d: some_project(d).update(members=first(d)["partners"][:1])
    yield "nobody took part", lambda d: some_project(d).update(members=[])
    yield "took part twice", lambda d: some_project(d)["members"].append(some_project(d)["members"][0])
    yield "topics wished", lambda d: d["request"].update(topics=["own-topic"])


@pytest.fixture(scope="module")
def answer_with_past() -> Any:
    """One in which it can be seen what a past project on other topics counts."""
    for number in range(300):
        asked = world(Random(f"past {number}"), "ka220-vet-2026", 9, topics=["inclusion"], limit=1)
        if ("own-topic",) not in asked.topics.values() or len(asked.participations) < 30:
            continue  # seen before anything is searched
        document = written(answer_json(ask(asked)))
        known = past(document) if document["proposals"] else {"projects": {}, "numbers": {}}
        if ["own-topic"] in [one["topics"] for one in known["projects"].values()] and min(known["numbers"].values()) > 20:
            return document
    raise AssertionError("no world has such an answer")


CHANGES = [*changes(), *changes_of_words()]


@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_what_was_changed_is_refused_even_under_a_right_checksum(answer: Any, change: Callable[[Any], None]) -> None:
    assert check(answer).holds
    changed = copy.deepcopy(answer)
    change(changed)
    assert not check(changed).holds
    assert not check(sealed(changed)).holds


PAST = [*changes_of_the_past()]


@pytest.mark.parametrize("change", [change for _, change in PAST], ids=[name for name, _ in PAST])
def test_past_projects_that_were_changed_are_refused(answer_with_past: Any, change: Callable[[Any], None]) -> None:
    assert check(answer_with_past).holds
    changed = copy.deepcopy(answer_with_past)
    change(changed)
    assert not check(sealed(changed)).holds


def every_saying(value: Any) -> Iterator[dict[str, Any]]:
    """Each sentence of a document, those within others too, but for the explanation."""
    for inside in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from every_saying(inside)
    if isinstance(value, dict) and {"id", "arguments", "text"} == value.keys():
        yield value


def test_other_words_for_the_same_are_told_and_no_failure(answer: Any) -> None:
    """The wording may be improved after an answer was made; whoever reads it is told that it is not today's."""
    whole = sum(1 for _ in every_saying(answer["proposals"]))
    assert whole > 10
    for place in range(whole):
        changed = copy.deepcopy(answer)
        said = list(every_saying(changed["proposals"]))[place]
        said["text"] = "in other words"
        found = check(sealed(changed))
        assert found.holds
        assert "is worded in another way than today" in " ".join(map(str, found.outdated))


def test_any_single_change_of_what_is_said_is_refused_or_told(answer: Any) -> None:
    """Whether a code, a name, a number or a word; even under a right checksum."""
    said = [
        (*start, *path)
        for number, proposal in enumerate(answer["proposals"])
        for key in ("reasons", "to_confirm", "summary", "label")
        for start in [("proposals", number, key)]
        for path in places(proposal[key])
    ]
    assert len(said) > 50
    for path in said:
        found = check(sealed(changed_at(answer, path)))
        assert found.refused or found.outdated
        # The sentences of the check may be improved like its findings; which rule they are about may not change.
        assert found.refused or path[-1] in ("text", "label") or "sentence" in path


def test_another_title_of_a_past_project_is_told(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    changed["proposals"][0]["titles"] = dict.fromkeys(answer["proposals"][0]["titles"], "Another")
    assert "is worded in another way than today" in " ".join(map(str, check(sealed(changed)).outdated))


def test_a_proposal_kept_alone_has_nothing_to_be_compared_with() -> None:
    random = Random("alone")
    found = next(one for one in (ask(world(random, "ka202-2018", 10)) for _ in range(50)) if len(one.proposals) > 1)
    for proposal in found.proposals:
        document = written(answer_json(found.alone(proposal)))
        assert document["proposals"][0]["label"] is None
        assert check(document).holds


def test_a_shared_identifier_is_refused(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    for one in changed["proposals"][0]["members"][-2:]:
        changed["proposals"][0]["facts"][one]["pic"] = "999999999"
    refused = " ".join(map(str, check(sealed(changed)).refused))
    assert "Proposal 1: two of its members may not sit together" in refused
    assert "Proposal 1: it does not meet the rules of the call" in refused


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a document that has none in it."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))
    else:
        yield path


def changed_at(document: Any, path: tuple[Any, ...]) -> Any:
    """A copy with another value there."""
    changed = copy.deepcopy(document)
    inside = changed
    for key in path[:-1]:
        inside = inside[key]
    old = inside[path[-1]]
    inside[path[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int | float) else f"{old} "
    return changed


def test_any_single_change_is_refused(answer: Any) -> None:
    """Every value of the document, changed alone."""
    for path in places(answer):
        assert not check(changed_at(answer, path)).holds
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
    since = History([Participation("p", key, "partner") for key in ("o0", changed)])
    found = check(document, later, since)
    assert found.holds
    outdated = " ".join(map(str, found.outdated))
    assert f"{gone} is no longer there." in outdated
    assert f"The facts about {changed} have changed since." in outdated
    assert "Others have come, gone or changed since" in outdated
    assert f"The past projects of {changed} with members present have changed since." in outdated
    assert "The past projects of o0 have changed since." in outdated
    assert not check(document, Population(asked.organisations), History()).outdated


def test_other_topics_or_members_of_a_joint_project_are_told() -> None:
    schools = plain(Random(4), "ka202-2018", 5)
    both = [Participation("p", one.id, "partner") for one in schools.organisations]
    schools = replace(schools, participations=both, topics={"p": ["inclusion"]}, request=schools.request)
    population = Population(schools.organisations)
    document = written(answer_json(ask(schools)))
    partner = first(document)["partners"][0]
    told = f"The past projects of {partner} with members present have changed since."
    assert not check(document, population, history(schools)).outdated
    for topics in (["own-topic"], []):
        found = check(document, population, History(both, topics={"p": topics}))
        assert found.holds
        assert told in " ".join(map(str, found.outdated))

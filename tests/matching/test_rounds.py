"""Suggestions, repairs and openings are measured to one round: the one that is named, else the usual one of who coordinates."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from matchmaker import matching
from matchmaker.errors import Invalid
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.documents import answer_json
from matchmaker.matching.mending.cases import case_of
from matchmaker.matching.mending.openings import openings
from matchmaker.matching.mending.repairs import repair
from matchmaker.matching.question import Circumstances
from matchmaker.matching.rounds import in_round
from matchmaker.matching.verification import verify
from matchmaker.programme.dates import Confirmation
from oracle.brute_force import World
from oracle.rounds import usual_round
from tests.examples import part_of
from tests.matching.repair_by_trying import Trial, trial
from tests.matching.worlds import GUIDE, TODAY, history, world

SPRING, SUMMER, WINTER = date(2026, 2, 1), date(2026, 6, 1), date(2026, 11, 23)
FOUNDED = (
    None, date(2001, 9, 1), date(2001, 9, 1), date(2024, 2, 29), date(2024, 3, 5), date(2024, 3, 6),
    date(2024, 10, 1), date(2024, 10, 2),
    date(2024, 11, 23), date(2024, 11, 24), date(2025, 6, 1),
)  # fmt: skip


def confirmed(call_id: str, *countries: str):
    """The call with its second round confirmed there."""
    those = tuple(Confirmation(round=2, country=one, source="the Agency's page", date=SPRING) for one in countries)
    return GUIDE.call(call_id).model_copy(update={"confirmations": those})


def young(random: Random, some: list[Organisation]) -> list[Organisation]:
    """The same, most of them willing to coordinate and many founded about two years ago; those who start too."""
    return [
        replace(
            one,
            established=random.choice(FOUNDED),
            roles=one.roles | ({"coordinator"} if random.random() < 0.7 else set()),
        )
        for one in some
    ]


def drawn(random: Random, call_id: str, size: int = 9) -> World:
    """A world on some day of the year, in which age decides often, and a round is named now and then."""
    judge = world(random, call_id, size, coordinator=random.choice(("initiator", "find", "find")), seats=[], language=None)
    call = confirmed(call_id, *random.choice(((), ("PL", "DE"), ("FR",))))
    asked = judge.request.model_copy(update={"round": random.choice((None, 1, 2)), "confirmed_only": random.random() < 0.3})
    people, day = young(random, list(judge.organisations)), random.choice((SPRING, SUMMER, WINTER))
    return replace(judge, organisations=people, call=call, request=asked, today=day, _by_id={})


def ask(judge: World) -> matching.Answer:
    population = Population(judge.organisations, judge.apart)
    return matching.suggest(judge.request, population, history(judge), judge.call, judge.today)


@pytest.mark.parametrize("call", ["ka220-vet-2026", "ka220-vet-2027"])
def test_suggest_finds_what_brute_force_finds_in_the_round(call: str) -> None:
    random, feasible, told = Random(f"rounds {call}"), 0, set()
    wanted = max(16, part_of(40))
    for _ in range(wanted):
        judge = drawn(random, call)
        answer, best = ask(judge), judge.best()
        assert answer.request.round == judge.round
        assert bool(answer.proposals) == (best is not None)
        if best is not None:
            feasible += 1
            first = answer.proposals[0]
            assert first.score == pytest.approx(best[0], abs=1e-9)
            allowed = {(ids, who): points for points, ids, who in judge.answers()}
            assert allowed[frozenset(first.partners), first.coordinator] == pytest.approx(first.score, abs=1e-9)
            assert first.eligibility.round == judge.round
            told |= {one.status for one in first.eligibility.findings if one.rule == "coordinator-age"}
    assert feasible >= wanted / 2
    assert told >= ({"pass", "unknown"} if call == "ka220-vet-2027" else {"pass"})


def tried(random: Random, call_id: str) -> Trial:
    """A consortium in such a world, its round that of who coordinates now."""
    asked = trial(random, call_id, 8, 3, confirmed_only=random.random() < 0.2)
    people = young(random, list(asked.world.organisations))
    judge = replace(asked.world, organisations=people, call=confirmed(call_id, "FR"), _by_id={})
    leads = next(one for one in people if one.id == asked.coordinator)
    number = random.choice((1, 2, usual_round(judge.call, leads.country, TODAY)))
    judge = replace(judge, request=judge.request.model_copy(update={"round": number}), _by_id={})
    return Trial(judge, asked.members, asked.coordinator, asked.anyone_may_leave)


@pytest.mark.parametrize("call", ["ka220-vet-2026", "ka220-vet-2027"])
def test_repairs_are_those_that_trying_finds_in_the_round(call: str) -> None:
    random, repaired, aged = Random(f"repairs {call}"), 0, 0
    for _ in range(max(16, part_of(40))):
        asked = tried(random, call)
        unnamed = replace(asked.case, consortium=replace(asked.case.consortium, round=None))
        for case in (asked.case, unnamed):
            answer = repair(case, asked.circumstances, limit=50, time_limit=600)
            expected = asked.single_steps() if asked.fails(asked.start) else {}
            assert sum(kind.count for kind in answer.single_steps) == len(expected)
            assert bool(answer.before.fails) == bool(asked.fails(asked.start))
            assert answer.case.consortium.round == asked.world.round
        repaired += bool(expected)
        aged += "coordinator-age" in asked.fails(asked.start)
    assert repaired
    assert bool(aged) == (call == "ka220-vet-2026")  # nobody is too young for a deadline that nobody knows


def test_openings_are_asked_in_the_round_of_each_consortium() -> None:
    """Of two consortia that differ by nothing but the round, the one in which the coordinator is old enough is completed."""
    people = [
        Organisation("a", "School a", "PL", "EPLUS-EDU-VOC-SEC", established=date(2024, 6, 1)),
        Organisation("b", "School b", "DE", "EPLUS-EDU-VOC-SEC"),
        Organisation("c", "School c", "FR", "EPLUS-EDU-VOC-SEC"),
    ]
    asked = requests.parse({"call": "ka220-vet-2026", "initiator": "a", "same_country": True}, GUIDE.call)
    cases = {}
    for number in (1, 2, None):
        request = asked.model_copy(update={"round": number})
        cases[number] = case_of(request, people[:2], "a")
    found = openings("c", cases, Population(people), History(), SUMMER, call_of=GUIDE.call)
    assert {one.key: one.complete for one in found} == {1: False, 2: True, None: False}
    closed = openings("c", cases, Population(people), History(), SUMMER, call_of=lambda _: confirmed("ka220-vet-2026", "PL"))
    assert {one.key: one.complete for one in closed} == {1: False, 2: True, None: True}


def test_coordinator_who_is_not_old_enough_yet_may_be_found_and_is_to_be_confirmed() -> None:
    people = [
        Organisation("a", "School a", "PL", "EPLUS-EDU-VOC-SEC", established=date(2026, 1, 1)),
        Organisation("b", "School b", "DE", "EPLUS-EDU-VOC-SEC", established=date(2025, 1, 15), roles=frozenset({"coordinator"})),
        Organisation("c", "School c", "FR", "EPLUS-EDU-VOC-SEC", established=date(2024, 1, 1)),
    ]
    document = {"call": "ka220-vet-2027", "initiator": "a", "coordinator": "find"}

    def suggested(some: list[Organisation], **more: object) -> matching.Answer:
        asked = requests.parse({**document, **more}, GUIDE.call)
        return matching.suggest(asked, Population(some), History(), GUIDE.call("ka220-vet-2027"), WINTER)

    (proposal,) = suggested(people).proposals
    assert proposal.coordinator == "b"
    assert any("old enough from 15 January 2027 (2 years)" in str(one) for one in proposal.to_confirm)
    assert suggested(people, confirmed_only=True).proposals == ()
    old = [people[0], people[1], replace(people[2], roles=frozenset({"coordinator"}))]
    (sure,) = suggested(old, confirmed_only=True).proposals
    assert sure.coordinator == "c"


def test_answer_states_its_round_and_is_verified_in_it() -> None:
    people = [
        Organisation("a", "School a", "PL", "EPLUS-EDU-VOC-SEC", established=date(2024, 6, 1)),
        Organisation("b", "School b", "DE", "EPLUS-EDU-VOC-SEC"),
        Organisation("c", "School c", "FR", "EPLUS-EDU-VOC-SEC"),
    ]
    named = requests.parse({"call": "ka220-vet-2026", "initiator": "a", "round": 2}, GUIDE.call)
    silent = requests.parse({"call": "ka220-vet-2026", "initiator": "a"}, GUIDE.call)
    call = GUIDE.call("ka220-vet-2026")
    assert matching.suggest(silent, Population(people), History(), call, WINTER).proposals == ()
    answer = matching.suggest(named, Population(people), History(), call, WINTER)
    document = answer_json(answer)
    assert document["request"]["round"] == 2
    assert document["proposals"][0]["eligibility"]["round"] == 2
    assert verify(document, GUIDE.call).holds
    # The default of the day it was made is kept: a confirmation that comes later changes nothing.
    quiet = matching.suggest(silent, Population(people), History(), confirmed("ka220-vet-2026", "PL"), SUMMER)
    assert quiet.request.round == 2
    assert verify(answer_json(quiet), GUIDE.call).holds


def test_round_that_a_call_does_not_have_is_a_mistake() -> None:
    with pytest.raises(Invalid) as caught:
        requests.parse({"call": "ka220-vet-2026", "initiator": "a", "round": 3}, GUIDE.call)
    assert {key: str(what) for key, what in caught.value.problems.items()} == {
        "round": "ka220-vet-2026 has no round 3; it has: 1 and 2"
    }


def test_call_seen_in_a_round_is_one_and_the_same() -> None:
    call = GUIDE.call("ka220-vet-2026")
    assert in_round(call, 2) is in_round(call, 2)
    assert in_round(in_round(call, 2), 2) is in_round(call, 2)
    given = Circumstances(Population([]), History(), call, WINTER)
    assert given.in_round(2).call is in_round(call, 2)


PICKS = """
import json
from random import Random
from matchmaker.matching.mending.repairs import repair
from tests.matching.test_rounds import ask, drawn, tried
said = []
for number, call in enumerate(["ka220-vet-2026", "ka220-vet-2027"] * 4):
    answer, asked = ask(drawn(Random(number), call)), tried(Random(number), call)
    found = repair(asked.case, asked.circumstances, time_limit=600)
    said.append([answer.request.round, [[*one.members, one.coordinator, one.score] for one in answer.proposals], found.fewest,
                 [kind.count for kind in found.single_steps]])
print(json.dumps(said))
"""


def test_answers_are_the_same_whatever_the_hash_seed() -> None:
    said = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([".", *sys.path])}
        done = subprocess.run([sys.executable, "-c", PICKS], env=environment, text=True, capture_output=True, check=True)
        said.add(done.stdout)
    assert len(said) == 1
    assert any(one[1] for one in json.loads(said.pop()))

"""Whole consortia: the best there is, by the judgement of every combination."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import eligibility, matching
from matchmaker.demo.population import population as invented
from matchmaker.errors import Invalid
from matchmaker.inputs import request as requests
from matchmaker.matching import History, Population, membership, score
from matchmaker.matching.alternatives import Found, alternatives
from matchmaker.matching.checking import Disagreement
from matchmaker.matching.clock import Clock
from matchmaker.matching.proposing import proposals
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.solution import Solution
from matchmaker.matching.tuning import TUNING, Tuning
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import CONDITIONS
from oracle.brute_force import World
from tests.examples import examples
from tests.matching.small import in_haste, in_small
from tests.matching.ticks import Ticks
from tests.matching.worlds import (
    COUNTRIES,
    GUIDE,
    MAKE_UP,
    OPERATORS_CALLS,
    SMALL_CALLS,
    TODAY,
    ask,
    plain,
    question,
    questions,
    world,
)

seeds = st.integers(0, 2**40)


def agree(judge: World, tuning: Tuning = TUNING, *, explained: bool = False) -> bool:
    """The search finds what the judge finds, alternative by alternative; whether there was anything to find.

    explained: the whole answer is asked for, with what stands in the way where there is nothing, which takes most of the time.
    """
    if explained:
        answer = ask(judge, tuning=tuning)
        listed = answer.proposals
        assert answer.status == ("ok" if listed else "infeasible")
    else:
        found, complete = alternatives(questions(judge, tuning), Clock.of(10), None)
        listed = proposals(found, None)
        assert complete
    earlier: list[set[str]] = []
    for proposal in listed:
        allowed = {(ids, who): points for points, ids, who in sorted(judge.answers(earlier), key=lambda one: one[0])}
        assert proposal.score == pytest.approx(max(allowed.values()), abs=1e-9)
        assert proposal.score == pytest.approx(allowed[frozenset(proposal.partners), proposal.coordinator], abs=1e-9)
        assert (proposal.proof.status, proposal.proof.gap) == ("optimal", 0.0)
        earlier.append(set(proposal.partners))
    if len(listed) < judge.request.limit:
        assert judge.best(earlier) is None
    return bool(listed)


@pytest.mark.parametrize("call", SMALL_CALLS)
def test_suggest_finds_what_brute_force_finds(call: str) -> None:
    random = Random(f"small {call}")
    feasible = [agree(world(random, call, 9), explained=True) for _ in range(24)]
    assert sum(feasible) >= len(feasible) / 2


CALM = {"coordinator": "initiator", "seats": [], "language": None, "confirmed_only": False, "countries": {}, "exclude": []}


@pytest.mark.parametrize("call", ["cbvet-2026", "ka240-sch-2026", "alliances-lot1-2025", "cove-2025", "cove-strict"])
def test_suggest_finds_what_brute_force_finds_for_large_consortia(call: str) -> None:
    random = Random(f"large {call}")
    wishes = [CALM if number % 4 else {} for number in range(8)]
    size = 9 if call.startswith("ka240") else 10
    feasible = [agree(world(random, call, size, limit=2, **wished), explained=True) for wished in wishes]
    assert sum(feasible) >= len(feasible) / 2


@pytest.mark.parametrize("call", ["ka202-2018", "ka229-2018", "ka210-vet-2026"])
def test_suggest_finds_what_brute_force_finds_among_equals(call: str) -> None:
    """Few different facts and many organisations, so that nearly everybody can be left out for somebody else."""
    random = Random(f"equals {call}")
    assert sum([agree(plain(random, call, 14)) for _ in range(10)]) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("call", [*OPERATORS_CALLS, "cbyouth-2026", "cbhe-strand3-2026"])
def test_suggest_finds_what_brute_force_finds_whatever_kinds_of_rule_there_are(call: str) -> None:
    random = Random(f"kinds {call}")
    feasible = [agree(world(random, call, 9, limit=2, **(CALM if number % 4 else {}))) for number in range(20)]
    assert sum(feasible) >= len(feasible) / 2


EVERY_CALL = tuple(dict.fromkeys((*SMALL_CALLS, *MAKE_UP)))


def asked_of_members(call: Call) -> str:
    """What the search asks of members, wherever it was read: calls that ask the same need one judge."""
    keys = {"rules", "variants", "counting_countries", *(one.key for one in CONDITIONS)}
    return repr(_plain(call.model_dump(include=keys, exclude_defaults=True)))


_BESIDE = ("ev", "source", "title", "action", "deadlines", "expected", "grant", "assessment")
"""Of rules, conditions and variants: what the search does not look at."""


def _plain(thing: object) -> object:
    if isinstance(thing, dict):
        return sorted((key, _plain(one)) for key, one in thing.items() if key not in _BESIDE)
    if isinstance(thing, frozenset):
        return sorted(thing)
    return [_plain(one) for one in thing] if isinstance(thing, tuple | list) else thing


def test_every_call_is_among_those_that_brute_force_judges() -> None:
    """Two thousand worlds in all, beside those that are always the same."""
    judged = {asked_of_members(GUIDE.call(one)) for one in EVERY_CALL}
    assert {call.id for call in GUIDE.calls.values() if asked_of_members(call) not in judged} == set()


def further(random: Random) -> dict[str, object]:
    """Wishes that worlds do not have by themselves, each now and then."""
    kinds = ({"sector": "VET"}, {"kind": "EPLUS-EDU-VOC-SEC"}, {"class": "vet_provider"}, {"sector": "BUS"}, {"kind": "eche"})
    asked: dict[str, object] = {}
    if random.random() < 0.15:
        asked["seats"] = [{**random.choice(kinds), "count": random.choice((1, 2, 3))}, random.choice(kinds)]
    if random.random() < 0.15:
        asked["countries"] = {"include": random.sample(COUNTRIES, 6), "exclude": random.sample(COUNTRIES, 1)}
    if random.random() < 0.15:
        asked["language"] = random.choice(("pl", "de"))
    if random.random() < 0.2:
        asked["min_difference"] = random.choice((2, 3, 9))
    return asked


def agree_in_any_world(call: str, seed: int) -> None:
    """From one organisation besides who starts; half of the worlds are searched as large ones are, some in haste.

    In one of ten it is also asked what stands in the way; whether that is so `test_obstacles` judges.
    """
    random = Random(seed)
    asked = world(random, call, random.randint(2, 9), **further(random))
    if random.random() < 0.2:
        asked = asked.without(size=requests.Size(min=1, max=len(asked.present) + random.choice((0, 2, 4))))
    tuning = in_small(random) if random.random() < 0.5 else TUNING
    tuning = in_haste(random, tuning) if random.random() < 0.3 else tuning
    agree(asked, tuning, explained=random.random() < 0.1)


@pytest.mark.slow
@pytest.mark.parametrize("call", SMALL_CALLS)
@given(seed=seeds)
@examples(160)
def test_suggest_finds_what_brute_force_finds_in_any_world(call: str, seed: int) -> None:
    agree_in_any_world(call, seed)


@pytest.mark.slow
@pytest.mark.parametrize("call", [call for call in EVERY_CALL if call not in SMALL_CALLS])
@given(seed=seeds)
@examples(80)
def test_suggest_finds_what_brute_force_finds_in_any_world_of_large_consortia(call: str, seed: int) -> None:
    agree_in_any_world(call, seed)


@given(seeds)
@examples(60)
def test_best_scores_no_lower_when_somebody_is_added(seed: int) -> None:
    """How rare things are is counted as before: with one more, what is rare changes and with it what the same answer scores."""
    random = Random(seed)
    after = world(random, random.choice(EVERY_CALL), random.randint(4, 12), include=[], exclude=[])
    there = {one.id for one in after.present}
    new = random.choice([one for one in after.organisations if one.id not in there])
    others = [one for one in after.organisations if one is not new]
    before = replace(after, organisations=others, apart=[pair for pair in after.apart if new.id not in pair], _by_id={})
    fewer, more = question(before), question(after)
    more.formula = fewer.formula
    more.own = replace(score.own(more.task.population, more.formula, {}), ties=more.own.ties)
    few, many = fewer.search(Clock.of(60)), more.search(Clock.of(60))
    if few.best is not None:
        assert many.best is not None
        assert many.best.score >= few.best.score - 1e-9


@given(seeds)
@examples(25)
def test_suggest_scores_no_lower_when_a_wish_is_dropped(seed: int) -> None:
    random = Random(seed)
    asked = world(random, random.choice(SMALL_CALLS), 10)
    best = max((one.score for one in ask(asked, limit=1).proposals), default=float("-inf"))
    for wish in ({"seats": ()}, {"language": None}, {"exclude": ()}, {"confirmed_only": False}, {"same_country": True}):
        dropped = ask(asked.without(**wish), limit=1).proposals
        assert not dropped or dropped[0].score >= best - 1e-9
        assert dropped or best == float("-inf")


@given(seeds)
@examples(25)
def test_suggest_gives_out_only_what_the_check_passes(seed: int) -> None:
    random = Random(seed)
    asked = world(random, random.choice(SMALL_CALLS), 10)
    for proposal in ask(asked).proposals:
        consortium = membership.consortium(asked.request, proposal.organisations, proposal.coordinator)
        assert proposal.eligibility == eligibility.check(consortium, asked.call, TODAY)
        assert proposal.eligibility.verdict != "ineligible"
        assert proposal.proof.bound >= proposal.score
        assert set(proposal.reasons) == set(proposal.partners)
        assert all(proposal.reasons.values())


def test_suggest_never_gives_out_what_the_check_refuses() -> None:
    asked = plain(Random(1), "ka202-2018", 8)
    question = Question(asked.request, Circumstances(Population(asked.organisations), History(), asked.call, TODAY))
    alone = Solution(score=50.0, partners=(1,))
    with pytest.raises(Disagreement):
        proposals([Found(question, Outcome(alone, 50.0, complete=True), alone, 0.0, 0.1)])


def test_suggest_leaves_out_who_is_not_available() -> None:
    asked = plain(Random(3), "ka202-2018", 9)
    population = Population(asked.organisations)
    first = ask(asked, limit=1).proposals[0]
    given = (History(), asked.call, TODAY)
    view = population.without([*first.partners, "nobody"])
    again = matching.suggest(asked.request, view, *given, limit=1)
    assert again.population.size == population.size
    assert not set(first.partners) & {one for proposal in again.proposals for one in proposal.partners}
    assert matching.suggest(asked.request, population, *given, limit=1).proposals[0].partners == first.partners


def test_suggest_accepts_any_id_and_answers_with_the_first() -> None:
    asked = plain(Random(5), "ka202-2018", 9)
    aliased = [replace(one, other_ids=(f"old-{one.id}",)) for one in asked.organisations]
    document = {"call": "ka202-2018", "initiator": "old-o0", "members": ["o0", "old-o0"], "coordinator": "old-o0",
                "include": ["old-o3", "o3"], "exclude": ["old-o5"], "same_country": True}  # fmt: skip
    request = requests.parse(document, GUIDE.call)
    answer = matching.suggest(request, Population(aliased), History(), asked.call, TODAY)
    assert (answer.request.initiator, answer.request.members, answer.request.include) == ("o0", ("o0",), ("o3",))
    assert (answer.request.coordinator, answer.request.exclude) == ("o0", ("o5",))
    assert all("o3" in proposal.partners and "o5" not in proposal.partners for proposal in answer.proposals)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"initiator": "nobody"}, "initiator"),
        ({"members": ["o0", "nobody"]}, "members.1"),
        ({"include": ["nobody"]}, "include.0"),
        ({"exclude": ["o1", "nobody"]}, "exclude.1"),
        ({"exclude": ["o0"]}, "exclude"),
        ({"members": ["o0", "o1"], "exclude": ["o1"]}, "exclude"),
        ({"members": ["o0", "o1"], "include": ["o1"]}, "include"),
        ({"coordinator": "o3"}, "coordinator"),
        ({"coordinator": "nobody"}, "coordinator"),
        ({"members": ["o0", "o1", "o2", "o3"], "size": {"max": 3}}, "size.max"),
    ],
)
def test_suggest_refuses_ids_that_cannot_be_meant(wrong: dict[str, object], field: str) -> None:
    asked = plain(Random(5), "ka202-2018", 9)
    request = requests.parse({"call": "ka202-2018", "initiator": "o0", **wrong}, GUIDE.call)
    with pytest.raises(Invalid) as refused:
        matching.suggest(request, Population(asked.organisations), History(), asked.call, TODAY)
    assert set(refused.value.problems) == {field}


def test_suggest_stops_in_time_and_says_so() -> None:
    asked = plain(Random(7), "ka202-2018", 9)
    answer = ask(asked, time_limit=1e-9)
    assert answer.status == "unknown"
    assert answer.explanation is not None
    assert "Time ended before a consortium was found or ruled out" in str(answer.explanation)


def test_suggest_gives_one_alternative_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = plain(Random(7), "ka202-2018", 9)
    monkeypatch.setattr(Clock, "part", lambda self, share: Clock.of(0.0))
    answer = ask(asked.without(limit=3))
    assert [one.proof.status for one in answer.proposals] == ["optimal"] * 3


def test_suggest_knows_at_once_that_nothing_differs_so_much() -> None:
    asked = question(plain(Random(7), "ka202-2018", 12).without(min_difference=5, size=requests.Size(min=3, max=5)))
    first = asked.search(Clock.of(60)).best
    assert first is not None
    assert asked.search(Ticks(1), [frozenset(first.partners)]) == Outcome(None, -np.inf, complete=True)


def test_suggest_says_that_there_are_fewer_and_that_fairness_has_no_ledger() -> None:
    asked = plain(Random(7), "ka202-2018", 5)
    answer = ask(asked.without(min_difference=1, limit=50, fairness=2.0))
    assert answer.status == "ok"
    assert "differ enough from each other" in str(answer.explanation)
    assert "fair exposure changes nothing" in str(answer.explanation)


def test_suggest_may_find_that_nobody_is_needed() -> None:
    asked = plain(Random(9), "ka205-2018", 8)
    foreign = next(one.id for one in asked.organisations[1:] if one.country != asked.organisations[0].country)
    request = requests.parse(
        {"call": "ka205-2018", "initiator": "o0", "members": ["o0", foreign], "size": {"min": 2, "max": 2}}, GUIDE.call
    )
    answer = matching.suggest(request, Population(asked.organisations), History(), asked.call, TODAY)
    (proposal,) = answer.proposals
    assert (proposal.partners, proposal.fit, proposal.parts["robustness"]) == ((), "unknown", 0.0)


def test_suggest_knows_nothing_about_fit_when_nobody_says_anything() -> None:
    asked = plain(Random(11), "ka202-2018", 8)
    silent = [replace(one, fields=(), topics=(), priorities=()) for one in asked.organisations]
    answer = ask(World(silent, (), asked.request, asked.call, TODAY))
    assert {proposal.fit for proposal in answer.proposals} == {"unknown"}


PICKS = """
import json, sys
from random import Random
from tests.matching.worlds import OPERATORS_CALLS, ask, plain, world
answers = [ask(world(Random(n), call, 12)) for n, call in enumerate(["ka202-2018", "ka220-vet-2026", "ka229-2018"] * 3)]
answers.append(ask(plain(Random(0), "ka202-2018", 60)))
answers += [ask(world(Random(call), call, 10)) for call in (*OPERATORS_CALLS, "cove-strict", "ka240-sch-2026", "cbsport-2026")]
print(json.dumps([[(p.partners, p.coordinator, p.score) for p in answer.proposals] for answer in answers]))
"""


def test_suggest_answers_the_same_whatever_the_hash_seed() -> None:
    said = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([".", *sys.path])}
        done = subprocess.run([sys.executable, "-c", PICKS], env=environment, text=True, capture_output=True, check=True)
        said.add(done.stdout)
    assert len(said) == 1
    found = [bool(answer) for answer in json.loads(said.pop())]
    assert sum(found[:10]) >= 5
    assert sum(found[10:]) >= 5


def test_suggest_spreads_its_choice_among_equals() -> None:
    """Forty initiators, sixty organisations with the same facts: not always the same ones come first."""
    asked = plain(Random(0), "ka202-2018", 60)
    like = replace(asked.organisations[1], oid=None, pic=None, flags=frozenset(), country="DE")
    equals = [replace(like, id=f"x{n}", name=f"Equal {n}", country="DE" if n % 2 else "FR") for n in range(60)]
    population = Population([*(replace(asked.organisations[0], id=f"i{n}", name=f"Starts {n}") for n in range(40)), *equals])
    shown = set()
    for number in range(40):
        request = requests.parse({"call": "ka202-2018", "initiator": f"i{number}", "limit": 1}, GUIDE.call)
        shown |= set(matching.suggest(request, population, History(), asked.call, TODAY).proposals[0].partners)
    assert len(shown) > 30


def test_suggest_finds_a_coordinator_whose_country_brings_its_bundle() -> None:
    random = Random("bundles")
    worlds = [world(random, "ka240-sch-2026", 9, **{**CALM, "coordinator": "find"}, limit=1) for _ in range(12)]
    able = [
        replace(
            asked,
            organisations=[
                replace(one, roles=one.roles | ({"coordinator"} if "school_authority" in one.flags else set()))
                for one in asked.organisations
            ],
            _by_id={},
        )
        for asked in worlds
    ]
    feasible = [agree(asked) for asked in able]
    assert any(feasible)


@pytest.mark.parametrize("seed", range(3))
def test_suggest_fills_more_seats_than_can_be_followed_together(seed: int) -> None:
    organisations = [one.facts for one in invented(60, seed)]
    call = GUIDE.call("ka220-vet-2026")
    first = next(one for one in organisations if one.country in call.counting_countries and one.type.startswith("EPLUS-EDU"))
    seats = [{"sector": sector, "count": 2} for sector in ("HED", "VET", "SCH", "ADU", "YOU")]
    seats.append({"class": "labour_market_actor", "count": 2})
    request = requests.parse({"call": call.id, "initiator": first.id, "seats": seats, "size": {"min": 3, "max": 13}}, GUIDE.call)
    answer = matching.suggest(request, Population(organisations), History(), call, TODAY, limit=2)
    assert [one.proof.status for one in answer.proposals] == ["optimal"] * 2
    assert all(sum(len(seat.by) for seat in one.seats) == 12 for one in answer.proposals)


def test_suggest_never_gives_out_an_empty_seat() -> None:
    asked = plain(Random(1), "ka202-2018", 8)
    request = asked.request.model_copy(update={"seats": (requests.Seat(sector="HED"),)})
    question = Question(request, Circumstances(Population(asked.organisations), History(), asked.call, TODAY))
    full = matching.suggest(asked.request, Population(asked.organisations), History(), asked.call, TODAY, limit=1).proposals[0]
    partners = tuple(question.task.population.index[one] for one in full.partners)
    best = Solution(full.score, partners, robustness=full.parts["robustness"])
    with pytest.raises(Disagreement, match="empty seat"):
        proposals([Found(question, Outcome(best, full.score, complete=True), best, 0.0, 0.1)])

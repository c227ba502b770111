"""Integer programs: what they find is what brute force finds, whatever kinds of rule the call has; their bounds hold."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.clock import Clock, Progress, TimeIsUp
from matchmaker.matching.composition import Composition
from matchmaker.matching.integer.model import Model
from matchmaker.matching.integer.program import Frozen, Linear, Program
from matchmaker.matching.integer.relaxation import Relaxation
from matchmaker.matching.integer.search import IntegerSearch
from matchmaker.matching.question import Question
from matchmaker.matching.searching.candidates import Candidates
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.solution import Solution
from matchmaker.matching.tuning import TUNING
from matchmaker.programme.calls import Call
from matchmaker.programme.guides import Guide
from matchmaker.programme.rules import CountryBundles
from matchmaker.programme.types import sectors
from oracle.brute_force import World
from tests.examples import examples
from tests.house.tree import ROOT
from tests.matching import worlds
from tests.matching.test_suggestion import CALM, EVERY_CALL, agree
from tests.matching.worlds import GUIDE, question, world

BUNDLES = GUIDE.call("cove-strict").model_copy(
    update={
        "id": "bundles",
        "rules": (
            *(rule for rule in GUIDE.call("cove-strict").rules if rule.id != "per-country"),
            CountryBundles.model_validate(
                {
                    "id": "bundles",
                    "check": "country_bundles",
                    "ev": "I",
                    "source": "for this test",
                    "bundles": [
                        {"country": "coordinator", "need": {"vet_provider": 1}},
                        {"country": "other_counting", "at_least": 2, "need": {"vet_provider": 1}},
                        {"country": "other_counting", "need": {"vet_provider": 1, "labour_market_actor": 1}},
                    ],
                }
            ),
        ),
    }
)
"""Two other countries must each have one kind of organisation, one of them or another two kinds."""
seeds = st.integers(0, 2**40)


@pytest.mark.slow
@pytest.mark.parametrize("call", EVERY_CALL)
def test_integer_programs_find_what_brute_force_finds(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every call, as if its rules asked who is in each country."""
    monkeypatch.setattr(Composition, "by_country", True)
    random = Random(f"integer {call}")
    size = 15 if call == "alliances-lot2-2026" else 10 if call.startswith(("alliances", "cove")) else 9
    feasible = [
        agree(world(random, call, size, limit=2, **(CALM if number % 3 else {}))) for number in range(8 if size < 15 else 5)
    ]
    assert any(feasible)


@pytest.mark.parametrize("coordinator", ["initiator", "find"])
def test_bundles_of_several_countries(coordinator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "GUIDE", Guide({**GUIDE.calls, BUNDLES.id: BUNDLES}))
    monkeypatch.setitem(worlds.MAKE_UP, BUNDLES.id, worlds.MAKE_UP["cove-strict"])
    random = Random(f"bundles {coordinator}")
    feasible = [agree(world(random, BUNDLES.id, 10, **{**CALM, "coordinator": coordinator}, limit=2)) for _ in range(6)]
    assert sum(feasible) >= len(feasible) / 2


def listed(judge: World) -> tuple[Question, Shortlist] | None:
    asked = question(judge)
    if asked.is_contradictory or not len(asked.task.partner_numbers):
        return None
    return asked, Candidates(asked.task, asked.formula, asked.own).shortlist(0)


@given(seeds)
@examples(30)
def test_no_answer_is_above_what_any_prices_allow(seed: int) -> None:
    """Weak duality, also for prices that solve nothing; and who is in an answer lost no more than it did."""
    random = Random(seed)
    found = listed(world(random, random.choice(("ka240-sch-2026", "cove-strict", "ka220-vet-2026")), 10))
    if found is None:
        return
    program = Model(found[1], found[0].task.partner_numbers[-1]).program
    everybody = np.ones(len(found[1].who), dtype=bool)
    best = program.solved(everybody, (), Clock.of(60.0))
    if best.values is None:
        return
    points = program.constant + float(program.gain @ best.values)
    assert best.bound == pytest.approx(points, abs=1e-6)
    chosen = best.values[: len(everybody)] > 0.5
    for prices in (np.zeros(len(program.low)), _some_prices(random, program), program.prices(everybody, Clock.of(60.0))):
        assert prices is not None
        most, adds = program.worth(prices)
        assert np.isfinite(most)
        assert points <= most + float(adds[chosen].sum()) + 1e-6
        assert points <= most + float(np.maximum(adds, 0.0).sum()) + 1e-6


def _some_prices(random: Random, program: Frozen) -> np.ndarray:
    """Of either sign, also where a row has no such limit."""
    return np.array([random.uniform(-5, 5) for _ in program.low])


@given(seeds)
@examples(20)
def test_relaxation_among_few_is_that_among_all(seed: int) -> None:
    random = Random(seed)
    found = listed(world(random, random.choice(("ka240-sch-2026", "cove-strict")), 12))
    if found is None:
        return
    program = Model(found[1], found[0].task.partner_numbers[-1]).program
    number = len(found[1].who)
    few = Relaxation(program, np.array([random.random() < 0.2 for _ in range(number)], dtype=bool), TUNING.more)
    everybody = Relaxation(program, np.ones(number, dtype=bool), TUNING.more)
    for one in (few, everybody):
        one.narrow(0.0, Clock.of(60))
    assert few.bound == pytest.approx(everybody.bound, abs=1e-5)


def test_program_of_a_knapsack() -> None:
    program = Program()
    program.add_candidates(np.array([6.0, 5.0, 4.0]))
    program.between(0.0, Linear({0: -5.0, 1: -4.0, 2: -3.0}, constant=7.0))
    frozen = program.freeze()
    everybody = np.ones(3, dtype=bool)
    best = frozen.solved(everybody, (), Clock.of(10.0))
    assert best.values is not None
    assert np.flatnonzero(best.values > 0.5).tolist() == [1, 2]
    assert best.bound == pytest.approx(9.0, abs=1e-8)
    assert frozen.solved(np.array([True, False, False]), (), Clock.of(10.0)).bound == pytest.approx(6.0, abs=1e-8)


def packing(random: Random) -> Frozen:
    """Three hundred things, each pair of which may exclude each other: nobody knows the best choice of them within a minute."""
    program = Program()
    program.add_candidates(np.array([random.random() for _ in range(300)]))
    for _ in range(200):
        some = random.sample(range(300), 15)
        program.row(np.array(some), np.ones(15), -np.inf, 1.0)
    return program.freeze()


class Leaving:
    """Somebody who calls the search off after so many looks."""

    def __init__(self, after: int) -> None:
        self.after, self.looks = after, 0

    def progress(self, report: Progress) -> None:
        """Nothing is noted."""

    def cancelled(self) -> bool:
        """Whether it was looked at more often."""
        self.looks += 1
        return self.looks > self.after


def test_solving_ends_as_soon_as_it_is_called_off() -> None:
    everybody, watch = np.ones(300, dtype=bool), Leaving(2)
    found = packing(Random(1)).solved(everybody, (), Clock.of(600, watch))
    assert watch.looks == 3
    assert not found.ended
    with pytest.raises(TimeIsUp):
        packing(Random(2)).prices(everybody, Clock.of(600, watch))


def test_nothing_is_said_on_standard_output() -> None:
    """HiGHS says its version there when it is first used."""
    script = "import numpy as np; from tests.matching.test_integer import packing, Random, Clock; "
    script += "packing(Random(1)).prices(np.ones(300, dtype=bool), Clock.of(60)); print('only this')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "only this\n"


def test_program_without_a_choice_is_bounded_by_its_answer() -> None:
    """HiGHS leaves the bound of whole numbers at 0 there."""
    program = Program()
    program.constant = 5.0
    program.between(-np.inf, program.add(10.0), 1.0)
    frozen = program.freeze()
    assert frozen.solved(np.zeros(0, dtype=bool), (), Clock.of(60)).bound == pytest.approx(15.0)
    assert frozen.solved(np.zeros(0, dtype=bool), (), Clock.of(60, Leaving(0))).bound >= 15.0


def test_program_without_an_answer() -> None:
    program = Program()
    program.add_candidates(np.array([1.0]))
    program.between(2.0, Linear({0: 1.0}))
    frozen = program.freeze()
    assert frozen.solved(np.ones(1, dtype=bool), (), Clock.of(10.0)) == (None, -np.inf, True)
    assert frozen.prices(np.ones(1, dtype=bool), Clock.of(10.0)) is None


def schools(*countries: str) -> list[Organisation]:
    """One that is in charge of schools and may apply, then two schools beside it, then one in each country."""
    kinds = [("EPLUS-BODY-PUB-REG", frozenset({"school_authority"}))] + [("EPLUS-EDU-GEN-SEC", frozenset[str]())] * 2
    places = [("PL", kind) for kind in kinds] + [("DE", kind) for kind in kinds]
    places += [(country, kinds[1]) for country in countries]
    return [
        Organisation(f"o{number}", f"School {number}", country, kind, sectors(kind, flags, frozenset())[0], flags=flags,
                     fields=("1013",), roles=frozenset({"partner", "coordinator"}), established=date(2001, 9, 1))
        for number, (country, (kind, flags)) in enumerate(places)
    ]  # fmt: skip


def judge_of(organisations: list[Organisation], present: int, call: Call, **wished: object) -> World:
    ids = [one.id for one in organisations[:present]]
    document = {"call": call.id, "initiator": "o0", "members": ids, "fields": ["1013"], "same_country": True, **wished}
    return World(organisations, (), requests.parse(document, lambda _: call), call, worlds.TODAY)


@pytest.mark.parametrize("further", [("FR",), ("FR", "ES"), ("FR", "ES", "IT"), ("FR", "ES", "IT", "PT")])
def test_members_from_more_countries_than_are_asked(further: tuple[str, ...]) -> None:
    """Countries are counted too from which nobody can be suggested, and no search for a further answer goes on for ever."""
    organisations = schools(*further, "PL", "PL")
    call, present = GUIDE.call("ka240-sch-2026"), len(organisations) - 2
    assert agree(judge_of(organisations, present, call, size={"min": present + 1, "max": present + 1}, limit=3))


def test_answers_that_cannot_be_better() -> None:
    """Where everybody is as relevant as can be, no bound is below the highest score there is."""
    call = GUIDE.call("ka240-sch-2026")
    scoring = call.scoring.model_copy(update={"weights": {**dict.fromkeys(call.scoring.weights, 0.0), "relevance": 1.0}})
    organisations = schools("PL", "PL", "FR", "FR")
    assert agree(judge_of(organisations, 6, call.model_copy(update={"scoring": scoring}), size={"min": 7, "max": 8}, limit=4))


def test_relaxation_without_time_knows_nothing_and_says_nothing_false() -> None:
    found = listed(world(Random(4), "ka240-sch-2026", 12, **CALM))
    assert found is not None
    program, number = Model(found[1], found[0].task.partner_numbers[-1]).program, len(found[1].who)
    relaxation = Relaxation(program, np.ones(number, dtype=bool), TUNING.more)
    with pytest.raises(TimeIsUp):
        relaxation.narrow(0.0, Clock.of(0.0))
    assert relaxation.bound == 100.0
    assert not relaxation.is_known


class Impatient:
    """Calls a search off once it has looked at one number of partners again."""

    def __init__(self) -> None:
        self.told = 0

    def progress(self, report: Progress) -> None:
        self.told += 1

    def cancelled(self) -> bool:
        return self.told > 1


@pytest.mark.parametrize("seed", [0, 2, 4, 5])
def test_search_that_is_asked_again_goes_on(seed: int) -> None:
    """However little time there is for each try, in the end all is proved, and nothing better was missed."""
    judge = world(Random(seed), "cove-strict", 30, **CALM)
    # One small step of many: each allows only a little more to be lost than the one before.
    asked = question(judge, replace(TUNING, narrow=0.01, widen=1.5, few_more=0.0))
    shortlist = Candidates(asked.task, asked.formula, asked.own).shortlist(0)
    best, _, _ = IntegerSearch(shortlist).run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=-np.inf)
    search, bounds, complete = IntegerSearch(shortlist), [100.0], False
    while not complete:
        tried, bound, complete = search.run(Clock.of(60.0, Impatient()), Solution(), (), any_will_do=False, enough=-np.inf)
        bounds.append(bound)
        assert len(bounds) < 50
    assert len(bounds) > 5
    assert bounds == sorted(bounds, reverse=True)
    assert tried.score == pytest.approx(best.score)


@pytest.mark.parametrize("seed", range(6))
def test_what_need_not_be_looked_for_changes_no_answer_above_it(seed: int) -> None:
    asked = question(world(Random(seed), "cove-strict", 30, **CALM))
    shortlist = Candidates(asked.task, asked.formula, asked.own).shortlist(0)
    best, _, _ = IntegerSearch(shortlist).run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=-np.inf)
    search, below = IntegerSearch(shortlist), best.score - 5.0
    found, bound, complete = search.run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=below)
    assert complete
    assert found.score == pytest.approx(best.score)
    assert bound <= best.score + 1e-6
    # The same search is asked for more than there is, and then for anything.
    _, bound, complete = search.run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=best.score + 1.0)
    assert complete
    assert bound <= best.score + 1.0 + 1e-6
    again, bound, complete = search.run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=-np.inf)
    assert complete
    assert again.score == pytest.approx(best.score)
    assert bound <= best.score + 1e-6


def test_size_is_not_over_because_less_was_asked_of_it() -> None:
    asked = question(world(Random(36), "cove-strict", 30, **CALM))
    shortlist = Candidates(asked.task, asked.formula, asked.own).shortlist(0)
    best, _, _ = IntegerSearch(shortlist).run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=-np.inf)
    search = IntegerSearch(shortlist)
    search.run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=best.score + 3.0)
    found, bound, complete = search.run(Clock.of(60.0), Solution(), (), any_will_do=False, enough=-np.inf)
    assert complete
    assert found.score == pytest.approx(best.score)
    assert bound <= best.score + 1e-6

"""Names alike in one country: one group of which one at most is in a consortium, however many there are."""

from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import matching
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.searching.candidates import Candidates
from matchmaker.matching.tuning import TUNING
from oracle.brute_force import World
from tests.examples import examples
from tests.matching.small import in_haste, in_small
from tests.matching.test_suggestion import agree
from tests.matching.worlds import GUIDE, SMALL_CALLS, TODAY, plain, world

NAMES = ("Schule", "SCHULE", "Szkoła", "Other")


def named_alike(random: Random, asked: World) -> World:
    """The same world with few names in it, and some pairs of which it is known that they are two bodies."""
    organisations = [replace(one, name=random.choice(NAMES), oid=None) for one in asked.organisations]
    ids = [one.id for one in organisations]
    told = [pair for pair in combinations(ids, 2) if random.random() < random.choice((0, 0.2, 0.5))]
    return replace(asked, organisations=organisations, distinct=told, _by_id={})


@given(st.integers(0, 2**40))
@examples(60)
def test_suggest_finds_what_brute_force_finds_among_names_alike(seed: int) -> None:
    random = Random(seed)
    call = random.choice(SMALL_CALLS)
    made = plain(random, "ka202-2018", 11) if random.random() < 0.4 else world(random, call, random.randint(4, 10))
    asked = named_alike(random, made)
    tuning = in_small(random) if random.random() < 0.5 else TUNING
    agree(asked, in_haste(random, tuning) if random.random() < 0.3 else tuning)


@given(st.integers(0, 2**40))
@examples(60)
def test_pairs_that_share_a_group_are_those_that_are_alike_and_not_decided(seed: int) -> None:
    random = Random(seed)
    asked = replace(named_alike(random, world(random, "ka202-2018", 10)), apart=(), _by_id={})
    population = Population(asked.organisations, distinct=asked.distinct)
    for one, other in combinations(asked.organisations, 2):
        groups = [set(population.groups_of.get(population.index[each.id], ())) for each in (one, other)]
        assert bool(groups[0] & groups[1]) == asked.in_conflict(one, other)


def organisation(number: int, **said: object) -> Organisation:
    right = {"country": "DE", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), "fields": ("1013",)}
    return Organisation(id=f"o{number}", **{"name": "Same name", **right, **said})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def many() -> list[Organisation]:
    """Three thousand of one name, of many different abilities, and a few others."""
    random = Random(7)
    expertise = ("evaluation", "facilitation", "digital-learning", "project-management", "dissemination")
    others = [organisation(number, name=f"Name {number}", country=place) for number, place in enumerate(("PL", "FR", "ES", "AT"))]
    for number in range(len(others), len(others) + 3000):
        offered = tuple(one for one in expertise if random.random() < 0.4)
        others.append(organisation(number, expertise=offered, responsiveness=random.random()))
    return others


def request(**said: object) -> requests.Request:
    document = {"call": "ka202-2018", "initiator": "o0", "fields": ["1013"], "size": {"min": 3, "max": 4}, "limit": 3}
    wanted = [{"slug": one} for one in ("evaluation", "facilitation", "digital-learning")]
    return requests.parse({**document, "expertise": wanted, **said}, GUIDE.call)


def test_thousands_of_one_name_are_one_group(many: list[Organisation]) -> None:
    population = Population(many)
    assert [len(group) for group in population.shared_identities] == [3000]
    answer = matching.suggest(request(), population, History(), GUIDE.call("ka202-2018"), TODAY)
    assert answer.proposals
    for proposal in answer.proposals:
        assert proposal.proof.status == "optimal"
        assert sum(int(one.removeprefix("o")) >= 4 for one in proposal.partners) <= 1
    asked = Question(request(), Circumstances(population, History(), GUIDE.call("ka202-2018"), TODAY))
    candidates = Candidates(asked.task, asked.formula, asked.own)
    for shortlist in (candidates.shortlist(4), candidates.everybody()):
        assert shortlist.conflicts.number_of_edges() <= len(shortlist.who)
    assert len(candidates.shortlist(4).who) < 400


def test_one_more_of_the_name_changes_nobody_else(many: list[Organisation]) -> None:
    population = Population(many)
    more = population.updated([organisation(5000)])
    assert [len(group) for group in more.shared_identities] == [3001]
    assert np.array_equal(more._columns.alike[:-1], population._columns.alike)
    fewer = more.updated([organisation(4, name="Renamed")])
    assert [len(group) for group in fewer.shared_identities] == [3000]
    told = more.updated([organisation(5000)], distinct=[("o5000", "o4")])
    assert sorted(len(group) for group in told.shared_identities) == [3000, 3000]

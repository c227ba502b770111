"""Where somebody who offers itself is needed, against the repairs of each case looked at from its side."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import Invalid
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.mending.cases import Case, case_of, settled
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.mending.openings import Opening, _nears, openings
from matchmaker.matching.mending.repairs import repair
from matchmaker.matching.mending.situation import Situation, rivals
from matchmaker.matching.mending.states import assess
from matchmaker.matching.mending.what_if import effect
from tests.examples import examples
from tests.matching.repair_by_trying import Trial, trial
from tests.matching.test_repairs import SIZES
from tests.matching.worlds import GUIDE, SMALL_CALLS, TODAY

MANY = 100
seeds = st.integers(0, 2**40)


def offered(asked: Trial, organisation: str, **options: object) -> tuple[Opening[str], ...]:
    given = asked.circumstances
    return openings(
        organisation, {"it": asked.case}, given.population, given.history, TODAY, call_of=lambda _: asked.call, **options
    )


def agree(asked: Trial) -> int:
    """Each organisation is offered the case as closed exactly where the case lists it; how many are.

    Without time only single steps are looked for, which are all that is compared: more of them take most of the time.
    """
    answer = repair(asked.case, asked.circumstances, limit=MANY, time_limit=0.0)
    assert bool(answer.single_steps) == (bool(answer.before.fails) and asked.call.is_searched)
    listed = {one.joining[0].id: one for kind in answer.single_steps if kind.kind == "add" for one in kind.best}
    closing = 0
    for organisation in asked.world.organisations:
        found = offered(asked, organisation.id)
        complete = [one for one in found if one.complete]
        assert bool(complete) == (organisation.id in listed)
        for one in complete:
            forward = listed[organisation.id]
            assert one.effect.after.score == pytest.approx(forward.score, abs=1e-9)
            assert (one.reasons, one.to_confirm) == (forward.reasons[organisation.id], forward.to_confirm)
            assert set(one.closes) == asked.fails(asked.start)
            closing += 1
        for one in found:
            members, coordinator = asked.start
            after = asked.fails((members | {organisation.id}, coordinator))
            assert set(one.closes) == asked.fails(asked.start) - after
            assert after <= asked.fails(asked.start)
            assert set(one.nears) <= after
            seats = asked.seats((members | {organisation.id}, coordinator)) - asked.seats(asked.start)
            assert bool(one.fills) == (seats == 1)
            assert one.closes or one.nears or one.fills
    return closing


@pytest.mark.parametrize("call", [*SMALL_CALLS, *SIZES])
def test_openings_are_the_additions_that_repairs_list(call: str) -> None:
    random = Random(f"openings {call}")
    # Of four who are all from different countries nothing is missing, and of others another one mends nothing; of two kinds of
    # project more than two members fit best the one that takes no more.
    size, members = (8, 2) if call in ("apart", "kinds-of-project") else SIZES.get(call, (8, 2))
    tried = closing = 0
    while tried < 12 or (not closing and tried < 120):  # under strict rules few consortia lack one member
        tried += 1
        closing += agree(trial(random, call, size, members))
    assert closing


def one(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given)


PEOPLE = [
    one("a", "PL"), one("b", "DE"), one("c", "FR", topics=("inclusion",)), one("d", "PL", other_ids=("old-d",)),
    one("u", "FR", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"}), flags=frozenset({"eche"})),
]  # fmt: skip
POPULATION = Population(PEOPLE, [("b", "u")])
BY_ID = {one.id: one for one in PEOPLE}


def offers(organisation: str, cases: dict[str, list[str]], population: Population = POPULATION, **wishes: object):
    made = {}
    for key, members in cases.items():
        document = {"call": "ka202-2018", "initiator": members[0], **wishes}
        made[key] = case_of(requests.parse(document, GUIDE.call), [BY_ID[each] for each in members], members[0])
    return openings(organisation, made, population, History(), TODAY, call_of=GUIDE.call)


def test_cases_are_ranked_by_rules_closed_then_by_rules_neared_then_by_score() -> None:
    found = offers("c", {"one": ["a"], "two": ["a", "b"], "full": ["a", "b", "u"], "three": ["a", "d"]}, topics=["inclusion"])
    assert [each.key for each in found] == ["two", "three", "one"]
    assert [each.closes for each in found] == [("min-orgs", "min-countries"), ("min-orgs",), ()]
    assert [each.nears for each in found] == [(), ("min-countries",), ("min-orgs", "min-countries")]
    assert [each.complete for each in found] == [True, False, False]


def test_an_empty_place_is_an_opening_too() -> None:
    (found,) = offers("u", {"full": ["a", "d", "c"]}, seats=[{"sector": "HED"}, {"sector": "VET", "count": 2}], same_country=True)
    assert (found.closes, [each.sector for each in found.fills]) == ((), ["HED"])
    assert offers("b", {"full": ["a", "d", "c"]}, seats=[{"sector": "VET"}], exclude=["b"]) == ()


def test_a_place_for_it_goes_before_a_rule_that_only_comes_nearer() -> None:
    seats = {"seats": [{"sector": "HED"}], "same_country": True}
    made = {}
    for key, members, wishes in (("nearer", ["a"], {}), ("place", ["a", "d", "c"], seats)):
        request = requests.parse({"call": "ka202-2018", "initiator": "a", **wishes}, GUIDE.call)
        made[key] = case_of(request, [BY_ID[each] for each in members], "a")
    found = openings("u", made, POPULATION, History(), TODAY, call_of=GUIDE.call)
    assert [(each.key, len(each.closes), len(each.fills)) for each in found] == [("place", 0, 1), ("nearer", 0, 0)]


def test_nobody_is_offered_what_its_wishes_or_conflicts_rule_out() -> None:
    assert offers("u", {"blocked": ["a", "b"]}) == ()
    assert offers("c", {"member already": ["a", "c"]}) == ()
    assert offers("c", {"excluded": ["a", "b"]}, exclude=["c"]) == ()
    assert offers("d", {"same country": ["a", "b"]}) == ()
    assert offers("c", {"language": ["a", "b"]}, POPULATION.without(["c"])) == ()
    assert [each.key for each in offers("old-d", {"any id": ["b", "c"]})] == ["any id"]
    with pytest.raises(Invalid, match="nobody"):
        offers("nobody", {})


def some_cases(random: Random, asked: Trial) -> dict[int, Case]:
    """Consortia around those who start, under one request."""
    core = asked.core
    others = [each for each in asked.by_id if each not in core]
    chosen = [random.sample(others, random.randint(0, 3)) for _ in range(6)]
    return {
        number: case_of(asked.world.request, [asked.by_id[each] for each in (*core, *some)], core[0])
        for number, some in enumerate(chosen)
    }


@given(seeds)
@examples(25)
def test_openings_of_many_cases_are_those_of_each(seed: int) -> None:
    random = Random(seed)
    asked = trial(random, random.choice(SMALL_CALLS), 8, 2)
    given_, ids = asked.circumstances, [each.id for each in asked.world.organisations]
    asked_of = random.choice(ids)
    cases = some_cases(random, asked)

    def ask(some: dict[int, Case], **options: int) -> tuple[Opening[int], ...]:
        world = asked.world
        return openings(asked_of, some, given_.population, given_.history, TODAY, call_of=lambda _: world.call, **options)

    found = ask(cases)
    assert {each.key for each in found} == {number for number, case in cases.items() if ask({0: case})}
    ranks = [(-len(each.closes) - len(each.fills), -len(each.nears), -each.effect.after.score) for each in found]
    assert ranks == sorted(ranks)
    assert [each.key for each in ask(cases, limit=2)] == [each.key for each in found[:2]]


def by_trying(asked: Trial, organisation: str) -> tuple[frozenset[str], frozenset[str], int, bool] | None:
    """What somebody adds, each case put to the check and the judge's own wishes: closed, failing still, seats, complete."""
    members, coordinator = asked.start
    then = (members | {organisation}, coordinator)
    before, after = asked.fails(asked.start), asked.fails(then)
    if organisation not in asked.joinable or asked.breaks_by_itself(organisation, coordinating=False) or not after <= before:
        return None
    if any(asked.world.in_conflict(asked.by_id[organisation], asked.by_id[one]) for one in members):
        return None
    return before - after, after, asked.seats(then) - asked.seats(asked.start), bool(before) and not after


@given(seeds)
@examples(40)
def test_nothing_that_is_put_aside_early_was_an_opening(seed: int) -> None:
    random = Random(seed)
    size, members = SIZES.get(call := random.choice((*SMALL_CALLS, *SIZES)), (8, 3))
    asked = trial(random, call, size, members)
    for one in asked.world.organisations:
        expected, found = by_trying(asked, one.id), offered(asked, one.id)
        if expected is None:
            assert not found
            continue
        closes, still, seats, complete = expected
        if closes or seats:
            (opening,) = found
            assert (frozenset(opening.closes), len(opening.fills) > 0, opening.complete) == (closes, seats == 1, complete)
            assert (opening.after.fails, opening.effect.after) == (still, opening.after)
        else:
            assert all(opening.nears and set(opening.nears) <= still and not opening.fills for opening in found)


def by_itself(asked: Trial, case: Case, organisation: str) -> tuple[object, ...] | None:
    """What somebody adds to a case that is looked at in full, in a population of nobody else."""
    given_ = asked.circumstances
    population = given_.population
    whole = settled(case, population, given_.call, given_.today)
    who, members = population.index[organisation], dict.fromkeys(population.index[each.id] for each in whole.taking_part)
    if organisation in whole.request.exclude or rivals(population, who) & members.keys() or not population.available[who]:
        return None
    small = Population(population.read(dict.fromkeys([*members, who])), doubts_listed=True)
    alone = replace(whole, request=whole.request.model_copy(update={"exclude": ()}))
    situation = Situation(alone, replace(given_, population=small), counts=population)
    at, neighbourhood = small.index[organisation], Neighbourhood(situation)
    if not situation.may_join[at]:
        return None
    fails = neighbourhood.fails_with(at)
    closes, nears, fills = (
        neighbourhood.fails - fails,
        _nears(neighbourhood, at, neighbourhood.fails & fails),
        neighbourhood.fills(at),
    )
    if fails - neighbourhood.fails or not (closes or nears or fills):
        return None
    then = effect(situation, assess(situation, whole.consortium), [Step("add", joins=organisation)])
    return closes, nears, fills, bool(neighbourhood.fails) and not fails, then


@given(seeds)
@examples(40)
def test_what_is_found_quickly_is_what_is_found_by_looking_at_each_case_in_full(seed: int) -> None:
    random = Random(seed)
    asked = trial(random, random.choice((*SMALL_CALLS, *SIZES)), 9, 2)
    given_, cases, call = asked.circumstances, some_cases(random, asked), asked.call
    for each in random.sample(list(asked.by_id), 3):
        listed = openings(each, cases, given_.population, given_.history, TODAY, call_of=lambda _: call)
        found = {opening.key: opening for opening in listed}
        for number, case in cases.items():
            expected = by_itself(asked, case, each)
            assert (expected is not None) == (number in found)
            if expected is not None:
                opening = found[number]
                said = (frozenset(opening.closes), opening.nears, opening.fills, opening.complete, opening.effect)
                assert said == expected
                assert opening.after == opening.effect.after


def test_two_entries_of_one_body_count_once_where_it_is_looked_whether_somebody_is_needed() -> None:
    twice = [one("a", "PL"), one("b", "DE", oid="E10000001"), one("t", "DE", oid="E10000001"), one("n", "FR")]
    document = {"call": "ka202-2018", "initiator": "a"}
    case = case_of(requests.parse(document, GUIDE.call), twice[:3], "a")
    (found,) = openings("n", {"it": case}, Population(twice), History(), TODAY, call_of=GUIDE.call)
    assert (found.closes, found.complete) == (("min-orgs", "min-countries"), False)

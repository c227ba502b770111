"""Where somebody who offers itself is needed, against the repairs of each case looked at from its side."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import Invalid
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.mending.cases import Case, case_of
from matchmaker.matching.mending.openings import Opening, openings
from matchmaker.matching.mending.repairs import repair
from tests.examples import examples
from tests.matching.repair_by_trying import Trial, trial
from tests.matching.test_repairs import SIZES
from tests.matching.worlds import GUIDE, SMALL_CALLS, TODAY

MANY = 100
seeds = st.integers(0, 2**40)


def offered(asked: Trial, organisation: str, **options: object) -> tuple[Opening[str], ...]:
    given = asked.circumstances
    return openings(
        organisation, {"it": asked.case}, given.population, given.history, TODAY, call_of=lambda _: asked.world.call, **options
    )


def agree(asked: Trial) -> int:
    """Each organisation is offered the case as closed exactly where the case lists it; how many are."""
    answer = repair(asked.case, asked.circumstances, limit=MANY, time_limit=600)
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
    size, members = SIZES.get(call, (8, 2))
    assert sum(agree(trial(random, call, size, members)) for _ in range(12))


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


def test_nobody_is_offered_what_its_wishes_or_conflicts_rule_out() -> None:
    assert offers("u", {"blocked": ["a", "b"]}) == ()
    assert offers("c", {"member already": ["a", "c"]}) == ()
    assert offers("c", {"excluded": ["a", "b"]}, exclude=["c"]) == ()
    assert offers("d", {"same country": ["a", "b"]}) == ()
    assert offers("c", {"language": ["a", "b"]}, POPULATION.without(["c"])) == ()
    assert [each.key for each in offers("old-d", {"any id": ["b", "c"]})] == ["any id"]
    with pytest.raises(Invalid, match="nobody"):
        offers("nobody", {})


@given(seeds)
@examples(25)
def test_openings_of_many_cases_are_those_of_each(seed: int) -> None:
    random = Random(seed)
    asked = trial(random, random.choice(SMALL_CALLS), 8, 2)
    given_, ids = asked.circumstances, [each.id for each in asked.world.organisations]
    asked_of = random.choice(ids)
    core = asked.core
    cases = {}
    for number in range(6):
        others = random.sample([each for each in ids if each not in core], random.randint(0, 3))
        cases[number] = case_of(asked.world.request, [asked.by_id[each] for each in (*core, *others)], core[0])

    def ask(some: dict[int, Case], **options: int) -> tuple[Opening[int], ...]:
        world = asked.world
        return openings(asked_of, some, given_.population, given_.history, TODAY, call_of=lambda _: world.call, **options)

    found = ask(cases)
    assert {each.key for each in found} == {number for number, case in cases.items() if ask({0: case})}
    ranks = [(-len(each.closes), -len(each.nears), -each.effect.after.score) for each in found]
    assert ranks == sorted(ranks)
    assert [each.key for each in ask(cases, limit=2)] == [each.key for each in found[:2]]

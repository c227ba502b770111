"""The population as columns."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching import History, Population
from matchmaker.matching.population import Texts, identities, terms
from matchmaker.matching.snapshot.batch import batches


def one(key: str, **facts: object) -> Organisation:
    return Organisation(id=key, **{"name": f"Name {key}", "country": "PL", "type": "OTH", **facts})


def test_population_finds_by_every_id_and_its_own_first() -> None:
    population = Population([one("a", other_ids=("x", "b")), one("b")])
    assert population.index == {"a": 0, "b": 1, "x": 0}


def test_population_refuses_one_id_for_two() -> None:
    with pytest.raises(Invalid) as refused:
        Population([one("a"), one("a")])
    assert "a stands for two organisations" in str(refused.value)


def test_population_counts_who_lists_a_term() -> None:
    population = Population([one("a", topics=("t", "t"), fields=("1013",)), one("b", topics=("t",), expertise=("e",))])
    assert (population.df("topic:t"), population.df("field:1013"), population.df("field:10")) == (2, 1, 0)
    assert population.holding("expertise:e").tolist() == [1]
    assert population.holding("priority:none").tolist() == []
    assert terms(population.facts(0)) == ("field:1013", "topic:t")


def test_population_holds_what_is_unknown_as_unknown() -> None:
    partner = one("c", roles=frozenset({"partner"}))
    population = Population(
        [one("a", name=""), one("b", newcomer=True, responsiveness=0.0, roles=frozenset({"coordinator"})), partner]
    )
    assert population.available.tolist() == [False, True, True]
    assert population.newcomer.tolist() == [-1, 1, -1]
    assert population.responsiveness.tolist() == [0.5, 0.0, 0.5]
    assert population.coordinates.tolist() == [True, True, False]


def test_population_of_nobody() -> None:
    population = Population([])
    assert (population.size, population.shared_identities, population.natures) == (0, (), ())


def test_names_alike_in_one_country_may_be_one_body() -> None:
    population = Population(
        [
            one("a", name="WIRTSCHAFTSKAMMER ÖSTERREICH", country="AT"),
            one("b", name="Wirtschaftskammer Oesterreich", country="AT"),
            one("c", name="Wirtschaftskammer Österreich", country="DE"),
            one("d", name="Szkoła", pic="999999999"),
            one("e", name="Other", pic="999999999", oid="E10000001"),
            one("f", name="", oid="E10000001"),
            one("g", name="SZKOLA", registration="1"),
            one("h", name="...", registration="1"),
        ]
    )
    groups = {tuple(group.tolist()) for group in population.shared_identities}
    assert groups == {(0, 1), (3, 4), (4, 5), (3, 6)}
    assert population.groups_of.keys() == {0, 1, 3, 4, 5, 6}


def test_names_are_left_alone_where_doubts_are_listed() -> None:
    pair = [one("a", name="Same"), one("b", name="Same")]
    assert Population(pair).shared_identities
    assert not Population(pair, doubts_listed=True).shared_identities
    assert Population(pair, [("a", "b"), ("a", "nobody"), ("b", "b")], doubts_listed=True).blocks == ((0, 1),)
    assert identities(pair[0], names=False) == ()


def test_visiting_order_depends_on_the_initiator_and_on_nothing_else() -> None:
    keys = [f"o{number}" for number in range(50)]
    forward, backward = Population([one(key) for key in keys]), Population([one(key) for key in reversed(keys)])
    first = [keys[at] for at in np.argsort(forward.visiting_order(0))]
    assert [keys[::-1][at] for at in np.argsort(backward.visiting_order(49))] == first
    assert [keys[at] for at in np.argsort(forward.visiting_order(1))] != first
    assert first != sorted(keys)


def test_history_counts_projects_not_associated_roles() -> None:
    history = History(
        [
            Participation("p", "a", "coordinator"),
            Participation("p", "b", "associated"),
            Participation("p", "b", "partner"),
            Participation("q", "a", "associated"),
            Participation("r", "old-a", "partner"),
        ]
    )
    assert history.projects_of(one("a", other_ids=("old-a",))) == {"p", "r"}
    assert history.members_of("p") == {"a", "b"}
    assert history.members_of("nothing") == frozenset()


def many(number: int) -> Iterator[Organisation]:
    for at in range(number):
        yield one(
            f"org-{at:06}",
            oid=f"E{10_000_000 + at}",
            pic=f"{900_000_000 + at}" if at % 2 else None,
            topics=tuple(f"t{(at * step) % 97}" for step in (1, 5, 7, 11)),
            languages=frozenset({"en", f"l{at % 40}"}),
            other_ids=(f"old-{at}",) if at % 5 == 0 else (),
            city=f"Town {at}",
        )


def traced(make: Callable[[], Population]) -> tuple[Population, int]:
    """What `make` makes, and the bytes that are still in use for it."""
    gc.collect()
    tracemalloc.start()
    made = make()
    _ = made.groups_of
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return made, taken


@pytest.mark.parametrize("kept_elsewhere", [True, False])
def test_population_knows_what_it_weighs(kept_elsewhere: bool) -> None:
    def make(number: int = 4000) -> Population:
        rows = many(number)
        return Population.of(batches(rows), (), lambda ids: {}) if kept_elsewhere else Population(rows, doubts_listed=True)

    make(10)
    population, taken = traced(make)
    assert population.memory() == pytest.approx(taken, rel=0.05)
    if kept_elsewhere:
        assert population.memory() < 200 * population.size
    edited, more = traced(lambda: population.updated([one("org-000007", topics=("t1", "new"))]))
    assert edited.memory() < population.memory() + more + 20_000


def test_edit_shares_what_it_does_not_change() -> None:
    population = Population(many(50))
    edited = population.updated([replace(population.read([7])[0], topics=("t1", "new"))])
    assert edited.df("topic:new") == 1
    assert edited.responsiveness is population.responsiveness
    assert edited.country is population.country
    assert edited.holding("topic:t3") is population.holding("topic:t3")


def test_population_keeps_texts_where_it_is_told() -> None:
    given = one("a", region="Mazowieckie", city="Radom", website="https://a.pl", registration="1", topics=("t",))
    kept = Population([given])
    assert kept.read([0]) == (given,)
    assert kept.facts(0) == replace(given, name="", region="", city="", website="", registration=None)
    elsewhere = kept.reading(lambda ids: {id_: Texts("New name", "", "", "", None) for id_ in ids})
    assert [found.name for found in elsewhere.read([0, 0])] == ["New name", "New name"]
    assert elsewhere.available.tolist() == [True]
    assert kept.reading(lambda ids: {}).read([0]) == (kept.facts(0),)


def test_who_is_left_out_stays_left_out_when_others_change() -> None:
    population = Population([one("a"), one("b"), one("c"), one("d", name="")]).without(["c", "nobody"])
    assert population.available.tolist() == [True, True, False, False]
    after = population.updated([one("e"), one("b", topics=("t",))], gone=["a"])
    assert {after.id_of(place) for place in range(after.size) if after.available[place]} == {"e", "b"}
    assert after.size == 4


@pytest.mark.parametrize(
    "number", ["E00000000", "E99999999", "000000000", "999999999", "E1", "e10000001", "E1000000١", "12345678 "]
)
def test_numbers_are_found_and_given_back_as_written(number: str) -> None:
    population = Population([one("a"), one("b", oid=number), one("c", pic=number)])
    assert (population.facts(1).oid, population.facts(2).pic, population.facts(0).oid) == (number, number, None)
    assert population.index[number] in {1, 2}
    assert number in set(population.index)


def test_ids_in_any_script_are_found() -> None:
    ids = ["Łódź", "学校", "a b", "e\u0301", "\udcff"]
    population = Population(one(key, other_ids=(f"{key}²", "")) for key in ids)
    assert [population.index[key] for key in ids] == [0, 1, 2, 3, 4]
    assert [population.index[f"{key}²"] for key in ids] == [0, 1, 2, 3, 4]
    assert (population.index[""], population.id_of(3), population.facts(2).other_ids) == (0, "e\u0301", ("a b²", ""))
    with pytest.raises(KeyError):
        population.index["é"]
    assert 7 not in population.index  # type: ignore[comparison-overlap]

"""The population as columns."""

import numpy as np
import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching import History, Population
from matchmaker.matching.population import identities, terms


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
    population = Population([one("a", name=""), one("b", newcomer=True, responsiveness=0.0, roles=frozenset({"coordinator"}))])
    assert population.available.tolist() == [False, True]
    assert population.newcomer.tolist() == [-1, 1]
    assert population.responsiveness.tolist() == [0.5, 0.0]
    assert population.coordinates.tolist() == [False, True]


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

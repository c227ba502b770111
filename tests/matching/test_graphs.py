"""The graphs: conflicts, ties, places; and that answers change when one is emptied."""

from dataclasses import replace
from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching import History, Population, graphs
from matchmaker.matching.clock import Clock
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.searching import abilities
from matchmaker.matching.searching.candidates import Candidates
from matchmaker.matching.searching.search import Search
from tests.matching.worlds import GUIDE, TODAY

CALL = GUIDE.call("ka202-2018")


def school(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": key, "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given)


def question(organisations: list[Organisation], history: History | None = None, **wishes: object) -> Question:
    request = requests.parse({"call": "ka202-2018", "initiator": "a", "size": {"min": 3, "max": 3}, **wishes}, GUIDE.call)
    return Question(request, Circumstances(Population(organisations), history or History(), CALL, TODAY))


def test_conflicts_join_groups_and_pairs_of_the_nodes_given() -> None:
    graph = graphs.conflicts([3, 1, 2, 5], [[1, 2, 9], [2, 3], [9, 3]], [(5, 1), (5, 8)])
    assert [sorted(graph[node]) for node in (-1, -2, -3)] == [[1, 2], [2, 3], [1, 5]]
    assert sorted(graph.nodes) == [-3, -2, -1, 1, 2, 3, 5]


def test_conflicts_of_a_group_take_no_more_room_than_its_members() -> None:
    graph = graphs.conflicts(range(1000), [range(1000)], [])
    assert graph.number_of_edges() == 1000


def test_ties_are_projects_with_any_member_present_counted_once() -> None:
    population = Population([school("a", "PL", other_ids=("old-a",)), school("b", "DE"), school("c", "FR")])
    history = History(
        [
            *(Participation("p", one, "partner") for one in ("a", "b", "c")),
            Participation("q", "old-a", "coordinator"),
            Participation("q", "c", "partner"),
            Participation("r", "a", "partner"),
            Participation("r", "c", "associated"),
            Participation("s", "a", "partner"),
            Participation("s", "stranger", "partner"),
        ]
    )
    graph = graphs.ties(population, history, [0, 1])
    assert graphs.joint_projects(graph, [0, 1]) == {0: {"p"}, 1: {"p"}, 2: {"p", "q"}}
    assert graphs.joint_projects(nx.Graph(), [0, 1]) == {}


@given(st.lists(st.frozensets(st.integers(0, 3)), max_size=5), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_assign_fills_as_many_places_as_can_be(fits: list[frozenset[int]], numbers: list[int]) -> None:
    filled = graphs.assign(fits, dict(enumerate(numbers)))
    assert all(len(filled[place]) <= number for place, number in enumerate(numbers))
    assert all(place in fits[who] for place, sitting in filled.items() for who in sitting)
    sitting = [who for some in filled.values() for who in some]
    assert len(set(sitting)) == len(sitting)
    stools = [place for place, number in enumerate(numbers) for _ in range(number)]
    everybody = [*range(len(fits)), *[-1] * len(stools)]
    best = max(
        sum(who >= 0 and stool in fits[who] for who, stool in zip(order, stools, strict=False))
        for order in set(permutations(everybody, len(stools)))
    )
    assert len(sitting) == best


def test_answers_change_when_the_ties_are_emptied() -> None:
    organisations = [school("a", "PL"), *(school(f"s{n}", country) for n, country in enumerate(["DE", "DE", "FR", "FR"]))]
    history = History([Participation("p", one, "partner") for one in ("a", "s1", "s3")])
    tied = question(organisations, history).search(Clock.of(10)).best
    untied = question(organisations).search(Clock.of(10)).best
    assert tied is not None
    assert untied is not None
    assert set(tied.partners) == {2, 4}
    assert tied.score > untied.score


def test_the_part_for_past_projects_is_nothing_when_the_graph_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    organisations = [school("a", "PL"), *(school(f"s{n}", country) for n, country in enumerate(["DE", "DE", "FR", "FR"]))]
    history = History([Participation("p", one, "partner") for one in ("a", "s1", "s3")])
    assert question(organisations, history).own.ties.nonzero()[0].tolist() == [2, 4]

    def emptied(*given: object) -> graphs.Graph:
        graph = ties(*given)
        graph.remove_edges_from(list(graph.edges))
        return graph

    ties = graphs.ties
    monkeypatch.setattr(graphs, "ties", emptied)
    assert not question(organisations, history).own.ties.any()


def test_answers_change_when_the_conflicts_are_emptied() -> None:
    organisations = [
        school("a", "PL"),
        school("b", "DE", pic="999999999", responsiveness=1.0),
        school("c", "FR", pic="999999999", responsiveness=1.0),
        school("d", "FR", responsiveness=0.0),
        school("e", "DE", responsiveness=0.0),
    ]
    asked = question(organisations)
    shortlist = Candidates(asked.task, asked.formula, asked.own).shortlist(0)
    free = replace(shortlist, conflicts=graphs.conflicts(range(len(shortlist.who)), [], []))
    apart = Search(shortlist).run(Clock.of(10)).best
    together = Search(free).run(Clock.of(10)).best
    assert apart is not None
    assert together is not None
    assert set(apart.partners) != {1, 2}
    assert set(together.partners) == {1, 2}


def test_nobody_can_fill_anything_when_the_places_are_emptied() -> None:
    organisations = [school("a", "PL"), school("b", "DE"), school("c", "FR")]
    asked = question(organisations, seats=[{"sector": "VET"}])
    seats = abilities.layout(asked.task, asked.formula).seats

    def rows(read: abilities.Abilities) -> np.ndarray:
        return abilities.rows(read.words(read.numbers(np.arange(3))), read.columns.width)

    assert rows(abilities.Abilities(asked.task, asked.formula))[:, seats].all()
    emptied = abilities.Abilities(asked.task, asked.formula)
    emptied.places.remove_edges_from(list(emptied.places.edges))
    assert not rows(emptied)[:, : seats.stop].any()
    nobody = emptied.words(emptied.numbers(np.array([1, 2])))
    shortlist = replace(Candidates(asked.task, asked.formula, asked.own).shortlist(0), word=nobody)
    assert asked.search(Clock.of(10)).best is not None
    assert Search(shortlist).run(Clock.of(10)).best is None

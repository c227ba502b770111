"""The three graphs of a question: who may not sit together, who worked together before, who can fill which place.

Nodes are ints, added in sorted order: with other nodes some algorithms of networkx answer differently under another hash seed.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations
from typing import Final, TypeAlias

import networkx as nx
from networkx.algorithms import bipartite

from matchmaker.matching.history import History
from matchmaker.matching.population import Population

Graph: TypeAlias = "nx.Graph[int]"
MOST_DRAWN: Final = 5
"""As many projects together draw two nodes as near as they come."""
WEAKLY: Final = 0.1
"""How strongly those who never worked together are held beside each other, in projects."""


def conflicts(nodes: Iterable[int], groups: Iterable[Iterable[int]], pairs: Iterable[tuple[int, int]]) -> Graph:
    """Who may not sit together: a node below 0 for each group and each pair, with an edge to everybody in it.

    A consortium has at most one neighbour of each such node; so there are as many edges as the groups have members, not as
    they have pairs. Groups and pairs are read within `nodes`, which are 0 and up; what holds fewer than two of them is left out.
    """
    graph, number = _graph(nodes), -1
    for rivals in chain(groups, sorted((min(pair), max(pair)) for pair in pairs)):
        some = sorted({node for node in rivals if node in graph})
        if len(some) > 1:
            graph.add_edges_from((number, node) for node in some)
            number -= 1
    return graph


def ties(population: Population, history: History, present: Sequence[int]) -> Graph:
    """The ties graph around the members present: an edge to each organisation one of them did a project with.

    The edge's `projects` is the set of ids of the joint projects.
    """
    joint: dict[tuple[int, int], set[str]] = {}
    for member in present:
        for project in history.projects_of(population.facts(member)):
            partners = {population.index[one] for one in history.members_of(project) if one in population.index}
            for partner in partners - {member}:
                joint.setdefault((member, partner), set()).add(project)
    graph = _graph({node for pair in joint for node in pair} | set(present))
    for member, partner in sorted(joint):
        known = graph.get_edge_data(member, partner, {}).get("projects", frozenset())
        graph.add_edge(member, partner, projects=known | joint[member, partner])
    return graph


def joint_projects(tied: Graph, present: Sequence[int]) -> dict[int, frozenset[str]]:
    """Organisation -> the projects it did with at least one of the members present; each project once."""
    found: dict[int, frozenset[str]] = {}
    for member in present:
        for partner, edge in tied[member].items() if member in tied else ():
            found[partner] = found.get(partner, frozenset()) | edge["projects"]
    return found


def places(fits: Sequence[Iterable[int]], first_place: int) -> Graph:
    """The bipartite graph of who can fill what: node i (0..len(fits)-1) to node `first_place` + j for each j in `fits[i]`.

    `first_place` is at least len(fits).
    """
    edges = [(who, first_place + place) for who, fitting in enumerate(fits) for place in sorted(set(fitting))]
    graph = _graph({*range(len(fits)), *(place for _, place in edges)})
    graph.add_edges_from(edges)
    return graph


def assign(fits: Sequence[Iterable[int]], capacity: Mapping[int, int]) -> dict[int, list[int]]:
    """Who fills which place, as many as can be: place -> the i of `fits`, none twice, at most `capacity` in each place."""
    stools = [place for place in sorted(capacity) for _ in range(capacity[place])]
    graph = places([[s for s, place in enumerate(stools) if place in set(fitting)] for fitting in fits], len(fits))
    matched = bipartite.hopcroft_karp_matching(graph, top_nodes=range(len(fits)))
    filled: dict[int, list[int]] = {place: [] for place in capacity}
    for who in range(len(fits)):
        if who in matched:
            filled[stools[matched[who] - len(fits)]].append(who)
    return filled


def circle(size: int, joint: Mapping[tuple[int, int], int]) -> list[int]:
    """Nodes 0..size-1 in the order in which they stand around a circle when they are drawn, node 0 first.

    joint: two nodes -> how many projects they did together. Those who did are near each other: springs draw them together, and
    each node goes to the side to which it was drawn. On a circle no line between two runs through a third.
    """
    graph = _graph(range(size))
    graph.add_weighted_edges_from((*pair, min(number, MOST_DRAWN)) for pair, number in sorted(joint.items()))
    others = ((a, b, WEAKLY) for a, b in combinations(range(size), 2) if not graph.has_edge(a, b))
    graph.add_weighted_edges_from(list(others))
    places = nx.spring_layout(graph, seed=0)
    turned = sorted(graph, key=lambda node: (round(math.atan2(*places[node]), 6), node))
    return [*turned[turned.index(0) :], *turned[: turned.index(0)]] if turned else []


def _graph(nodes: Iterable[int]) -> Graph:
    graph: Graph = nx.Graph()
    graph.add_nodes_from(sorted(set(nodes)))
    return graph

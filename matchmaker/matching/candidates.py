"""Everybody who may be suggested for a task, in visiting order, and the shortlist of those who can be in a best answer."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from matchmaker.matching import abilities, graphs
from matchmaker.matching.abilities import Layout
from matchmaker.matching.population import Bools, Ints, Population
from matchmaker.matching.score import Formula, Own
from matchmaker.matching.shortlist import Groups, Shortlist, irreplaceable, words
from matchmaker.matching.task import Task
from matchmaker.programme import countries


class Candidates:
    """The candidates; whoever may not sit with somebody who is there already is none."""

    def __init__(self, task: Task, formula: Formula, own: Own, among: Bools | None = None) -> None:
        """`among`: who may be suggested; everybody who fits the task if not given."""
        population = task.population
        self._task = task
        self._columns = abilities.layout(task, formula)
        suggestible = task.suggestible.copy() if among is None else task.suggestible & among
        suggestible[[*task.included, *_rivals(population, (*task.present, *task.included))]] = False
        who = np.flatnonzero(suggestible)
        graph = abilities.places(task)
        self._seated = abilities.matrix(task, formula, graph, np.array([*task.present, *task.included], dtype=np.int64))
        rows = abilities.matrix(task, formula, graph, who) & ~_needless(self._columns, self._seated)
        value = own.value(formula)[who]
        order = np.lexsort((population.visiting_order(task.initiator)[who], -value))
        self._who, self._value, self._rows = who[order], value[order], rows[order]
        self._word = words(self._rows)
        self._country = _countries(population)[population.country[self._who]]
        self._groups = Groups(self._word, self._country)
        place = np.full(population.size, -1)
        place[self._who] = np.arange(len(self._who))
        listed = (place[group] for group in population.shared_identities)
        self._shared = [np.sort(group[group >= 0]) for group in listed if (group >= 0).sum() > 1]
        self._blocks = [(int(place[a]), int(place[b])) for a, b in population.blocks if place[a] >= 0 and place[b] >= 0]

    def shortlist(self, earlier: Sequence[frozenset[int]] = ()) -> Shortlist:
        """Those that can still be in a best answer; `earlier`: the suggested partners of each earlier proposal."""
        known = np.isin(self._who, np.array([*chain.from_iterable(earlier)], dtype=np.int64))
        free = ~known
        free[list(chain.from_iterable(self._blocks))] = False
        for group in self._shared:
            free[group] = False
        numbers, composition = self._task.partner_numbers, self._task.composition
        most = max(numbers, default=0)
        places = most - len(self._task.included)
        kept = np.flatnonzero(self._first_of_each_conflict(known) & (self._groups.free_before(free) < places))
        members = None if composition.by_country else most + len(self._task.present)
        kept = kept[irreplaceable(self._word[kept], self._country[kept], free[kept], places, members)]
        return self._listed(kept, known)

    def _first_of_each_conflict(self, known: Bools) -> Bools:
        """All but those who come after one with the same conflicts, country and abilities (and in no earlier proposal)."""
        keep = np.ones(len(self._who), dtype=bool)
        in_groups: dict[int, list[int]] = {}
        for number, group in enumerate(self._shared):
            for at in group.tolist():
                in_groups.setdefault(at, []).append(number)
        blocked = set(chain.from_iterable(self._blocks))
        seen: set[tuple[int, ...]] = set()
        for at in sorted(in_groups):
            if at not in blocked and not known[at]:
                same = (int(self._word[at]), int(self._country[at]), *in_groups[at])
                keep[at] = same not in seen
                seen.add(same)
        return keep

    def _listed(self, kept: Ints, known: Bools) -> Shortlist:
        place = {at: number for number, at in enumerate(kept.tolist())}
        groups = [[place[at] for at in group.tolist() if at in place] for group in self._shared]
        pairs = [(place[a], place[b]) for a, b in self._blocks if a in place and b in place]
        conflicts = graphs.conflicts(range(len(kept)), groups, pairs)
        alone = np.array([not conflicts[number] for number in range(len(kept))], dtype=bool)
        return Shortlist(
            columns=self._columns,
            who=self._who[kept],
            value=self._value[kept],
            abilities=self._rows[kept],
            country=self._country[kept],
            free=alone & ~known[kept],
            conflicts=conflicts,
            seated=self._seated,
        )


def conflict_among(task: Task) -> bool:
    """Whether a partner asked for by name may not sit with a member present, or with another one asked for."""
    return any(not _rivals(task.population, [one]).isdisjoint({*task.present, *task.included} - {one}) for one in task.included)


def _rivals(population: Population, seated: Sequence[int]) -> set[int]:
    """Who may not sit with one of these, they themselves perhaps among them."""
    groups = {number for one in seated for number in population.groups_of.get(one, ())}
    blocked = {a for pair in population.blocks for a, b in (pair, pair[::-1]) if b in seated}
    return {one for number in groups for one in population.shared_identities[number].tolist()} | blocked


def _needless(columns: Layout, seated: Bools) -> Bools:
    """Columns that nobody needs to add: expertise that a member offers, a newcomer or an experienced one that sits there."""
    needless = np.zeros(columns.width, dtype=bool)
    for part in (columns.expertise, columns.newcomer):
        needless[part] = seated[:, part].any(axis=0)
    return needless


def _countries(population: Population) -> Ints:
    """For each of the population's countries a number for the country it counts under."""
    counted = [countries.counts_as(code) for code in population.countries]
    numbers = {code: number for number, code in enumerate(dict.fromkeys(counted))}
    return np.array([numbers[code] for code in counted], dtype=np.int64)

"""Everybody who may be suggested for a task, and of them those who can be in a best answer, in visiting order.

One pass over the population gives own values and abilities as numbers. Then only the first few thousand in visiting order are
looked at, and whoever comes after them and is not replaceable by them (`shortlist.py` says when that is).
"""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from matchmaker.matching import graphs
from matchmaker.matching.composition import Standing
from matchmaker.matching.population import Bools, Ints, Population
from matchmaker.matching.score import Formula, Own
from matchmaker.matching.searching.abilities import Abilities, Layout, Words, rows
from matchmaker.matching.searching.shortlist import Reserve, Shortlist, irreplaceable
from matchmaker.matching.task import Task
from matchmaker.programme import countries

FIRST = 8192
"""So many are looked at first."""
COUNTED = 2**20
"""Up to so many different abilities are counted in a table."""


class Candidates:
    """The candidates; whoever may not sit with somebody who is there already is none."""

    def __init__(self, task: Task, formula: Formula, own: Own, among: Bools | None = None) -> None:
        population = task.population
        self._task, self._formula, self._abilities = task, formula, Abilities(task, formula)
        suggestible = task.suggestible.copy() if among is None else task.suggestible & among
        suggestible[[*task.included, *_rivals(population, (*task.present, *task.included))]] = False
        self._who = np.flatnonzero(suggestible)
        value = own.value(formula)
        self._value, self._included_value = value[self._who], float(value[list(task.included)].sum())
        self._numbers = self._abilities.numbers()
        seated = np.array([*task.present, *task.included], dtype=np.int64)
        self._seated = rows(self._abilities.words(self._numbers[seated]), self._abilities.columns.width)
        self._needed = ~_needless(self._abilities.columns, self._seated)
        self._country = _countries(population)
        places = max(task.partner_numbers, default=0)
        self._places, self._members = places - len(task.included), places + len(task.present)

    def shortlist(self, spare: int) -> Shortlist:
        """The candidates who are not replaceable."""
        first, after = self._first()
        first = self._ordered(first)
        left = self._irreplaceable_after(after, self._reserve(first, spare))
        who = np.concatenate((first, self._ordered(left)))
        reserve = self._reserve(who, spare)
        kept = _first_of_each_conflict(self._task.population, self._who[who], reserve, spare)
        return self._listed(who[kept & irreplaceable(reserve)])

    def everybody(self) -> Shortlist:
        """All of them."""
        return self._listed(self._ordered(np.arange(len(self._who))))

    def _first(self) -> tuple[Ints, Ints]:
        """The first in visiting order, and the others; places among the candidates, neither in order."""
        number = len(self._who)
        if number <= FIRST:
            return np.arange(number), np.empty(0, dtype=np.int64)
        least = np.partition(self._value, number - FIRST)[number - FIRST]
        above, equal = np.flatnonzero(self._value > least), np.flatnonzero(self._value == least)
        hashes = self._hashes(equal)
        enough = FIRST - len(above)
        last = np.partition(hashes, enough - 1)[enough - 1]
        there = np.zeros(number, dtype=bool)
        there[above] = True
        there[equal[hashes <= last]] = True
        return np.flatnonzero(there), np.flatnonzero(~there)

    def _hashes(self, some: Ints) -> Words:
        return self._task.population.visiting_order(self._task.initiator, self._who[some])

    def _ordered(self, some: Ints) -> Ints:
        """In visiting order: by own value, then by hash."""
        return some[np.lexsort((self._hashes(some), -self._value[some]))]

    def _words(self, numbers: Ints) -> Words:
        words = self._abilities.words(numbers)
        needed = np.uint64(sum(1 << place for place in np.flatnonzero(self._needed).tolist()))
        return np.asarray(words & needed, dtype=np.uint64)

    def _reserve(self, some: Ints, spare: int) -> Reserve:
        """Candidates in visiting order as those who may stand in for others."""
        who = self._who[some]
        free = np.ones(len(who), dtype=bool)
        free[_tied(self._task.population, who)] = False
        return Reserve(
            word=self._words(self._numbers[who]),
            country=self._country[self._task.population.country[who]],
            free=free,
            places=self._places + spare,
            members=None if self._task.composition.by_country else self._members + spare,
        )

    def _irreplaceable_after(self, after: Ints, reserve: Reserve) -> Ints:
        """Who of those that come after the reserve cannot be replaced out of it."""
        if not len(after):
            return after
        numbers = self._numbers[self._who[after]]
        if self._abilities.number <= COUNTED:
            known = np.flatnonzero(np.bincount(numbers, minlength=self._abilities.number))
            place = np.zeros(self._abilities.number, dtype=np.int64)
            place[known] = np.arange(len(known))
            at = place[numbers]
        else:
            known, at = np.unique(numbers, return_inverse=True)
        words, word = np.unique(self._words(known), return_inverse=True)
        needed: Bools = reserve.needs(words, int(self._country.max()) + 1)
        if not needed.any():
            return after[:0]
        by_word: Bools = np.any(needed, axis=1)[word]
        left = np.flatnonzero(by_word[at])
        country = self._country[self._task.population.country[self._who[after[left]]]]
        return after[left[needed[word[at[left]], country]]]

    def _listed(self, kept: Ints) -> Shortlist:
        population, who = self._task.population, self._who[kept]
        tied = _tied(population, who)
        place = {int(who[at]): at for at in tied.tolist()}
        groups = [[place[one] for one in group] for group in _groups(population, [*place])]
        pairs = [(place[a], place[b]) for a, b in population.blocks if a in place and b in place]
        conflicts = graphs.conflicts(tied.tolist(), groups, pairs)
        free = np.ones(len(who), dtype=bool)
        free[[at for at in conflicts if conflicts[at]]] = False
        words = self._words(self._numbers[who])
        return Shortlist(
            task=self._task,
            formula=self._formula,
            columns=self._abilities.columns,
            who=who,
            points=100.0 * self._value[kept],
            word=words,
            country=self._country[population.country[who]],
            standing=self._standing(who, words),
            free=free,
            conflicts=conflicts,
            seated=self._seated,
            included_points=100.0 * self._included_value,
        )

    def _standing(self, who: Ints, words: Words) -> tuple[Standing, ...]:
        """What the rules see of each, asked once of those who have one country, one side and the same classes."""
        columns = self._abilities.columns
        seen = sum(1 << place for part in (columns.classes, columns.side) for place in range(part.start, part.stop))
        keys = zip(self._task.population.country[who].tolist(), (words & np.uint64(seen)).tolist(), strict=True)
        known: dict[tuple[int, int], Standing] = {}
        found = []
        for key, one in zip(keys, who.tolist(), strict=True):
            if (standing := known.get(key)) is None:
                standing = known[key] = self._task.standing(one)
            found.append(standing)
        return tuple(found)


def conflict_among(task: Task) -> bool:
    """Whether a partner asked for by name may not sit with a member present, or with another one asked for."""
    return any(not _rivals(task.population, [one]).isdisjoint({*task.present, *task.included} - {one}) for one in task.included)


def _rivals(population: Population, seated: Sequence[int]) -> set[int]:
    """Who may not sit with one of these, they themselves perhaps among them."""
    groups = {number for one in seated for number in population.groups_of.get(one, ())}
    blocked = {a for pair in population.blocks for a, b in (pair, pair[::-1]) if b in seated}
    return {one for number in groups for one in population.shared_identities[number].tolist()} | blocked


def _tied(population: Population, who: Ints) -> Ints:
    """Places of those who may not sit with somebody."""
    tied = np.zeros(population.size, dtype=bool)
    tied[[*population.groups_of, *chain.from_iterable(population.blocks)]] = True
    return np.flatnonzero(tied[who])


def _groups(population: Population, tied: Iterable[int]) -> Iterable[list[int]]:
    """Of each group of which several of these may be one body, those of them that are in it."""
    found: dict[int, list[int]] = {}
    for one in tied:
        for number in population.groups_of.get(one, ()):
            found.setdefault(number, []).append(one)
    return (group for group in found.values() if len(group) > 1)


def _first_of_each_conflict(population: Population, who: Ints, reserve: Reserve, spare: int) -> Bools:
    """All but those who come after enough others with the same conflicts, country and abilities."""
    keep = np.ones(len(who), dtype=bool)
    blocked = set(chain.from_iterable(population.blocks))
    seen: dict[tuple[int, ...], int] = {}
    for at in _tied(population, who).tolist():
        if (groups := population.groups_of.get(int(who[at]), ())) and int(who[at]) not in blocked:
            same = (int(reserve.word[at]), int(reserve.country[at]), *groups)
            seen[same] = seen.get(same, 0) + 1
            keep[at] = seen[same] <= 1 + spare
    return keep


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

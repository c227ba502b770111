"""Everybody who may be suggested for a task, and of them those who can be in a best answer, in visiting order.

One pass over the population gives own values. The few who bring most are looked at by themselves first: often nobody else can
be in a better answer (`left_out.py`). Else, of those who can be, the first few thousand in visiting order are looked at, and
whoever comes after them and is not dominated by them (`dominance.py`).
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from matchmaker.matching import graphs
from matchmaker.matching.population import Bools, Ints, Population
from matchmaker.matching.score import Formula, Own
from matchmaker.matching.searching.abilities import Abilities, Layout, Words, rows
from matchmaker.matching.searching.dominance import Dominators, undominated
from matchmaker.matching.searching.left_out import LeftOut
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.standing import Standing
from matchmaker.matching.task import Task
from matchmaker.programme import countries


class Restricted(NamedTuple):
    """The undominated of some candidates. left_out: upper bound, in points, of every consortium with anybody else in it."""

    shortlist: Shortlist
    left_out: float


class Candidates:
    """The candidates for a task among N organisations; whoever may not sit with somebody who is there already is none.

    Every shortlist is in visiting order. spare: the earlier proposals, from which answers are to differ, have so many partners
    at most.
    """

    def __init__(self, task: Task, formula: Formula, own: Own, among: Bools | None = None) -> None:
        """One pass, in O(N). among: whether each organisation of the population may be suggested, by default all may."""
        population, self.tuning = task.population, task.tuning
        self._task, self._formula, self._own, self._abilities = task, formula, own, Abilities(task, formula)
        suggestible = task.suggestible.copy() if among is None else task.suggestible & among
        suggestible[[*task.included, *_rivals(population, (*task.present, *task.included))]] = False
        self._who = np.flatnonzero(suggestible)
        value = own.value(formula)
        self._value, self._included_value = value[self._who], float(value[list(task.included)].sum())
        seated = np.array([*task.present, *task.included], dtype=np.int64)
        self._seated = rows(self._abilities.words(self._abilities.numbers(seated)), self._abilities.columns.width)
        self._needed = ~_needless(self._abilities.columns, self._seated)
        self._country = _countries(population)
        places = max(task.partner_numbers, default=0)
        self._places, self._members = places - len(task.included), places + len(task.present)

    def few(self, spare: int) -> Restricted | None:
        """The few with the highest own values; None where there is little hope that nobody else is needed.

        Nor where most of the time goes into what can come together, however few are looked at.
        """
        intricate = self._task.composition.by_country or len(self._formula.expertise) > self.tuning.kinds
        if intricate or len(self._who) <= self.tuning.few:
            return None
        value = self._value[self._foremost]
        left_out = self._left_out.bound(float(value[-1]))
        hope = self._left_out.bound(float(value[0])) - left_out
        return Restricted(self._undominated(self._foremost, spare), left_out) if hope > self.tuning.hope else None

    def reaching(self, points: float, spare: int) -> Restricted:
        """Those with whom a consortium can have more than so many points."""
        return Restricted(self.shortlist(spare, self._left_out.needed(points)), points)

    @cached_property
    def _left_out(self) -> LeftOut:
        """Upper bounds of consortia with candidates who are left out."""
        highest = self._value[self._foremost[: self._places]].tolist()
        return LeftOut(self._task, self._formula, self._included_value, highest)

    @cached_property
    def _foremost(self) -> Ints:
        """The few who come first, in visiting order."""
        return self._ordered(np.flatnonzero(self._among_first(max(self.tuning.few, self._places))))

    def all(self, spare: int) -> Restricted:
        """The undominated of all of them: nothing is left out that could be better."""
        return Restricted(self.shortlist(spare), float("-inf"))

    def shortlist(self, spare: int, least: float = -np.inf) -> Shortlist:
        """The undominated, of all whose own value (weighted, 0..1) is at least `least`.

        Takes O(N), and for the first `tuning.first` of them what `undominated` takes.
        """
        able = self._value >= least
        there = able if np.count_nonzero(able) <= self.tuning.first else self._among_first(self.tuning.first)
        first, after = self._ordered(np.flatnonzero(there)), np.flatnonzero(able & ~there)
        left = self._undominated_after(after, self._dominators(first, spare))
        return self._undominated(np.concatenate((first, self._ordered(left))), spare)

    def _undominated(self, some: Ints, spare: int) -> Shortlist:
        """The undominated among some candidates, which are in visiting order."""
        dominators = self._dominators(some, spare)
        kept = _first_of_each_conflict(self._task.population, self._who[some], dominators, spare)
        return self._listed(some[kept & undominated(dominators, self.tuning)])

    def everybody(self) -> Shortlist:
        """All of them, the dominated too."""
        return self._listed(self._ordered(np.arange(len(self._who))))

    def _among_first(self, many: int) -> Bools:
        """Whether each is one of so many who come first in visiting order."""
        number = len(self._who)
        if number <= many:
            return np.ones(number, dtype=bool)
        least = np.partition(self._value, number - many)[number - many]
        there: Bools = self._value > least
        equal = np.flatnonzero(self._value == least)
        hashes = self._hashes(equal)
        enough = many - np.count_nonzero(there)
        there[equal[hashes <= np.partition(hashes, enough - 1)[enough - 1]]] = True
        return there

    def _hashes(self, some: Ints) -> Words:
        return self._task.population.visiting_order(self._task.initiator, self._who[some])

    def _ordered(self, some: Ints) -> Ints:
        """In visiting order: by own value, then by hash."""
        by_hash = some[np.argsort(self._hashes(some))]
        return by_hash[np.argsort(-self._value[by_hash], kind="stable")]

    def _words(self, numbers: Ints) -> Words:
        words = self._abilities.words(numbers)
        needed = np.uint64(sum(1 << place for place in np.flatnonzero(self._needed).tolist()))
        return np.asarray(words & needed, dtype=np.uint64)

    def _dominators(self, some: Ints, spare: int) -> Dominators:
        """Candidates in visiting order as those who may stand in for others."""
        who = self._who[some]
        free = np.ones(len(who), dtype=bool)
        free[_tied(self._task.population, who)] = False
        return Dominators(
            word=self._words(self._abilities.numbers(who)),
            country=self._country[self._task.population.country[who]],
            free=free,
            places=self._places + spare,
            members=None if self._task.composition.by_country else self._members + spare,
        )

    def _undominated_after(self, after: Ints, dominators: Dominators) -> Ints:
        """Who of those that come after these dominators are not dominated by them."""
        if not len(after):
            return after
        numbers = self._abilities.numbers(self._who[after])
        if self._abilities.number <= self.tuning.counted:
            known = np.flatnonzero(np.bincount(numbers, minlength=self._abilities.number))
            place = np.zeros(self._abilities.number, dtype=np.int64)
            place[known] = np.arange(len(known))
            at = place[numbers]
        else:
            known, at = np.unique(numbers, return_inverse=True)
        words, word = np.unique(self._words(known), return_inverse=True)
        needed: Bools = dominators.leave_undominated(words, int(self._country.max()) + 1)
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
        free[[at for at in conflicts if at >= 0 and conflicts[at]]] = False
        words = self._words(self._abilities.numbers(who))
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
            own=self._own,
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
    return np.flatnonzero(population.tied[who])


def _groups(population: Population, tied: Iterable[int]) -> Iterable[list[int]]:
    """Of each group of which several of these may be one body, those of them that are in it."""
    found: dict[int, list[int]] = {}
    for one in tied:
        for number in population.groups_of.get(one, ()):
            found.setdefault(number, []).append(one)
    return (group for group in found.values() if len(group) > 1)


def _first_of_each_conflict(population: Population, who: Ints, dominators: Dominators, spare: int) -> Bools:
    """All but those who come after enough others with the same conflicts and country, and at least their abilities."""
    keep = np.ones(len(who), dtype=bool)
    blocked = set(chain.from_iterable(population.blocks))
    seen: dict[tuple[int, ...], dict[int, int]] = {}
    for at in _tied(population, who).tolist():
        if (groups := population.groups_of.get(int(who[at]), ())) and int(who[at]) not in blocked:
            word, came = int(dominators.word[at]), seen.setdefault((int(dominators.country[at]), *groups), {})
            # Once one is left out, so is whoever comes later with no more abilities: its cell need not be counted on.
            if came.get(word, 0) > spare or sum(number for other, number in came.items() if other & word == word) > spare:
                keep[at] = False
            else:
                came[word] = came.get(word, 0) + 1
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

"""A task as an integer program: who is suggested, what they come to by the published score, and who of them can leave."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from matchmaker.matching.integer.constraints import Cell, Constraints
from matchmaker.matching.integer.program import Cut, Frozen, Linear, Program, total
from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.searching.abilities import rows
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.standing import Standing


class Model:
    """The program for so many suggested partners; its first variables say which candidates of the shortlist they are.

    C candidates make some 2 C variables, who is chosen and who of them can leave, and 2 C rows that bind these, besides those of
    places and rules. Only the first variables, and what rules choose between, need be whole numbers: for a given choice the
    best values of all others are.
    """

    def __init__(self, shortlist: Shortlist, number: int) -> None:
        self._shortlist, self._number, self._program = shortlist, number, Program()
        self._task, self._formula = shortlist.task, shortlist.formula
        self._able = rows(shortlist.word, shortlist.columns.width)
        self._places = number - len(self._task.included)
        self._leads: dict[str | None, Linear] = {}
        program, candidates = self._program, len(shortlist.who)
        program.add_candidates(shortlist.points / max(1, number))
        program.constant += shortlist.included_points / max(1, number)
        program.row(np.arange(candidates), np.ones(candidates), self._places, self._places)
        self._conflicts()
        cells = self._cells()
        self._expertise()
        self._newcomers()
        self._sectors()
        self._seats()
        constraints = Constraints(program, cells, self._leads, len(self._task.present) + number)
        for one in self._task.composition.binding:
            one.constrain(constraints)
        self.program: Frozen = program.freeze()

    def apart(self, earlier: Iterable[frozenset[int]]) -> list[Cut]:
        """Rows that say how many partners of earlier proposals (sets of positions) there may be again."""
        places = {who: at for at, who in enumerate(self._shortlist.who.tolist())}
        return [
            Cut(
                np.array(sorted(places[who] for who in one if who in places), dtype=np.int64),
                self._number - self._task.request.min_difference - len(one.intersection(self._task.included)),
            )
            for one in earlier
        ]

    def _sum(self, some: Ints, there: int = 0) -> Linear:
        """How many of some candidates are chosen, and so many others, as one variable and a constant."""
        if len(some) <= 1:
            return Linear(dict.fromkeys(some.tolist(), 1.0), there)
        found = self._program.add(upper=self._places)
        self._program.row(np.append(some, list(found.terms)), np.append(np.ones(len(some)), -1.0), 0.0, 0.0)
        return found + there

    def _with(self, column: int) -> Linear:
        """How many of the chosen have an ability."""
        return self._sum(np.flatnonzero(self._able[:, column]))

    def _conflicts(self) -> None:
        graph = self._shortlist.conflicts
        for node in sorted(one for one in graph if one < 0):
            rivals = np.array(sorted(graph[node]), dtype=np.int64)
            self._program.row(rivals, np.ones(len(rivals)), -np.inf, 1.0)

    def _cells(self) -> list[Cell]:
        """Members by what the rules see of them, who of them can leave, and, where one is to be found, who coordinates."""
        task, program = self._task, self._program
        found: dict[Standing, list[int]] = defaultdict(list)
        for at, one in enumerate(self._shortlist.standing):
            found[one].append(at)
        present, included = [list(map(task.standing, some)) for some in (task.present, task.included)]
        robust = self._formula.points("robustness") / max(1, self._number)
        cells, leads = [], defaultdict[str | None, list[Linear]](list)
        for standing in dict.fromkeys((*found, *present, *included)):
            candidates, among = np.array(found[standing], dtype=np.int64), included.count(standing)
            partners, leaves = self._sum(candidates, among), program.add()
            goes = program.add_of_each(robust, candidates)
            either = np.column_stack((candidates, np.full(len(goes), list(leaves.terms)))).ravel()
            program.not_above(np.repeat(goes, 2), either)
            leaving = [*(Linear({one: 1.0}) for one in goes.tolist()), program.add(robust, among)]
            program.between(0.0, leaves * among - leaving[-1])
            if task.coordinator is None:
                there = sum(bool(task.able[one]) for one in task.included if task.standing(one) == standing)
                able = self._sum(candidates[self._able[candidates, self._shortlist.columns.able]], there)
                lead = program.add(whole=True)
                program.between(0.0, able - lead)
                program.between(0.0, partners - total(leaving) - lead)  # without its coordinator a consortium cannot apply
                leads[standing.country].append(lead)
            number = partners + present.count(standing)
            cells.append(Cell(standing, candidates, among, present.count(standing), number, leaves, tuple(leaving)))
        if task.coordinator is None:
            self._leads = {country: total(some) for country, some in leads.items()}
            program.between(1.0, total(self._leads.values()), 1.0)
        else:
            self._leads = {task.standing(task.coordinator).country: Linear(constant=1.0)}
        return cells

    def _expertise(self) -> None:
        """Each kind wanted counts once when anybody has it."""
        columns, seated = self._shortlist.columns.expertise, self._shortlist.seated
        for column, points in zip(range(columns.start, columns.stop), self._formula.expertise_points.values(), strict=True):
            if seated[:, column].any():
                self._program.constant += points
            else:
                self._program.between(0.0, self._with(column) - self._program.add(points))

    def _newcomers(self) -> None:
        """Somebody says that it is one, and somebody that it is none."""
        columns, seated = self._shortlist.columns.newcomer, self._shortlist.seated
        if gain := self._formula.points("newcomers"):
            both = self._program.add(gain)
            for column in range(columns.start, columns.stop):
                if not seated[:, column].any():
                    self._program.between(0.0, self._with(column) - both)

    def _sectors(self) -> None:
        """Different members stand for different sectors, each counts once, up to the target."""
        columns, program = self._shortlist.columns.sectors, self._program
        if gain := self._formula.sector_points:
            standing = self._flows(columns, self._shortlist.seated)
            for flows in standing.values():
                program.between(0.0, total(flows), 1.0)
            covered = program.add(gain, self._formula.target)
            program.between(0.0, total(one for flows in standing.values() for one in flows) - covered)

    def _seats(self) -> None:
        """Each is filled by a suggested partner of its own."""
        if self._task.seats:
            filling = self._flows(self._shortlist.columns.seats, self._shortlist.seated[len(self._task.present) :])
            for place, count in enumerate(self._task.seat_counts):
                self._program.between(count, total(filling.get(place, ())), count)

    def _flows(self, columns: slice, there: Bools) -> dict[int, list[Linear]]:
        """For each place how many of those who fit the same ones fill it; each fills one at most."""
        width = columns.stop - columns.start
        bits = 1 << np.arange(width, dtype=np.int64)
        fits, seated = self._able[:, columns] @ bits, (there[:, columns] @ bits).tolist()
        found: dict[int, list[Linear]] = defaultdict(list)
        for kind in sorted({*fits.tolist(), *seated} - {0}):
            flows = {
                place: self._program.add(upper=self._number + len(self._task.present))
                for place in range(width)
                if kind >> place & 1
            }
            for place, flow in flows.items():
                found[place].append(flow)
            self._program.between(0.0, self._sum(np.flatnonzero(fits == kind), seated.count(kind)) - total(flows.values()))
        return found

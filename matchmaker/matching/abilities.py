"""What organisations can add beyond their own value, as columns of yes and no: classes, sectors, seats, expertise, flags."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from matchmaker.matching import graphs
from matchmaker.matching.conditions import counts
from matchmaker.matching.graphs import Graph
from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.score import Formula
from matchmaker.matching.task import Task, fits_seat
from matchmaker.programme.classes import is_in
from matchmaker.programme.types import SIX_SECTORS


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold what.

    newcomer: two columns, stated to be one and stated not to be. side: two columns, from a programme country and not, so that
    who has at least the abilities of another counts on the same side. able: may be the coordinator that is found.
    """

    classes: slice
    sectors: slice
    seats: slice
    expertise: slice
    newcomer: slice
    side: slice
    able: int

    @property
    def width(self) -> int:
        """Number of columns; a request's limits keep it below 64."""
        return self.able + 1


def layout(task: Task, formula: Formula) -> Layout:
    """The columns for a task."""
    widths = (len(task.composition.classes), len(SIX_SECTORS), len(task.seats), len(formula.expertise), 2, 2)
    ends = list(accumulate(widths))
    classes, sectors, seats, expertise, newcomer, side = (
        slice(end - width, end) for width, end in zip(widths, ends, strict=True)
    )
    return Layout(classes, sectors, seats, expertise, newcomer, side, able=ends[-1])


def places(task: Task) -> Graph:
    """The bipartite graph of natures (0..) and the classes, sectors and seats they can fill (from len(natures) on)."""
    fits = []
    for nature in task.population.natures:
        fitting = [is_in(name, nature.type, nature.flags) for name in task.composition.classes]
        fitting += [sector in nature.sectors for sector in SIX_SECTORS]
        fitting += [fits_seat(seat, nature.type, nature.flags, nature.sectors) for seat in task.seats]
        fits.append([place for place, fitted in enumerate(fitting) if fitted])
    return graphs.places(fits, len(fits))


def matrix(task: Task, formula: Formula, graph: Graph, who: Ints) -> Bools:
    """One row for each organisation in `who`; what it can fill is read from the graph of `places`."""
    columns, population = layout(task, formula), task.population
    natures = len(population.natures)
    able_to_fill = np.zeros((natures, columns.seats.stop), dtype=bool)
    for nature, place in graph.edges:
        able_to_fill[min(nature, place), max(nature, place) - natures] = True
    rows = np.zeros((len(who), columns.width), dtype=bool)
    rows[:, : columns.seats.stop] = able_to_fill[population.nature[who]]
    listed = np.zeros(population.size, dtype=bool)
    for place, slug in enumerate(formula.expertise, columns.expertise.start):
        listed[:] = False
        listed[population.holding(f"expertise:{slug}")] = True
        rows[:, place] = listed[who]
    rows[:, columns.newcomer.start] = population.newcomer[who] == 1
    rows[:, columns.newcomer.start + 1] = population.newcomer[who] == 0
    counting = np.array([counts(task.call, code) for code in population.countries], dtype=bool)[population.country[who]]
    rows[:, columns.side.start] = counting
    rows[:, columns.side.start + 1] = ~counting
    rows[:, columns.able] = task.able[who]
    return rows

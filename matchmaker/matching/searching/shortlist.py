"""The candidates that a search looks at, in columns."""

from dataclasses import dataclass

from matchmaker.matching.graphs import Graph
from matchmaker.matching.population import Bools, Floats, Ints
from matchmaker.matching.score import Formula, Own
from matchmaker.matching.searching.abilities import Layout, Words
from matchmaker.matching.standing import Standing
from matchmaker.matching.task import Task


@dataclass(frozen=True, slots=True)
class Shortlist:
    """C candidates for a task in visiting order: by own value, highest first, then by hash. Columns have C entries.

    columns: what the bits of `word` stand for, its abilities. who: position in the population. points: what it brings by
    itself, 0..100. country: a number for the country it counts under. standing: what the rules see. free: may sit with
    everybody. conflicts: the graph of those who may not (`graphs.conflicts`), by their places in this list. seated: the
    abilities of the members present and then of the included partners, a row of yes and no each. included_points: what the
    included partners bring by themselves, all together. own: what each organisation of the population brings by itself.
    """

    task: Task
    formula: Formula
    columns: Layout
    who: Ints
    points: Floats
    word: Words
    country: Ints
    standing: tuple[Standing, ...]
    free: Bools
    conflicts: Graph
    seated: Bools
    included_points: float
    own: Own

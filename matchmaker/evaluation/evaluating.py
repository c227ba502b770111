"""The whole evaluation of a dataset: both trials, every pool and ranker, and how sure the differences are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from matchmaker.evaluation.affinity import Affinity
from matchmaker.evaluation.dataset import Dataset
from matchmaker.evaluation.hiding import Hidden, hide
from matchmaker.evaluation.measures import MEASURES
from matchmaker.evaluation.pools import POOLS, Pools
from matchmaker.evaluation.published import Score, by_affinity, ties
from matchmaker.evaluation.rankers import ByAffinity, CommonNeighbours, Popularity, Ranker, Relevance
from matchmaker.evaluation.resampling import Difference, Resampling
from matchmaker.evaluation.trials import Question, Trial, leave_one_out, split, usual_split
from matchmaker.matching.population import Bools

COMPARED = ("recall@10", "MRR")
"""The measures whose differences are given with an interval."""
SCORES = (
    ("score, ties .05", ties, 0.05),
    ("score, ties .10", ties, 0.10),
    ("score, affinity .05", by_affinity, 0.05),
    ("score, affinity .10", by_affinity, 0.10),
)
"""The published score as it was and, with affinity at .05, is: name, the part for past joint projects, its weight."""
PAIRS = (
    ("affinity", "common neighbours"),
    ("affinity", "popularity"),
    ("affinity", "relevance"),
    ("score, affinity .05", "score, ties .05"),
    ("score, affinity .10", "score, ties .05"),
    ("score, affinity .10", "score, ties .10"),
)
"""Which ranker is compared with which."""
AMONG = ("all", "warm")
Progress = Callable[[str, int, int], None]
"""Is told the name of the trial, and how many of how many projects are done."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked: the year of the split (None: the usual one), which trials, how many projects each (None: all).

    score: rank by the published score too. resamples: draws for the intervals.
    """

    split: int | None = None
    trials: tuple[str, ...] = ("split", "leave-one-out")
    sample: int | None = None
    score: bool = False
    resamples: int = 1000
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What one ranker reached in one pool; measures: 0..1, empty among nobody. among: `all` hidden ones, or the `warm`."""

    pool: str
    ranker: str
    among: str
    measures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One ranker against another, by one measure."""

    pool: str
    ranker: str
    against: str
    among: str
    measure: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Result:
    """One trial: how many projects the past holds, how many were asked about, how many partners hidden and how many warm."""

    name: str
    year: int | None
    past: int
    projects: int
    hidden: int
    warm: int
    lines: tuple[Line, ...]
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found in a dataset with these settings."""

    dataset: Dataset
    settings: Settings
    results: tuple[Result, ...]


def evaluate(dataset: Dataset, settings: Settings, progress: Progress = lambda name, done, of: None) -> Evaluation:
    """Hide and ask. A trial in which nothing can be asked is left out. Raises `Invalid` for a year that splits nothing."""
    results = []
    for trial in _trials(dataset, settings):
        if questions := _drawn(trial.questions, settings):
            pools = Pools(dataset, settings.seed)
            ranked = _rankers(dataset, trial.past, settings)
            hidden = hide(questions, ranked, pools, partial(progress, trial.name))
            results.append(_result(trial, hidden, len(questions), [one.name for one in ranked], settings))
    return Evaluation(dataset, settings, tuple(results))


def _trials(dataset: Dataset, settings: Settings) -> Iterator[Trial]:
    year = settings.split if settings.split is not None else usual_split(dataset.years)
    if "split" in settings.trials and year is not None:
        yield split(dataset, year)
    if "leave-one-out" in settings.trials:
        yield leave_one_out(dataset)


def _rankers(dataset: Dataset, past: Affinity, settings: Settings) -> list[Ranker]:
    found: list[Ranker] = [ByAffinity(past), CommonNeighbours(past), Popularity(past), Relevance(past)]
    scores = SCORES if settings.score else ()
    return found + [Score(name, dataset, past, joint, weight) for name, joint, weight in scores]


def _drawn(questions: tuple[Question, ...], settings: Settings) -> tuple[Question, ...]:
    """So many of them, drawn by the seed."""
    if settings.sample is None or settings.sample >= len(questions):
        return questions
    draw = np.random.default_rng(settings.seed)
    return tuple(questions[one] for one in sorted(draw.choice(len(questions), settings.sample, replace=False)))


def _result(trial: Trial, hidden: Hidden, projects: int, names: list[str], settings: Settings) -> Result:
    whom: dict[str, Bools] = {"all": np.ones(len(hidden.warm), dtype=bool), "warm": hidden.warm}
    lines: list[Line] = []
    comparisons: list[Comparison] = []
    resampling = Resampling(hidden.project, settings.resamples, settings.seed)
    for pool in POOLS:
        found = {(name, measure): hidden.places[pool, name].of(measure) for name in names for measure in MEASURES}
        for among in AMONG:
            rows = whom[among]
            for name in names:
                reached = {measure: float(found[name, measure][rows].mean()) for measure in MEASURES if rows.any()}
                lines.append(Line(pool, name, among, reached))
            comparisons += [
                Comparison(pool, name, against, among, measure, difference)
                for name, against in PAIRS
                for measure in COMPARED
                if name in names and (difference := resampling.difference(found[name, measure], found[against, measure], rows))
            ]
    return Result(
        name=trial.name,
        year=trial.year,
        past=len(trial.past.projects),
        projects=projects,
        hidden=len(hidden.warm),
        warm=int(hidden.warm.sum()),
        lines=tuple(lines),
        comparisons=tuple(comparisons),
    )

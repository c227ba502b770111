"""What is known when a partner is hidden: everything else, or only the projects of earlier years."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.errors import Invalid
from matchmaker.evaluation.affinity import Affinity
from matchmaker.evaluation.dataset import Dataset
from matchmaker.language import N_, say
from matchmaker.matching.population import Bools, Ints

EARLIER = 3, 5
"""Unless a year is given, a split comes where at least three fifths of the projects that have a year are earlier."""


@dataclass(frozen=True, slots=True)
class Question:
    """One project, each of whose members is hidden in turn while the others are seen.

    number: its place in the dataset. without: its number among the past projects, when it is one of them and must be left out.
    warm: for each member whether the past knows another project of it.
    """

    number: int
    members: Ints
    topics: frozenset[str]
    without: int | None
    warm: Bools


@dataclass(frozen=True, slots=True)
class Trial:
    """A past and the questions put to it. year: that of a split, None where one project at a time is left out."""

    name: str
    year: int | None
    past: Affinity
    questions: tuple[Question, ...]


def leave_one_out(dataset: Dataset) -> Trial:
    """Each project in turn is left out of the past; all others, also later ones, are known."""
    numbers = range(len(dataset.projects))
    past = Affinity(countries(dataset), dataset.projects)
    return Trial("leave-one-out", None, past, _questions(dataset, past, numbers, left_out=True))


def split(dataset: Dataset, year: int) -> Trial:
    """The past are the projects before `year`; asked is about those of that year and later. Those without a year are neither.

    Raises `Invalid` when there is no project on one of the two sides.
    """
    dated = [(number, found) for number, found in enumerate(dataset.years) if found is not None]
    earlier = [number for number, found in dated if found < year]
    later = [number for number, found in dated if found >= year]
    if not earlier or not later:
        raise Invalid({"--split": say(N_("no projects before %(year)s, or none from then on"), year=year)})
    past = Affinity(countries(dataset), (dataset.projects[number] for number in earlier))
    return Trial("split", year, past, _questions(dataset, past, later, left_out=False))


def usual_split(years: Sequence[int | None]) -> int | None:
    """The first year before which at least three fifths of the projects lie; None when there is none with projects from it on."""
    count = Counter(year for year in years if year is not None)
    share, of = EARLIER
    before = 0
    for year in sorted(count):
        if before * of >= share * count.total() and before:
            return year
        before += count[year]
    return None


def countries(dataset: Dataset) -> Ints:
    """A number for the country of each organisation."""
    codes: dict[str, int] = {}
    return np.array([codes.setdefault(one.country, len(codes)) for one in dataset.organisations], dtype=np.int64)


def _questions(dataset: Dataset, past: Affinity, numbers: Sequence[int], *, left_out: bool) -> tuple[Question, ...]:
    """About every project with two members or more: somebody must be seen when another is hidden."""
    found = []
    for number in numbers:
        project = dataset.projects[number]
        if len(project.members) > 1:
            members = np.array(project.members, dtype=np.int64)
            warm = past.number[members] > int(left_out)
            found.append(Question(number, members, project.topics, number if left_out else None, warm))
    return tuple(found)

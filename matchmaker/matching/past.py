"""What members present did before, and with whom: the part `ties` of the score, and what it can be computed from again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matchmaker.inputs.suggestion import JointProject, Past
from matchmaker.matching import affinity, graphs
from matchmaker.matching.history import History
from matchmaker.matching.population import Population


@dataclass(frozen=True, slots=True)
class Ties:
    """Members present and those they did projects with, all as positions of a population.

    numbers: member present -> how many past projects it took part in. joint_projects: organisation -> ids of the projects it
    did with at least one of them. shares: organisation -> its affinity with them (`affinity.py`).
    """

    numbers: Mapping[int, int]
    joint_projects: Mapping[int, frozenset[str]]
    shares: Mapping[int, float]


def share(past: Past, joint: Iterable[str], topics: Iterable[str]) -> float:
    """The affinity of who did these projects; topics: the idea's."""
    asked = frozenset(topics)
    total = 0.0
    for project in map(past.projects.__getitem__, joint):
        weight = affinity.counts(asked, frozenset(project.topics))
        total += weight * sum(1.0 / (past.numbers[member] + 1) for member in project.members)
    return total / len(past.numbers) if past.numbers else 0.0


def ties(population: Population, history: History, present: Sequence[int], topics: Iterable[str]) -> Ties:
    """The ties of the members present. topics: the idea's."""
    tied = graphs.ties(population, history, present)
    numbers = {member: len(history.projects_of(population.facts(member))) for member in present}
    shares = affinity.shares_by_ties(tied, present, numbers, topics, history.topics)
    return Ties(numbers, graphs.joint_projects(tied, present), shares)


def shares_of(population: Population, history: History, who: int, topics: Iterable[str]) -> dict[int, float]:
    """The affinity of one organisation with each that it did projects with, as if that one alone were present."""
    tied = graphs.ties(population, history, [who])
    found = {}
    for other in tied[who]:
        number = {other: len(history.projects_of(population.facts(other)))}
        found[other] = affinity.shares_by_ties(tied, [other], number, topics, history.topics)[who]
    return found


def past(population: Population, history: History, numbers: Mapping[int, int], joint: Iterable[str]) -> Past:
    """What a proposal's part `ties` follows from. numbers: as in `Ties`; joint: ids of the projects of its partners."""
    ids = {member: population.id_of(member) for member in numbers}
    took_part: dict[str, list[str]] = {project: [] for project in sorted(set(joint))}
    for member, one in ids.items():
        for project in took_part.keys() & history.projects_of(population.facts(member)):
            took_part[project].append(one)
    projects = {
        one: JointProject(topics=tuple(sorted(set(history.topics.get(one, ())))), members=tuple(here))
        for one, here in took_part.items()
    }
    return Past(numbers={one: numbers[member] for member, one in ids.items()}, projects=projects)

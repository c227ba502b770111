"""Judges what any competitor proposes: by the plain formula (`oracle.brute_force`) and the eligibility check.

It shares no code with the search, so ours and a competitor's answer are measured with the same, independent rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks import generator
from benchmarks.requests import GUIDE, TODAY
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.inputs.request import Request
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from oracle.brute_force import World


@dataclass(frozen=True, slots=True)
class Setting:
    """A population that is small enough to be kept as a list too."""

    organisations: tuple[Organisation, ...]
    participations: tuple[Participation, ...]
    topics: Mapping[str, tuple[str, ...]]
    apart: tuple[tuple[str, str], ...]

    @property
    def world(self) -> generator.World:
        """The same for the matcher."""
        population = Population(self.organisations, self.apart, doubts_listed=True)
        return generator.World(population, History(self.participations, topics=self.topics))


@dataclass(frozen=True, slots=True)
class Worth:
    """What a set of suggested partners is worth. meets: rules and wishes hold; score: in points, with the best coordinator."""

    meets: bool
    score: float


def setting(number: int, seed: int = generator.SEED) -> Setting:
    """The first so many organisations of the generator."""
    return Setting(
        tuple(generator.organisations(number, seed)),
        tuple(generator.participations(number, seed)),
        generator.project_topics(number, seed),
        tuple(generator.doubts(number, seed)),
    )


def judge(request: Request, given: Setting) -> World:
    """The judge of one request."""
    return World(given.organisations, given.participations, request, GUIDE.call(request.call), TODAY, given.apart, given.topics)


def worth(world: World, partners: Sequence[Organisation]) -> Worth:
    """Whether these partners meet rules and wishes, and what they score by the published formula."""
    members = [*world.present, *partners]
    size = world.request.size
    wished = (
        (size.min or 1) <= len(members) <= (size.max or len(members))
        and len({one.id for one in members}) == len(members)
        and all(world.may_be_suggested(one) for one in partners)
        and not any(world.in_conflict(one, other) for one, other in combinations(members, 2))
        and world.seats_filled(partners)
    )
    coordinators = world.coordinators(partners)
    meeting = [one for one in coordinators if wished and world.rules_hold(members, one)]
    scores = [world.score(partners, one) for one in meeting or coordinators or [world.present[0].id]]
    return Worth(bool(meeting), max(scores))


def of_size(request: Request, size: int, **wishes: object) -> Request:
    """The request for consortia of exactly so many members."""
    return request.model_copy(update={"size": request.size.model_copy(update={"min": size, "max": size}), **wishes})

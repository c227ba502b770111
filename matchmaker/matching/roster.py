"""The organisations a request names, looked up in the population."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.errors import Invalid
from matchmaker.inputs.request import Request
from matchmaker.language import N_, say
from matchmaker.matching.population import Population


@dataclass(frozen=True, slots=True)
class Roster:
    """Positions of the population. present: the initiator first; coordinator: None when one is to be found."""

    present: tuple[int, ...]
    included: tuple[int, ...]
    excluded: tuple[int, ...]
    coordinator: int | None


def look_up(request: Request, population: Population) -> Roster:
    """Who is meant. Raises `Invalid` for ids nobody has and for what contradicts who is there already."""
    search = _Search(population)
    initiator = search.one("initiator", request.initiator)
    named = {"find": None, "initiator": initiator}
    found = Roster(
        present=tuple(dict.fromkeys([initiator, *search.all("members", request.members)])),
        included=search.all("include", request.include),
        excluded=search.all("exclude", request.exclude),
        coordinator=named[request.coordinator]
        if request.coordinator in named
        else search.one("coordinator", request.coordinator),
    )
    if not search.problems:
        search.contradictions(request, found)
    if search.problems:
        raise Invalid(search.problems)
    return found


def by_first_ids(request: Request, population: Population) -> Request:
    """The request with each organisation under its first id and the initiator among the members. Raises like `look_up`."""
    return renamed(request, look_up(request, population), population)


def renamed(request: Request, found: Roster, population: Population) -> Request:
    """The same for a request whose organisations are looked up."""

    def ids(positions: Iterable[int]) -> tuple[str, ...]:
        return tuple(population.id_of(one) for one in positions)

    coordinator = request.coordinator
    if coordinator not in ("initiator", "find") and found.coordinator is not None:
        coordinator = population.id_of(found.coordinator)
    return request.model_copy(
        update={
            "initiator": population.id_of(found.present[0]),
            "members": ids(found.present),
            "include": ids(found.included),
            "exclude": ids(found.excluded),
            "coordinator": coordinator,
        }
    )


class _Search:
    """Ids looked up, and what is wrong, by field of the request."""

    def __init__(self, population: Population) -> None:
        self._population = population
        self.problems: dict[str, object] = {}

    def one(self, field: str, given: str) -> int:
        """The position; -1 and a problem when nobody has the id."""
        found = self._population.index.get(given, -1)
        if found < 0:
            self.problems[field] = say(N_("nobody in the population has the id “%(id)s”"), id=given[:80])
        return found

    def all(self, field: str, given: Iterable[str]) -> tuple[int, ...]:
        """The positions, each once."""
        return tuple(dict.fromkeys(self.one(f"{field}.{place}", one) for place, one in enumerate(given)))

    def contradictions(self, request: Request, found: Roster) -> None:
        """Note what cannot be meant."""
        there, largest = len(found.present), request.size.max
        if twice := self._shared(found.excluded, found.present):
            self.problems["exclude"] = say(N_("%(id)s is a member already and cannot be excluded"), id=twice)
        if twice := self._shared(found.included, found.present):
            self.problems["include"] = say(N_("%(id)s is a member already and cannot be a suggested partner"), id=twice)
        if found.coordinator is not None and found.coordinator not in found.present:
            self.problems["coordinator"] = say(N_("expected initiator, find, or the id of a member"))
        if largest is not None and largest < there:
            self.problems["size.max"] = say(N_("%(max)s is below the %(n)s members already there"), max=largest, n=there)

    def _shared(self, these: Sequence[int], those: Sequence[int]) -> str | None:
        return next((self._population.id_of(one) for one in these if one in those), None)

"""What the search knows of a kind of rule; each kind has a file here of the name that the guide's files call it by."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.searching.automata import Automaton
from matchmaker.matching.standing import Needs, Standing
from matchmaker.programme.rules import Rule

NEVER = 1_000_000
"""Missing: what no addition can mend."""
RuleT = TypeVar("RuleT", bound=Rule)


@dataclass(frozen=True, slots=True)
class Context:
    """What a kind needs to know of the whole call. bits: actor class -> its bit; countries: scope -> the fewest countries."""

    bits: Mapping[str, int]
    countries: Mapping[str, int]
    year: int


class States(Protocol):
    """The dynamic program (`searching/dynamic_program.py`), as kinds write into it what must be."""

    def at_least(self, least: int, counts: Callable[[Standing], bool]) -> Automaton:
        """So many members who count."""

    def filled(self, needs: Mapping[str, int]) -> Iterator[Automaton]:
        """Places for actor classes (class -> how many), all filled by different members."""


class Kind(ABC, Generic[RuleT]):
    """One rule of a call, as the search asks it."""

    keeps_apart: ClassVar[bool] = False
    """Whether members in its scope never sit together when `of_country` says different things of their countries: so whoever may
    sit together is searched by itself, and what it asks holds there in any case."""
    by_sides: ClassVar[bool] = False
    """Whether the numbers of members from programme countries and from others decide it."""

    is_balance: ClassVar[bool] = False
    """Whether further members may have to even it out."""

    def __init__(self, rule: RuleT, context: Context) -> None:
        self.rule, self._context = rule, context

    @abstractmethod
    def missing(self, members: Sequence[Standing], home: str) -> int:
        """The fewest further members without whom it does not hold, 0 = it holds. home: the coordinator's country.

        Exact at 0 and at `NEVER`, else a lower bound. A country that is not decided counts as a new one, which is never too
        little.
        """

    @abstractmethod
    def constrain(self, program: Constraints) -> None:
        """Write into an integer program that it holds, and which members can leave so that it still does."""

    def admits(self, member: Standing) -> bool | None:
        """Whether it can hold where that member takes part, whoever else does; None: nobody knows."""
        return True

    def automata(self, states: States) -> Iterator[Automaton]:
        """What of it the dynamic program follows; what is not followed is asked of whole choices (`missing`)."""
        return iter(())

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """So many members are enough to have it hold beside these, where more members only help."""
        return 0

    def of_country(self, country: str) -> Hashable:
        """What of a country that nobody else is from decides it, beside whether it counts and whether it is admitted."""
        return None

    @property
    def helped_by_more(self) -> bool:
        """Whether it holds for a set of members as soon as it holds for a part of it."""
        return False

    @property
    def by_country(self) -> bool:
        """Whether it matters which country a member is from, not only how many countries there are.

        Such calls are searched as integer programs, and of two candidates one stands in for the other only if they are from one
        country.
        """
        return False

    @property
    def too_many_of(self) -> Iterable[str]:
        """The actor classes of which one more member can break it: who is in one stands in only for others that are."""
        return ()

    @property
    def tells_sides_apart(self) -> bool:
        """Whether it is not about all members alike."""
        return True

    @property
    def of_each_country(self) -> int:
        """So many members are needed in each further country."""
        return 0

    @property
    def can_be_broken(self) -> bool:
        """Whether one more member can break it, so that one less can mend it."""
        return False

    @property
    def smallest(self) -> int:
        """The number of organisations below which it fails."""
        return 0

    def too_many(self, members: Iterable[Standing]) -> int:
        """By how many members it is exceeded."""
        return 0

    def _by_bit(self, needs: Mapping[str, int]) -> Needs:
        return {self._context.bits[name]: number for name, number in needs.items()}

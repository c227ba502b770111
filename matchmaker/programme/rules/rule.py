"""What every rule that a call may state is made of, as frozen data; each kind has a file of its name beside this one."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions import CONDITIONS
from matchmaker.programme.scopes import Scope
from matchmaker.programme.statements import Positive, Slug, Sourced

FIXED_IDS = frozenset({"one-entity-once", "n-minus-1", "priority-chosen", "project-type", "duration"}).union(
    *(one.ids for one in CONDITIONS)
)
"""Ids of what is checked for every call; a call's own rules bear others."""


def _own_id(rule_id: str) -> str:
    if rule_id in FIXED_IDS:
        raise ValueError(say(N_("“%(id)s” is the id of a check that every call has; give the rule another"), id=rule_id))
    return rule_id


Needs = Annotated[dict[ClassId, Positive], Field(min_length=1)]
"""Actor class -> how many distinct organisations of it."""


def check_range(low: int | None, high: int | None) -> None:
    """Raises ValueError with a message when the smallest is larger than the largest."""
    if low is not None and high is not None and low > high:
        raise ValueError(say(N_("min %(low)s is larger than max %(high)s"), low=low, high=high))


class CountryMinimum(NamedTuple):
    """So many different countries at least in a scope."""

    scope: Scope
    least: int


class RuleData(Sourced, ABC):
    """What every rule carries: its id within the call, where it was read, and whether it is settled."""

    id: Annotated[Slug, AfterValidator(_own_id)]
    settled: bool = True

    @property
    @abstractmethod
    def sentence(self) -> Message:
        """The rule in words."""

    @property
    def classes(self) -> Iterable[str]:
        """The actor classes it names, each once."""
        return ()

    @property
    def country_minimum(self) -> CountryMinimum | None:
        """The number of countries it is about; None where it is about something else."""
        return None

    def at_least(self, scope: Scope) -> int:
        """So many organisations it takes from there: so many countries need as many organisations."""
        return 0

    def at_most(self, scope: Scope) -> int | None:
        """So many organisations from there are too many above that; None without a limit."""
        return None


def places(needs: Mapping[str, int]) -> tuple[Message, ...]:
    """Places for actor classes in words."""
    return tuple(say(N_("%(number)s × %(group)s"), number=number, group=classes.get(group)) for group, number in needs.items())

"""What every rule that a call may state is made of, as frozen data; each kind has a file of its name beside this one."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field

from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions import CONDITIONS
from matchmaker.programme.scopes import Scope
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Positive, Slug, Sourced, YesNo

FIXED_IDS = frozenset({"one-entity-once", "n-minus-1", "priority-chosen", "project-type", "duration"}).union(
    *(one.ids for one in CONDITIONS)
)
"""Ids of what is checked for every call; a call's own rules bear others."""


def _own_id(rule_id: str) -> str:
    if rule_id in FIXED_IDS:
        raise ValueError(say(N_("“%(id)s” is the id of a check that every call has; give the rule another"), id=rule_id))
    return rule_id


RuleId = Annotated[Slug, AfterValidator(_own_id)]
"""The id that a call's file gives to something that is checked."""
Needs = Annotated[dict[ClassId, Positive], Field(min_length=1)]
"""Actor class -> how many distinct organisations of it."""


def check_range(low: int | None, high: int | None) -> None:
    """Raises ValueError with a message when the smallest is larger than the largest."""
    if low is not None and high is not None and low > high:
        raise ValueError(say(N_("min %(low)s is larger than max %(high)s"), low=low, high=high))


class CountryMinimum(NamedTuple):
    """So many different countries at least in a scope. classes: where stated, those count that a member of one is from."""

    scope: Scope
    least: int
    classes: tuple[str, ...] = ()


class RuleData(Sourced, ABC):
    """What every rule carries: its id within the call, where it was read, and whether it is settled."""

    id: RuleId
    settled: YesNo = True
    stands_as: Literal["rule", "warning"] = Field("rule", alias="as")
    """A warning is a stricter reading than the one that decides; no verdict rests on it."""

    @property
    def counts_associated(self) -> bool:
        """Whether associated partners count for it, too."""
        return False

    @property
    def only_warns(self) -> bool:
        """Whether no verdict rests on it."""
        return self.stands_as == "warning"

    @property
    def loosely(self) -> Self | None:
        """What it may be meant to ask at least, so that whatever meets it meets this: nothing (None) while it is not settled."""
        return self if self.settled else None

    @property
    def strictly(self) -> Self:
        """What it may be meant to ask at most; nothing is in doubt about it."""
        return self.model_copy(update={"settled": True})

    def in_doubt(self, finding: Message, year: int, concerned: Collection[str]) -> Message:
        """A finding that does not hold where it is meant more loosely, and why nobody knows how it is meant.

        year: the call's. concerned: codes of the countries it is about, where it says.
        """
        text = N_(
            "%(finding)s Our sources do not settle how strictly this is meant; ask the National Agency or the Executive Agency."
        )
        return say(text, finding=finding)

    @property
    def perhaps_classes(self) -> Iterable[str]:
        """The actor classes that it may be meant to name instead."""
        return ()

    @abstractmethod
    def sentence(self, year: int) -> Message:
        """The rule in words; year: the call's, for the names of countries and regions."""

    @property
    def classes(self) -> Iterable[str]:
        """The actor classes it names, each once."""
        return ()

    @property
    def regions(self) -> Iterable[str]:
        """The regions of third countries it names."""
        return ()

    @property
    def country_minimum(self) -> CountryMinimum | None:
        """The number of countries it is about; None where it is about something else."""
        return None

    @property
    def least_countries(self) -> CountryMinimum | None:
        """From how many countries organisations come at least where it is met; None where it does not say."""
        return self.country_minimum

    def bound(self, sizes: Sizes) -> None:
        """Write how many organisations it admits from where; how many countries there must be stands there already."""


def bound(rules: Collection[RuleData], sizes: Sizes) -> None:
    """Write how many organisations they all admit from where, and from how many countries they come at least."""
    for one in (rule.country_minimum for rule in rules):
        if one is not None:
            sizes.countries[one.scope] = max(sizes.countries[one.scope], one.least)
    sizes.countries["all"] = max(sizes.countries["all"], sizes.countries["counting"] + sizes.countries["other"])
    for rule in rules:
        rule.bound(sizes)


def least_countries(rules: Iterable[RuleData]) -> int:
    """From how many countries organisations come at least where all of them are met."""
    least: dict[Scope, int] = {"counting": 0, "other": 0, "all": 1}
    for one in (rule.least_countries for rule in rules):
        if one is not None:
            least[one.scope] = max(least[one.scope], one.least)
    return max(least["all"], least["counting"] + least["other"])


def places(needs: Mapping[str, int]) -> tuple[Message, ...]:
    """Places for actor classes in words."""
    return tuple(say(N_("%(number)s × %(group)s"), number=number, group=classes.get(group)) for group, number in needs.items())


def with_associated(sentence: Message) -> Message:
    """The same for a number in which associated partners count."""
    return say(N_("%(sentence)s, associated partners counted"), sentence=sentence)

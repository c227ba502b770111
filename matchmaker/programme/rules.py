"""The kinds of composition rule a call may state, as frozen data; `eligibility/rules` has one file that checks each."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from matchmaker.language import N_, say
from matchmaker.programme.classes import ClassId
from matchmaker.programme.statements import Frozen, Positive, Slug, Sourced, Whole

Scope = Literal["counting", "other", "all"]
"""Members of counting countries (EU and associated), of other countries, or both; associated partners are in none."""

FIXED_IDS = frozenset(
    {
        "coordinator-country",
        "coordinator-class",
        "coordinator-age",
        "member-type",
        "forbidden-type",
        "country-admissible",
        "added-value",
        "eche",
        "one-entity-once",
        "n-minus-1",
        "priority-chosen",
        "project-type",
        "duration",
    }
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


class RuleData(Sourced):
    """What every rule carries: its id within the call, where it was read, and whether it is settled."""

    id: Annotated[Slug, AfterValidator(_own_id)]
    settled: bool = True

    @property
    def classes(self) -> Iterable[str]:
        """The actor classes it names."""
        return ()


class CountOrgs(RuleData):
    """Between `min` and `max` distinct organisations in the scope."""

    check: Literal["count_orgs"]
    scope: Scope
    min: Whole = 0
    max: Positive | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_range(self.min, self.max)
        return self


class CountCountries(RuleData):
    """At least `min` distinct countries (after the territory rule) in the scope."""

    check: Literal["count_countries"]
    scope: Scope
    min: Positive


class CountClass(RuleData):
    """At least `min` members of an actor class in the scope."""

    check: Literal["count_class"]
    actor_class: ClassId = Field(alias="class")
    scope: Scope
    min: Positive

    @property
    def classes(self) -> Iterable[str]:
        """The one it counts."""
        return (self.actor_class,)


class EachCountryHas(RuleData):
    """Every country represented in the scope provides `need` by distinct organisations: class -> number."""

    check: Literal["each_country_has"]
    scope: Scope
    need: Needs

    @property
    def classes(self) -> Iterable[str]:
        """Those every country needs."""
        return self.need


class Bundle(Frozen):
    """What the coordinator's country, or at least `at_least` other counting countries, must provide by distinct organisations."""

    country: Literal["coordinator", "other_counting"]
    at_least: Positive = 1
    need: Needs


class CountryBundles(RuleData):
    """Bundles of organisations, each from one country."""

    check: Literal["country_bundles"]
    bundles: Annotated[tuple[Bundle, ...], Field(min_length=1)]

    @property
    def classes(self) -> Iterable[str]:
        """Those of all bundles."""
        return [name for bundle in self.bundles for name in bundle.need]


class DisjointCover(RuleData):
    """One assignment of distinct members to slots: class -> number of slots. Scope: all members that take part in rules."""

    check: Literal["disjoint_cover"]
    needs: Needs

    @property
    def classes(self) -> Iterable[str]:
        """Those there are slots for."""
        return self.needs


Side = Literal["orgs_counting", "orgs_other", "orgs_all"]


class Compare(RuleData):
    """A comparison of two numbers of organisations."""

    check: Literal["compare"]
    left: Side
    op: Literal["<=", "<", ">=", ">", "=="]
    right: Side


Rule = Annotated[
    CountOrgs | CountCountries | CountClass | EachCountryHas | CountryBundles | DisjointCover | Compare,
    Field(discriminator="check"),
]

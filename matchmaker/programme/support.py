"""What of a consortium can support an element of an award criterion: kinds, as data; `eligibility/support.py` looks for each."""

from typing import Annotated, Literal

from pydantic import Field

from matchmaker.programme.classes import ClassId
from matchmaker.programme.countries import CountryCode, GroupName, RegionNumber
from matchmaker.programme.projects import PriorityId
from matchmaker.programme.scopes import Scope
from matchmaker.programme.statements import Frozen, Positive, Text, YesNo
from matchmaker.programme.types import FlagSlug, SectorCode, TypeCode


class Group(Frozen):
    """Members by what they are. Classes, types and flags: one of all these is enough; what else is stated must hold too."""

    classes: tuple[ClassId, ...] = ()
    types: frozenset[TypeCode] = frozenset()
    flags: frozenset[FlagSlug] = frozenset()
    not_classes: tuple[ClassId, ...] = ()
    regions: tuple[RegionNumber, ...] = ()
    """From these regions of third countries; nothing is asked where nobody is."""
    countries: tuple[GroupName, ...] = ()
    """From a country of one of these groups."""
    scope: Scope = "all"
    coordinates: YesNo = False
    """The coordinator alone."""


class Members(Group):
    """So many members of the group, from so many countries."""

    kind: Literal["members"]
    at_least: Positive = 1
    from_countries: Positive = 1


class AwayFromCapitals(Group):
    """Members of the group outside the capital of their country. capitals: country -> all that its capital is called."""

    kind: Literal["away_from_capitals"]
    capitals: Annotated[dict[CountryCode, tuple[Text, ...]], Field(min_length=1)]


class Experience(Group):
    """Members of the group that are new or of little experience in this kind of action, that are experienced, or some of both."""

    kind: Literal["experience"]
    level: Literal["new", "experienced", "both"]


class EachClass(Frozen):
    """At least one member of each class."""

    kind: Literal["each_class"]
    classes: Annotated[tuple[ClassId, ...], Field(min_length=2)]


class CountriesWith(Frozen):
    """Countries with at least one member of each class, as many as stated."""

    kind: Literal["countries_with"]
    classes: Annotated[tuple[ClassId, ...], Field(min_length=2)]
    at_least: Positive = 1


class Profiles(Frozen):
    """Members that stand for different sectors; sectors: which ones are looked at, any where none is named."""

    kind: Literal["profiles"]
    sectors: tuple[SectorCode, ...] = ()
    at_least: Positive = 2


class OwnField(Frozen):
    """Members that stand for the field of the call; nothing is asked where a call has more than one."""

    kind: Literal["own_field"]


class Contributions(Group):
    """That it is said of every member of the group what it contributes."""

    kind: Literal["contributions"]


class AddedValue(Frozen):
    """That it is said of every member from a third country why it is essential; nothing is asked without one."""

    kind: Literal["added_value"]


class Priorities(Frozen):
    """That the project addresses one of these priorities."""

    kind: Literal["priorities"]
    any_of: Annotated[tuple[PriorityId, ...], Field(min_length=1)]


class NationalPriorities(Frozen):
    """That the project addresses a priority that the National Agency takes as a European one in the national context.

    Nothing is asked in calls of the Executive Agency.
    """

    kind: Literal["national_priorities"]


Support = Annotated[
    Members
    | AwayFromCapitals
    | Experience
    | EachClass
    | CountriesWith
    | Profiles
    | OwnField
    | Contributions
    | AddedValue
    | Priorities
    | NationalPriorities,
    Field(discriminator="kind"),
]

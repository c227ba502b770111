"""Who in a consortium supports an element of an award criterion: each kind of support with the function that looks for it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from matchmaker.eligibility.assignment import assign
from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Witness
from matchmaker.eligibility.reading import Reading, country, is_in
from matchmaker.eligibility.wording import ids
from matchmaker.programme import types
from matchmaker.programme.countries import is_in as is_in_group
from matchmaker.programme.countries import region
from matchmaker.programme.search import fold
from matchmaker.programme.support import (
    AddedValue,
    AwayFromCapitals,
    Contributions,
    CountriesWith,
    EachClass,
    Experience,
    Group,
    Members,
    NationalPriorities,
    OwnField,
    Priorities,
    Profiles,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Who supports it, and of whom it is not said yet.

    witness: by sector, class, country or level where these are told apart; nobody: nothing is known. things: what supports it
    that is no member, such as priorities. source: where that was read, beside the guide.
    """

    witness: Witness = ()
    missing: tuple[Member, ...] = ()
    things: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_supported(self) -> bool:
        """Whether anything is known to support it, and nothing is left to say."""
        return bool(self.witness or self.things) and not self.missing


def members(support: Members, reading: Reading) -> Found | None:
    """Enough members of the group, from enough countries."""
    if _is_elsewhere(support, reading):
        return None
    those = _in(support, reading)
    enough = len(those) >= support.at_least and len({country(one) for one in those}) >= support.from_countries
    return Found(ids(those) if enough else ())


def away_from_capitals(support: AwayFromCapitals, reading: Reading) -> Found | None:
    """Members of the group whose city is known and is no capital."""
    if _is_elsewhere(support, reading):
        return None
    capitals = {fold(name) for names in support.capitals.values() for name in names}
    return Found(ids(one for one in _in(support, reading) if fold(one.city) and fold(one.city) not in capitals))


def experience(support: Experience, reading: Reading) -> Found:
    """Members of which it is stated, or known, that they are new or of little experience, or that they are not."""
    those = _in(support, reading)
    new, old = (ids(one for one in those if one.newcomer is wanted) for wanted in (True, False))
    if support.level == "both":
        return Found({"new": new, "experienced": old} if new and old else ())
    return Found(new if support.level == "new" else old)


def each_class(support: EachClass, reading: Reading) -> Found:
    """A member of every class."""
    by_class = {one: ids(member for member in reading.members if is_in(one, member)) for one in support.classes}
    return Found(by_class if all(by_class.values()) else ())


def countries_with(support: CountriesWith, reading: Reading) -> Found:
    """Countries in which each class has a member."""
    where: dict[str, list[Member]] = defaultdict(list)
    for member in reading.members:
        if any(is_in(one, member) for one in support.classes):
            where[country(member)].append(member)
    found = {
        code: ids(those)
        for code, those in sorted(where.items())
        if all(any(is_in(one, member) for member in those) for one in support.classes)
    }
    return Found(found if len(found) >= support.at_least else ())


def profiles(support: Profiles, reading: Reading) -> Found:
    """Sectors that different members stand for: one body with two sectors is no mix."""
    standing = [(member, stands_for(member)) for member in reading.members]
    by_sector = {one: [member for member, sectors in standing if one in sectors] for one in support.sectors or types.SECTORS}
    there = {one: those for one, those in by_sector.items() if those}
    filled = assign(tuple(there), reading.members, lambda sector, member: member in there[sector])
    if sum(member is not None for member in filled) < support.at_least:
        return Found()
    return Found({one: ids(those) for one, those in there.items()})


def own_field(support: OwnField, reading: Reading) -> Found | None:
    """Members that stand for the field of the call."""
    if reading.call.field not in types.SECTORS:
        return None
    return Found(ids(member for member in reading.members if reading.call.field in stands_for(member)))


def contributions(support: Contributions, reading: Reading) -> Found | None:
    """What members bring to this project; nothing is asked where nobody is in the group."""
    return _said(_in(support, reading), lambda member: member.contribution)


def added_value(support: AddedValue, reading: Reading) -> Found | None:
    """Why members from third countries are essential."""
    return _said([member for member in reading.members if not reading.counts(member)], lambda member: member.added_value)


def priorities(support: Priorities, reading: Reading) -> Found:
    """The priorities of these that the project addresses."""
    return Found(things=tuple(one for one in support.any_of if one in reading.consortium.project.priorities))


def national_priorities(support: NationalPriorities, reading: Reading) -> Found | None:
    """The priorities of the project that are those of the National Agency."""
    if reading.call.managed_by != "NA":
        return None
    agency = reading.consortium.agency
    return Found(
        things=tuple(one for one in agency.priorities if one in reading.consortium.project.priorities), source=agency.source
    )


_JUDGES: Final[Mapping[type, Callable[[Any, Reading], Found | None]]] = {
    Members: members,
    AwayFromCapitals: away_from_capitals,
    Experience: experience,
    EachClass: each_class,
    CountriesWith: countries_with,
    Profiles: profiles,
    OwnField: own_field,
    Contributions: contributions,
    AddedValue: added_value,
    Priorities: priorities,
    NationalPriorities: national_priorities,
}


def look(support: object, reading: Reading) -> Found | None:
    """What supports it; None where it is not asked of this consortium. Associated partners support nothing."""
    return _JUDGES[type(support)](support, reading)


def stands_for(member: Member) -> frozenset[str]:
    """The sectors that a member stands for, by its type and what it adds."""
    return _sectors(member.type, member.flags, member.sectors)


@lru_cache(maxsize=4096)
def _sectors(type_code: str, flags: frozenset[str], added: frozenset[str]) -> frozenset[str]:
    """The same by what decides it: consortia that differ in a member are checked one after the other."""
    return types.sectors(type_code, flags, added)[0] if type_code in types.TYPES else added


def _in(group: Group, reading: Reading) -> list[Member]:
    """The members of a group, in order of id."""
    return [member for member in reading.members if _belongs(group, member, reading)]


def _belongs(group: Group, member: Member, reading: Reading) -> bool:
    named = bool(group.classes or group.types or group.flags)
    one_of = any(is_in(one, member) for one in group.classes) or member.type in group.types or bool(group.flags & member.flags)
    return (
        (one_of or not named)
        and not any(is_in(one, member) for one in group.not_classes)
        and (not group.regions or region(country(member), reading.call.year) in group.regions)
        and (not group.countries or any(is_in_group(one, country(member), reading.call.year) for one in group.countries))
        and (group.scope == "all" or reading.counts(member) == (group.scope == "counting"))
        and (not group.coordinates or member.role == "coordinator")
    )


def _is_elsewhere(group: Group, reading: Reading) -> bool:
    """Whether nobody is from the regions that the group is about."""
    there = {region(country(member), reading.call.year) for member in reading.members}
    return bool(group.regions) and there.isdisjoint(group.regions)


def _said(asked: Iterable[Member], text: Callable[[Member], str | None]) -> Found | None:
    """Of whom something is written down, and of whom it is not yet; one that stands there twice is asked once."""
    asked = list(asked)
    if not asked:
        return None
    said = dict.fromkeys(member.id for member in asked if (text(member) or "").strip())
    silent = {member.id: member for member in asked if member.id not in said}
    return Found(tuple(said), tuple(silent.values()))

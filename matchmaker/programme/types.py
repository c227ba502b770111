"""Official organisation types, the flags an organisation states about itself, and the sectors it stands for."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Annotated, ClassVar

from pydantic import Field

from matchmaker.language import N_
from matchmaker.programme import reading
from matchmaker.programme.statements import Named

_FILE = reading.DATA / "types.toml"
_STATED = reading.table(_FILE)

SIX_SECTORS = ("VET", "HED", "SCH", "ADU", "YOU", "BUS")
"""The sectors that the cross-sector part of the score counts."""


class Sector(Named):
    """A sector an organisation may stand for."""

    is_common: ClassVar[bool] = True

    code: str


class FlagGroup(Named):
    """Flags that a form shows together."""

    slug: str


SECTORS: Mapping[str, Sector] = reading.entries(_FILE.name, _STATED["sectors"], Sector, "code")
FLAG_GROUPS: Mapping[str, FlagGroup] = reading.entries(_FILE.name, _STATED["flag_groups"], FlagGroup, "slug")


class Flag(Named):
    """Something an organisation states about itself; `no_<slug>` states the contrary, neither leaves it unknown."""

    is_common: ClassVar[bool] = True

    slug: str
    group: Annotated[str, *reading.one_of(FLAG_GROUPS, N_("a group of flags"))]


FLAGS: Mapping[str, Flag] = reading.entries(_FILE.name, _STATED["flags"], Flag, "slug")


SectorCode = Annotated[str, *reading.one_of(SECTORS, N_("a sector"))]
FlagSlug = Annotated[str, *reading.one_of(FLAGS, N_("a flag"))]


class OrganisationType(Named):
    """An official type: what it stands for, and what an organisation of this type may add.

    sector: None when the type says nothing about it. may_add_with: flag -> sectors that it may add with that flag.
    gives: flag -> sectors that the flag adds by itself.
    """

    code: str
    sector: SectorCode | None = None
    may_add: frozenset[SectorCode] = frozenset()
    may_add_with: dict[FlagSlug, frozenset[SectorCode]] = Field(default_factory=dict)
    gives: dict[FlagSlug, frozenset[SectorCode]] = Field(default_factory=dict)


TYPES: Mapping[str, OrganisationType] = reading.entries(_FILE.name, _STATED["types"], OrganisationType, "code")

TypeCode = Annotated[str, *reading.one_of(TYPES, N_("an organisation type"))]


def sectors(type_code: str, flags: AbstractSet[str], added: AbstractSet[str]) -> tuple[frozenset[str], frozenset[str]]:
    """What an organisation stands for, and what of `added` was dropped because its type does not allow it.

    Raises KeyError for a type that is not in TYPES.
    """
    stated = TYPES[type_code]
    stands_for = {stated.sector} if stated.sector else set()
    may_add = set(stated.may_add)
    for flag in flags:
        stands_for |= stated.gives.get(flag, frozenset())
        may_add |= stated.may_add_with.get(flag, frozenset())
    allowed = stands_for | (may_add & added)
    return frozenset(allowed), frozenset(added - allowed)


def fills_business_seat(type_code: str, flags: AbstractSet[str]) -> bool:
    """Whether an organisation of business or working life may be suggested for a seat that asks for it.

    An enterprise that is a consultancy is an enterprise for the call's rules, but it does not bring the practice such a
    seat is for, unless it says that it also speaks as an employer. A social partner that also advises remains one. A seat
    that asks for the kind `consultancy` is another matter.
    """
    return not type_code.startswith("EPLUS-ENT-") or "consultancy" not in flags or "employer" in flags

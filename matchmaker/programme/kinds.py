"""What an organisation calls itself when it registers, and what that means: official types, flags, sectors."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Annotated, ClassVar

from pydantic import Field

from matchmaker.language import N_
from matchmaker.programme import reading
from matchmaker.programme.statements import Labels, Named, Text
from matchmaker.programme.types import FlagSlug, SectorCode, TypeCode


class KindGroup(Named):
    """A heading over some of the kinds."""

    slug: str


GROUPS: Mapping[str, KindGroup] = reading.shipped("kind_groups", KindGroup, "slug")


class Kind(Named):
    """One answer to "What are you?".

    group: the heading it stands under. types: the official types it may be, the first until the organisation says otherwise.
    flags, sectors: what it thereby states about itself and adds. beneficiary: the kind as the source page names it, None for
    those it leaves out.
    """

    is_common: ClassVar[bool] = True

    slug: str
    group: Annotated[str, *reading.one_of(GROUPS, N_("a group of kinds"))]
    explanation: Labels
    types: Annotated[tuple[TypeCode, ...], Field(min_length=1)]
    flags: frozenset[FlagSlug] = frozenset()
    sectors: frozenset[SectorCode] = frozenset()
    beneficiary: Text | None = None

    @property
    def type(self) -> str:
        """The official type assumed at registration."""
        return self.types[0]


KINDS: Mapping[str, Kind] = reading.shipped("kinds", Kind, "slug")


def kind_of(type_code: str, flags: AbstractSet[str], sectors: AbstractSet[str]) -> Kind | None:
    """The kind that says most about an organisation known by its type, flags and sectors; None when none fits.

    An enterprise of which nothing more is known is neither an employer nor a consultancy: None.
    """
    fitting = [kind for kind in KINDS.values() if type_code in kind.types and kind.flags <= flags and kind.sectors <= sectors]
    return max(fitting, key=lambda kind: (len(kind.flags) + len(kind.sectors), kind.type == type_code), default=None)

"""Under which ids the portal of the Executive Agency has a call that stands there more than once."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from matchmaker.programme.countries import RegionNumber
from matchmaker.programme.statements import Sourced, Text


class PortalIds(Sourced):
    """The call's action and one of these endings, by the region of the members from other countries.

    several: the ending where they are from more than one region, if that is possible.
    """

    endings: Annotated[dict[RegionNumber, Text], Field(min_length=1)]
    several: Text | None = None

    def of(self, action: str, regions: Collection[str | None] = ()) -> tuple[tuple[str | None, str], ...]:
        """The ids that come into question with members from these regions, each with its region: None for several."""
        possible: list[tuple[str | None, str]] = [*self.endings.items()]
        if self.several:
            possible.append((None, self.several))
        meant = next(iter(regions), None) if len(regions) < 2 else None
        known = meant in self.endings or (len(regions) > 1 and self.several is not None)
        return tuple((region, f"{action}-{ending}") for region, ending in possible if not known or region == meant)

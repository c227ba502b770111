"""National Agencies: which one is responsible for a coordinator, by its country, the field of the call, and its community."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import Field

from matchmaker.programme import reading
from matchmaker.programme.application import ProjectField
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.statements import Labels, Sourced, Text

_FILE: Final = reading.DATA / "agencies.toml"
_STATED: Final = reading.table(_FILE)

Address = Annotated[str, Field(pattern=r"^https://[^\s]+$", max_length=200)]

LIST: Final[str] = _STATED["list"]
"""The Commission's list of National Agencies."""
PORTAL: Final[str] = _STATED["portal"]
"""Where applications to the Executive Agency are handed in."""
SINCE: Final = 2021
"""The first call year of the programme for which agencies are carried."""


class Agency(Sourced):
    """An agency. fields: none where it is responsible for all; community: what decides where there are several; read: when."""

    id: str
    country: CountryCode
    name: Text
    website: Address
    read: date
    fields: tuple[ProjectField, ...] = ()
    community: Labels | None = None

    def label(self, language: str) -> str:
        """Its name, with the community that it is for."""
        return f"{self.name} ({self.community.label(language)})" if self.community else self.name


AGENCIES: Final[Mapping[str, Agency]] = reading.entries(_FILE.name, _STATED["agencies"], Agency, "id")


def responsible(country: str, field: str) -> tuple[Agency, ...]:
    """Those of a country for a field; several where its communities have one each, none where we carry none."""
    return tuple(one for one in AGENCIES.values() if one.country == country and (not one.fields or field in one.fields))

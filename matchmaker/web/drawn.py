"""Pictures as templates ask for them: from what is on the page to the facts that are drawn."""

from collections.abc import Collection, Iterable
from typing import Protocol

from markupsafe import Markup

from matchmaker.pictures import europe as maps
from matchmaker.pictures.europe import Pin
from matchmaker.programme.calls import Call


class Somebody(Protocol):
    """An organisation, stored or in an answer."""

    id: str
    name: str
    country: str


def pins(members: Iterable[Somebody], applicant: str | None = None, associated: Collection[str] = ()) -> list[Pin]:
    """The members as pins, in their order. applicant, associated: their ids."""
    return [
        Pin(one.name, one.country, "applicant" if one.id == applicant else "associated" if one.id in associated else "partner")
        for one in members
    ]


def europe(shown: list[Pin], call: Call, land: str, compact: bool = False) -> Markup:
    """The map of a call's year. land: the address of `img/europe.svg`."""
    return maps.europe(shown, call.counting_countries, call.year, land, compact)

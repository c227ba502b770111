"""What the invented organisations are made of: areas, tongues, trades and characters, read from the data folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field

from matchmaker.programme.statements import Frozen

DATA = Path(__file__).resolve().parent / "data"


class Area(Frozen):
    """A part of a country with one language of names; a town is (name, region) or (name, region, inflected form)."""

    country: str
    share: float
    tongue: str
    languages: tuple[str, ...]
    towns: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One town of an area."""

    area: Area
    stated: tuple[str, ...]

    @property
    def town(self) -> str:
        """Its name."""
        return self.stated[0]

    @property
    def region(self) -> str:
        """The region it lies in."""
        return self.stated[1]

    @property
    def inflected(self) -> str:
        """Its name as the names of that language need it ("w Gnieźnie")."""
        return self.stated[2] if len(self.stated) > 2 else self.town


class Tongue(Frozen):
    """How a language names things. trades: trade -> (word for schools, word for firms); names: group -> patterns.

    A proper noun is any front with any back; patrons are people schools are named after, people those who answer.
    """

    fronts: tuple[str, ...]
    backs: tuple[str, ...]
    patrons: tuple[str, ...] = ()
    people: tuple[str, ...]
    trades: dict[str, tuple[str, str]]
    names: dict[str, tuple[str, ...]]


class Trade(Frozen):
    """A trade: its ISCED-F fields, what goes with it, and how a description speaks of it."""

    words: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    priorities: tuple[str, ...]


class Character(Frozen):
    """A kind of organisation; `data/characters.toml` explains the keys."""

    type: str
    kind: str
    share: float
    names: str
    tongue: str | None = None
    """The language of its name, when that is not the one of the place."""
    always: frozenset[str] = frozenset()
    maybe: dict[str, tuple[float, float]] = Field(default_factory=dict)
    coordinator: float
    newcomer: float
    learners: tuple[int, int] | None = None
    staff: tuple[int, int]
    trained: bool = False
    """Whether it belongs to one trade; the others only touch one."""
    topics: tuple[str, ...]
    expertise: tuple[str, ...]
    priorities: tuple[str, ...]
    adds: tuple[str, ...] = ()
    tells: tuple[str, ...]
    contributes: tuple[str, ...]
    looks_for: tuple[str, ...]


@cache
def areas() -> tuple[Area, ...]:
    """Where organisations are, in the order of the file."""
    return tuple(Area.model_validate(entry) for entry in read("areas.toml")["area"])


@cache
def trades() -> Mapping[str, Trade]:
    """The trades by slug."""
    return {slug: Trade.model_validate(entry) for slug, entry in read("trades.toml").items()}


@cache
def characters() -> tuple[Character, ...]:
    """The kinds of organisations, in the order of the file."""
    return tuple(Character.model_validate(entry) for entry in read("characters.toml")["character"])


@cache
def tongue(code: str) -> Tongue:
    """How names are made in one language."""
    return Tongue.model_validate(read(f"tongues/{code}.toml"))


def read(name: str) -> dict[str, Any]:
    """A file of the data folder."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))

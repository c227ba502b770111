"""What is asked of each partner and how it stands, counted by partner and in all."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from matchmaker.language import Message

State = Literal["missing", "asked", "received", "accepted", "returned"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked of one partner.

    opened: whoever coordinates looks at it before it counts. needed: without it something is missing; else it is advised, or
    asked for later. until: the day of the consortium's own deadline where it goes with the application. evidence: what is
    there. by: who decided, or "". sha256: of what is there, "" = nothing. steps: how to get it, where that takes some.
    said: what was written, by the name of its field.
    """

    key: str
    name: Message
    stage: Message
    is_opened: bool
    state: State = "missing"
    is_needed: bool = True
    until: datetime | None = None
    evidence: Message | None = None
    asked_at: datetime | None = None
    decided_at: datetime | None = None
    by: str = ""
    reason: str = ""
    sha256: str = ""
    steps: tuple[Message, ...] = ()
    said: tuple[tuple[str, str], ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is to be done about it."""
        return self.state == "accepted" or (self.state == "received" and not self.is_opened)

    @property
    def waits_for_partner(self) -> bool:
        """Whether the partner has to do something."""
        return self.is_needed and self.state in ("missing", "asked", "returned")

    @property
    def is_to_look_at(self) -> bool:
        """Whether whoever coordinates has to look at it."""
        return self.state == "received" and self.is_opened


@dataclass(frozen=True, slots=True)
class Column:
    """A partner and all that is asked of it."""

    organisation: int
    key: str
    name: str
    role: str
    is_holder: bool
    is_guest: bool
    items: tuple[Item, ...]

    @property
    def has_joined(self) -> bool:
        """Whether it can be asked for anything."""
        return any(one.key == "joined" and one.state == "received" for one in self.items)

    @property
    def needed(self) -> tuple[Item, ...]:
        """What counts."""
        return tuple(one for one in self.items if one.is_needed)

    @property
    def ready(self) -> int:
        """How much of it is ready."""
        return sum(one.is_ready for one in self.needed)

    @property
    def waiting(self) -> tuple[Item, ...]:
        """What the partner has to do."""
        return tuple(one for one in self.items if one.waits_for_partner)

    @property
    def to_look_at(self) -> tuple[Item, ...]:
        """What whoever coordinates has to look at."""
        return tuple(one for one in self.items if one.is_to_look_at)

    def item(self, key: str) -> Item | None:
        """The item with this key."""
        return next((one for one in self.items if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Board:
    """Every partner of a consortium, whoever coordinates first. deadline: of the call, internal: its own; None = not known."""

    columns: tuple[Column, ...]
    deadline: datetime | None
    internal: datetime | None

    @property
    def ready(self) -> int:
        """How much is ready."""
        return sum(one.ready for one in self.columns)

    @property
    def total(self) -> int:
        """How much is asked."""
        return sum(len(one.needed) for one in self.columns)

    @property
    def waiting(self) -> tuple[Column, ...]:
        """The partners that have something to do, those with most first."""
        found = [one for one in self.columns if one.waiting]
        return tuple(sorted(found, key=lambda one: -len(one.waiting)))

    @property
    def to_look_at(self) -> int:
        """How much whoever coordinates has to look at."""
        return sum(len(one.to_look_at) for one in self.columns)

    @property
    def missing(self) -> tuple[tuple[Column, tuple[Item, ...]], ...]:
        """By partner, what counts and is not ready."""
        found = [(one, tuple(item for item in one.needed if not item.is_ready)) for one in self.columns]
        return tuple((one, items) for one, items in found if items)

    def askable(self, again: datetime) -> int:
        """How many partners beside whoever coordinates have something to do that was not asked for after this moment."""
        return sum(
            any(item.asked_at is None or item.asked_at <= again for item in one.waiting)
            for one in self.columns
            if not one.is_holder and one.has_joined
        )

    def only(self, organisations: Collection[int]) -> "Board":
        """With the columns of these alone."""
        return replace(self, columns=tuple(one for one in self.columns if one.organisation in organisations))

    def column(self, organisation: int) -> Column | None:
        """That of one partner."""
        return next((one for one in self.columns if one.organisation == organisation), None)

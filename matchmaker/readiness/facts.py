"""What is known of one partner, and what was asked of it or decided about what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from matchmaker.language import Message


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that is there: the document it is, its name, the hash of its bytes, and since when."""

    document: str
    name: str
    sha256: str
    on: date


@dataclass(frozen=True, slots=True)
class Mark:
    """What was asked, or decided of what had this hash. decision: `none`, `accepted` or `returned`; by: who decided it."""

    asked_at: datetime | None = None
    decision: str = "none"
    reason: str = ""
    of_sha256: str = ""
    decided_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one partner.

    organisation: its number; is_holder: it coordinates, or holds the consortium until somebody does. agrees: it stays with
    this coordinator. has_eche: None where that is not known, needs_eche: the call asks it of this one. said: the fields of its
    sheet as they are now; confirmed_on: when they were confirmed, None = never; changed: names of those that are otherwise now;
    lacks: names of what has to be filled in before.
    """

    organisation: int
    key: str
    name: str
    role: str
    is_holder: bool = False
    is_guest: bool = False
    joined_on: date | None = None
    agrees: bool = True
    oid: str = ""
    pic: str = ""
    established: date | None = None
    needs_eche: bool = False
    has_eche: bool | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    confirmed_on: date | None = None
    authority: str = ""
    changed: Sequence[str] = ()
    lacks: Sequence[Message] = ()
    papers: Sequence[Paper] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)

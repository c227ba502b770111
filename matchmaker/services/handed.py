"""What goes into a pack for whoever holds the consortium alone: how far each partner is, and the files that were sent in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from matchmaker.documents.pack.assembling import slug
from matchmaker.documents.pack.facts import Apart, Item, Persons
from matchmaker.errors import NotFound
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Upload
from matchmaker.readiness.boards import Item as Asked
from matchmaker.readiness.boards import State
from matchmaker.services import conflicts, readiness, uploads

MOST: Final = 100_000_000
"""Bytes of all files together."""
_STATES: Final[Mapping[State, Message]] = {
    "missing": say(N_("Missing")),
    "asked": say(N_("Was asked for")),
    "received": say(N_("Received, not looked at yet")),
    "accepted": say(N_("Accepted")),
    "returned": say(N_("Given back")),
}
_ENDINGS: Final = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
_TOLD_APART: Final = frozenset({"same_partners", "too_often"})
"""What concerns another consortium: told on the page to those who are in both, and in no file that is handed on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it is. moments: when anything of that was asked for or decided."""

    items: tuple[Item, ...] = ()
    conflicts: tuple[Message, ...] = ()
    moments: tuple[datetime, ...] = ()


NOTHING: Final = Standing()


def list_items(session: Session, consortium: Consortium, names: Mapping[str, str]) -> Standing:
    """What is asked of each partner, and what may get the application rejected; no person is named. names: by their ids."""
    columns = readiness.board(session, consortium).columns
    asked = [(names.get(column.key, column.name), item) for column in columns for item in column.items]
    return Standing(
        tuple(Item(name, item.name, _state(item), item.until) for name, item in asked),
        tuple(one.said for one in conflicts.list_of(session, consortium, None) if one.kind not in _TOLD_APART),
        tuple(moment for _, item in asked for moment in (item.asked_at, item.decided_at) if moment is not None),
    )


def _state(item: Asked) -> Message:
    if item.is_ready and item.state == "received":
        return say(N_("There"))
    return _STATES[item.state]


def apart(
    session: Session, files: Sequence[Upload], persons: Mapping[str, Persons], acts: Mapping[str, Any] | None, salt: str
) -> Apart:
    """All that names persons, with the files as far as they fit. acts: None once they were erased."""
    there: dict[str, bytes] = {}
    left: list[str] = []
    size = 0
    for number, one in enumerate(files, 1):
        content = _content(session, one) if size + one.size <= MOST else None
        if content is None:
            left.append(f"{one.organisation.name}: {one.name}")
            continue
        size += len(content)
        ending = _ENDINGS.get(one.media_type, "bin")
        there[f"uploads/{number:02}-{slug(one.organisation.name or '')}-{slug(one.document)}.{ending}"] = content
    return Apart(persons, acts, salt, there, left)


def _content(session: Session, upload: Upload) -> bytes | None:
    """None where it cannot be found."""
    try:
        return uploads.content_of(session, upload)
    except (NotFound, LookupError):
        return None

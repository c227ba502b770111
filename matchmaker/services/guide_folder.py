"""What operators see of the calls their folder states: which are in force, which wait for it, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from matchmaker.errors import Invalid
from matchmaker.models import User
from matchmaker.permissions import SERVICE, require
from matchmaker.programme import guides
from matchmaker.programme.calls import Call
from matchmaker.services import surroundings


@dataclass(frozen=True, slots=True)
class FolderCalls:
    """in_force: those that are not as this version brings them. waiting: those that the folder states otherwise than is in force.

    mistakes: place -> sentence; while there are any, nothing of the folder is taken up.
    """

    in_force: tuple[Call, ...]
    waiting: tuple[Call, ...] = ()
    mistakes: Mapping[str, object] = field(default_factory=dict)


def get_calls(session: Session, folder: Path | None, *, by: User) -> FolderCalls:
    """How the calls of the folder stand, as its files are now."""
    require(by, "service.operate", SERVICE)
    known = surroundings.guide(session).calls
    shipped = guides.load()
    in_force = _others(known, shipped.calls)
    try:
        stated = (guides.read(folder) if folder else shipped).calls
    except Invalid as error:
        return FolderCalls(in_force, mistakes=error.problems)
    return FolderCalls(in_force, _others(stated, known))


def _others(calls: Mapping[str, Call], than: Mapping[str, Call]) -> tuple[Call, ...]:
    """Those that are not the same there."""
    return tuple(call for name, call in calls.items() if name not in than or than[name].version != call.version)

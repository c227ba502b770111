"""Which calls are in force: put there when the service starts or by an operator, kept with those that were in force before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from matchmaker.models import AdoptedCall, Consortium, Idea, Snapshot
from matchmaker.programme.calls import Call
from matchmaker.programme.guides import Guide, guide_of
from matchmaker.programme.keeping import Unreadable, keep, kept
from matchmaker.services import history, surroundings

KEPT: Final = timedelta(days=1)
"""So long a version is kept that nothing was last checked under: somebody may just be writing by it."""
_CHECKED: Final = (Idea, Consortium, Snapshot)
"""What is checked under the rules of a call, and remembers under which version."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """What becomes of a call. is_new: nothing was in force; before: what was, None too when it cannot be read any more.

    after: None: it is gone.
    """

    call_id: str
    is_new: bool
    before: Call | None
    after: Call | None


def compare(session: Session, guide: Guide) -> tuple[Adopted, ...]:
    """What differs from the calls in force: in the order of the guide, then what it does not have any more."""
    in_force = {row.call_id: row for row in _in_force(session)}
    ids = (*guide.calls, *(gone for gone in in_force if gone not in guide.calls))
    found = [(call_id, in_force.get(call_id), guide.calls.get(call_id)) for call_id in ids]
    return tuple(
        Adopted(call_id, row is None, _read(row), call)
        for call_id, row, call in found
        if row is None or call is None or row.version != call.version
    )


def adopt(session: Session, guide: Guide) -> tuple[Adopted, ...]:
    """Put these calls in force in the place of those that were; what differs. Twice is once."""
    changed = compare(session, guide)
    if not changed:
        return ()
    ids = [one.call_id for one in changed]
    ended = update(AdoptedCall).where(AdoptedCall.call_id.in_(ids), AdoptedCall.replaced_at.is_(None))
    session.execute(ended.values(replaced_at=surroundings.now(session)))
    for one in changed:
        if one.after is not None:
            _put(session, one.after)
        history.record(session, None, "call.adopt" if one.after else "call.drop", call=one.call_id)
    session.flush()
    _forget(session)
    return changed


def find_guide(session: Session) -> Guide | None:
    """All calls in force, None where none were ever put there. Raises `Unreadable` for one that this version cannot read."""
    rows = _in_force(session)
    return guide_of(kept(row.document) for row in rows) if rows else None


def versions(session: Session) -> dict[str, str]:
    """The version in force of each call; empty where none were ever put there."""
    rows = session.execute(select(AdoptedCall.call_id, AdoptedCall.version).where(AdoptedCall.replaced_at.is_(None)))
    return dict(rows.all())


def find_version(session: Session, call_id: str, version: str | None) -> AdoptedCall | None:
    """A version of a call that is or was in force, if it is still known."""
    return session.scalar(select(AdoptedCall).where(AdoptedCall.call_id == call_id, AdoptedCall.version == version))


def is_replaced_since(session: Session, call_id: str, moment: datetime) -> bool:
    """Whether a call was replaced by another version of it after that moment, as far as it is known still."""
    later = select(AdoptedCall.id).where(AdoptedCall.call_id == call_id, AdoptedCall.replaced_at >= moment)
    return session.scalar(later.limit(1)) is not None


def _in_force(session: Session) -> list[AdoptedCall]:
    return list(session.scalars(select(AdoptedCall).where(AdoptedCall.replaced_at.is_(None)).order_by(AdoptedCall.id)))


def _put(session: Session, call: Call) -> None:
    """In force from now on; a version that was so before is so again."""
    row = find_version(session, call.id, call.version)
    if row is None:
        row = AdoptedCall(call_id=call.id, version=call.version)
        session.add(row)
    row.document, row.adopted_at, row.replaced_at = keep(call), surroundings.now(session), None
    session.flush()


def _read(row: AdoptedCall | None) -> Call | None:
    try:
        return None if row is None else kept(row.document)
    except Unreadable:
        return None


def _forget(session: Session) -> None:
    """Versions that are in force no more, and that nothing was last checked under."""
    last = [exists().where(one.checked_version == AdoptedCall.version) for one in _CHECKED]
    old = delete(AdoptedCall).where(AdoptedCall.replaced_at < surroundings.now(session) - KEPT, *(~one for one in last))
    session.execute(old.execution_options(synchronize_session=False))

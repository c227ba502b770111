"""Whose place in a consortium is empty: who left, declined or did not answer in time, while nobody has come instead."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.agenda import Gone
from matchmaker.models import Consortium, HistoryEntry, Organisation
from matchmaker.services import members
from matchmaker.workflow import APPLIED

TAKEN: Final = ("reserve.ask", "reserve.ask_by_itself")
"""A reserve took the place of whoever `place` names in the entry: that one is missed no more, others still are."""
_LEFT, _DECLINED, _SETTLED, _CAME = "consortium.leave", "invitation.decline", "consortium.settle", "consortium.add_member"
_REMOVED, _PUT_BACK = "consortium.remove_member", "consortium.put_back"
"""Who is put back fills the place of those who went since it was removed; who was missed before is missed still."""
_FROZEN: Final = ("outcome.finalise", "outcome.finalise_open", "outcome.finalise_despite")
"""After these nobody is missed who was before, as when somebody is added by hand."""


def list_gone(session: Session, rows: Sequence[Consortium]) -> dict[int, list[Gone]]:
    """Number of a consortium -> who left or declined since somebody was last added, the last first.

    Without those whom whoever holds it goes on without, and those whose place a reserve took; once it was sent to the agency only
    those who left after that.
    """
    states = {row.id: row.state for row in rows}
    verbs = (_LEFT, _DECLINED, _SETTLED, _CAME, _REMOVED, _PUT_BACK, *_FROZEN, *TAKEN)
    entries = select(HistoryEntry).where(HistoryEntry.consortium_id.in_(list(states)), HistoryEntry.verb.in_(verbs))
    listed = session.scalars(entries.options(joinedload(HistoryEntry.organisation)).order_by(HistoryEntry.id)).all()
    took = {(one.consortium_id, one.organisation_id) for one in listed if one.verb in TAKEN}
    found: defaultdict[int, dict[str, Gone]] = defaultdict(dict)
    missed: dict[tuple[int, int], set[str]] = {}
    for entry in listed:
        number, organisation = entry.consortium_id, entry.organisation
        if number is None or organisation is None:
            continue
        if entry.verb in _FROZEN or (entry.verb == _CAME and (number, organisation.id) not in took):
            found[number].clear()
        elif entry.verb == _REMOVED:
            missed[number, organisation.id] = set(found[number])
        elif entry.verb == _PUT_BACK:
            still = missed.get((number, organisation.id), set())
            found[number] = {key: one for key, one in found[number].items() if key in still}
        elif entry.verb in TAKEN:
            found[number].pop(str(entry.details.get("place", "")), None)
        elif entry.verb == _SETTLED:
            found[number].pop(organisation.key, None)
        elif entry.verb in (_LEFT, _DECLINED) and (states[number] not in APPLIED or entry.details.get("state") in APPLIED):
            found[number][organisation.key] = Gone(organisation.name or "", organisation.key, entry.verb == _DECLINED)
    there = {row.id: {one.organisation.key for one in row.members} for row in rows}
    return {number: [one for key, one in reversed(gone.items()) if key not in there[number]] for number, gone in found.items()}


def is_vacant(session: Session, consortium: Consortium, organisation: Organisation) -> bool:
    """Whether a place is to be filled: who had it did not answer in time, or is gone."""
    member = members.find_member(consortium, organisation.id)
    if member is not None:
        last = [one.state for one in consortium.invitations if one.organisation_id == organisation.id]
        return member.joined_at is None and last[-1:] == ["expired"]
    return any(one.key == organisation.key for one in list_gone(session, [consortium]).get(consortium.id, ()))

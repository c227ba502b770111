"""A proposal is saved once: whoever goes back and saves it again comes to what was made of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from matchmaker.models import Consortium, Idea, User
from matchmaker.permissions import require


class _Made(NamedTuple):
    """What makes two proposals of an idea the same, whatever is said about them."""

    members: frozenset[str]
    coordinator: str
    variant: str | None


def find_saved(session: Session, idea: Idea, suggestion: Mapping[str, Any], *, by: User) -> Consortium | None:
    """The newest consortium that was saved from the same proposal for the idea, unless it was given up.

    suggestion: an answer with one proposal, or the effect of steps, as it would be saved.
    """
    require(by, "consortium.save", idea)
    these = (Consortium.idea_id == idea.id, Consortium.state != "withdrawn", Consortium.suggestion.is_not(None))
    rows = session.scalars(
        select(Consortium).where(*these).options(undefer(Consortium.suggestion)).order_by(Consortium.id.desc())
    )
    wanted = _made(suggestion)
    return next((row for row in rows if row.suggestion and _made(row.suggestion) == wanted), None)


def _made(suggestion: Mapping[str, Any]) -> _Made | None:
    proposals = suggestion.get("proposals")
    found = proposals[0] if proposals else suggestion.get("after")
    if not found:
        return None
    return _Made(frozenset(found["members"]), found["coordinator"], found["eligibility"].get("variant"))

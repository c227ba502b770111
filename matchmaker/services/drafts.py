"""Drafts of ideas: kept as they are written, for whoever writes them, until they are finished, thrown away or forgotten."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Invalid
from matchmaker.inputs import drafts
from matchmaker.inputs.drafts import Said
from matchmaker.models import Idea, IdeaDraft, Organisation, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.services import ideas, surroundings

KEPT: Final = timedelta(days=90)
"""So long a draft is kept that nobody touches."""


def key_of(idea: Idea) -> str:
    """The key of a draft that changes an idea: one for each person."""
    return f"idea-{idea.id}"


def find(session: Session, key: str, *, by: User) -> IdeaDraft | None:
    """The draft of this person with that key."""
    return session.scalar(_of(key, by).options(joinedload(IdeaDraft.organisation), joinedload(IdeaDraft.idea)))


def list_drafts(session: Session, *, by: User) -> list[IdeaDraft]:
    """What this person has begun and not finished, the newest first."""
    query = select(IdeaDraft).where(IdeaDraft.user_id == by.id, IdeaDraft.is_finished.is_(False))
    query = query.options(joinedload(IdeaDraft.organisation), joinedload(IdeaDraft.idea))
    return list(session.scalars(query.order_by(IdeaDraft.updated_at.desc(), IdeaDraft.id.desc())))


def keep(
    session: Session, key: str, organisation: Organisation, call: Call, said: Said, *, start: Said, idea: Idea | None = None,
    version: int | None = None, by: User,
) -> IdeaDraft:  # fmt: skip
    """Keep what was said in a step, beside what the draft says already, else beside `start`.

    idea: the one that is changed; version: which of its versions was looked at. A draft that has become its idea stays as it is.
    """
    require(by, "idea.write", idea or organisation)
    draft = _locked(session, key, by) or _begun(session, key, organisation, call, by)
    require(by, "draft.write", draft)
    if draft.is_finished:
        return draft
    draft.said = {**(draft.said or start), **said}
    draft.call_id, draft.idea, draft.idea_version = call.id, idea, version
    draft.updated_at = surroundings.now(session)
    session.flush()
    return draft


def finish(session: Session, draft: IdeaDraft, *, version: int | None = None, by: User) -> Idea:
    """The idea that the draft makes, or changes: sent again, the one it has made.

    Raises `Invalid` for what the call does not know or allow, and like `ideas.change`.
    """
    require(by, "draft.write", draft)
    if draft.is_finished and draft.idea is not None:
        return draft.idea
    call = surroundings.guide(session).call(draft.call_id)
    held = ideas.form_of(draft.idea).priorities if draft.idea else ()
    form, wrong = drafts.understand(draft.said, call, held)
    if wrong:
        raise Invalid(wrong)
    if draft.idea is not None:
        idea = draft.idea
        if form != ideas.form_of(idea):  # sent twice, it is changed once
            ideas.change(session, idea, form, version=version, by=by)
        session.delete(draft)
    else:
        idea = ideas.describe(session, draft.organisation, form, by=by)
        draft.idea, draft.is_finished, draft.said = idea, True, {}
    session.flush()
    return idea


def discard(session: Session, draft: IdeaDraft, *, by: User) -> None:
    """Throw it away."""
    require(by, "draft.write", draft)
    session.delete(draft)
    session.flush()


def prune(session: Session) -> None:
    """Forget those that nobody has touched for long, and where finished ones led."""
    session.execute(delete(IdeaDraft).where(IdeaDraft.updated_at < surroundings.now(session) - KEPT))


def _of(key: str, by: User) -> Select[IdeaDraft]:
    return select(IdeaDraft).where(IdeaDraft.user_id == by.id, IdeaDraft.key == key)


def _locked(session: Session, key: str, by: User) -> IdeaDraft | None:
    """The draft as it is now; nobody else changes it in this unit of work."""
    found: IdeaDraft | None = session.scalar(_of(key, by).with_for_update().execution_options(populate_existing=True))
    return found


def _begun(session: Session, key: str, organisation: Organisation, call: Call, by: User) -> IdeaDraft:
    """A new one; that of another tab which began it at the same moment."""
    now = surroundings.now(session)
    draft = IdeaDraft(user=by, key=key, organisation=organisation, call_id=call.id, said={}, is_finished=False, updated_at=now)
    try:
        with session.begin_nested():
            session.add(draft)
            session.flush()
    except IntegrityError:
        found = _locked(session, key, by)
        if found is None:
            raise
        return found
    return draft

"""What became of ideas, consortia and snapshots when their calls changed: shown to whoever may see them until they have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, Select, exists, select
from sqlalchemy.orm import Session

from matchmaker.documents import review as documents
from matchmaker.models import Consortium, Idea, Review, ReviewSeen, Snapshot, User
from matchmaker.permissions import READS, require
from matchmaker.services import history, surroundings

Reviewed = Idea | Consortium


@dataclass(frozen=True, slots=True)
class Shown:
    """A review and when it was made."""

    at: datetime
    review: documents.Review


def list_unseen(session: Session, thing: Reviewed, *, by: User) -> list[Shown]:
    """The reviews of the thing that this person has not marked as seen, the newest first."""
    require(by, READS[type(thing)], thing)
    return [_shown(row) for row in session.scalars(_of(thing).where(~_seen_by(by)).order_by(Review.id.desc()))]


def see(session: Session, thing: Reviewed, *, by: User) -> None:
    """This person has seen what changed; others who may see the thing still have to. Twice is once."""
    require(by, READS[type(thing)], thing)
    session.execute(select(User.id).where(User.id == by.id).with_for_update())  # two pages at once see it once
    unseen = list(session.scalars(_of(thing).where(~_seen_by(by))))
    if not unseen:
        return
    session.add_all(ReviewSeen(review_id=row.id, user_id=by.id, at=surroundings.now(session)) for row in unseen)
    if isinstance(thing, Idea):
        history.record(session, by, "idea.see_review", idea=thing)
    else:
        history.record(session, by, "consortium.see_review", consortium=thing)
    session.flush()


def unseen_ideas(session: Session, listed: Iterable[Idea], *, by: User) -> set[int]:
    """The numbers of those with something that this person has not seen."""
    about = Review.idea_id.in_([one.id for one in listed])
    return set(session.scalars(select(Review.idea_id).where(about, ~_seen_by(by))))


def unseen_consortia(session: Session, listed: Iterable[Consortium], *, by: User) -> set[int]:
    """The same of consortia."""
    about = Review.consortium_id.in_([one.id for one in listed])
    return set(session.scalars(select(Review.consortium_id).where(about, ~_seen_by(by))))


def latest(session: Session, snapshots: Iterable[Snapshot]) -> dict[int, Shown]:
    """The last review of each snapshot that has one, by its number."""
    numbers = [one.id for one in snapshots]
    if not numbers:
        return {}
    rows = session.scalars(select(Review).where(Review.snapshot_id.in_(numbers)).order_by(Review.id))
    return {row.snapshot_id: _shown(row) for row in rows if row.snapshot_id is not None}


def _of(thing: Reviewed) -> Select[Review]:
    return select(Review).where((Review.idea_id if isinstance(thing, Idea) else Review.consortium_id) == thing.id)


def _seen_by(user: User) -> Exists:
    return exists().where(ReviewSeen.review_id == Review.id, ReviewSeen.user_id == user.id)


def _shown(row: Review) -> Shown:
    return Shown(row.at, documents.Review.model_validate(row.document))

"""How much waits for a person to be read or answered, for the menu of every page: one query, whatever there is."""

from typing import Any

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.models import ColleagueInvitation, HandOver, Idea, Invitation, Membership, Review, ReviewSeen, User
from matchmaker.services import consortia, surroundings, threads
from matchmaker.workflow import OPEN_INVITATION


def count(session: Session, *, by: User) -> int:
    """Invitations, offers and colleagues that ask for an answer, messages not read, and changed rules not seen."""
    now, mine = surroundings.now(session), select(Membership.organisation_id).where(Membership.user_id == by.id)
    invited = select(Invitation.id).where(
        Invitation.organisation_id.in_(mine), Invitation.state.in_(OPEN_INVITATION), Invitation.expires_at > now
    )
    offered = select(HandOver.id).where(HandOver.organisation_id.in_(mine), HandOver.state == "offered")
    asked = select(ColleagueInvitation.id).where(
        ColleagueInvitation.email == by.email, ColleagueInvitation.state == "sent", ColleagueInvitation.expires_at > now
    )
    parts = [invited, offered, threads.unread(by), _changed(by), *([asked] if by.confirmed_at is not None else [])]
    return sum(session.execute(select(*map(_number, parts))).one())


def _changed(by: User) -> Select[Any]:
    """The reviews that this person has not marked as seen."""
    mine = select(Membership.organisation_id).where(Membership.user_id == by.id)
    seen = select(ReviewSeen.review_id).where(ReviewSeen.user_id == by.id)
    ideas = select(Idea.id).where(Idea.organisation_id.in_(mine))
    theirs = or_(Review.idea_id.in_(ideas), Review.consortium_id.in_(consortia.readable(by)))
    return select(Review.id).where(theirs, Review.id.not_in(seen))


def _number(rows: Select[Any]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()

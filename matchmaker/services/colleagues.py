"""Colleagues are asked by mail to act for an organisation, and say yes themselves, with the confirmed address that was asked.

Whether somebody has an account with an address is not looked up, so that asking tells nothing about it.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session, joinedload

from matchmaker import workflow
from matchmaker.errors import Invalid, Over, Refused
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.language import N_, Message, say
from matchmaker.models import ColleagueInvitation, Membership, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history, lookup, mails, ownership, people, surroundings
from matchmaker.services.mails import Lead
from matchmaker.services.versions import begin

VALID_FOR: Final = timedelta(days=14)
KEPT_FOR: Final = timedelta(days=30)
"""How long after its end an address that was asked is kept."""
MOST_OPEN: Final = 10
MOST_A_DAY: Final = 20
"""Of one organisation, and of one person in all organisations."""
ROLES: Final[dict[str, Message]] = {
    "owner": say(N_("owner: everything")),
    "editor": say(N_("editor: change and decide")),
    "viewer": say(N_("viewer: read")),
}


def invite(session: Session, organisation: Organisation, form: ColleagueForm, *, by: User) -> ColleagueInvitation:
    """Ask whoever has this address to act for the organisation.

    Raises `Invalid` for somebody who does already or is asked already, `Refused` when too many are.
    """
    begin(session, "organisation.people", organisation, by=by)
    _expire(session)
    if any(one.user.email == form.email for one in people.list_people(session, organisation, by=by)):
        raise Invalid({"email": say(N_("this person already acts for you"))})
    waiting = list_open(session, organisation, by=by)
    if any(one.email == form.email for one in waiting):
        raise Invalid({"email": say(N_("has been invited already; take that invitation back to invite again"))})
    if len(waiting) >= MOST_OPEN:
        raise Refused(say(N_("%(n)s invitations wait for an answer."), n=len(waiting)), say(N_("Take one back first.")))
    _refuse_many(session, organisation, by)
    now = surroundings.now(session)
    made = ColleagueInvitation(
        organisation=organisation, email=form.email, role=form.role, sent_by_id=by.id, sent_at=now, expires_at=now + VALID_FOR,
    )  # fmt: skip
    session.add(made)
    session.flush()
    mails.write(
        session,
        form.email,
        say(N_("Act for %(organisation)s at Matchmaker?"), organisation=organisation.name),
        say(N_("You are asked to act for %(organisation)s (%(role)s)."), organisation=organisation.name, role=ROLES[form.role]),
        say(N_("Log in or register with this address, confirm it, and answer on your desk within two weeks.")),
        say(N_("If you do not know this organisation, do nothing.")),
        language=by.language,
        leads=(Lead(say(N_("To my desk")), "/home"),),
    )
    history.record(session, by, "organisation.invite_person", organisation=organisation)
    return made


def list_open(session: Session, organisation: Organisation, *, by: User) -> list[ColleagueInvitation]:
    """Who is asked and has not answered, the oldest first."""
    require(by, "organisation.people", organisation)
    theirs = select(ColleagueInvitation).where(ColleagueInvitation.organisation_id == organisation.id, _is_open(session))
    return list(session.scalars(theirs.order_by(ColleagueInvitation.id)))


def list_received(session: Session, *, by: User) -> list[ColleagueInvitation]:
    """Which organisations ask this person, who has confirmed the address that they asked."""
    if by.confirmed_at is None:
        return []
    mine = select(ColleagueInvitation).where(ColleagueInvitation.email == by.email, _is_open(session))
    asking = joinedload(ColleagueInvitation.organisation, innerjoin=True)
    return list(session.scalars(mine.options(asking).order_by(ColleagueInvitation.id)))


def get_invitation(session: Session, number: int, *, by: User) -> ColleagueInvitation:
    """The invitation with this number. Raises `NotFound`, also to those it is not for."""
    return lookup.get(session, ColleagueInvitation, number, by=by)


def accept(session: Session, invitation: ColleagueInvitation, *, by: User) -> None:
    """Act for the organisation from now on. Raises `Refused` when the invitation has ended."""
    _answer(session, invitation, "accept", by=by)
    organisation = invitation.organisation
    if not any(one.organisation_id == organisation.id for one in by.memberships):
        now = surroundings.now(session)
        by.memberships.append(Membership(organisation=organisation, role=invitation.role, created_at=now))
        session.flush()
        ownership.settle(session, organisation)
    history.record(session, by, "organisation.join_person", organisation=organisation)


def decline(session: Session, invitation: ColleagueInvitation, *, by: User) -> None:
    """No, thank you. Raises `Refused` when the invitation has ended."""
    _answer(session, invitation, "decline", by=by)


def withdraw(session: Session, invitation: ColleagueInvitation, *, by: User) -> None:
    """Take it back. Raises `Refused` when it was answered."""
    begin(session, "colleague.withdraw", invitation, by=by)
    invitation.state = workflow.move(workflow.COLLEAGUE, invitation.state, "withdraw")
    session.flush()
    history.record(session, by, "organisation.take_back_person", organisation=invitation.organisation)


def tidy(session: Session) -> None:
    """End what nobody answered in time, and forget whom was asked long ago."""
    _expire(session)
    over = ColleagueInvitation.expires_at <= surroundings.now(session) - KEPT_FOR
    session.execute(delete(ColleagueInvitation).where(ColleagueInvitation.state != "sent", over))


def _expire(session: Session) -> None:
    due = ColleagueInvitation.expires_at <= surroundings.now(session)
    session.execute(update(ColleagueInvitation).where(ColleagueInvitation.state == "sent", due).values(state="expired"))


def _answer(session: Session, invitation: ColleagueInvitation, verb: str, *, by: User) -> None:
    """Move the invitation, under the lock of the organisation that also whoever takes it back needs."""
    begin(session, "colleague.answer", invitation, by=by)
    if invitation.expires_at <= surroundings.now(session):
        raise Over(say(N_("This invitation was open for two weeks and has ended.")), say(N_("Ask for a new invitation.")))
    invitation.state = workflow.move(workflow.COLLEAGUE, invitation.state, verb)
    session.flush()


def _is_open(session: Session) -> ColumnElement[bool]:
    return (ColleagueInvitation.state == "sent") & (ColleagueInvitation.expires_at > surroundings.now(session))


def _refuse_many(session: Session, organisation: Organisation, by: User) -> None:
    """Raise `Refused` when the organisation or the person asked many since this time yesterday, whatever became of it."""
    since = ColleagueInvitation.sent_at > surroundings.now(session) - timedelta(days=1)
    for whose in (ColleagueInvitation.organisation_id == organisation.id, ColleagueInvitation.sent_by_id == by.id):
        if (session.scalar(select(func.count()).select_from(ColleagueInvitation).where(whose, since)) or 0) >= MOST_A_DAY:
            raise Refused(say(N_("%(n)s invitations were sent within a day."), n=MOST_A_DAY), say(N_("Please go on tomorrow.")))

"""An organisation that nobody owns any more: paused, and those who build on it are warned."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from matchmaker.errors import NotFound
from matchmaker.inputs.addresses import known_as
from matchmaker.language import N_, say
from matchmaker.models import Consortium, ExternalId, Member, Membership, Organisation, User
from matchmaker.services import history, mails, notices, surroundings
from matchmaker.services.versions import lock

_OVER = ("granted", "rejected", "withdrawn")
"""States of a consortium in which nobody waits for its members any more."""


@dataclass(frozen=True, slots=True)
class Ownerless:
    """An organisation without owner in a consortium that somebody holds, or takes part in while it is held by that."""

    organisation: Organisation
    consortium: Consortium


def settle(session: Session, organisation: Organisation) -> None:
    """Note since when nobody owns the organisation, or that somebody does again, after its people changed under its lock."""
    owned = select(Membership.id).where(Membership.organisation_id == organisation.id, Membership.role == "owner").limit(1)
    is_owned = session.scalar(owned) is not None
    if is_owned == (organisation.ownerless_since is None):
        return
    organisation.ownerless_since = None if is_owned else surroundings.now(session)
    session.flush()
    if not is_owned:
        history.record(session, None, "organisation.lose_owner", organisation=organisation)
        _warn(session, organisation)


def make_owner(session: Session, address: str, key: str) -> None:
    """Let the person with this address own the organisation with this id, as whoever runs the service may. Raises `NotFound`."""
    user = session.scalar(select(User).where(User.email == known_as(address)))
    organisation = session.scalar(select(Organisation).join(ExternalId).where(ExternalId.value == key))
    if user is None or organisation is None:
        raise NotFound(
            say(N_("No account has this e-mail address.") if user is None else N_("There is no such organisation here."))
        )
    lock(session, organisation)
    theirs = select(Membership).where(Membership.organisation_id == organisation.id, Membership.user_id == user.id)
    membership = session.scalar(theirs)
    if membership is None:
        raise NotFound(say(N_("This person does not act for the organisation.")))
    membership.role = "owner"
    session.flush()
    settle(session, organisation)
    history.record(session, None, "organisation.change_person", organisation=organisation)


def list_warnings(session: Session, *, by: User) -> list[Ownerless]:
    """What this person should know: who is without owner in the consortia of their organisations, the newest first."""
    mine = select(Membership.organisation_id).where(Membership.user_id == by.id)
    joined = Member.organisation_id.in_(mine) & Member.joined_at.is_not(None)
    ours = or_(
        Consortium.holder_id.in_(mine),
        Consortium.members.any(joined) & (Consortium.holder_id == Organisation.id),
    )
    there = (
        select(Organisation, Consortium)
        .join(Member, Member.organisation_id == Organisation.id)
        .join(Consortium, Consortium.id == Member.consortium_id)
        .where(Organisation.ownerless_since.is_not(None), Consortium.state.not_in(_OVER), ours)
    )
    there = there.options(defer(Consortium.suggestion))
    return [Ownerless(*row) for row in session.execute(there.order_by(Consortium.id.desc(), Organisation.id))]


def _warn(session: Session, organisation: Organisation) -> None:
    """Write to its other people, and to those who build on it: who holds a consortium with it, or is in one that it holds."""
    what = say(N_("Nobody owns %(name)s here any more"), name=organisation.name)
    paused = say(N_("It is not suggested and gets no new invitations until somebody of it takes it over."))
    help_ = say(N_("Whoever runs this service can make one of you its owner."))
    for user in session.scalars(select(User).where(User.memberships.any(organisation_id=organisation.id)).order_by(User.id)):
        mails.tell_person(session, user, what, paused, help_)
    query = select(Consortium).where(Consortium.members.any(organisation_id=organisation.id), Consortium.state.not_in(_OVER))
    loaded = (
        joinedload(Consortium.holder), joinedload(Consortium.initiator),
        selectinload(Consortium.members).joinedload(Member.organisation),
    )  # fmt: skip
    for consortium in session.scalars(query.options(*loaded).order_by(Consortium.id)):
        where = say(N_("It takes part in “%(title)s”. Ask whether it stays, or look for another."), title=consortium.title)
        if consortium.holder_id == organisation.id:
            where = say(N_("It holds “%(title)s”, in which you take part."), title=consortium.title)
            notices.tell_everybody(session, consortium, what, where, paused)
        else:
            notices.tell(session, consortium, consortium.holder, what, where, paused)

"""Somebody for each organisation that takes part in a walk: those that were imported or invented have nobody who could log in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.models import Consortium, Member, Membership, Organisation, User
from matchmaker.services import surroundings
from tests import factories
from tests.factories import PASSWORD, Actor


def person_of(session: Session, key: str) -> Actor:
    """Somebody who acts for the organisation with this id, and logs in with `PASSWORD`; made when there is none."""
    return _person(session, session.scalars(select(Organisation).where(Organisation.key == key)).one())


def member_of(session: Session, consortium_id: int, name: str) -> Actor:
    """The same for a member of a consortium, by its name."""
    there = select(Member).where(Member.consortium_id == consortium_id).join(Member.organisation)
    return _person(session, session.scalars(there.where(Organisation.name == name)).one().organisation)


def fill_up(session: Session, consortium_id: int, name: str) -> None:
    """Let a member have room for one consortium of this call, and join one of somebody who is not in this one."""
    full = member_of(session, consortium_id, name)
    consortium = session.get_one(Consortium, consortium_id)
    inside = [one.organisation_id for one in consortium.members]
    others = select(Organisation).where(Organisation.id.not_in(inside), Organisation.joined_at.is_not(None))
    other = _person(session, session.scalars(others.order_by(Organisation.id.desc()).limit(1)).one())
    full.organisation.capacity = None
    made = factories.draft(session, other, [full], call=consortium.call_id)
    factories.bring_in(session, made, full, by=other.user)
    full.organisation.capacity = 1


def _person(session: Session, organisation: Organisation) -> Actor:
    email = f"person-{organisation.id}@people.example"
    user = session.scalar(select(User).where(User.email == email))
    if user is None:
        around, now = surroundings.of(session), surroundings.now(session)
        user = User(
            email=email, name=f"Person {organisation.id}", password_hash=around.passwords.hash(PASSWORD), session_version=1,
            created_at=now, confirmed_at=now,
            memberships=[Membership(organisation=organisation, role="owner", created_at=now)],
        )  # fmt: skip
        session.add(user)
        session.flush()
    return Actor(user, organisation)

"""Whom to write to: the one person an organisation names, shown to those who agreed to work with it and to nobody else."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Invalid
from matchmaker.inputs.contacts import ContactForm
from matchmaker.language import N_, say
from matchmaker.models import MEMBERSHIP_ROLES, Consortium, Membership, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history, mails, people
from matchmaker.services.versions import begin


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact person of an organisation. phone: as it was typed, empty when there is none."""

    name: str
    email: str
    phone: str

    @property
    def dialled(self) -> str:
        """The phone number as a link has it: digits, after a plus where one was typed."""
        return "".join(one for one in self.phone if one.isdecimal() or one == "+")


def list_contacts(session: Session, consortium: Consortium, *, by: User) -> dict[int, Contact]:
    """The contact person of each organisation that agreed, by its number.

    Nothing unless this person acts for one of them, with a confirmed address.
    Agreed have who holds the consortium, members that joined (who started it is one until it leaves), and whoever was invited
    and is interested.
    """
    agreed = {consortium.holder_id}
    agreed |= {member.organisation_id for member in consortium.members if member.joined_at is not None}
    agreed |= {one.organisation_id for one in consortium.invitations if one.state == "interested"}
    if by.confirmed_at is None or agreed.isdisjoint(membership.organisation_id for membership in by.memberships):
        return {}
    return {number: _contact(one) for number, one in _memberships(session, agreed).items()}


def find_contact(session: Session, organisation: Organisation, *, by: User) -> Membership | None:
    """Who is the contact person of one's own organisation, or None where nobody acts for it."""
    require(by, "organisation.exposure", organisation)
    return _memberships(session, [organisation.id]).get(organisation.id)


def person_of(session: Session, organisation: Organisation) -> User | None:
    """The contact person, for what the service itself writes to them; None where nobody acts for the organisation."""
    found = _memberships(session, [organisation.id]).get(organisation.id)
    return found.user if found is not None and found.user.confirmed_at is not None and not found.user.is_demo else None


def list_candidates(session: Session, organisation: Organisation, *, by: User) -> list[Membership]:
    """Who can be named: everybody who acts for the organisation, in the order in which they came."""
    require(by, "organisation.contact", organisation)
    return people.list_acting(session, organisation)


def name_contact(session: Session, organisation: Organisation, form: ContactForm, *, by: User) -> None:
    """Let this person be the contact person, who is told so unless it is who says it.

    Raises `Invalid` for somebody who does not act for the organisation (any more).
    """
    begin(session, "organisation.contact", organisation, by=by)
    candidates = list_candidates(session, organisation, by=by)
    named = next((one for one in candidates if str(one.id) == form.person), None)
    if named is None:
        raise Invalid({"person": say(N_("does not act for your organisation any more"))})
    before = _memberships(session, [organisation.id]).get(organisation.id)
    for one in candidates:
        one.is_contact, one.phone = False, ""
    session.flush()
    named.is_contact, named.phone = True, form.phone
    session.flush()
    history.record(session, by, "organisation.name_contact", organisation=organisation)
    if named is not before and named.user_id != by.id:
        mails.tell_person(
            session,
            named.user,
            say(N_("You are the contact person of %(organisation)s"), organisation=organisation.name),
            say(
                N_("%(name)s has named you. Organisations that agreed to work with yours see your name, your address, and the "
                   "phone number if one is given."),
                name=by.name,
            ),
            say(N_("If somebody else should be it, say so on the page of your organisation, or to %(name)s."), name=by.name),
        )  # fmt: skip


def _memberships(session: Session, organisations: Collection[int]) -> dict[int, Membership]:
    """Who is the contact person of each organisation: who was named, else who has owned it longest, else edited or read it."""
    acting = select(Membership).where(Membership.organisation_id.in_(organisations)).options(joinedload(Membership.user))
    found: dict[int, list[Membership]] = defaultdict(list)
    for one in session.scalars(acting):
        found[one.organisation_id].append(one)
    return {number: min(some, key=_order) for number, some in found.items()}


def _order(membership: Membership) -> tuple[bool, int, int]:
    return not membership.is_contact, MEMBERSHIP_ROLES.index(membership.role), membership.id


def _contact(membership: Membership) -> Contact:
    return Contact(membership.user.name, membership.user.email, membership.phone)

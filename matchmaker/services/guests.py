"""Partners who are not here yet: brought into one consortium, seen by that alone (`services/seen.py`), answering by a link."""

import secrets
from collections.abc import Iterable
from typing import Final

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.names import compared
from matchmaker.inputs.profiles import roles_of
from matchmaker.inputs.request import LARGEST
from matchmaker.inputs.workspace import Contribution
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Guest, Mail, Member, Organisation, PartnerLink, User
from matchmaker.programme.kinds import KINDS
from matchmaker.programme.types import sectors
from matchmaker.services import departures, history, members, notices, partner_access, personal_data, seats, seen, surroundings
from matchmaker.services.organisations import describe
from matchmaker.services.versions import begin, touch

MOST_ALIKE: Final = 5
"""Organisations that whoever holds a link is asked about: is this you?"""


def add(session: Session, consortium: Consortium, form: GuestForm, *, version: int | None, by: User) -> Member:
    """Plan with a partner who is not here yet. What it counts as follows from its kind, as when one registers.

    Raises `Invalid` for one that is in the consortium, and for one of this name that is registered here unless the form says
    that it is another; `Refused` for one that has declined.
    """
    members.begin_change(session, consortium, version, by)
    if len(consortium.members) >= LARGEST:
        sentence = N_("A consortium has at most %(n)s members here.")
        raise Refused(say(sentence, n=LARGEST), say(N_("Remove a member before you add another.")))
    _refuse_who_is_there(session, consortium, form)
    organisation = _made(session, consortium, form, by)
    member = Member(organisation=organisation, role="partner", contribution=form.task)
    consortium.members.append(member)
    session.flush()
    members.give_role(session, consortium, member, form.role)
    seats.fill(session, consortium)
    touch(session, consortium)
    history.record(session, by, "guest.bring", consortium=consortium, organisation=organisation)
    return member


def find_registered(session: Session, name: str, country: str) -> Organisation | None:
    """Who has joined the service under this name in this country."""
    same = (Organisation.country == country, Organisation.folded_name == compared(name))
    joined = select(Organisation).where(*same, Organisation.joined_at.is_not(None), seen.by_anybody())
    return session.scalars(joined.order_by(Organisation.id).limit(1)).first()


def list_alike(session: Session, guest: Guest) -> list[Organisation]:
    """Who may be the guest: has joined or is known under its OID or PIC, or is named alike in its country."""
    one = guest.organisation
    found: dict[int, Organisation] = {}
    alike = [Organisation.oid == one.oid] if one.oid else []
    alike += [Organisation.pic == one.pic] if one.pic else []
    alike += [and_(Organisation.country == one.country, Organisation.folded_name == one.folded_name)]
    for condition in alike:
        known = select(Organisation).where(condition, seen.by_anybody(), Organisation.name.is_not(None))
        found |= {other.id: other for other in session.scalars(known.order_by(Organisation.id).limit(MOST_ALIKE))}
    return list(found.values())[:MOST_ALIKE]


def claim(session: Session, member: Member, number: int | None, *, by: PartnerLink) -> None:
    """Say that the guest is the known organisation with this number; None: that it is none of those.

    That is a request: until it is granted, the link answers for this consortium only. Raises `NotFound` for one that was not
    asked about, `Refused` for one that is a member itself.
    """
    begin(session, "guest.answer", member, by=by)
    guest = _guest(member)
    if number is None:
        guest.claims_id = guest.claimed_at = None
        touch(session, member.consortium)
        return
    known = next((one for one in list_alike(session, guest) if one.id == number), None)
    if known is None:
        raise NotFound(say(N_("There is no such organisation here.")))
    if members.find_member(member.consortium, known.id) is not None:
        sentence = N_("%(name)s is a member of this consortium itself.")
        raise Refused(say(sentence, name=known.name), say(N_("Ask whoever invited you: one body takes part once.")))
    guest.claims_id, guest.claimed_at = known.id, surroundings.now(session)
    touch(session, member.consortium)
    history.record(session, by, "guest.claim", consortium=member.consortium, organisation=member.organisation)


def object_(session: Session, member: Member, *, by: PartnerLink) -> None:
    """The guest wants none of this: it declines for good, or leaves, what is kept about it is erased, and its holder is told."""
    begin(session, "guest.answer", member, by=by)
    guest, consortium, organisation = _guest(member), member.consortium, member.organisation
    asked = members.invitation_of(consortium, organisation.id)
    addresses = partner_access.list_addresses(session, consortium, organisation)
    if member.joined_at is not None:
        departures.leave(session, consortium, member.id, by=by)
    else:
        if asked is not None:
            asked.answered_at = surroundings.now(session)
            members.end_invitation(session, consortium, asked, "decline")
        members.leave(session, consortium, member, for_good=True)
        touch(session, consortium)
    _erase(session, guest)
    personal_data.erase_of(session, consortium, organisation)
    session.execute(delete(Mail).where(Mail.to.in_(addresses)))
    history.record(session, by, "guest.object", consortium=consortium, organisation=organisation)
    subject = say(N_("%(name)s objects to being asked for “%(title)s”"), name=organisation.name, title=consortium.title)
    body = say(
        N_("It is no longer planned, what was kept about it was erased, and it cannot be asked for this consortium again.")
    )
    notices.tell(session, consortium, consortium.holder, subject, body)


def _erase(session: Session, guest: Guest) -> None:
    """Keep of a guest its name, kind and country, and that it wants no more of this; nothing else."""
    organisation = guest.organisation
    organisation.oid = organisation.pic = organisation.established = None
    organisation.region = organisation.city = organisation.website = ""
    organisation.open_to_requests = False
    guest.agreed_at = guest.claims_id = guest.claimed_at = None
    touch(session, organisation)


def take_along(session: Session, before: Iterable[Member], consortium: Consortium, *, by: User) -> dict[int, Organisation]:
    """Plan with those of these members that are guests in another consortium too, which asks them anew.

    What they said of themselves goes along, and what was noted of them. Gives who each is there, by its number here.
    """
    moved = {}
    for one in before:
        if one.organisation.is_guest:
            said = {"name": one.organisation.name, "country": one.organisation.country, "kind": one.organisation.kind}
            made = _made(session, consortium, GuestForm.model_validate(said), by)
            for name in ("oid", "pic", "established", "region", "city", "website"):
                setattr(made, name, getattr(one.organisation, name))
            moved[one.organisation_id] = made
            noted = {name: getattr(one, name) for name in Contribution.model_fields}
            role = "partner" if one.role == "coordinator" else one.role
            consortium.members.append(Member(organisation=made, role=role, **noted))
    session.flush()
    seats.fill(session, consortium)
    return moved


def _made(session: Session, consortium: Consortium, form: GuestForm, by: User) -> Organisation:
    """The rows of a new guest. It has no external id: by those, others find organisations."""
    now, kind = surroundings.now(session), KINDS[form.kind]
    organisation = Organisation(
        key=f"guest-{secrets.token_hex(8)}",
        name=form.name,
        folded_name=compared(form.name),
        country=form.country,
        type=kind.type,
        kind=kind.slug,
        is_guest=True,
        created_at=now,
        updated_at=now,
    )
    stands_for = sectors(kind.type, kind.flags, kind.sectors)[0]
    roles = [one for one in roles_of(kind.type, kind.flags) if one != "coordinator"]  # which needs an account
    describe(organisation, {"flag": kind.flags, "sector": stands_for, "role": roles})
    session.add(organisation)
    session.flush()
    session.add(Guest(organisation=organisation, consortium=consortium, brought_by_id=by.id, brought_at=now))
    session.flush()
    return organisation


def _refuse_who_is_there(session: Session, consortium: Consortium, form: GuestForm) -> None:
    """Raise for one that is in the consortium, was, or may be added as it is registered."""
    name = compared(form.name)
    if any((one.organisation.country, one.organisation.folded_name) == (form.country, name) for one in consortium.members):
        raise Invalid({"name": say(N_("%(name)s is a member already."), name=form.name)})
    before = select(Organisation).join(Organisation.guest).where(Guest.consortium_id == consortium.id)
    for one in session.scalars(before.where(Organisation.country == form.country, Organisation.folded_name == name)):
        members.refuse_who_declined(consortium, one)
        if not one.open_to_requests:
            raise Refused(say(N_("%(name)s takes no requests at present."), name=form.name), members.ANOTHER)
    registered = find_registered(session, form.name, form.country)
    if registered is not None and not form.is_another:
        sentence = N_("%(name)s is registered here: find it and add it, or say that you mean another one")
        raise Invalid({"is_another": say(sentence, name=registered.name)})


def _guest(member: Member) -> Guest:
    guest = member.organisation.guest
    if guest is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    return guest

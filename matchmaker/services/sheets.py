"""What each partner says about itself for the application form, and what of it was confirmed: by whom, when, value by value."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, NotFound, Over, Refused
from matchmaker.inputs.sheets import Confirming, OrganisationPart, PeoplePart, TextPart
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Member, Organisation, PartnerSheet, User
from matchmaker.permissions import Actor, require
from matchmaker.services import history, identifiers, mails, members, notices, surroundings
from matchmaker.services.mails import Fact, Lead
from matchmaker.services.versions import begin, keep, lock, touch
from matchmaker.workflow import IN_THE_MAKING, OVER

FIELDS: Final[Mapping[str, Message]] = {
    "role": say(N_("Role")),
    "task": say(N_("The task")),
    "legal_name": say(N_("Legal name")),
    "oid": say(N_("OID")),
    "oid_of": say(N_("Whose OID it is")),
    "pic": say(N_("PIC")),
    "established": say(N_("Founded on")),
    "address": say(N_("Street and number")),
    "post_code": say(N_("Postcode")),
    "city": say(N_("City")),
    "region": say(N_("Region")),
    "website": say(N_("Website")),
    "representative_name": say(N_("Legal representative: name")),
    "representative_function": say(N_("Legal representative: function")),
    "representative_email": say(N_("Legal representative: e-mail")),
    "contact_name": say(N_("Contact person: name")),
    "contact_function": say(N_("Contact person: function")),
    "contact_email": say(N_("Contact person: e-mail")),
    "contact_phone": say(N_("Contact person: phone")),
    "background": say(N_("Background")),
    "experience": say(N_("Activities and experience")),
    "key_staff": say(N_("Key staff: roles and skills")),
}
"""All that is confirmed, in the order of the form."""
NEEDED: Final = (
    "legal_name", "address", "city", "representative_name", "representative_function", "contact_name", "contact_email",
)  # fmt: skip
"""What is confirmed only once it is there."""
OF_ORGANISATION: Final = ("oid", "pic", "established", "city", "region", "website")
"""What stands with the organisation, and is the same in all its consortia."""
PERSONS: Final = tuple(name for name in FIELDS if name.startswith(("representative_", "contact_")))
Part = OrganisationPart | PeoplePart | TextPart


def find(session: Session, consortium: Consortium, organisation: Organisation) -> PartnerSheet | None:
    """The sheet as it is stored, or None."""
    theirs = (PartnerSheet.consortium_id == consortium.id, PartnerSheet.organisation_id == organisation.id)
    return session.scalar(select(PartnerSheet).where(*theirs))


def get(session: Session, consortium: Consortium, organisation: Organisation) -> PartnerSheet:
    """The sheet of a partner; where nothing was said yet one that no session holds, stored with the first change."""
    found = find(session, consortium, organisation)
    if found is not None:
        return found
    blank = {name: "" for name in FIELDS if name not in (*OF_ORGANISATION, "role", "task")}
    about = {"legal_name": organisation.name or "", "background": organisation.description}
    acts = dict.fromkeys(("confirmed_name", "confirmed_function", "confirmed_authority"), "")
    whose = {"consortium_id": consortium.id, "organisation_id": organisation.id}
    now = surroundings.now(session)
    return PartnerSheet(consortium=consortium, organisation=organisation, updated_at=now, **whose, **(blank | about | acts))


def fields(sheet: PartnerSheet, member: Member) -> dict[str, str]:
    """All that is confirmed, as it is now, by the names of `FIELDS` and in their order; empty where nothing is said."""
    asked = members.invitation_of(member.consortium, member.organisation_id)
    found = {"role": member.role, "task": member.contribution or (asked.task if asked else "")}
    for name in FIELDS:
        if name not in found:
            value = getattr(member.organisation if name in OF_ORGANISATION else sheet, name)
            found[name] = "" if value is None else str(value)
    return found


def changed(sheet: PartnerSheet, member: Member) -> tuple[str, ...]:
    """The names of the fields that are otherwise than when they were confirmed; nothing while nothing was."""
    if sheet.confirmed is None:
        return ()
    return tuple(name for name, value in fields(sheet, member).items() if value != sheet.confirmed.get(name, ""))


def is_confirmed(sheet: PartnerSheet, member: Member) -> bool:
    """Whether everything was confirmed, as it is now."""
    return sheet.confirmed is not None and not changed(sheet, member)


def missing(sheet: PartnerSheet, member: Member) -> tuple[str, ...]:
    """The names of what has to be there before it can be confirmed, and is not."""
    said = fields(sheet, member)
    return tuple(name for name in NEEDED if not said[name])


def write(session: Session, sheet: PartnerSheet, form: Part, *, version: int | None = None, by: Actor) -> PartnerSheet:
    """Let one part of the sheet say this; what stands with the organisation is written there, and who owns that is told.

    version: of the sheet that was looked at. Raises `Invalid` for a number that another has, `Conflict`, and `Refused` once
    the consortium was finalised.
    """
    sheet = _begin(session, "sheet.write", sheet, by)
    if version is not None and version != sheet.version:
        sentence = N_(
            "Somebody else changed this in the meantime. Nothing of yours was saved; look at it and repeat your change."
        )
        raise Conflict(say(sentence))
    member = _member(sheet)
    before, stale = fields(sheet, member), changed(sheet, member)
    for name in type(form).model_fields:
        if name not in OF_ORGANISATION:
            setattr(sheet, name, getattr(form, name))
    sheet.updated_at = surroundings.now(session)
    session.flush()
    if isinstance(form, OrganisationPart):
        _write_organisation(session, sheet.organisation, form, by)
    now = fields(sheet, member)
    other = [name for name in FIELDS if now[name] != before[name]]
    if other:
        touch(session, sheet.consortium)
        history.record(session, by, "sheet.write", consortium=sheet.consortium, organisation=sheet.organisation)
        tell_what_changed(session, sheet, member, stale)
    return sheet


def digest(sheet: PartnerSheet, member: Member) -> str:
    """The SHA-256 of all that would be confirmed, so that nobody confirms what was changed after it was looked at."""
    return sha256(json.dumps(fields(sheet, member)).encode()).hexdigest()


def confirm(session: Session, sheet: PartnerSheet, form: Confirming, *, seen: str | None = None, by: Actor) -> None:
    """Say that all of it is right, role and task included: a confirmation, no signature.

    seen: the `digest` of what was looked at, None = whatever it is. Raises `Conflict`, and `Refused` while it is too early.
    """
    sheet = _begin(session, "sheet.confirm", sheet, by)
    member = _member(sheet)
    if seen is not None and seen != digest(sheet, member):
        raise Conflict(say(N_("Something of this was changed after you opened the page. Look at it again, then confirm.")))
    if member.joined_at is None:
        raise Refused(say(N_("Your organisation has not joined yet.")), say(N_("Say first that you join; then confirm.")))
    lacks = missing(sheet, member)
    if lacks:
        sentence = N_("Before you can confirm, this is still missing: %(fields)s.")
        raise Refused(say(sentence, fields=tuple(FIELDS[one] for one in lacks)), say(N_("Fill it in above, and save it.")))
    again = sheet.confirmed is not None
    sheet.confirmed = dict(fields(sheet, member))
    sheet.confirmed_at = sheet.updated_at = surroundings.now(session)
    sheet.confirmed_name, sheet.confirmed_function, sheet.confirmed_authority = form.name, form.function, form.authority
    sheet.confirmed_by_id = by.id if isinstance(by, User) else None
    touch(session, sheet.consortium)
    consortium, organisation = sheet.consortium, sheet.organisation
    history.record(
        session, by, "sheet.confirm_again" if again else "sheet.confirm", consortium=consortium, organisation=organisation
    )
    if organisation.id != consortium.holder_id:
        subject = N_("%(name)s has confirmed its data for “%(title)s”")
        notices.tell(session, consortium, consortium.holder, say(subject, name=organisation.name, title=consortium.title))


def tell_what_changed(session: Session, sheet: PartnerSheet, member: Member, before: tuple[str, ...]) -> None:
    """Tell the partner what of the confirmed data is otherwise now, old and new. before: what was so before this change."""
    new = [name for name in changed(sheet, member) if name not in before]
    if not new or sheet.confirmed is None:
        return
    now, consortium = fields(sheet, member), sheet.consortium
    listed = [Fact(FIELDS[name], _before_and_now(name, sheet.confirmed.get(name, ""), now[name])) for name in new]
    notices.tell(
        session,
        consortium,
        sheet.organisation,
        say(N_("Please confirm what changed in “%(title)s”"), title=consortium.title),
        say(N_("Something that your organisation had confirmed is otherwise now. Please look at it, and confirm it again.")),
        *listed,
        leads=(Lead(say(N_("Look at it and confirm")), f"/consortia/{consortium.id}/members/{member.id}/sheet"),),
    )


def retell(session: Session, member: Member, before: tuple[str, ...]) -> None:
    """The same after whoever holds the consortium changed the member's role or task. before: see `stale`."""
    sheet = find(session, member.consortium, member.organisation)
    if sheet is not None:
        tell_what_changed(session, sheet, member, before)


def stale(session: Session, member: Member) -> tuple[str, ...]:
    """What of a member's confirmed data is otherwise already, to be asked before a change."""
    sheet = find(session, member.consortium, member.organisation)
    return changed(sheet, member) if sheet is not None else ()


def list_stale(session: Session, organisation: Organisation) -> list[tuple[Member, tuple[str, ...]]]:
    """The same of an organisation in each consortium in the making for which it has confirmed something."""
    confirmed = select(PartnerSheet.consortium_id).where(
        PartnerSheet.organisation_id == organisation.id, PartnerSheet.confirmed_at.is_not(None)
    )
    theirs = select(Member).join(Member.consortium).where(Member.organisation_id == organisation.id)
    going = theirs.where(Member.consortium_id.in_(confirmed), Consortium.state.in_(IN_THE_MAKING)).order_by(Member.id)
    return [(one, stale(session, one)) for one in session.scalars(going)]


def is_editable(consortium: Consortium) -> bool:
    """Whether partners may still change and confirm what they say: until it is finalised."""
    return consortium.state in IN_THE_MAKING


def shown(name: str, value: str) -> object:
    """A value as people read it."""
    if not value:
        return say(N_("nothing"))
    if name == "role":
        return history.ROLES.get(value, value)
    if name == "oid_of":
        return OID_OF.get(value, value)
    return " ".join(value.split())[:200]


OID_OF: Final[Mapping[str, Message]] = {
    "own": say(N_("our own")),
    "governing": say(N_("that of our governing body")),
}


def _begin(session: Session, verb: str, sheet: PartnerSheet, by: Actor) -> PartnerSheet:
    """Whoever acts may do it, the consortium is locked, and the sheet is there; as it is now."""
    require(by, verb, sheet)
    if isinstance(by, User):
        keep(session, by)
    consortium, organisation = sheet.consortium, sheet.organisation
    lock(session, consortium)
    stored = find(session, consortium, organisation)
    if stored is None:
        stored = sheet
        session.add(stored)
        session.flush()
    begin(session, verb, stored, by=by)
    if not is_editable(consortium):
        if consortium.state in OVER:
            raise Over(
                say(N_("This consortium is over: nothing can be changed any more.")), say(N_("Its page says what became of it."))
            )
        raise Refused(
            say(N_("The consortium is finalised: what its partners said stays as it is.")),
            say(N_("If something is wrong, ask whoever coordinates to open it again.")),
        )
    return stored


def _member(sheet: PartnerSheet) -> Member:
    """The partner. Raises `NotFound` when it is none any more."""
    member = members.find_member(sheet.consortium, sheet.organisation_id)
    if member is None:
        raise NotFound(say(N_("This organisation is no longer a member.")))
    return member


def _write_organisation(session: Session, organisation: Organisation, form: OrganisationPart, by: Actor) -> None:
    """What stands with the organisation; its owners are told when somebody else's link changed it."""
    given = {name: getattr(form, name) for name in OF_ORGANISATION}
    other = {name: value for name, value in given.items() if value != getattr(organisation, name)}
    if not other:
        return
    lock(session, organisation)
    identifiers.refuse_what_cannot_be(session, organisation, form)
    old = {name: getattr(organisation, name) for name in other}
    try:
        with session.begin_nested():
            for name, value in other.items():
                setattr(organisation, name, value)
            touch(session, organisation)
    except IntegrityError:  # somebody took the same number at the same moment, and is seen now
        identifiers.refuse_what_cannot_be(session, organisation, form)
        raise
    history.record(session, by, "organisation.edit", organisation=organisation)
    if not isinstance(by, User):  # those who have an account may not know
        mails.tell(
            session,
            organisation,
            say(N_("The data of %(name)s were changed with a link"), name=organisation.name),
            say(
                N_("Whoever got the link of your organisation for a consortium has changed this. If it is not right, change it.")
            ),
            *(Fact(FIELDS[name], _before_and_now(name, old[name], other[name])) for name in other),
            leads=(Lead(say(N_("To the profile")), f"/organisations/{organisation.id}"),),
        )


def _before_and_now(name: str, old: object, new: object) -> Message:
    """A value as it was and as it is."""
    before, now = (shown(name, "" if one is None else str(one)) for one in (old, new))
    return say(N_("before: %(old)s; now: %(new)s"), old=before, new=now)

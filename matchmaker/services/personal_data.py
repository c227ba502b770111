"""The data of persons in a consortium, and its files: erased some time after its end, or when somebody asks; the rest stays."""

import json
from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, select, true, update
from sqlalchemy.orm import Session, defer

from matchmaker.documents import snapshot as documents
from matchmaker.errors import Refused
from matchmaker.language import N_, Message, say
from matchmaker.models import (
    Consortium,
    Guest,
    HistoryEntry,
    Invitation,
    Member,
    Membership,
    Organisation,
    PartnerLink,
    PartnerSheet,
    Reserve,
    ThreadMessage,
    User,
)
from matchmaker.permissions import Actor
from matchmaker.services import history, surroundings, uploads
from matchmaker.services.versions import begin, lock, touch
from matchmaker.workflow import OVER, UNSUBMITTED

MONTHS: Final = {"granted": 3, "rejected": 6, "withdrawn": 6}
"""So long after a consortium came to this, what persons said and gave is kept."""
OF_PERSONS: Final = (
    *("representative_name", "representative_function", "representative_email"),
    *("contact_name", "contact_function", "contact_email", "contact_phone", "key_staff"),
)
"""The fields of a partner's sheet that are about persons, or may name them."""
_CONFIRMED: Final = ("confirmed_name", "confirmed_function", "confirmed_authority")
_JOINED: Final = ("joined_name", "joined_function", "joined_authority")


def erased_on(consortium: Consortium) -> datetime | None:
    """When the data of persons go; None while it is not over, and where that was done."""
    if consortium.state not in OVER or consortium.persons_erased_at is not None:
        return None
    return _months_after(consortium.ended_at or consortium.updated_at, MONTHS[consortium.state])


def announced(consortium: Consortium) -> Message:
    """The same in a sentence, of one that is over."""
    on = erased_on(consortium)
    text = N_("What persons said and confirmed in it, and all files, are erased on %(day)s.")
    return say(text, day=surroundings.day(on) if on else "")


def list_due(session: Session) -> list[int]:
    """The numbers of the consortia whose time is over."""
    over = select(Consortium).where(Consortium.state.in_(OVER), Consortium.persons_erased_at.is_(None))
    listed = session.scalars(over.options(defer(Consortium.suggestion)).order_by(Consortium.id))
    return [one.id for one in listed if _is_due(session, one)]


def erase_when_due(session: Session, number: int) -> None:
    """Erase what persons said and gave in it. Done twice it is done once."""
    consortium = session.get(Consortium, number)
    if consortium is None:
        return
    lock(session, consortium)
    if _is_due(session, consortium):
        _erase_all(session, consortium)
        history.record(session, None, "persons.erase_by_itself", consortium=consortium)


def erase(session: Session, consortium: Consortium, *, by: User) -> None:
    """Erase the data of all persons in it, and all files. Raises `Refused` while it is not over."""
    begin(session, "consortium.erase", consortium, by=by)
    if consortium.state not in OVER:
        sentence = N_("Everybody's data can be erased here once the consortium is over: granted, rejected or given up.")
        instead = N_("Each member can have its own erased at any time.")
        raise Refused(say(sentence), say(instead))
    _erase_all(session, consortium)
    history.record(session, None, "persons.erase_all", consortium=consortium, organisation=consortium.holder)


def erase_own(session: Session, member: Member, *, by: Actor) -> None:
    """Erase the data of the persons of one member, and its files, in whatever state; it may be asked for them again."""
    begin(session, "consortium.erase_own", member, by=by)
    erase_of(session, member.consortium, member.organisation)


def erase_by_command(session: Session, consortium: Consortium, organisation: Organisation | None = None) -> None:
    """The same for whoever runs the service, asked by a person: of all, or of one organisation that is or was in it."""
    lock(session, consortium)
    if organisation is not None:
        erase_of(session, consortium, organisation)
        return
    _erase_all(session, consortium)
    history.record(session, None, "persons.erase_all", consortium=consortium, organisation=consortium.holder)


def erase_of(session: Session, consortium: Consortium, organisation: Organisation) -> None:
    """Erase what the persons of one organisation said and gave; of a consortium that is locked.

    Who joined stands in the annex of a finalised document, whose one hash covers all: it goes as a whole.
    """
    _erase(session, consortium, organisation.id)
    if consortium.state in OVER:
        _name_organisations(session, consortium, organisation.id)
    touch(session, consortium)
    history.record(session, None, "persons.erase", consortium=consortium, organisation=organisation)


def _is_due(session: Session, consortium: Consortium) -> bool:
    on = erased_on(consortium)
    return on is not None and on <= surroundings.now(session)


def _erase_all(session: Session, consortium: Consortium) -> None:
    _erase(session, consortium, None)
    consortium.submitted_by = ""
    for handed in consortium.handovers:
        handed.offered_by_id = handed.answered_by_id = None
        handed.note = handed.answer_note = ""
    for frozen in consortium.snapshots:
        frozen.made_by_id = None
    for invitation in consortium.invitations:
        invitation.sent_by_id = None
    theirs = select(Invitation.id).where(Invitation.consortium_id == consortium.id)
    session.execute(update(ThreadMessage).where(ThreadMessage.invitation_id.in_(theirs)).values(user_id=None))
    session.execute(update(Guest).where(Guest.consortium_id == consortium.id).values(brought_by_id=None))
    session.execute(update(Reserve).where(Reserve.consortium_id == consortium.id).values(listed_by_id=None))
    _name_organisations(session, consortium, None)
    consortium.persons_erased_at = surroundings.now(session)
    touch(session, consortium)


def _erase(session: Session, consortium: Consortium, organisation_id: int | None) -> None:
    """What stands in rows of its own, of one organisation or of all."""

    def of(rows: type[PartnerSheet | PartnerLink]) -> list[ColumnElement[bool]]:
        own = [] if organisation_id is None else [rows.organisation_id == organisation_id]
        return [rows.consortium_id == consortium.id, *own]

    for sheet in session.scalars(select(PartnerSheet).where(*of(PartnerSheet))):
        _empty(sheet, (*OF_PERSONS, *_CONFIRMED))
        sheet.confirmed_by_id = None
        if consortium.state in UNSUBMITTED:  # it is asked to confirm again
            sheet.confirmed = sheet.confirmed_at = None
        elif sheet.confirmed is not None:
            sheet.confirmed = {name: said for name, said in sheet.confirmed.items() if name not in OF_PERSONS}
    session.execute(delete(PartnerLink).where(*of(PartnerLink)))
    guests = update(Guest).where(Guest.consortium_id == consortium.id)
    own = true() if organisation_id is None else Guest.organisation_id == organisation_id
    session.execute(guests.where(own).values(agreed_at=None))  # the address that was agreed to is gone
    uploads.forget(session, consortium, organisation_id)
    for invitation in consortium.invitations:
        if organisation_id in (None, invitation.organisation_id):
            _empty(invitation, _JOINED)
    for frozen in consortium.snapshots:
        frozen.document = documents.canonical(documents.without_persons(json.loads(frozen.document)))
    session.flush()


def _empty(row: PartnerSheet | Invitation, names: Iterable[str]) -> None:
    for name in names:
        setattr(row, name, "")


def _name_organisations(session: Session, consortium: Consortium, organisation_id: int | None) -> None:
    """The history says which organisation did what, and no more which person; of those who act for one of them, or for any."""
    parties = {one.id: one for one in (consortium.initiator, consortium.holder)}
    parties |= {one.organisation_id: one.organisation for one in consortium.members}
    parties |= {one.organisation_id: one.organisation for one in consortium.invitations}
    acting = select(Membership).where(Membership.organisation_id.in_(parties)).order_by(Membership.id.desc())
    acts_for = {one.user_id: parties[one.organisation_id] for one in session.scalars(acting)}
    done = select(HistoryEntry).where(HistoryEntry.consortium_id == consortium.id, HistoryEntry.user_id.is_not(None))
    for entry in session.scalars(done):
        party = acts_for.get(entry.user_id or 0)
        if organisation_id is not None and (party is None or party.id != organisation_id):
            continue
        if party is not None:
            entry.details = {**entry.details, "who": party.name}
        entry.user_id = None
    session.flush()


def _months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(moment.month - 1 + months, 12)
    last = monthrange(moment.year + year, month + 1)[1]
    return moment.replace(year=moment.year + year, month=month + 1, day=min(moment.day, last))

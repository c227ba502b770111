"""All that is kept about a person, for that person alone: what stands under their account, and what they wrote."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import (
    ColleagueInvitation,
    Consortium,
    Guest,
    HandOver,
    IdeaDraft,
    Invitation,
    Mail,
    Organisation,
    PartnerSheet,
    ReadinessMark,
    Report,
    Reserve,
    Search,
    ThreadMessage,
    Upload,
    User,
)
from matchmaker.services import history, visits

Row = Mapping[str, object]
Kept = IdeaDraft | Report | Search | ColleagueInvitation


def collect(session: Session, *, by: User) -> dict[str, object]:
    """The data as JSON has them, under a heading for each kind, the oldest first; moments in ISO 8601, UTC.

    Without the words of others, but for the subjects of the mails that wait or were sent of late, and without what was written
    to an address that this person has not confirmed.
    """
    return {
        "account": _plain(by, "name", "email", "language", "standing", "unwanted", "confirmed_at", "created_at", "last_seen_at"),
        "acts_for": [
            {"organisation": one.organisation.name, **_plain(one, "role", "is_contact", "phone", "created_at")}
            for one in by.memberships
        ],
        "logged_in": [_plain(one, "browser", "began_at", "seen_at") for one in visits.list_visits(session, by=by)],
        "messages": _messages(session, by),
        "invitations_sent": _invitations(session, by),
        "reserves": _reserves(session, by),
        "hand_overs": _hand_overs(session, by),
        "colleagues_asked": _rows(session, by, ColleagueInvitation, "sent_by_id", "email", "role", "state", "sent_at"),
        "searches": _rows(session, by, Search, "user_id", "question", "created_at"),
        "partners_brought": _brought(session, by),
        "confirmed": _confirmed(session, by),
        "files_given": _files(session, by),
        "decided_about_partners": _decided(session, by),
        "drafts": _rows(session, by, IdeaDraft, "user_id", "call_id", "said", "updated_at"),
        "reports": _rows(session, by, Report, "reported_by_id", "kind", "reason", "words", "at"),
        "mails": _mails(session, by),
        "done": [{"at": _json(one.at), "what": str(one.sentence)} for one in history.list_own(session, by=by)],
    }


def _messages(session: Session, by: User) -> list[Row]:
    mine = select(ThreadMessage, Invitation).join(Invitation, ThreadMessage.invitation_id == Invitation.id)
    mine = mine.where(ThreadMessage.user_id == by.id).order_by(ThreadMessage.id)
    rows = session.execute(mine.options(joinedload(ThreadMessage.organisation), joinedload(Invitation.consortium)))
    return [
        {"consortium": asked.consortium.title, "for": one.organisation.name, **_plain(one, "text", "at")} for one, asked in rows
    ]


def _invitations(session: Session, by: User) -> list[Row]:
    sent = select(Invitation).where(Invitation.sent_by_id == by.id).order_by(Invitation.id)
    both = (joinedload(Invitation.consortium), joinedload(Invitation.organisation))
    return [
        {
            "consortium": one.consortium.title,
            "to": one.organisation.name,
            **_plain(one, "role", "task", "field", "time_needed", "why_you", "sent_at"),
        }
        for one in session.scalars(sent.options(*both))
    ]


def _reserves(session: Session, by: User) -> list[Row]:
    """The letters that wait in this person's name."""
    listed = select(Reserve).where(Reserve.listed_by_id == by.id).order_by(Reserve.id)
    both = (joinedload(Reserve.consortium), joinedload(Reserve.organisation))
    return [
        {
            "consortium": one.consortium.title,
            "to": one.organisation.name,
            **_plain(one, "task", "field", "time_needed", "why_you"),
        }
        for one in session.scalars(listed.options(*both))
    ]


def _brought(session: Session, by: User) -> list[Row]:
    """Partners who were not here, and whose name this person gave."""
    theirs = select(Guest).where(Guest.brought_by_id == by.id).order_by(Guest.organisation_id)
    both = (joinedload(Guest.organisation), joinedload(Guest.consortium))
    return [
        {"consortium": one.consortium.title, "organisation": one.organisation.name, **_plain(one, "brought_at")}
        for one in session.scalars(theirs.options(*both))
    ]


def _confirmed(session: Session, by: User) -> list[Row]:
    """The data of an organisation for an application that this person confirmed, and as whom."""
    theirs = select(PartnerSheet).where(PartnerSheet.confirmed_by_id == by.id).order_by(PartnerSheet.id)
    both = (joinedload(PartnerSheet.organisation), joinedload(PartnerSheet.consortium))
    return [
        {
            "consortium": one.consortium.title,
            "for": one.organisation.name,
            **_plain(one, "confirmed_name", "confirmed_function", "confirmed_authority", "confirmed_at"),
        }
        for one in session.scalars(theirs.options(*both))
    ]


def _files(session: Session, by: User) -> list[Row]:
    """The files of partners that this person gave; their bytes are on the page of the consortium."""
    theirs = select(Upload).where(Upload.uploaded_by_id == by.id).order_by(Upload.id)
    both = (joinedload(Upload.organisation), joinedload(Upload.consortium))
    return [
        {"consortium": one.consortium.title, "for": one.organisation.name, **_plain(one, "name", "document", "uploaded_at")}
        for one in session.scalars(theirs.options(*both))
    ]


def _decided(session: Session, by: User) -> list[Row]:
    """What this person accepted of partners, or gave back and why."""
    theirs = select(ReadinessMark, Consortium.title, Organisation.name).where(ReadinessMark.decided_by_id == by.id)
    theirs = theirs.join(Consortium, Consortium.id == ReadinessMark.consortium_id)
    theirs = theirs.join(Organisation, Organisation.id == ReadinessMark.organisation_id).order_by(ReadinessMark.decided_at)
    return [
        {"consortium": title, "of": name, **_plain(one, "item", "decision", "reason", "decided_at")}
        for one, title, name in session.execute(theirs)
    ]


def _mails(session: Session, by: User) -> list[Row]:
    if by.confirmed_at is None:
        return []
    return [
        _plain(one, "subject", "created_at", "sent_at")
        for one in session.scalars(select(Mail).where(Mail.to == by.email).order_by(Mail.id))
    ]


def _hand_overs(session: Session, by: User) -> list[Row]:
    """What this person wrote: with the offer, or with the answer."""
    theirs = select(HandOver).where((HandOver.offered_by_id == by.id) | (HandOver.answered_by_id == by.id))
    found = session.scalars(theirs.options(joinedload(HandOver.consortium)).order_by(HandOver.id)).all()
    sides = (("offered_by_id", "note", "offered_at"), ("answered_by_id", "answer_note", "answered_at"))
    return [
        {"consortium": one.consortium.title, "note": getattr(one, note), "at": _json(getattr(one, at))}
        for one in found
        for who, note, at in sides
        if getattr(one, who) == by.id
    ]


def _rows(
    session: Session, by: User, model: type[IdeaDraft | Report | Search | ColleagueInvitation], whose: str, *names: str
) -> list[Row]:
    mine = select(model).where(getattr(model, whose) == by.id).order_by(model.id)
    return [_plain(one, *names) for one in session.scalars(mine)]


def _plain(thing: object, *names: str) -> dict[str, object]:
    return {name: _json(getattr(thing, name)) for name in names}


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value

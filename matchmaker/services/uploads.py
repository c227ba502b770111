"""Files that partners and whoever holds a consortium give: taken after they were looked through, read by those they are for."""

from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs import confined
from matchmaker.inputs import uploads as inputs
from matchmaker.inputs.uploads import WHERE, Kept, Source
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Member, ReadinessMark, Upload, User
from matchmaker.permissions import Actor, may, require
from matchmaker.readiness import items
from matchmaker.services import files, history, rounds, surroundings
from matchmaker.services.lookup import LARGEST
from matchmaker.services.versions import begin
from matchmaker.workflow import APPLIED, ENDED

MOST: Final = 30
"""Files of one partner in one consortium."""
MOST_BYTES: Final = 300_000_000
"""Of all files of one consortium."""
_FEW: Final = BoundedSemaphore(2)
"""Files that one process has looked through at a time: each may take a core and a gigabyte for a while."""
APPLICATION: Final = "application"
"""What was submitted, which all members may read."""
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was looked through and is kept nowhere yet."""

    name: str
    kept: Kept


def look_through(session: Session, member: Member, name: str, source: Source, *, by: Actor) -> Given:
    """Read a file and find out whether it may be kept: before anything is locked, for this takes its time.

    Raises `Invalid` with one sentence, `Refused` where it cannot be found out.
    """
    require(by, "consortium.upload", member)
    content = inputs.read(source)
    with _FEW:
        kept = confined.look(content)
        scanned = files.store(session).scan(kept.content)
    title = inputs.title(name, kept.media_type)
    match scanned:
        case "found":
            raise Invalid({WHERE: say(N_("The virus scanner found something in this file. It was not kept."))})
        case "failed":
            sentence = N_("The file cannot be checked for viruses now, so it was not kept.")
            raise Refused(say(sentence), say(N_("Try again in an hour. If it happens again, tell whoever runs this service.")))
        case _:
            return Given(title, kept)


def add(session: Session, member: Member, document: str, given: Given, *, replaces: int | None = None, by: Actor) -> Upload:
    """Keep the file as this document of the member; in place of another one of its own, where that is named.

    Raises `Refused` where the consortium is over or there are too many files, `NotFound` where the other one is gone.
    """
    begin(session, "consortium.upload", member, by=by)
    consortium = member.consortium
    refuse_over(consortium)
    if not _is_asked(session, member, document, by):
        raise NotFound(say(N_("This document is not asked of this organisation.")))
    there = [one for one in list_of(session, consortium) if one.organisation_id == member.organisation_id]
    if replaces is not None:
        _take_away(session, _among(there, replaces))
    everything = sum(one.size for one in list_of(session, consortium))
    if everything + len(given.kept.content) > MOST_BYTES:
        sentence = say(N_("The files of this consortium are too large together."))
        raise Refused(sentence, say(N_("Delete one that is not needed, then upload this one.")))
    if replaces is None and len(there) >= MOST:
        sentence = say(N_("There are %(n)s files already."), n=len(there))
        raise Refused(sentence, say(N_("Delete or replace one that is not needed, then upload this one.")))
    content = given.kept.content
    upload = Upload(
        consortium=consortium,
        organisation=member.organisation,
        document=document,
        name=given.name,
        media_type=given.kept.media_type,
        size=len(content),
        sha256=inputs.sha256(content),
        stored_as=files.put(session, content),
        uploaded_at=surroundings.now(session),
        uploaded_by_id=by.id if isinstance(by, User) else None,
    )
    session.add(upload)
    history.record(session, by, "upload.add", consortium=consortium, organisation=member.organisation)
    session.flush()
    return upload


def remove(session: Session, upload: Upload, *, by: Actor) -> None:
    """Delete a file. Raises `Refused` once it was accepted: whoever accepted it may give it back first."""
    begin(session, "upload.remove", upload, by=by)
    refuse_over(upload.consortium)
    _take_away(session, upload)
    history.record(session, by, "upload.remove", consortium=upload.consortium, organisation=upload.organisation)


def list_of(session: Session, consortium: Consortium) -> list[Upload]:
    """All files of a consortium, the oldest first."""
    theirs = select(Upload).where(Upload.consortium_id == consortium.id).options(joinedload(Upload.organisation))
    return list(session.scalars(theirs.order_by(Upload.id)))


def applications(session: Session, consortium: Consortium) -> list[Upload]:
    """What was submitted, as whoever applied has given it for all members to read."""
    return [one for one in list_of(session, consortium) if one.document == APPLICATION] if consortium.submitted_at else []


def get_upload(session: Session, number: int, *, by: Actor) -> Upload:
    """One file. Raises `NotFound`, also to those it is not for."""
    whole = joinedload(Upload.consortium, innerjoin=True).selectinload(Consortium.members)
    query = select(Upload).where(Upload.id == number).options(whole, joinedload(Upload.organisation, innerjoin=True))
    found = session.scalar(query) if 0 < number <= LARGEST else None
    if found is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    require(by, "upload.read", found)
    return found


def content_of(session: Session, upload: Upload) -> bytes:
    """Its bytes, for those who may read it. Raises `NotFound` where they are no more."""
    return files.get(session, upload.stored_as)


def forget(session: Session, consortium: Consortium, organisation_id: int | None = None) -> None:
    """Erase the files of a consortium, or of one organisation in it, and what was decided about it."""
    for upload in list_of(session, consortium):
        if organisation_id in (None, upload.organisation_id):
            files.remove(session, upload.stored_as)
            session.delete(upload)
    marks = select(ReadinessMark).where(ReadinessMark.consortium_id == consortium.id)
    for mark in session.scalars(marks):
        if organisation_id in (None, mark.organisation_id):
            session.delete(mark)
    session.flush()


def refuse_over(consortium: Consortium) -> None:
    """Raise `Refused` once nothing will come of the consortium any more."""
    if consortium.state in ENDED or consortium.persons_erased_at is not None:
        raise Refused(
            say(N_("This consortium is over: files are no longer taken.")), say(N_("What is there stays until it is erased."))
        )


def _is_asked(session: Session, member: Member, document: str, by: Actor) -> bool:
    """Whether the call asks it of this member, or one may give it beside that."""
    consortium = member.consortium
    if document == APPLICATION:
        is_theirs = member.organisation_id == consortium.holder_id and may(by, "consortium.report", consortium)
        return is_theirs and consortium.state in APPLIED
    asked = items.papers(rounds.call_of(session, consortium), member.role, consortium.asked_grant)
    return document == OTHER or document in {one.kind for one in asked}


def _among(uploads: list[Upload], number: int) -> Upload:
    found = next((one for one in uploads if one.id == number), None)
    if found is None:
        raise NotFound(say(N_("Somebody else has taken away what this is about.")))
    return found


def _take_away(session: Session, upload: Upload) -> None:
    item = (upload.consortium_id, upload.organisation_id, f"document:{upload.document}")
    mark = session.get(ReadinessMark, item)
    if mark is not None and mark.decision == "accepted":
        sentence = say(N_("“%(name)s” was accepted, so it stays."), name=upload.name)
        raise Refused(sentence, say(N_("Whoever coordinates can give it back first, with a reason.")))
    files.remove(session, upload.stored_as)
    session.delete(upload)
    session.flush()

"""“I have a group already”: lines that were looked at become a draft, of those registered here and of guests."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid
from matchmaker.inputs.groups import Row
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.models import Consortium, Organisation, User
from matchmaker.services import consortia, guests, ideas, seen
from matchmaker.services.organisations import find_organisation


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: somebody registered here, by its id, or a guest."""

    key: str = ""
    guest: GuestForm | None = None


def find(session: Session, row: Row) -> Organisation | None:
    """Who of those registered here the line means: by OID, PIC, or exactly its name and country."""
    joined = select(Organisation).where(Organisation.joined_at.is_not(None), seen.by_anybody()).limit(1)
    for column, value in ((Organisation.oid, row.oid), (Organisation.pic, row.pic)):
        found = session.scalar(joined.where(column == value)) if value else None
        if found is not None:
            return found
    return guests.find_registered(session, row.name, row.country) if row.name and row.country else None


def make(session: Session, organisation: Organisation, form: IdeaForm, entries: Sequence[Entry], *, by: User) -> Consortium:
    """The idea, and a draft of its organisation and these. Raises `Invalid`: what is wrong with an entry stands at its place."""
    keys = list(dict.fromkeys(one.key for one in entries if one.key))
    registered = [one for one in (find_organisation(session, key) for key in keys) if one is not None and one is not organisation]
    idea = ideas.describe(session, organisation, form, by=by)
    members = [organisation.key, *(one.key for one in registered)]
    made = consortia.save(session, idea, members, organisation.key, suggestion=None, by=by)
    problems: dict[str, object] = {}
    for place, one in enumerate(entries):
        if one.guest is not None:
            try:
                guests.add(session, made, one.guest, version=None, by=by)
            except Invalid as wrong:
                problems |= {f"{place}.{name}": said for name, said in wrong.problems.items()}
    if problems:
        raise Invalid(problems)
    return made

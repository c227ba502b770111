"""One row by its number, with what a page shows of it, for those who may read it."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption

from matchmaker.errors import NotFound
from matchmaker.language import N_, say
from matchmaker.models import ColleagueInvitation, Consortium, HandOver, Idea, Invitation, Snapshot, User
from matchmaker.permissions import READS, require

ThingT = TypeVar("ThingT", ColleagueInvitation, Idea, Consortium, Invitation, HandOver, Snapshot)
LARGEST = 2**31 - 1
"""The largest number that a row can have."""


def get(session: Session, kind: type[ThingT], number: int, *loaded: LoaderOption, by: User) -> ThingT:
    """The thing with this number, what `loaded` names read with it. Raises `NotFound`, also to those it is not for."""
    query = select(kind).where(kind.id == number).options(*loaded)
    found = session.scalar(query) if 0 < number <= LARGEST else None
    if found is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    require(by, READS[kind], found)
    return found

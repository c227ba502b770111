"""What a race is kept under, and what may come of it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.models import Consortium, HistoryEntry, Invitation, Organisation
from matchmaker.services import blocks
from matchmaker.workflow import OPEN_INVITATION
from tests.factories import Actor
from tests.racing.running import DONE, Race
from tests.racing.scene import Scene

Wrong = Callable[[Session, Sequence[str]], Iterator[str]]
Made = Callable[[Scene], Race]
RACES: Final[dict[str, Made]] = {}
"""By what happens, how it is set up."""
ONE: Final = frozenset({1})
SOME: Final = frozenset({1, 2})
BOTH: Final = frozenset({2})


def raced(made: Made) -> Made:
    """Keep it under its name."""
    RACES[made.__name__.replace("_", " ")] = made
    return made


def ends_as(consortium: Consortium, *states: str) -> Wrong:
    """The consortium is in one of these states afterwards."""
    number = consortium.id

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        state = session.get_one(Consortium, number).state
        if state not in states:
            yield f"ends as {state}"

    return wrong


def held_by(consortium: Consortium, actor: Actor) -> Wrong:
    number, theirs = consortium.id, actor.organisation.id

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        if session.get_one(Consortium, number).holder_id != theirs:
            yield "held by another"

    return wrong


def asked(consortium: Consortium, number: int, *actors: Actor) -> Wrong:
    """So many open invitations to these have come out of it."""
    whole, theirs = consortium.id, [one.organisation.id for one in actors]

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        found = count_open(session, whole, theirs)
        if found != number:
            yield f"{found} open invitations"

    return wrong


def not_asked_by_who_is_blocked(one: Actor, other: Actor) -> Wrong:
    """Neither is asked by the other, once one has blocked the other."""
    both = [one.organisation.id, other.organisation.id]

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        first, second = (session.get_one(Organisation, number) for number in both)
        held = select(Consortium.id).where(Consortium.holder_id.in_(both))
        if blocks.are_apart(session, first, second) and any(
            count_open(session, number, both) for number in session.scalars(held)
        ):
            yield "blocked, and asked"

    return wrong


def before(first: str, then: str) -> Wrong:
    """Where both were done, the first was done before the other."""

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        newest = [
            session.scalar(select(func.max(HistoryEntry.id)).where(HistoryEntry.verb == verb)) or 0 for verb in (first, then)
        ]
        if results.count(DONE) == 2 and newest[0] > newest[1]:
            yield f"{first} after {then}"

    return wrong


def count_open(session: Session, consortium: int, organisations: Sequence[int]) -> int:
    """Open invitations of a consortium to these organisations."""
    theirs = (Invitation.consortium_id == consortium) & Invitation.organisation_id.in_(organisations)
    counted = select(func.count()).select_from(Invitation).where(theirs, Invitation.state.in_(OPEN_INVITATION))
    return session.scalar(counted) or 0

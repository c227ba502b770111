"""Two who meet at one thing: how they are let loose at the same moment, and what must be true of a database afterwards.

Each looks first, as a request does, and then acts in a unit of work; nobody acts before both have looked. The pairs themselves
are in `tests/races.py`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any, Final, Literal

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from matchmaker.db import Database
from matchmaker.errors import MatchmakerError
from matchmaker.models import Consortium, Organisation, User
from matchmaker.services import coordinators, invitations, surroundings
from matchmaker.workflow import OPEN_INVITATION, STANDING

DONE: Final = "done"
SAID: Final = (MatchmakerError, StaleDataError, ObjectDeletedError)
"""For each of these a person gets a sentence that says what to do."""
LONGEST: Final = 20
"""Seconds after which somebody who still waits counts as stuck."""
Way = Literal["together", "first", "second"]
"""Both at once; or the first, or the second, has acted and not committed yet when the other acts."""
WAYS: Final[tuple[Way, ...]] = ("together", "first", "second")


@dataclass(frozen=True)
class Move:
    """What one of the two does. by: the number of the person; None = a job. later: how much later it is for this one."""

    by: int | None
    look: Callable[[Session, User], Any]
    act: Callable[[Session, Any, User], object]
    later: timedelta = timedelta()


@dataclass(frozen=True)
class Race:
    """wins: how many of the two may get it done. wrong: what is not as it should be, beside what is always looked at."""

    first: Move
    second: Move
    wins: frozenset[int]
    wrong: Callable[[Session, Sequence[str]], Iterator[str]] = lambda session, results: iter(())


def run(database: Database, race: Race, way: Way) -> list[str]:
    """Let both loose, and give what came of each: "done", or the kind of what it was refused with."""
    moves = (race.first, race.second) if way != "second" else (race.second, race.first)
    looked, acted, goes = Barrier(2), Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        leading = pool.submit(_run, database, moves[0], looked, None, acted, goes)
        following = pool.submit(_run, database, moves[1], looked, None if way == "together" else acted, None, None)
        if way == "together":
            goes.set()
        elif acted.wait(LONGEST):
            _until_it_waits(database, following)
            goes.set()
        results = [leading.result(LONGEST), following.result(LONGEST)]
    return results if way != "second" else results[::-1]


def _run(database: Database, move: Move, looked: Barrier, after: Event | None, acted: Event | None, goes: Event | None) -> str:
    """after: what is awaited between looking and acting. acted, goes: what is said and awaited between acting and committing."""
    with database.session(reads=True) as session:
        around = surroundings.of(session)
        now = around.clock() + move.later
        around.clock = lambda: now
        try:
            by: Any = session.get_one(User, move.by) if move.by is not None else None
            thing = move.look(session, by)
            looked.wait(LONGEST)
            if after is not None:
                after.wait(LONGEST)
            database.turn(session, reads=False)
            move.act(session, thing, by)
            session.flush()
            if acted is not None and goes is not None:
                acted.set()
                goes.wait(LONGEST)
            session.commit()
        except SAID as error:
            return type(error).__name__
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            if acted is not None:
                acted.set()
    return DONE


def _until_it_waits(database: Database, following: "Future[str]") -> None:
    """Until the other waits for a lock, or has nothing to wait for; on SQLite nobody begins to write beside another."""
    if database.engine.dialect.name == "sqlite":
        return
    query = text("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
    until = monotonic() + LONGEST
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not following.done() and not connection.scalar(query) and monotonic() < until:
            sleep(0.002)


def judge(session: Session, race: Race, results: Sequence[str], organisations: Sequence[int]) -> list[str]:
    """What is wrong after a race between people of these organisations, whoever was faster."""
    found = [f"not a sentence: {one}" for one in results if one != DONE and one not in _NAMES]
    both = zip((race.first, race.second), results, strict=True)
    found += [f"a job that fails: {result}" for move, result in both if move.by is None and result != DONE]
    if results.count(DONE) not in race.wins:
        found.append(f"came out as {', '.join(results)}")
    theirs = select(Consortium).where(Consortium.initiator_id.in_(organisations))
    for consortium in session.scalars(theirs.order_by(Consortium.id)):
        found += [f"{consortium.state}: {one}" for one in _wrong_consortium(consortium)]
    for organisation in session.scalars(select(Organisation).where(Organisation.id.in_(organisations))):
        found += _wrong_organisation(session, organisation)
    return [*found, *race.wrong(session, results)]


_NAMES: Final = frozenset(
    {"Refused", "Over", "Conflict", "NotFound", "Forbidden", "Invalid", "StaleDataError", "ObjectDeletedError"}
)


def _wrong_consortium(consortium: Consortium) -> Iterator[str]:
    """A state that nobody may see, counted from the rows themselves."""
    members = {one.organisation_id: one for one in consortium.members}
    standing = [one for one in consortium.invitations if one.state in STANDING]
    asked = [one.organisation_id for one in standing if one.state in OPEN_INVITATION]
    said_yes = {one.organisation_id for one in standing if one.state == "joined"}
    joined = {number for number, one in members.items() if one.joined_at is not None}
    offers = [one.organisation_id for one in consortium.handovers if one.state == "offered"]
    state = consortium.state
    held = {
        "not one coordinator": Counter(one.role for one in members.values())["coordinator"] != 1,
        "held by whoever has not joined": consortium.holder_id not in joined,
        "asked twice": len({one.organisation_id for one in standing}) != len(standing),
        "asked, and has joined": bool(joined.intersection(asked)),
        "asked, and is no member": not {one.organisation_id for one in standing} <= members.keys(),
        "said yes, and has not joined": not said_yes <= joined,
        "joined, and never said so": not joined <= said_yes | {consortium.initiator_id},
        "a draft that asks": state == "draft" and bool(standing),
        "inviting nobody": state == "inviting" and not standing,
        "offers": (len(offers) != 1) if state == "offered" else bool(offers),
        "offered to whoever has not joined": not joined.issuperset(offers),
        "finalised without all": state == "finalised" and joined != members.keys(),
        "finalised under another coordinator": state == "finalised" and bool(coordinators.list_to_confirm(consortium)),
        "over, and somebody is still asked": state in ("finalised", "submitted", "granted", "rejected", "withdrawn")
        and bool(asked),
        "submitted without a document": state == "submitted" and consortium.submitted_number is None,
        "a member in reserve": any(one.organisation_id in members for one in consortium.reserves),
        "two proposed for one place": max(_proposed(consortium).values(), default=0) > 1,
    }
    yield from (name for name, is_so in held.items() if is_so)


def _proposed(consortium: Consortium) -> Counter[int]:
    return Counter(one.replaces_id for one in consortium.reserves if one.state == "proposed")


def _wrong_organisation(session: Session, organisation: Organisation) -> Iterator[str]:
    roles = [one.role for one in organisation.people]
    if ("owner" in roles) == (organisation.ownerless_since is not None) and organisation.joined_at is not None:
        yield f"{organisation.name}: owned by {roles.count('owner')}, without owner since {organisation.ownerless_since}"
    if invitations.count_left(session, organisation) < 0:
        yield f"{organisation.name}: too many invitations"

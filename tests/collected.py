"""Whether a process outlives what frees the objects of a session while the cyclic collector is at work.

usage: python -m tests.collected plain|ours PROCESSES
"""

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable
from itertools import cycle, islice

from sqlalchemy import Engine, ForeignKey, create_engine, delete, insert, orm, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload
from sqlalchemy.pool import StaticPool

from matchmaker import db

HOUSES, ROOMS = 60, 3
ROUNDS = 18
LONGEST = 60
"""Seconds of one process; one whose memory is damaged may go round for ever."""


class Base(DeclarativeBase):
    """What the tables have in common: nothing."""


class House(Base):
    """Holds its rooms, which hold it: only the collector frees such a ring."""

    __tablename__ = "house"
    id: Mapped[int] = mapped_column(primary_key=True)
    storeys: Mapped[int] = mapped_column(default=1)
    rooms: Mapped[list["Room"]] = relationship(back_populates="house", cascade="all, delete-orphan")


class Room(Base):
    """One of a house."""

    __tablename__ = "room"
    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"))
    house: Mapped[House] = relationship(back_populates="rooms")


def fail(session: orm.Session) -> None:
    """A flush that the database refuses rolls back by itself."""
    session.execute(insert(House), {"id": 5_000})
    session.add(House(id=5_000))
    with contextlib.suppress(IntegrityError):
        session.flush()


def leave(session: orm.Session) -> None:
    """A block that ends in an error."""
    with contextlib.suppress(ZeroDivisionError), session:
        raise ZeroDivisionError


def undo(session: orm.Session) -> None:
    """A savepoint that is rolled back."""
    session.begin_nested().rollback()


def remove(session: orm.Session) -> None:
    """A flush that deletes."""
    for house in session.scalars(select(House).limit(20)):
        session.delete(house)
    session.flush()


ENDS: tuple[Callable[[orm.Session], object], ...] = (
    lambda session: session.close(),
    lambda session: session.rollback(),
    lambda session: session.expire_all(),
    lambda session: session.execute(update(House).values(storeys=2)),
    lambda session: session.execute(delete(Room).where(Room.id > HOUSES)),
    fail,
    leave,
    undo,
    remove,
)
"""What sets attributes on the states of many objects."""


def stocked() -> Engine:
    """A database in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(House), [{"id": house + 1} for house in range(HOUSES)])
        connection.execute(insert(Room), [{"id": room + 1, "house_id": room % HOUSES + 1} for room in range(HOUSES * ROOMS)])
    return engine


def use(kind: type[orm.Session], seed: int) -> None:
    """Load rings of objects, let go of them, and end in each way, so that the collector's turn comes in the midst of it."""
    engine = stocked()
    gc.disable()
    for number, end in enumerate(islice(cycle(ENDS), ROUNDS)):
        session = kind(engine, expire_on_commit=False)
        for house in session.scalars(select(House).options(selectinload(House.rooms))).all():
            assert all(room.house is house for room in house.rooms)
        session.add_all(House(rooms=[Room() for _ in range(ROOMS)]) for _ in range(HOUSES))
        session.flush()
        del house
        gc.set_threshold(gc.get_count()[0] + (seed * 7 + number * 31) % 150)
        gc.enable()
        end(session)
        gc.disable()
        session.close()
        gc.collect()


def main(kind: str, processes: int) -> None:
    """Say how many of so many processes lived."""
    lived = 0
    gc.freeze()  # what was imported is none of this
    for seed in range(processes):
        if not (child := os.fork()):
            signal.alarm(LONGEST)
            try:
                use({"plain": orm.Session, "ours": db.Session}[kind], seed)
            except Exception:  # memory that was freed looks like anything
                os._exit(1)
            os._exit(0)
        lived += os.waitpid(child, 0)[1] == 0
    sys.stdout.write(f"{lived} of {processes} lived\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

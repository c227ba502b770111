"""Who writes to SQLite next: whoever has waited longest, and nobody for ever."""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from threading import Barrier, Thread
from time import monotonic, sleep

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from matchmaker import config, db, turns
from matchmaker.db import Database

WRITE = text("update alembic_version set version_num = version_num")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    settings = config.load(instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'matchmaker.db'}")
    db.upgrade(settings.database_url)
    return db.of(settings)


def test_nobody_is_overtaken(database: Database) -> None:
    """Eight people write without a pause: between two turns of one, each other one has at most two."""
    people, rounds = 8, 12
    order: list[int] = []
    begin = Barrier(people)

    def write(number: int) -> None:
        begin.wait()
        for _ in range(rounds):
            with database.unit_of_work() as session:
                session.execute(WRITE)
                order.append(number)
                sleep(0.01)

    threads = [Thread(target=write, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(order) == people * rounds
    for number in range(people):
        places = [place for place, one in enumerate(order) if one == number]
        assert max(b - a for a, b in pairwise(places)) <= 2 * people
    database.engine.dispose()


def test_turn_ends_however_a_transaction_ends(database: Database) -> None:
    for _ in range(3):
        with suppress(ZeroDivisionError), database.unit_of_work() as session:
            session.execute(WRITE)
            raise ZeroDivisionError
        with suppress(OperationalError), database.unit_of_work() as session:
            session.execute(text("no sql at all"))
        session = database.session()
        session.execute(WRITE)
        session.close()
        session = database.session()
        session.execute(WRITE)
        session.connection().invalidate()
        session.close()
    began = monotonic()
    with database.unit_of_work() as session:
        session.execute(WRITE)
    assert monotonic() - began < turns.PATIENCE
    database.engine.dispose()


def test_lock_of_another_process_is_waited_for_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waited for his turn in vain does not wait as long again for the lock."""
    monkeypatch.setattr(turns, "PATIENCE", 0.5)
    other = db._engine(database.url)
    refused: list[float] = []

    def write() -> None:
        began = monotonic()
        with pytest.raises(OperationalError), database.unit_of_work() as session:
            session.execute(WRITE)
        refused.append(monotonic() - began)

    with other.connect() as holding:
        holding.exec_driver_sql("BEGIN IMMEDIATE")
        threads = [Thread(target=write) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(refused) == 3
    assert max(refused) < 5 * turns.PATIENCE
    other.dispose()
    database.engine.dispose()

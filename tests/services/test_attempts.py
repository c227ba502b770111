"""Wrong passwords make whoever tries wait, longer each time and never for good."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import TooOften
from matchmaker.models import Attempts
from matchmaker.services import attempts
from tests.conftest import Clock
from tests.services.test_two_at_once import at_once

KEY = attempts.key_of("alice@school.eu", secret="of the service, long enough")


def wait(session: Session) -> int:
    """Seconds until a try is taken; a wrong one if it is taken now."""
    try:
        attempts.begin(session, KEY)
    except TooOften as late:
        return late.seconds
    attempts.fail(session, KEY)
    return 0


def test_pauses_begin_after_a_few_and_grow_to_a_quarter_of_an_hour(session: Session, clock: Clock) -> None:
    assert [wait(session) for _ in range(attempts.FREE)] == [0] * attempts.FREE
    pauses = []
    for _ in range(9):
        pauses.append(wait(session))
        clock.move(seconds=pauses[-1])
        assert wait(session) == 0
    assert pauses == [15, 30, 60, 120, 240, 480, 900, 900, 900]


def test_wait_is_said_in_seconds_then_in_minutes() -> None:
    said = "Too many attempts in a short time. Please try again in "
    for seconds, end in (
        (0.2, "1 second."),
        (15, "15 seconds."),
        (90, "90 seconds."),
        (90.1, "2 minutes."),
        (900, "15 minutes."),
    ):
        assert str(attempts.too_often(seconds).message) == said + end


def test_trying_within_a_pause_does_not_make_it_longer(session: Session, clock: Clock) -> None:
    for _ in range(attempts.FREE):
        wait(session)
    for left in (15, 10, 5):
        assert wait(session) == left
        clock.move(seconds=5)
    assert wait(session) == 0


def test_right_password_and_time_begin_anew(session: Session, clock: Clock) -> None:
    for begin_anew in (lambda: attempts.clear(session, KEY), lambda: clock.move(hours=2)):
        for _ in range(attempts.FREE):
            assert wait(session) == 0
        assert wait(session) > 0
        begin_anew()
    assert wait(session) == 0


def test_what_counts_no_more_is_forgotten(session: Session, clock: Clock) -> None:
    wait(session)
    clock.move(hours=1)
    attempts.fail(session, attempts.key_of("bob@school.eu", secret="x" * 32))
    attempts.prune(session)
    assert session.scalar(select(func.count()).select_from(Attempts)) == 2
    clock.move(hours=1)
    attempts.prune(session)
    assert session.scalar(select(func.count()).select_from(Attempts)) == 1


def test_no_address_is_kept(session: Session) -> None:
    wait(session)
    assert session.scalars(select(Attempts.key)).one() == KEY
    assert attempts.key_of("alice@school.eu", secret="of another service") != KEY
    assert "alice" not in KEY


def test_of_many_at_once_after_a_pause_one_is_taken(new_database: Database, clock: Clock) -> None:
    for _ in range(attempts.FREE):
        with new_database.unit_of_work() as session:
            attempts.fail(session, KEY)
    clock.move(seconds=15)
    assert sorted(at_once(new_database, *[lambda session: attempts.begin(session, KEY)] * 4))[:2] == ["TooOften", "TooOften"]
    with new_database.session(reads=True) as session:
        assert session.scalar(select(Attempts.wrong)) == attempts.FREE + 1
    clock.move(seconds=29)
    with new_database.unit_of_work() as session, pytest.raises(TooOften):
        attempts.begin(session, KEY)


def test_many_wrong_at_once_are_all_counted(new_database: Database) -> None:
    assert at_once(new_database, *[lambda session: attempts.fail(session, KEY)] * 4) == ["done"] * 4
    with new_database.session(reads=True) as session:
        assert session.scalar(select(Attempts.wrong)) == 4


def test_pauses_are_bounded_however_many_were_wrong(session: Session, clock: Clock) -> None:
    session.add(Attempts(key=KEY, wrong=2**31 - 2, last_at=clock.now))
    session.flush()
    assert wait(session) == attempts.LONGEST / timedelta(seconds=1)

"""Whichever process is killed at whatever step: nothing is lost, and nothing is done twice but a mail that nobody could note."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from matchmaker import config
from matchmaker.db import Database
from tests.conftest import Clock
from tests.killing import CONSUMER, NEVER, WRITER, Nursery, Town, nursery, sample
from tests.smtp import Server


@pytest.fixture
def town(new_database: Database, clock: Clock, tmp_path: Path) -> Iterator[Town]:
    with Server() as server:
        yield Town(new_database, clock, config.load(instance=tmp_path, smtp_url=SecretStr(server.url)), server)


@pytest.fixture
def born(town: Town) -> Iterator[Nursery]:
    with nursery(town) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize(("who", "number"), [(WRITER, 5), (CONSUMER, 6)])
def test_nothing_is_lost_or_done_twice_whoever_is_killed(town: Town, born: Nursery, who: str, number: int) -> None:
    if who == CONSUMER:
        town.invite()
    was_killed, steps = born.live(who, NEVER)
    assert not was_killed
    town.end_time()
    town.recover()
    assert town.wrong(0) == []
    kills = 0
    for step in sample(steps, number):
        kills += born.kill(town, who, step)
        assert town.wrong(kills if who == CONSUMER else 0) == [], step
    assert kills > number / 2

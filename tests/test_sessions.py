"""Sessions outlive the cyclic collector of Python 3.11."""

import subprocess
import sys

import pytest

from matchmaker import db
from matchmaker.db import Database
from tests.house.tree import ROOT

PROCESSES = 20
pytestmark = pytest.mark.slow


def lived(kind: str) -> int:
    command = [sys.executable, "-m", "tests.collected", kind, str(PROCESSES)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return int(said.removesuffix(f" of {PROCESSES} lived\n"))


def test_our_session_lives() -> None:
    assert lived("ours") == PROCESSES


def test_plain_session_lives_on_3_12_alone() -> None:
    number = lived("plain")
    if sys.version_info[:2] == (3, 12):
        assert number == PROCESSES
    elif number == PROCESSES:
        pytest.skip("The plain session lives on this Python too: that ours lives shows nothing here.")


def test_database_gives_ours(new_database: Database) -> None:
    with new_database.session() as writing, new_database.session(reads=True) as reading:
        assert type(writing) is type(reading) is db.Session

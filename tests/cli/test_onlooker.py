"""Who waits at a terminal sees how far a search is, and Ctrl-C ends it with the best that was found."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from matchmaker.cli.onlooker import Onlooker
from tests.long_search import SLUGS


@pytest.fixture
def request_of_a_crowd(tmp_path: Path) -> list[str]:
    """A command that searches for longer than anybody waits."""
    random = Random("crowd")
    rows = ["id,name,country,type,expertise,responsiveness", "s1,School,PL,EPLUS-EDU-VOC-SEC,,"]
    for one in range(160):
        country, type_ = random.choice(("DE", "FR", "ES", "IT")), random.choice(("EPLUS-EDU-VOC-SEC", "EPLUS-ENT-SME"))
        rows.append(f"c{one},Guest house {one},{country},{type_},{';'.join(random.sample(SLUGS, 3))},{random.random():.3f}")
    (tmp_path / "orgs.csv").write_text("\n".join(rows), "utf-8")
    asked = {
        "call": "ka202-2018", "initiator": "s1", "expertise": [{"slug": slug} for slug in SLUGS],
        "size": {"min": 11, "max": 11}, "limit": 20,
    }  # fmt: skip
    (tmp_path / "request.json").write_text(json.dumps(asked), "utf-8")
    options = ["--population", str(tmp_path / "orgs.csv"), "--time-limit", "120", "--json"]
    return [sys.executable, "-m", "matchmaker", "suggest", str(tmp_path / "request.json"), *options]


@pytest.mark.slow
def test_interrupted_search_answers_with_what_it_has(request_of_a_crowd: list[str]) -> None:
    terminal, theirs = pty.openpty()
    with subprocess.Popen(request_of_a_crowd, stdout=subprocess.PIPE, stderr=theirs) as command:
        os.close(theirs)
        told = b""
        until = monotonic() + 60
        while told.count(b"Searching for") < 2 and monotonic() < until:
            told += os.read(terminal, 1000)
        command.send_signal(signal.SIGINT)
        out, _ = command.communicate(timeout=60)
    os.close(terminal)
    assert b"Ctrl-C ends the search" in told
    answer = json.loads(out)
    assert command.returncode == (0 if answer["proposals"] else 1)
    assert all(proposal["proof"]["seconds"] < 60 for proposal in answer["proposals"])


def test_nothing_is_told_where_nobody_sits_and_the_second_interrupt_is_the_usual_one() -> None:
    out = io.StringIO()
    before = signal.getsignal(signal.SIGINT)
    with Onlooker(out) as watch:
        assert not watch.cancelled()
        signal.raise_signal(signal.SIGINT)
        assert watch.cancelled()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    assert out.getvalue() == ""

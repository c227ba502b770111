"""The commands that README.md shows, run as they stand there, say what stands under them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

SHOWN = (ROOT / "README.md").read_text("utf-8").partition("## The command line")[2].partition("\n## ")[0]
SESSION = next(block for block in re.findall(r"^```\n(.*?)^```", SHOWN, re.MULTILINE | re.DOTALL) if block.startswith("$ "))
NOT_A_YES = ("check",)
"""Commands of which the answer shown is no."""


def steps() -> list[tuple[str, list[str]]]:
    """Each command with the lines shown under it."""
    blocks = re.split(r"^\$ ", SESSION, flags=re.MULTILINE)[1:]
    return [(block.splitlines()[0], [line for line in block.splitlines()[1:] if line.strip()]) for block in blocks]


def words(text: str) -> str:
    """The text without the breaks of its lines."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands can be given as in a checkout."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "examples", folder / "examples")
    program = folder / ".venv" / "bin" / "matchmaker"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m matchmaker "$@"\n')
    program.chmod(0o755)
    return folder


def test_readme_shows_commands() -> None:
    assert {command.split()[1] for command, _ in steps()} >= {"check", "suggest", "repair", "verify", "evaluate", "config"}


@pytest.mark.slow
def test_commands_say_what_readme_shows(checkout: Path) -> None:
    """One after the other: some read what an earlier one wrote."""
    for command, lines in steps():
        ran = subprocess.run(
            ["sh", "-c", command], cwd=checkout, capture_output=True, text=True, check=False, env=dict(os.environ)
        )
        assert ran.returncode == (command.split()[1] in NOT_A_YES), f"{command}: {ran.stderr}"
        said, at = words(ran.stdout), 0
        for line in lines:
            assert words(line) in said[at:], f"{command} does not say: {line}"
            at = said.index(words(line), at)
    assert json.loads((checkout / "answer.json").read_text("utf-8"))["status"] == "ok"


def test_every_file_of_the_examples_is_shown() -> None:
    given = {path.name for path in (ROOT / "examples").iterdir()}
    assert given == {"consortium.json", "request.json", "organisations.csv", "projects.csv", "participations.csv", "rounds.toml"}
    assert set(re.findall(r"examples/([\w.]+)", SESSION)) == given - {"projects.csv", "rounds.toml"}, (
        "projects.csv is read by evaluate"
    )

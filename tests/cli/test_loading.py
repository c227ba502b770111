"""A command loads what it needs and nothing else, and whoever breaks it off sees no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from matchmaker.cli.commands import COMMANDS, load, root

HEAVY = ("alembic", "flask", "networkx", "numpy", "openpyxl", "scipy", "sqlalchemy")
CONSORTIUM = {
    "call": "cove-2025",  # its rules have places that different organisations fill
    "members": [
        {"id": "o1", "role": "coordinator", "name": "Technikum", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"},
        {"id": "o2", "role": "partner", "name": "Hochschule", "country": "DE", "type": "EPLUS-EDU-HEI"},
    ],
}


def loaded(argv: list[str]) -> tuple[set[str], str]:
    """The packages that a process has loaded at the end of a command, and what it said."""
    code = (
        "import atexit, sys; from matchmaker.cli import main; "
        "atexit.register(lambda: print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)); "
        f"main({argv!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    return set(done.stderr.split()), done.stdout


def test_help_loads_no_library_that_it_does_not_need() -> None:
    found, said = loaded(["--help"])
    assert set(COMMANDS) <= set(said.split())
    assert not found & {*HEAVY, "pydantic"}


@pytest.mark.parametrize("options", [[], ["--json"], ["--all-calls"]])
def test_check_loads_nothing_but_the_core(options: list[str], tmp_path: Path) -> None:
    path = tmp_path / "consortium.json"
    path.write_text(json.dumps(CONSORTIUM), encoding="utf-8")
    found, said = loaded(["check", str(path), *options])
    assert "cove-2025" in said
    assert not found & set(HEAVY)


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_listed_with_the_first_sentence_of_its_own_help(name: str) -> None:
    context = click.Context(root)
    listed = root.get_command(context, name)
    assert listed is not None
    for limit in (45, 1000):
        assert listed.get_short_help_str(limit) == load(name).get_short_help_str(limit)


def test_commands_stand_in_the_order_of_the_alphabet() -> None:
    assert root.list_commands(click.Context(root)) == sorted(COMMANDS)


@pytest.mark.parametrize(
    ("words", "begun", "expected"),
    [
        ([], "c", ["calls", "check", "config", "consortia"]),
        (["calls"], "", ["adopt", "diff", "find", "list", "show"]),
        (["check"], "--a", ["--all-calls"]),
        (["consortia", "list", "--state"], "dr", ["draft"]),
    ],
)
def test_shell_completes_commands_options_and_values(words: list[str], begun: str, expected: list[str]) -> None:
    completions = ShellComplete(root, {}, "matchmaker", "_MATCHMAKER_COMPLETE").get_completions(words, begun)
    assert [one.value for one in completions] == expected


@pytest.mark.parametrize("module", ["click", "pydantic", "matchmaker.cli.answers"])
def test_ctrl_c_while_python_loads_is_one_line(module: str, tmp_path: Path) -> None:
    """The signal comes in the middle of an import, which a finder of ours knows."""
    code = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from matchmaker.cli import main\n"
        f"main(['check', {str(tmp_path / 'none.json')!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "matchmaker: stopped\n")


def test_ctrl_c_while_a_command_waits_for_its_input_is_one_line() -> None:
    code = (
        "import os, signal, threading; from matchmaker.cli import main; "
        "threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start(); main(['check', '-'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as it:
        assert it.wait(timeout=60) == 2
        assert it.stderr is not None
        assert it.stderr.read() == b"matchmaker: stopped\n"


def test_whoever_reads_may_stop_reading() -> None:
    """`matchmaker calls show ... | head -1`: no traceback, and nothing about it when Python ends."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "matchmaker", "calls", "show", "ka220-vet-2026", "--json"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    os.close(write)
    assert done.returncode == 1
    assert done.stderr.count("\n") <= 1
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no /dev/full here.")
def test_full_device_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "matchmaker", "--help"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr == "matchmaker: the answer could not be written whole: No space left on device\n"

"""Whatever a command is given to read: a device, a pipe or far too much of it gets one line, before it is read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from matchmaker import files
from matchmaker.cli import main
from matchmaker.cli.answers import MOST
from matchmaker.errors import Invalid

ORGANISATIONS = "id,name,country,type\ns1,School,PL,OTH\n"
REQUEST = '{"call": "ka202-2018", "initiator": "s1"}'
CONSORTIUM = '{"call": "ka202-2018", "members": [{"id": "s1", "role": "coordinator", "country": "PL", "type": "OTH"}]}'
COMMANDS = (
    "check FILE",
    "check FILE --all-calls --json",
    "verify FILE",
    "verify CONSORTIUM --population FILE",
    "suggest FILE --population ORGANISATIONS",
    "suggest REQUEST --population FILE",
    "suggest REQUEST --population ORGANISATIONS --history FILE",
    "repair FILE --population ORGANISATIONS",
    "repair CONSORTIUM --population FILE",
    "repair CONSORTIUM --population ORGANISATIONS --request FILE",
    "import organisations FILE",
    "import history FILE FILE",
)
Run = Callable[[str, Path], tuple[object, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in words, FILE being the path."""
    known = {"ORGANISATIONS": ORGANISATIONS, "REQUEST": REQUEST, "CONSORTIUM": CONSORTIUM}
    for name, content in known.items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    def running(command: str, file: Path) -> tuple[object, str, str]:
        words = [str(file) if word == "FILE" else str(tmp_path / word) if word in known else word for word in command.split()]
        with pytest.raises(SystemExit) as left:
            main(words)
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return running


@pytest.mark.parametrize("command", [one for one in COMMANDS if not one.startswith("verify CONSORTIUM")])
@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "huge"])
def test_what_is_no_file_of_a_size_we_read_is_refused_at_once(run: Run, command: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / kind
    if kind == "device":
        path = Path("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(path)  # nobody ever writes into it
    elif kind == "folder":
        path.mkdir()
    else:
        path.touch()
        os.truncate(path, 10**13)  # takes no room
    code, out, err = run(command, path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"matchmaker: {path}: ")


def test_standard_input_is_read_as_far_as_a_document_may_reach(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    with Path("/dev/zero").open() as endless:
        monkeypatch.setattr("sys.stdin", endless)
        assert run("check -", Path()) == (2, "", "matchmaker: -: is too large: at most 16 MB\n")
    monkeypatch.setattr("sys.stdin", None)
    assert run("check -", Path()) == (2, "", "matchmaker: -: there is no standard input to read\n")


@pytest.mark.parametrize("command", ["check FILE", "verify FILE", "suggest FILE --population ORGANISATIONS"])
@pytest.mark.parametrize(
    "content",
    [
        b"x" * (MOST + 1),
        b'{"members": [' + b"{}," * 5_000_000 + b"{}]}",
        b'{"members": [' + b"9," * 7_000_000 + b"9]}",
        b'{"members": [' + b",".join([b"9" * 4000] * 3000) + b"]}",
        b'{"a":' * 1_000_000,
        b'{"members": [{' + b",".join(b'"f%d":1' % number for number in range(100_000)) + b"}]}",
        b'{"call": "' + b"x" * 10_000_000 + b'"}',
        b'{"' + b"x" * 10_000_000 + b'": 1}',
    ],
    ids=["too long", "objects", "numbers", "digits", "deep", "fields", "text", "name"],
)
def test_document_of_far_too_much_is_one_short_line(run: Run, command: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    path.write_bytes(content)
    code, out, err = run(command, path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert len(err) < 6000


@pytest.mark.parametrize("kind", ["device", "pipe", "huge"])
def test_guide_folder_reads_files_only(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setenv("MATCHMAKER_GUIDE_DIR", str(tmp_path / "guide"))
    path = tmp_path / "guide" / "own.toml"
    path.parent.mkdir()
    if kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.touch()
        os.truncate(path, 10**13)
    code, out, err = run("calls list", Path())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("matchmaker: own.toml: ")


def test_file_that_grows_while_it_is_read_is_read_to_the_limit(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="too large"):
        files.read(Path("/proc/self/maps"), 10)  # says of itself that it is empty

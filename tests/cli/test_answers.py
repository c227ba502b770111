"""A command answers with one document or one line, and an exit code; never with a traceback for wrong input."""

import errno
import io
import json
import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from matchmaker.cli import main
from matchmaker.cli.answers import answer, print_line, print_lines, read_document
from matchmaker.cli.commands import COMMANDS
from matchmaker.errors import Invalid
from matchmaker.language import render


def run(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as left:
        main(argv)
    said = capsys.readouterr()
    return left.value.code, said.out, said.err


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(["--help"], capsys)
    assert code == 0
    assert set(COMMANDS) <= set(out.split())


@pytest.mark.parametrize("argv", [["fly"], ["config", "--loud"], ["config", "extra"]])
def test_wrong_usage_is_one_line_and_exit_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(argv, capsys)
    assert (code, out) == (2, "")
    assert err.startswith("matchmaker: ")
    assert err.count("\n") == 1


def test_wrong_setting_is_one_line_and_exit_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MATCHMAKER_ENV", "staging\nand more")
    code, out, err = run(["config"], capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "MATCHMAKER_ENV" in err


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"{", "line 1"),
        (b'{"a": 1}\n}', "line 2"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "thousands of digits"),
        (b"", "line 1 is empty"),
        (b" \n\t\n", "line 1 is empty"),
        (b'{"a": [{"b": 1, "c": 2, "b": 1}]}', "“b” stands twice"),
    ],
    ids=["cut off", "too much", "not UTF-8", "NaN", "infinite", "deep", "huge number", "empty", "blank", "a field twice"],
)
def test_document_that_cannot_be_read_is_refused_with_its_file(content: bytes, place: str, tmp_path: Path) -> None:
    path = tmp_path / "consortium.json"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        read_document(path)
    ((where, message),) = refused.value.problems.items()
    assert where.startswith(str(path))
    assert place in f"{where} {render(message, 'en')}"


def test_full_disk_is_one_line_and_no_yes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("matchmaker.cli.commands.root.main", refuse)
    code, out, err = run(["calls", "list"], capsys)
    assert (code, out) == (1, "")
    assert err == "matchmaker: the answer could not be written whole: No space left on device\n"


def test_document_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "consortium.json"
    path.write_bytes(b"\xef\xbb\xbf{}\r\n")
    assert read_document(path) == {}


@pytest.mark.parametrize("name", ["a\\nb", "\\u001b[2J", "\\u202e", "a" * 100_000, '1": 1, "2": 1, "3'])
def test_strange_field_is_told_in_one_short_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "consortium.json"
    path.write_text(f'{{"members": [], "{name}": 1}}', encoding="utf-8")
    code, out, err = run(["check", str(path)], capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "is not a field we know" in err
    assert err[:-1].isprintable()
    assert len(err) < 1000


def test_many_problems_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "consortium.json"
    path.write_text(json.dumps({f"field{number}": number for number in range(1000)}), encoding="utf-8")
    code, out, err = run(["check", str(path)], capsys)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "and 980 more problems" in err


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_file_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        read_document(tmp_path / name)


def test_document_comes_from_standard_input_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps({"name": "Łódź"}).encode())))
    assert read_document(Path("-")) == {"name": "Łódź"}


def test_everything_is_printed_where_what_terminals_obey_is_left_out() -> None:
    folder = Path(import_module("matchmaker.cli").__path__[0])
    printing = {
        path.name for path in folder.glob("*.py") if re.search(r"\b(echo|secho|print)\(", path.read_text(encoding="utf-8"))
    }
    assert printing == {"answers.py"}


ODD = "Sch\u202eool\u2028of\u200eLove\U000e0041\u009b2J\x1b]0;x\x07\r\n*** eligible ***\ud800"


def test_no_line_holds_what_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    print_line(ODD)
    print_lines(f"One {ODD}", "two\n  and its second line")
    with pytest.raises(click.exceptions.Exit):
        answer({ODD: [ODD]}, yes=True)
    line, _, more = capsys.readouterr().out.partition("\n")
    assert line.isprintable()
    assert line.split() == ["Sch", "ool", "of", "Love", "2J", "]0;x", "***", "eligible", "***"]
    assert all(one.isprintable() for one in more.split("\n"))
    assert json.loads(more[more.index("{") :]) == {ODD: [ODD]}


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_names_in_files_turn_no_line_around(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "Technikum\u200e \u2067Jaworznik\u2028x\U000e0041"
    kinds = {"o1": ("PL", "EPLUS-EDU-VOC-SEC"), "o2": ("DE", "EPLUS-SOCIAL"), "o3": ("FR", "EPLUS-EDU-HEI")}
    rows = "".join(f"{key},{name} {key},{country},{kind},1013\n" for key, (country, kind) in kinds.items())
    (tmp_path / "orgs.csv").write_text(f"id,name,country,type,fields\n{rows}".replace("\u2067", ""), encoding="utf-8")
    (tmp_path / "asked.json").write_text('{"call": "ka202-2018", "initiator": "o1", "fields": ["1013"]}', encoding="utf-8")
    code, out, err = run(["suggest", str(tmp_path / "asked.json"), "--population", str(tmp_path / "orgs.csv"), *options], capsys)
    assert code == 0
    assert "Jaworznik" in out
    assert all(line.isprintable() for line in (out + err).split("\n"))

"""How a command answers: one JSON document or text on stdout, complaints on stderr, and the exit code.

What stands in files and in the database is shown on terminals, which obey some characters: these never reach one.
"""

import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from textwrap import fill

import click

from matchmaker import files
from matchmaker.errors import Invalid, MatchmakerError, Refused
from matchmaker.language import N_, SOURCE, render, say, whole

YES, NO, WRONG_INPUT = 0, 1, 2
UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE})
"""Why a device, or whoever reads, takes no more of what is written."""
MOST = 16 * files.MB
"""Bytes of one document: what `suggest --json` answers has some hundred thousand."""
MOST_VALUES = 500_000
"""Values of one document, counted by the marks before them; in 50 alternatives of 40 members stand some ten thousand."""
WIDTH = 110
"""Characters of a line."""
SHOWN = 21
"""Problems that one line tells; a file of rows tells of 20 and how many more there are."""


def answer(document: object, *, yes: bool) -> None:
    """Print `document` as JSON and leave with 0 (yes) or 1 (not a yes)."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    click.echo("".join(mark if mark.isprintable() or mark == "\n" else json.dumps(mark)[1:-1] for mark in text))
    leave(yes=yes)


def print_lines(*texts: str) -> None:
    """Print texts for a person to read, their lines broken already."""
    for text in texts:
        click.echo("\n".join(map(_printable, text.split("\n"))))


def wrapped(text: str, indent: int = 0, hang: int = 2) -> str:
    """The text in lines, broken at spaces only, so that an address or a code stays whole; all but the first hang further in."""
    first, rest = " " * indent, " " * (indent + hang)
    return fill(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)


def print_line(line: str, *, err: bool = False) -> None:
    """Print one line, whatever stands in it; on stderr with `err`."""
    click.echo(_printable(line), err=err)


def say_each(sentences: Iterable[object], mark: str = "") -> None:
    """Print sentences, one a line, each after the mark."""
    for sentence in sentences:
        print_line(mark + render(sentence, SOURCE))


def on_one_line(message: object) -> str:
    """A message on one line, whatever a person put into it."""
    return " ".join(_printable(render(message, SOURCE)).split())


def _printable(text: str) -> str:
    """The text with a blank for each character that is not shown but obeyed: escapes, line ends, turns of direction."""
    return text if text.isprintable() else "".join(mark if mark.isprintable() else " " for mark in text)


def finish() -> None:
    """Whatever was printed is written out. Raises OSError where it cannot be."""
    if sys.stdout is not None:
        sys.stdout.flush()


def leave(*, yes: bool) -> None:
    """End the command with 0 (yes) or 1 (not a yes)."""
    raise click.exceptions.Exit(YES if yes else NO)


def read_document(path: Path) -> object:
    """The JSON document in a file (`-` is standard input). Raises `Invalid` naming file and line."""
    return document_in(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """What is in a file (`-` is standard input), up to `MOST`. Raises `Invalid` naming the file."""
    if str(path) != "-":
        return files.read(path, MOST)
    if sys.stdin is None:
        raise Invalid({"-": say(N_("there is no standard input to read"))})
    content = sys.stdin.buffer.read(MOST + 1)
    if len(content) > MOST:
        raise files.too_large("-", MOST)
    return content


def document_in(raw: bytes, path: Path) -> object:
    """The JSON document in these bytes of the file. Raises `Invalid` naming file and line."""
    if not raw.strip():
        raise Invalid({f"{path}, line 1": "is empty: expected a JSON document"})
    if sum(map(raw.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise Invalid({str(path): say(N_("is too large: at most %(n)s values"), n=MOST_VALUES)})
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_each_key_once)
    except UnicodeDecodeError as error:
        raise Invalid({str(path): f"is not UTF-8 (byte {error.start})"}) from None
    except json.JSONDecodeError as error:
        raise Invalid({f"{path}, line {error.lineno}": f"is not JSON: {error.msg}"}) from None
    except RecursionError:
        raise Invalid({str(path): "is not a document we can read: it is nested too deeply"}) from None
    except Unreadable as error:
        raise Invalid({str(path): f"is not a document we can read: {error}"}) from None
    except ValueError:
        raise Invalid({str(path): "is not a document we can read: it holds a number with thousands of digits"}) from None


class Unreadable(ValueError):
    """What JSON parsers let pass and we do not."""


def _no_constant(name: str) -> None:
    raise Unreadable(f"{name} is not a JSON number")


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The object; a field that stands twice would be read in two ways."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, number in Counter(key for key, _ in pairs).items() if number > 1)
        raise Unreadable(f"the field “{twice[:80]}” stands twice")
    return found


def complain(error: Exception) -> int:
    """Say on stderr, in one line, what is wrong; the exit code that goes with it. Anything unforeseen is raised again."""
    if isinstance(error, Invalid):
        problems = [
            f"{on_one_line(field)}: {on_one_line(message)}" if field else on_one_line(message)
            for field, message in list(error.problems.items())[:SHOWN]
        ]
        more = [f"and {len(error.problems) - SHOWN} more problems"] if len(error.problems) > SHOWN else []
        return _say("; ".join(problems + more), WRONG_INPUT)
    if isinstance(error, MatchmakerError):
        return _say(whole(error), NO) if isinstance(error, Refused) else _say(error.message, WRONG_INPUT)
    if isinstance(error, click.ClickException):
        return _say(error.format_message(), WRONG_INPUT)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return _say("stopped", WRONG_INPUT)
    if isinstance(error, OSError) and error.errno in UNWRITABLE:
        _write_no_more()
        return _say(f"the answer could not be written whole: {error.strerror}", NO)
    if "sqlalchemy" in sys.modules:
        return _complain_of_database(error)
    raise error


def _complain_of_database(error: Exception) -> int:
    """The same for what a database says no to; only commands that ask one pay for knowing about it."""
    troubles = import_module("matchmaker.cli.troubles")
    what = troubles.told(error)
    if what is None:
        raise error
    return _say(what, NO)


def _say(message: object, code: int) -> int:
    """The one line, and the exit code; where nobody takes it the code remains."""
    with suppress(OSError):
        click.echo(f"matchmaker: {on_one_line(message)}", err=True)
    return code


def _write_no_more() -> None:
    """Let what is still held for stdout go nowhere, so that Python does not try again when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

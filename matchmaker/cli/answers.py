"""How a command answers: one JSON document or text on stdout, complaints on stderr, and the exit code."""

import errno
import json
import sys
from collections import Counter
from pathlib import Path

import click

from matchmaker.errors import Invalid, MatchmakerError, Refused
from matchmaker.language import SOURCE, render

YES, NO, WRONG_INPUT = 0, 1, 2
UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""Why a device takes no more of what is written."""
SHOWN = 21
"""Problems that one line tells; a file of rows tells of 20 and how many more there are."""


def answer(document: object, *, yes: bool) -> None:
    """Print `document` as JSON and leave with 0 (yes) or 1 (not a yes)."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    leave(yes=yes)


def leave(*, yes: bool) -> None:
    """End the command with 0 (yes) or 1 (not a yes)."""
    raise click.exceptions.Exit(YES if yes else NO)


def read_document(path: Path) -> object:
    """The JSON document in a file (`-` is standard input). Raises `Invalid` naming file and line."""
    return document_in(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """What is in a file (`-` is standard input). Raises `Invalid` naming the file."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise Invalid({str(path): f"cannot be read: {error.strerror}"}) from None


def document_in(raw: bytes, path: Path) -> object:
    """The JSON document in these bytes of the file. Raises `Invalid` naming file and line."""
    if not raw.strip():
        raise Invalid({f"{path}, line 1": "is empty: expected a JSON document"})
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
        problems = [f"{_line(field)}: {_line(message)}" if field else _line(message) for field, message in error.problems.items()]
        more = [f"and {len(problems) - SHOWN} more problems"] if len(problems) > SHOWN else []
        click.echo("matchmaker: " + "; ".join(problems[:SHOWN] + more), err=True)
        return WRONG_INPUT
    if isinstance(error, MatchmakerError):
        click.echo(f"matchmaker: {_line(error.message)}", err=True)
        return NO if isinstance(error, Refused) else WRONG_INPUT
    if isinstance(error, click.ClickException):
        click.echo(f"matchmaker: {' '.join(error.format_message().split())}", err=True)
        return WRONG_INPUT
    if isinstance(error, click.Abort | KeyboardInterrupt):
        click.echo("matchmaker: stopped", err=True)
        return WRONG_INPUT
    if isinstance(error, OSError) and error.errno in UNWRITABLE:
        click.echo(f"matchmaker: the answer could not be written whole: {error.strerror}", err=True)
        return NO
    raise error


def _line(message: object) -> str:
    """A message on one line, whatever a person put into it; what a terminal would obey is left out."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in render(message, SOURCE)).split())

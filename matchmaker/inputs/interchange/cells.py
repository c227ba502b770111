"""One cell of the interchange format: text in, value out, or ValueError with a sentence that says what was expected."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from matchmaker.inputs.texts import in_one_form
from matchmaker.language import N_, known, say

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that turn the direction of text, and halves of characters: never part of a name."""
SLUG = re.compile(r"[a-z0-9-]{1,80}")
FIELD = re.compile(r"[0-9]{2,4}")
PRIORITY = re.compile(r"[A-Za-z0-9-]{1,80}")
OID = re.compile(r"E[0-9]{8}")
PIC = re.compile(r"[0-9]{9}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile(r"(19|20)[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]{0,20}\.?[0-9]{0,40}([eE]-?[0-9]{1,3})?")
ROLES = frozenset({"coordinator", "partner", "associated"})
MAX_VALUES = 200
"""Values one cell may list."""


def text(limit: int) -> Callable[[str], str]:
    """A parser of one line of text of at most `limit` characters; white space becomes single blanks."""

    def parse(cell: str) -> str:
        words = in_one_form(" ".join(cell.split()))
        if len(words) > limit:
            raise ValueError(say(N_("is too long (at most %(n)s characters)"), n=limit))
        return words

    return parse


def _listed(pattern: re.Pattern[str], expected: str) -> Callable[[str], tuple[str, ...]]:
    """A parser of a list of such codes, in the order written, each once."""

    @lru_cache(maxsize=4096)
    def parse(cell: str) -> tuple[str, ...]:
        values = split(cell)
        for value in values:
            if not pattern.fullmatch(value):
                raise ValueError(say(N_("“%(value)s”: expected %(expected)s"), value=value[:80], expected=say(expected)))
        return values

    return parse


def split(cell: str) -> tuple[str, ...]:
    """The values of a list separated by semicolons, each once."""
    values = tuple(dict.fromkeys(value for part in cell.split(";") if (value := part.strip())))
    if len(values) > MAX_VALUES:
        raise ValueError(say(N_("lists more than %(n)s values"), n=MAX_VALUES))
    return values


fields = _listed(FIELD, N_("ISCED-F codes of 2 to 4 digits such as 0713, separated by semicolons"))
slugs = _listed(SLUG, N_("words of small letters, digits and hyphens, separated by semicolons"))
priorities = _listed(PRIORITY, N_("ids of priorities such as VET18-WBL, separated by semicolons"))


@lru_cache(maxsize=4096)
def languages(cell: str) -> frozenset[str]:
    """ISO 639-1 codes."""
    codes = frozenset(code.lower() for code in split(cell))
    for code in sorted(codes):
        if not known(code):
            raise ValueError(
                say(N_("“%(value)s”: expected ISO 639-1 codes such as en, separated by semicolons"), value=code[:80])
            )
    return codes


@lru_cache(maxsize=256)
def roles(cell: str) -> frozenset[str]:
    """Roles an organisation would take."""
    return frozenset(role(value) for value in split(cell))


def role(cell: str) -> str:
    """One role."""
    if cell not in ROLES:
        raise ValueError(say(N_("“%(value)s”: expected coordinator, partner or associated"), value=cell[:80]))
    return cell


def yes_or_no(cell: str) -> bool:
    """1 or 0."""
    if cell not in {"0", "1"}:
        raise ValueError(say(N_("“%(value)s”: expected 1, 0 or nothing"), value=cell[:80]))
    return cell == "1"


def share(cell: str) -> float:
    """A number from 0 to 1; never NaN or infinity."""
    if NUMBER.fullmatch(cell) and any(c.isdigit() for c in cell):
        try:
            value = float(cell)
        except ValueError:
            value = -1.0
        if 0 <= value <= 1:
            return value
    raise ValueError(say(N_("“%(value)s”: expected a number from 0 to 1"), value=cell[:80]))


def day(cell: str) -> date:
    """An ISO date."""
    if DATE.fullmatch(cell):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            pass
    raise ValueError(say(N_("“%(value)s”: expected a date such as 2001-09-30"), value=cell[:80]))


def year(cell: str) -> int:
    """A year from 1900 to 2099."""
    if not YEAR.fullmatch(cell):
        raise ValueError(say(N_("“%(value)s”: expected a year such as 2018"), value=cell[:80]))
    return int(cell)


def oid(cell: str) -> str:
    """An organisation ID."""
    if not OID.fullmatch(cell):
        raise ValueError(say(N_("“%(value)s”: expected E and 8 digits"), value=cell[:80]))
    return cell


def pic(cell: str) -> str:
    """A participant identification code."""
    if not PIC.fullmatch(cell):
        raise ValueError(say(N_("“%(value)s”: expected 9 digits"), value=cell[:80]))
    return cell

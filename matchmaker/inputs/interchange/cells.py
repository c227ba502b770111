"""One cell of the interchange format: text in, value out, or ValueError with a sentence that says what was expected."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from matchmaker.inputs.parsing import first_mistake
from matchmaker.inputs.particulars import Day, Flags, Isced, Oid, Pic, Role, Slug, Tongue, shaped
from matchmaker.inputs.texts import in_one_form
from matchmaker.language import N_, say
from matchmaker.programme.projects import priority_id
from matchmaker.programme.types import TypeCode

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, marks that turn the direction of text, and halves of characters: never part of a name."""
YEAR = re.compile(r"(19|20)[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]{0,20}\.?[0-9]{0,40}([eE]-?[0-9]{1,3})?")
PRIORITY = shaped(r"[A-Za-z0-9-]{1,80}", N_("“%(value)s”: expected the id of a priority such as VET18-WBL"))
"""Those of any call, in our guide or not."""
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


def split(cell: str) -> tuple[str, ...]:
    """The values of a list separated by semicolons, each once."""
    values = tuple(dict.fromkeys(value for part in cell.split(";") if (value := part.strip())))
    if len(values) > MAX_VALUES:
        raise ValueError(say(N_("lists more than %(n)s values"), n=MAX_VALUES))
    return values


def _field(kind: Any, cut: Callable[[str], object] = str) -> Callable[[str], Any]:
    """A parser of a field that forms or JSON documents have too; many rows say the same. cut: the cell's text into values."""
    adapter: TypeAdapter[Any] = TypeAdapter(kind)

    @lru_cache(maxsize=4096)
    def parse(cell: str) -> Any:
        try:
            return adapter.validate_python(cut(cell))
        except ValidationError as error:
            raise ValueError(first_mistake(error)) from None

    return parse


type_code, role, day, oid, pic = map(_field, (TypeCode, Role, Day, Oid, Pic))
fields, slugs = _field(tuple[Isced, ...], split), _field(tuple[Slug, ...], split)
priorities = _field(tuple[Annotated[str, BeforeValidator(priority_id), *PRIORITY], ...], split)
flags, languages, roles = _field(Flags, split), _field(frozenset[Tongue], split), _field(frozenset[Role], split)


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


def year(cell: str) -> int:
    """A year from 1900 to 2099."""
    if not YEAR.fullmatch(cell):
        raise ValueError(say(N_("“%(value)s”: expected a year such as 2018"), value=cell[:80]))
    return int(cell)

"""What is stated about an organisation: each field is defined once, for forms, JSON documents and tables."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, FailFast, Field
from pydantic.fields import FieldInfo

from matchmaker.inputs.texts import ShortLine
from matchmaker.language import N_, Message, known, say
from matchmaker.programme import fields, reading
from matchmaker.programme.types import FLAGS

_STATED = {**FLAGS, **{f"no_{flag}": label for flag, label in FLAGS.items()}}
_ISCED = re.compile(r"[0-9]{2,4}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def shaped(pattern: str, sentence: str) -> tuple[FieldInfo, AfterValidator]:
    """For `Annotated[str, *shaped(...)]`: what the text looks like, and the sentence, which may have `%(value)s`."""
    expected = re.compile(pattern)

    def check(text: str) -> str:
        if not expected.fullmatch(text):
            raise ValueError(say(sentence, **({"value": text[:80]} if "%(value)s" in sentence else {})))
        return text

    return Field(max_length=reading.LONGEST_CODE, json_schema_extra={"pattern": f"^{pattern}$"}), AfterValidator(check)


def _day(value: object) -> object:
    if isinstance(value, str) and _ISO_DAY.fullmatch(day := value.strip()):
        return day
    if isinstance(value, date):
        return value
    raise ValueError(say(N_("expected a date such as 2001-09-30")))


def _tongue(text: str) -> str:
    code = text.lower()
    if not known(code):
        raise ValueError(say(N_("“%(value)s” is not a language code: expected ISO 639-1, for example pl"), value=text[:80]))
    return code


def _field(text: str) -> str:
    if not _ISCED.fullmatch(text):
        raise ValueError(_no_code(text[:80]))
    return text


@lru_cache(maxsize=256)
def _no_code(text: str) -> Message:
    """That a text is no code of a field, with the field that it means: a table may have it in every row."""
    said = say(N_("“%(value)s”: expected an ISCED-F code of 2 to 4 digits such as 1013"), value=text)
    meant = next((found.field for found in fields.find(text, 1)), None)
    return said if meant is None else say(N_("%(said)s; perhaps %(code)s: %(title)s"), said=said, code=meant.code, title=meant)


def contradicted(flags: Iterable[str]) -> str | None:
    """The first flag that is both stated and denied."""
    stated = frozenset(flags)
    return min((flag for flag in stated if f"no_{flag}" in stated), default=None)


def _agreeing(flags: frozenset[str]) -> frozenset[str]:
    if flag := contradicted(flags):
        raise ValueError(say(N_("states both “%(flag)s” and “no_%(flag)s”"), flag=flag))
    return flags


Role = Literal["coordinator", "partner", "associated"]
Oid = Annotated[
    str,
    *shaped(r"[Ee][0-9]{8}", N_("expected an OID: E and 8 digits, for example E10000001")),
    AfterValidator(str.upper),
]
Pic = Annotated[str, *shaped(r"[0-9]{9}", N_("expected a PIC: 9 digits, for example 999999999"))]
Registration = ShortLine
"""The number of a register or of the tax office."""
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[str, *reading.one_of(_STATED, N_("a flag"))]
"""`eche` states it, `no_eche` denies it; neither leaves it open."""
Flags = Annotated[frozenset[Flag], FailFast(), Field(max_length=len(_STATED)), AfterValidator(_agreeing)]
Tongue = Annotated[
    str,
    Field(max_length=reading.LONGEST_CODE, json_schema_extra={"pattern": "^[A-Za-z]{2}$"}),
    AfterValidator(_tongue),
]
"""ISO 639-1, in small letters."""
Isced = Annotated[
    str,
    Field(max_length=reading.LONGEST_CODE, json_schema_extra={"pattern": f"^{_ISCED.pattern}$"}),
    AfterValidator(_field),
]
"""A field of interest, in our vocabulary or not."""
Slug = Annotated[
    str,
    *shaped(
        r"[a-z0-9-]{1,80}",
        N_("“%(value)s”: expected small letters, digits and hyphens, such as work-based-learning"),
    ),
]
"""A topic or a kind of expertise; those outside our vocabulary are kept as written."""

"""Text as it is kept: in one Unicode form, nothing in it that cannot be shown, something in it to see; measured after that."""

import unicodedata
from itertools import groupby
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from matchmaker.language import N_, say

_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: a name with one reads as another name."""
_SEEN: Final = frozenset("LNPS")
"""Letters, numbers, punctuation and symbols; marks and joiners show only beside these."""
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and symbols that show nothing: the fillers of Hangul, blank braille, a note without a head."""

_FAR_TOO_LONG: Final = 20_000
"""Characters from which on a text is not looked at, and refused for its length."""
_MOST_MARKS: Final = 30
"""Marks on one letter, as Unicode's stream-safe text has it: to put marks without end in order takes the square of the time."""


def as_line(text: str) -> str:
    """One line, its spaces single. Raises ValueError with a message for what cannot be shown, or shows nothing."""
    return " ".join(_kept(text.replace("\t", " "), "").split())


def as_paragraphs(text: str) -> str:
    """Text of several lines. Raises ValueError with a message for what cannot be shown, or shows nothing."""
    return _kept(text.replace("\r\n", "\n").replace("\r", "\n"), "\n\t")


def stripped(value: object) -> str | None:
    """The text without white space around it; None for what is none, and what is to be refused for its length anyway."""
    kept = value.strip() if isinstance(value, str) else None
    return kept if kept is None or len(kept) <= _FAR_TOO_LONG else None


def in_one_form(text: str) -> str:
    """The text with one spelling of each letter. Raises ValueError with a message for what shows nothing."""
    if text.strip() and not is_seen(text):
        raise ValueError(say(N_("contains only characters that nobody can see")))
    if not text.isascii() and any(marks and len(list(run)) > _MOST_MARKS for marks, run in groupby(text, _is_mark)):
        raise ValueError(say(N_("puts more marks on one letter than anybody can read")))
    return unicodedata.normalize("NFC", text)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0


def is_seen(text: str) -> bool:
    """Whether the text shows anything."""
    return any(unicodedata.category(one)[0] in _SEEN and one not in _BLANK for one in text)


def _kept(text: str, allowed: str) -> str:
    for one in text:
        if one not in allowed and (one in _TURNING or unicodedata.category(one) in ("Cc", "Cs")):
            raise ValueError(say(N_("contains a character that cannot be shown (U+%(code)s)"), code=f"{ord(one):04X}"))
    return in_one_form(text)


def _line(value: object) -> object:
    text = stripped(value)
    return value if text is None else as_line(text)


def _paragraphs(value: object) -> object:
    text = stripped(value)
    return value if text is None else as_paragraphs(text)


# Normalising comes before measuring: one character may become three. A further limit would not replace the first.
Code = Annotated[str, Field(min_length=1, max_length=80), BeforeValidator(_line)]
ShortLine = Annotated[str, Field(max_length=60), BeforeValidator(_line)]
Line = Annotated[str, Field(max_length=200), BeforeValidator(_line)]
Name = Annotated[str, Field(max_length=300), BeforeValidator(_line)]
"""The name of an organisation."""
Remarks = Annotated[str, Field(max_length=1000), BeforeValidator(_paragraphs)]
Letter = Annotated[str, Field(max_length=2000), BeforeValidator(_paragraphs)]
Paragraphs = Annotated[str, Field(max_length=5000), BeforeValidator(_paragraphs)]
Pasted = Annotated[str, Field(max_length=20_000), BeforeValidator(_paragraphs)]
"""Lines out of a spreadsheet or a list."""

"""A document before it is one file or another: sections of texts, rows, tables and pictures, all said in one language."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matchmaker.inputs.tongues import language_of
from matchmaker.language import render

_UNWRITABLE: Final = "\N{REPLACEMENT CHARACTER}"
_LINES: Final = {"\u2028": "\n", "\u2029": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or several, parted by line ends. own: a member's words, in that language ("" = nobody can tell)."""

    text: str
    own: str | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the form with what is known of it. missing_from: who has to say it, "" where it is known."""

    label: str
    value: str
    missing_from: str = ""
    own: str | None = None

    @property
    def is_missing(self) -> bool:
        """Whether it is not known."""
        return bool(self.missing_from)


@dataclass(frozen=True, slots=True)
class Rows:
    """Fields, one below the other."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. caption: what it shows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Things, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing; words: what it shows; height: in centimetres."""

    svg: str
    words: str
    caption: str
    height: float = 9.5


Block = Text | Rows | Grid | Listing | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands below it, and the sections within it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole one. stamps: what stands on every page; mark: the one word across each, "" = none; lead: below the title."""

    title: str
    language: str
    lead: tuple[str, ...]
    stamps: tuple[str, ...]
    mark: str
    sections: tuple[Section, ...]


def plain(text: str) -> str:
    """The text with nothing in it that cannot be written into a file: no control characters, no halves of characters."""
    found = "".join(_LINES.get(one, one) for one in text.replace("\r\n", "\n"))
    return "".join(one if one in "\n\t" or not _is_unwritable(one) else _UNWRITABLE for one in found)


def _is_unwritable(one: str) -> bool:
    return unicodedata.category(one) in ("Cc", "Cs") or ord(one) & 0xFFFE == 0xFFFE


def written(message: object, language: str) -> str:
    """What a person reads, ready to be written into a file."""
    return plain(render(message, language))


def own(text: str) -> Text:
    """A member's words, marked with their language."""
    return Text(plain(text), language_of(text) or "")


def missing(sections: Iterable[Section], above: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """All rows of a document that are not known: where they stand, what they are, who has to say it."""
    found: list[tuple[str, str, str]] = []
    for section in sections:
        place = " · ".join((*above, section.title))
        rows = (row for block in section.blocks if isinstance(block, Rows) for row in block.rows)
        found += [(place, row.label, row.missing_from) for row in rows if row.is_missing]
        found += missing(section.sections, (*above, section.title))
    return found

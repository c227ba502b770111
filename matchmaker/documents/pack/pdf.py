"""A document as a tagged PDF (PDF/UA-1), and a drawing as PNG, both set by Typst with the fonts that it brings along.

What members have written goes in as data and is never read as markup. What the fonts cannot show is shown as a hollow box, and
said at the end: a PDF for everybody may hold no character without a shape.
"""

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from matchmaker.documents.pack.blocks import Document, Grid, Listing, Picture, Row, Rows, Section, Text, written
from matchmaker.language import N_, say

_HERE: Final = Path(__file__).parent
_BOX: Final = "\N{WHITE VERTICAL RECTANGLE}"
_FONT: Final = "Libertinus Serif"
_WIDTHS: Final[Mapping[int, tuple[int, ...]]] = {2: (3, 7), 3: (3, 6, 3), 4: (6, 2, 5, 5)}
"""How wide the columns of a table are, beside each other, by how many there are."""
_DRAWN: Final = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 420pt)'
_DENSITY: Final = 144


def pdf(document: Document, made_at: datetime, footer: str) -> bytes:
    """The document. footer: what stands at the foot of each page."""
    shown = _Shown()
    data: dict[str, Any] = {
        "title": shown(document.title),
        "language": document.language,
        "made": list(made_at.astimezone(UTC).timetuple()[:6]),
        "lead": [shown(one) for one in document.lead],
        "stamps": [shown(one) for one in document.stamps],
        "mark": shown(document.mark),
        "footer": shown(footer),
        "sections": [_section(one, shown) for one in document.sections],
    }
    if shown.hidden:
        note = say(N_("This PDF cannot show some characters: where “%(box)s” stands, see the Word document."), box=_BOX)
        data["lead"].append(written(note, document.language))
    source = (_HERE / "dossier.typ").read_bytes()
    return _compiled(source, {"data": json.dumps(data, ensure_ascii=False)}, pdf_standards=["ua-1"])


def png(svg: str) -> bytes:
    """A drawing of ours, 840 pixels wide."""
    return _compiled(_DRAWN, {"svg": _lettered(svg)}, format="png", ppi=_DENSITY)


def _compiled(source: bytes, data: dict[str, str], **how: Any) -> bytes:
    found: bytes = typst.compile(source, sys_inputs=data, ignore_system_fonts=True, **how)
    return found


def _lettered(svg: str) -> str:
    """A drawing whose letters are of the font that is there."""
    return svg.replace('font-family="system-ui, sans-serif"', f'font-family="{_FONT}"')


class _Shown:
    """Texts as the fonts can show them; hidden: whether any of them lost a character by it."""

    def __init__(self) -> None:
        self.hidden = False

    def __call__(self, text: str) -> str:
        if text.isascii():
            return text
        composed = unicodedata.normalize("NFC", text)
        shown = "".join(_written(one) for one in composed if unicodedata.category(one) != "Cf")
        self.hidden |= shown.count(_BOX) > composed.count(_BOX)
        return shown


def _written(one: str) -> str:
    if one.isspace():
        return one if one in "\n\t" else " "
    starts, ends = _letters()
    place = bisect_right(starts, ord(one)) - 1
    return one if place >= 0 and ord(one) <= ends[place] else _BOX


@cache
def _letters() -> tuple[list[int], list[int]]:
    """The characters that have a shape in the fonts, as first and last ones of ranges. A test asks the fonts."""
    ranges: list[list[int]] = json.loads((_HERE / "letters.json").read_text())
    return [first for first, _ in ranges], [last for _, last in ranges]


def _section(section: Section, shown: _Shown) -> dict[str, Any]:
    return {
        "title": shown(section.title),
        "blocks": [_block(one, shown) for one in section.blocks],
        "sections": [_section(one, shown) for one in section.sections],
    }


def _block(block: object, shown: _Shown) -> dict[str, Any]:
    match block:
        case Text():
            return {"kind": "text", "text": shown(block.text), "own": block.own, "soft": block.soft}
        case Rows():
            return {"kind": "rows", "rows": [_row(one, shown) for one in block.rows]}
        case Grid():
            number = len(block.header)
            return {
                "kind": "grid",
                "caption": shown(block.caption),
                "header": _all(block.header, shown),
                "rows": [_all(row, shown) for row in block.rows],
                "widths": list(_WIDTHS.get(number, (1,) * number)),
            }
        case Listing():
            return {"kind": "listing", "items": _all(block.items, shown)}
        case Picture():
            return {
                "kind": "picture",
                "svg": _lettered(block.svg),
                "words": shown(block.words),
                "caption": shown(block.caption),
                "height": block.height,
            }
    raise TypeError(block)


def _row(row: Row, shown: _Shown) -> dict[str, Any]:
    return {"label": shown(row.label), "text": shown(row.value), "missing": row.is_missing, "own": row.own}


def _all(texts: Iterable[str], shown: _Shown) -> list[str]:
    return [shown(one) for one in texts]

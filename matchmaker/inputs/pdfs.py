"""Whether a PDF is paper: pages, and nothing that runs, opens something by itself, or is hidden inside."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from matchmaker.errors import Invalid
from matchmaker.language import N_, say

MOST_PARTS: Final = 400_000
"""Dictionaries that are looked at; a book of 1,000 pages has fewer."""
LIMITS: Final[Mapping[str, int]] = {
    "flate_max_memory": 64_000_000,
    "run_length_max_memory": 64_000_000,
    "png_max_memory": 64_000_000,
    "tiff_max_memory": 64_000_000,
    "dct_max_memory": 64_000_000,
    "parser_max_container_size": 200_000,
}
"""Bytes that one stream may grow to, and entries of one list: a small file may claim to hold gigabytes."""
_BROKEN: Final = N_("The PDF cannot be read: it is damaged. Save it as PDF again, and upload that.")
_LOCKED: Final = N_("The PDF is protected by a password or by limits. Print it to a new PDF, and upload that.")
_SCRIPT: Final = N_("The PDF contains a script. Print it to a new PDF, and upload that.")
_ACTION: Final = N_("The PDF does something by itself, such as when it is opened. Print it to a new PDF, and upload that.")
_FILES: Final = N_("The PDF contains other files or media. Print it to a new PDF, and upload that.")
_XFA: Final = N_("The PDF is a form of a kind that only one program shows (XFA). Print it to a new PDF, and upload that.")
_EMPTY: Final = N_("The PDF has no page.")
_TOO_MUCH: Final = N_("The PDF is too complicated to be looked through. Print it to a new PDF, and upload that.")

_ON_CLICK: Final = frozenset({"/GoTo", "/URI", "/Named"})
"""What a link in the text may do; all else that PDFs can do is refused."""
_MEDIA: Final = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
_EMBEDDED: Final = ("/EF", "/EmbeddedFiles", "/Collection")


def check(content: bytes, where: str) -> None:
    """Raise `Invalid`, keyed by `where`, with the one sentence that says what is wrong with it."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as document:
            problem = _problem(document)
    except pikepdf.PasswordError:
        problem = _LOCKED
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, RuntimeError, OverflowError):
        problem = _BROKEN
    if problem:
        raise Invalid({where: say(problem)})


def _problem(document: pikepdf.Pdf) -> str:
    """What is wrong with it, "" when nothing is."""
    if document.is_encrypted:
        return _LOCKED
    if _acts_on_opening(document.Root.get("/OpenAction")):
        return _ACTION
    for count, one in enumerate(_dictionaries(document)):
        if problem := _TOO_MUCH if count > MOST_PARTS else _of(one):
            return problem
    if document.get_warnings():  # it was mended while it was read, and another program may mend it into something else
        return _BROKEN
    return "" if len(document.pages) else _EMPTY


def _acts_on_opening(action: Any) -> bool:
    """Whether opening it does more than show a place in it, which most programs write."""
    return isinstance(action, Dictionary) and action.get("/S") != Name("/GoTo")


def _dictionaries(document: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary in it, whatever leads there, if anything does; also that of each stream."""
    waiting: list[Any] = [document.trailer, *document.objects]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
            parts = [part for _, part in one.items()]
        elif isinstance(one, Array):
            parts = list(one.as_list())
        else:
            continue
        waiting += [part for part in parts if isinstance(part, Object) and not part.is_indirect]


def _of(one: Any) -> str:
    """What is wrong with one dictionary. Actions are told by their kind (`/S`), which other dictionaries have too."""
    if "/JS" in one or "/JavaScript" in one or one.get("/S") == Name("/JavaScript"):
        return _SCRIPT
    if "/XFA" in one:
        return _XFA
    if any(key in one for key in _EMBEDDED) or str(one.get("/Subtype")) in _MEDIA or one.get("/Type") == Name("/EmbeddedFile"):
        return _FILES
    at_events = one.get("/AA")
    if isinstance(at_events, Dictionary) and len(at_events.keys()):
        return _ACTION
    return _ACTION if any(_acts_on_click(one.get(key)) for key in ("/A", "/PA", "/Next")) else ""


def _acts_on_click(action: Any) -> bool:
    """Whether a link does more than lead to a place in it, to the web, or to the next page."""
    if isinstance(action, Array):
        return any(_acts_on_click(one) for one in action.as_list())
    return isinstance(action, Dictionary) and "/S" in action and str(action.get("/S")) not in _ON_CLICK

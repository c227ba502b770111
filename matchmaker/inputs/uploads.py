"""Files that people give: what is kept of one, or the one sentence that says why nothing is.

What a file is says its content, never its name.
"""

import re
from dataclasses import dataclass
from hashlib import sha256 as _sha256
from typing import Final, Protocol

from matchmaker.errors import Invalid
from matchmaker.files import MB, too_large
from matchmaker.inputs import pdfs, scans
from matchmaker.inputs.texts import as_line
from matchmaker.language import N_, say

WHERE: Final = "file"
"""The field that its sentences are about."""
MOST: Final = 10 * MB
"""Bytes of one file."""
LONGEST_NAME: Final = 120
_BEGINNINGS: Final = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How a file of each kind begins."""
_ENDINGS: Final = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
_A_KIND: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NEVER: Final = '/\\:*?"<>|'
"""What no system, or not every one, takes in the name of a file."""
_NOT_OURS: Final = N_("This is no PDF, PNG or JPEG, whatever its name says. Save it as PDF, and upload that.")
_NOTHING: Final = N_("The file is empty.")
_NONE: Final = N_("Choose a file.")
_NAME: Final = N_("The name of the file cannot be kept. Rename it, and upload it again.")


class Source(Protocol):
    """What can be read from."""

    def read(self, most: int, /) -> bytes:
        """At most so many bytes more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file: the kind that it is, and its bytes."""

    media_type: str
    content: bytes


def sha256(content: bytes) -> str:
    """The hash by which a file is told from another."""
    return _sha256(content).hexdigest()


def read(source: Source) -> bytes:
    """The bytes of what was sent, never more in memory than one file may have. Raises `Invalid` for more, and for none."""
    content = source.read(MOST + 1)
    if len(content) > MOST:
        raise too_large(WHERE, MOST)
    if not content:
        raise Invalid({WHERE: say(_NOTHING)})
    return content


def title(name: str, media_type: str) -> str:
    """What a file is called for people, with the ending of what it is. Raises `Invalid` for what is no name, but a path."""
    if not name:
        raise Invalid({WHERE: say(_NONE)})
    try:
        line = as_line(name)
    except ValueError:
        line = ""
    if not line or line.startswith(".") or any(one in line for one in _NEVER):
        raise Invalid({WHERE: say(_NAME)})
    ending = next((one for one in _ENDINGS[media_type] if line.lower().endswith(one)), "")
    if ending:
        stem, ending = line[: -len(ending)], line[-len(ending) :]
    else:
        stem, ending = _A_KIND.sub("", line), _ENDINGS[media_type][0]
    return stem[: LONGEST_NAME - len(ending)].rstrip() + ending


def harmless(content: bytes) -> Kept:
    """What these bytes are, and what of them is kept. Raises `Invalid` with one sentence.

    A PDF is kept byte for byte, since it may bear a signature; a picture is drawn anew.
    """
    if not content:
        raise Invalid({WHERE: say(_NOTHING)})
    if len(content) > MOST:
        raise too_large(WHERE, MOST)
    media_type = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), "")
    if not media_type:
        raise Invalid({WHERE: say(_NOT_OURS)})
    if media_type == "application/pdf":
        pdfs.check(content, WHERE)
        return Kept(media_type, content)
    kept = scans.drawn_anew(content, media_type, WHERE)
    if len(kept) > MOST:
        raise too_large(WHERE, MOST)
    return Kept(media_type, kept)

"""Names as they are compared: without case, accents, punctuation, or the several spellings of one letter."""

import re
from functools import lru_cache

from anyascii import anyascii

_WORDS = re.compile(r"[a-z0-9]+")
_UMLAUTS = re.compile(r"([aou])e")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """The words of a name in plain small letters: ö = oe = o, ł = l, Greek and Cyrillic in Latin letters."""
    plain = anyascii(name).lower()
    return " ".join(_WORDS.findall(_UMLAUTS.sub(r"\1", plain)))

"""Names as they are compared: without case, accents, punctuation, or the several spellings of one letter."""

from functools import lru_cache

from matchmaker.programme import search

LONGEST = 300
"""Characters of a folded name that are kept and compared."""


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """The words of a name in plain small letters: ö = oe = o, ł = l, Greek and Cyrillic in Latin letters."""
    return search.fold(name)


def compared(name: str) -> str:
    """A name as it is kept to be compared and sorted by; organisations of one country with the same one may be one body."""
    return fold(name)[:LONGEST]

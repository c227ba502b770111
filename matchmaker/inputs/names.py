"""Names as they are compared: without case, accents, punctuation, or the several spellings of one letter."""

from functools import lru_cache

from matchmaker.programme import search


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """The words of a name in plain small letters: ö = oe = o, ł = l, Greek and Cyrillic in Latin letters."""
    return search.fold(name)

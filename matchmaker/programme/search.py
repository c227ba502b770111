"""How a vocabulary is found by a person's own words: without case and accents, by beginnings, endings and parts of words."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log2

from anyascii import anyascii

LONGEST = 200
"""Characters of a query that are read: nobody types more, and no text may make the search slow."""
LIGHT = 0.1
"""The weight of a light word, where that of any other is 1."""
_WORDS = re.compile(r"[a-z0-9]+")
_UMLAUTS = re.compile(r"([aou])e")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its key, how well it answers the query (0..1), and its phrase that answers best, as written."""

    key: str
    score: float
    phrase: str


def fold(text: str) -> str:
    """The words of `text` in plain small letters: ö = oe = o, ß = ss, ł = l, Greek and Cyrillic in Latin letters."""
    return " ".join(_WORDS.findall(_UMLAUTS.sub(r"\1", anyascii(text).casefold())))


JOINING_WORDS = frozenset(
    fold(
        """a an and by for in of on or the to with
        do dla i lub na o od oraz w we z ze
        das dem den der des die für im mit oder und von zu"""
    ).split()
)
"""Words that only join others, in the three languages; they are neither indexed nor looked for."""


class Index:
    """Phrases of keyed things, found by words that need be neither whole nor in the dictionary's form.

    A word of the query finds a word of a phrase, from best to worst: as written; as its beginning (typing); as one half of a
    compound or without its ending (Pflege: Krankenpflege, Tischlerei: Tischler); and, only if nothing else did, by a long
    common beginning (stolarstwo: stolarz). A word that finds few things says more than one that finds many.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]], light: AbstractSet[str] = frozenset()) -> None:
        """Take pairs of a key and one of its phrases; what comes earlier wins where all else is equal.

        `light` are folded words that hardly count beside others: school, in the name of every school.
        """
        self._light = light
        self._phrases = [(key, phrase, _words(phrase)) for key, phrase in phrases]
        self._order = {key: number for number, (key, _, _) in reversed(list(enumerate(self._phrases)))}
        self._at: dict[str, list[int]] = defaultdict(list)
        for number, (_, _, words) in enumerate(self._phrases):
            for word in words:
                self._at[word].append(number)
        self._forward = sorted(self._at)
        self._backward = sorted(word[::-1] for word in self._at)

    def search(self, words: str) -> list[Hit]:
        """What `words` find, best first, without what answers less than half as well as the best. Never raises."""
        of_phrase: dict[int, float] = defaultdict(float)
        of_key: dict[str, float] = defaultdict(float)
        most: float = 0
        for word in _words(words[:LONGEST]):
            found = self._phrases_with(word)
            if not found:
                continue
            keys: dict[str, float] = {}
            for number, quality in found.items():
                key = self._phrases[number][0]
                keys[key] = max(keys.get(key, 0.0), quality)
            weight = (LIGHT if word in self._light else 1) / (1 + log2(len(keys)))
            most += weight
            for number, quality in found.items():
                of_phrase[number] += weight * quality / len(self._phrases[number][2])
            for key, quality in keys.items():
                of_key[key] += weight * quality
        best: dict[str, int] = {}
        for number in sorted(of_phrase, key=lambda number: (-of_phrase[number], number)):
            best.setdefault(self._phrases[number][0], number)
        hits = [
            Hit(key, round((0.7 * of_key[key] + 0.3 * of_phrase[number]) / most, 6), self._phrases[number][1])
            for key, number in best.items()
        ]
        hits.sort(key=lambda hit: (-hit.score, self._order[hit.key]))
        return [hit for hit in hits if hit.score >= hits[0].score / 2]

    def _phrases_with(self, word: str) -> dict[int, float]:
        """The phrases (by number) that hold `word` in some form, with the quality (0..1) of the best form."""
        found: dict[int, float] = {}
        for form, quality in [*self._close_forms(word)] or self._distant_forms(word):
            for number in self._at[form]:
                found[number] = max(found.get(number, 0.0), quality)
        return found

    def _close_forms(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of the index that are, begin or end with `word`, or that it begins or ends with; IT begins no Italian."""
        length = len(word)
        if word in self._at:
            yield word, 1.0
        if length >= (3 if word in self._at and word.isalpha() else 2):
            for form in _starting(self._forward, word):
                yield form, 0.4 + 0.4 * length / len(form)
        if length >= 4:
            yield from self._halves(word)

    def _halves(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of the index that `word` is the second half of, and those that are its first or second half."""
        length = len(word)
        for form in _starting(self._backward, word[::-1]):
            if len(form) >= length + 3:
                yield form[::-1], 0.3 + 0.4 * length / len(form)
        for part in range(4, length):
            if word[:part] in self._at:
                yield word[:part], 0.3 + 0.4 * part / length
            if length >= part + 3 and word[-part:] in self._at:
                yield word[-part:], 0.2 + 0.4 * part / length

    def _distant_forms(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of the index that begin like `word`: at least five letters, three quarters of the shorter one."""
        if len(word) > 5:
            for form in _starting(self._forward, word[:5]):
                common = _common_beginning(word, form)
                if 4 * common >= 3 * min(len(word), len(form)) and 2 * common >= max(len(word), len(form)):
                    yield form, 0.3 * common / max(len(word), len(form))


def _words(text: str) -> list[str]:
    """The folded words of `text` once each, without those that only join others."""
    return [word for word in dict.fromkeys(fold(text).split()) if word not in JOINING_WORDS]


def _starting(words: list[str], beginning: str) -> Iterator[str]:
    """The words of a sorted list that start with `beginning`."""
    for number in range(bisect_left(words, beginning), len(words)):
        if not words[number].startswith(beginning):
            return
        yield words[number]


def _common_beginning(one: str, other: str) -> int:
    """How many first letters two words share."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))

"""What a running text hints at: fields, topics and priorities, each by a word in it, inflected as words are in three languages.

Other than a search (`search.py`), which shows whatever may be meant, this proposes few things, and says nothing where it
would have to guess: a word counts only with a beginning long enough, and one that means too much not at all.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final

from matchmaker.language import N_
from matchmaker.programme import fields, reading
from matchmaker.programme.projects import PriorityId
from matchmaker.programme.search import JOINING_WORDS, fold
from matchmaker.programme.statements import Frozen, Text
from matchmaker.programme.topics import TOPICS

MOST_FIELDS: Final = 3
MOST_TOPICS: Final = 5
MOST_PRIORITIES: Final = 3
LONGEST: Final = 6000
"""Characters of a text that are read."""
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PARTS: Final = re.compile(r"[^\W_]+")
_SHORT: Final = frozenset(["s", "es", "e", "en", "n", "i", "y", "a", "u", "ow", "om", "em", "ie", "ach", "ami"])
"""The endings that a short word may have; longer words have any but these: hospitality is not of the hospital."""
_OTHER: Final = frozenset(["ity"])


TopicSlug = Annotated[str, *reading.one_of(TOPICS, N_("a topic"))]


class PriorityHints(Frozen):
    """What hints at a priority: whatever the words of these topics are, and words of its own."""

    topics: tuple[TopicSlug, ...] = ()
    words: tuple[Text, ...] = ()


class _Stated(Frozen):
    """The data of this module: words that hint at nothing by themselves, words for topics, and what hints at priorities."""

    vague: tuple[Text, ...]
    topics: Mapping[TopicSlug, tuple[Text, ...]]
    priorities: Mapping[PriorityId, PriorityHints]


_STATED: Final = reading.parse(_Stated, reading.table(reading.DATA / "hints.toml"), "hints.toml")


@dataclass(frozen=True, slots=True)
class Hint:
    """A code, and the words of the text that led to it, as they are written there."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What a text hints at, of each kind the likeliest first."""

    fields: tuple[Hint, ...]
    topics: tuple[Hint, ...]
    priorities: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a text: folded, as it is written, and whether it stands in capitals."""

    folded: str
    written: str
    shouted: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a thing may be called: its words, folded, and each one's spelling."""

    key: str
    words: tuple[str, ...]
    spelt: tuple[str, ...]


def of(text: str, priorities: Collection[str]) -> Hints:
    """What `text` hints at; priorities: those that may be proposed. Never raises, and looks at the beginning of long texts."""
    words = _words(text[:LONGEST])
    wanted = frozenset(priorities)
    return Hints(
        tuple(_Phrases.of_fields().best(words, MOST_FIELDS)),
        tuple(_Phrases.of_topics().best(words, MOST_TOPICS)),
        tuple(_Phrases.of_priorities().best(words, MOST_PRIORITIES, wanted)),
    )


class _Phrases:
    """Phrases by the first letters of their first word."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._starting: dict[str, list[_Phrase]] = defaultdict(list)
        meaning: dict[tuple[str, ...], set[str]] = defaultdict(set)
        vague = _vague()
        for key, phrase in dict.fromkeys(phrases):
            parts = [(fold(one), one) for one in _PARTS.findall(phrase)]
            parts = [(folded, one) for folded, one in parts if folded and folded not in JOINING_WORDS]
            words = tuple(folded for folded, _ in parts)
            if not words or (len(words) == 1 and (words[0] in vague or not words[0].isalpha())):
                continue
            meaning[words].add(key)
            self._starting[words[0][:2]].append(_Phrase(key, words, tuple(one for _, one in parts)))
        self._meaning = {words: len(keys) for words, keys in meaning.items()}

    @staticmethod
    @cache
    def of_fields() -> "_Phrases":
        """The trades and titles of the detailed fields."""
        return _Phrases(_of_fields())

    @staticmethod
    @cache
    def of_topics() -> "_Phrases":
        """Names and further words of our topics."""
        return _Phrases((slug, phrase) for slug in TOPICS for phrase in _of_topic(slug))

    @staticmethod
    @cache
    def of_priorities() -> "_Phrases":
        """What hints at each priority."""
        return _Phrases(_of_priorities())

    def best(self, words: list[_Word], most: int, wanted: Collection[str] | None = None) -> Iterator[Hint]:
        """The things that most is said of, each with the longest of the words that led to it.

        A phrase of several words says more than a single one, and one that may mean several things less.
        """
        points: dict[str, float] = defaultdict(float)
        by: dict[str, tuple[int, int, str]] = {}
        for place, here in enumerate(words):
            met: dict[str, float] = defaultdict(float)  # of several forms of one word only the best counts
            for phrase in self._starting.get(here.folded[:2], ()):
                if wanted is not None and phrase.key not in wanted:
                    continue
                end = _met(phrase, words, place)
                if not end or (len(phrase.words) == 1 and here.folded in _vague()):
                    continue
                met[phrase.key] = max(met[phrase.key], len(phrase.words) ** 2 / self._meaning[phrase.words])
                said = " ".join(one.written for one in words[place:end])
                by[phrase.key] = max(by.get(phrase.key, (0, 0, "")), (len(phrase.words), -place, said))
            for key, value in met.items():
                points[key] += value
        ranked = sorted(points, key=lambda key: (-points[key], -by[key][1]))
        yield from (Hint(key, by[key][2]) for key in ranked[:most])


def _met(phrase: _Phrase, words: list[_Word], place: int) -> int:
    """The place after the words that are this phrase, from `place` on; 0 where they are not."""
    for word, spelt in zip(phrase.words, phrase.spelt, strict=True):
        while place < len(words) and words[place].folded in JOINING_WORDS and word != phrase.words[0]:
            place += 1
        if place == len(words) or not _is_form_of(words[place], word, spelt):
            return 0
        place += 1
    return place


def _is_form_of(said: _Word, word: str, spelt: str) -> bool:
    """Whether a word of a text is a form of a word that we know: with another ending, or as the first part of a compound."""
    one = said.folded
    if len(word) <= 3:  # IT is not it, and VET no vet
        return one == word and said.shouted == spelt.isupper()
    if one == word:
        return True
    common = next((n for n, (a, b) in enumerate(zip(one, word, strict=False)) if a != b), min(len(one), len(word)))
    if common == len(word):
        ending = one[common:]
        return ending in _SHORT or (len(word) >= 6 and ending not in _OTHER)
    if min(len(word), len(one)) <= 4:
        return False
    # Only the endings differ: gastronomii, gastronomia.
    return common >= max(4, len(word) - 2) and len(one) - common <= 3


def _words(text: str) -> list[_Word]:
    """The words of a text in their order; one with a hyphen as its parts."""
    return [
        _Word(folded, part, part.isupper())
        for found in _WORD.findall(text)
        for part in _PARTS.findall(found)
        if (folded := fold(part))
    ]


def _of_fields() -> Iterator[tuple[str, str]]:
    for code, phrase in fields.phrases():
        if fields.FIELDS[code].level == "detailed" and phrase != code:
            yield code, phrase


def _of_topic(slug: str) -> Iterator[str]:
    term = TOPICS[slug]
    yield from (one for one in (term.labels.en, term.labels.pl, term.labels.de, *term.also) if one)
    yield from _STATED.topics.get(slug, ())


def _of_priorities() -> Iterator[tuple[str, str]]:
    for one, hints in _STATED.priorities.items():
        yield from ((one, phrase) for topic in hints.topics for phrase in _of_topic(topic))
        yield from ((one, phrase) for phrase in hints.words)


@cache
def _vague() -> frozenset[str]:
    """The folded words that hint at nothing by themselves, and those of any school's name."""
    return frozenset(map(fold, _STATED.vague)) | fields.SCHOOL_WORDS

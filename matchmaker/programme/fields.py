"""The field of interest: ISCED-F 2013, found by a person's own words for a trade in English, Polish or German."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal

from matchmaker.language import LANGUAGES
from matchmaker.programme import reading
from matchmaker.programme.search import Index, fold
from matchmaker.programme.statements import Named

Level = Literal["broad", "narrow", "detailed"]
SCHOOL_WORDS = frozenset(
    fold(
        """school schools college academy institute vocational education training course technician worker assistant
        zespół szkół szkoła szkoły technikum technik zawodowa zawodowe zawodowy kształcenie kurs centrum
        Schule Berufsschule Fachschule Berufskolleg Ausbildung Berufsausbildung Lehre Techniker Fachkraft"""
    ).split()
)
"""Words in the name of any school or qualification: they say little about its trade, so the other words decide."""
_LEVELS: Mapping[int, Level] = {2: "broad", 3: "narrow", 4: "detailed"}
_FAVOUR: Mapping[Level, float] = {"broad": 0.7, "narrow": 0.8, "detailed": 1.0}
"""A field of interest is a detailed one by preference: a field above stands first only where it answers much better."""


class FieldOfInterest(Named):
    """A field of ISCED-F 2013. Its code (2 to 4 digits, a string for its leading zero) begins with that of the field above."""

    is_common: ClassVar[bool] = True

    code: str

    @property
    def level(self) -> Level:
        """Broad, narrow or detailed."""
        return _LEVELS[len(self.code)]

    @property
    def broader(self) -> str | None:
        """The code of the field above, None for a broad field."""
        return self.code[:-1] if self.level != "broad" else None

    @property
    def is_residual(self) -> bool:
        """Whether it gathers what fits nowhere else: interdisciplinary (..8) or not elsewhere classified (..9)."""
        return self.level != "broad" and self.code[-1] in "89"


@dataclass(frozen=True, slots=True)
class Match:
    """A field that was found, and the title, trade or code of it that the words hit."""

    field: FieldOfInterest
    matched: str


FIELDS: Mapping[str, FieldOfInterest] = reading.shipped("fields", FieldOfInterest, "code")
"""Every field by its code, each after the field above it."""


def is_code(code: str) -> bool:
    """Whether `code` is a field of any level."""
    return code in FIELDS


def find(words: str, limit: int = 10) -> list[Match]:
    """At most `limit` fields that `words` mean: trades, titles or a code; any words of any length, none found is [].

    A code that was typed whole comes first, then the best answer; of answers about as good, detailed fields before those
    above. Residual fields are found by code, or by a trade that belongs nowhere else.
    """
    typed = words.strip()
    hits = [(FIELDS[hit.key], hit) for hit in _index().search(words)]
    hits.sort(key=lambda found: (found[0].code != typed, -_FAVOUR[found[0].level] * found[1].score))
    return [Match(field, hit.phrase) for field, hit in hits[: max(limit, 0)]]


def recognised(text: str) -> tuple[FieldOfInterest, ...]:
    """The fields that a text names by their titles in one language, with commas between; () where it says anything else.

    Titles hold commas themselves, so as much as makes one is taken at a time.
    """
    parts = [fold(part) for part in text.split(",")]
    for titles in _titles():
        found: list[FieldOfInterest] = []
        first = 0
        while first < len(parts):
            ends = (end for end in range(len(parts), first, -1) if ",".join(parts[first:end]) in titles)
            end = next(ends, None)
            if end is None:
                break
            found.append(titles[",".join(parts[first:end])])
            first = end
        else:
            return tuple(found)
    return ()


@cache
def _titles() -> tuple[dict[str, FieldOfInterest], ...]:
    """For each language the fields by their folded titles; of two with one title that which is broader."""
    return tuple(
        {",".join(map(fold, field.label(language).split(","))): field for field in reversed(list(FIELDS.values()))}
        for language in LANGUAGES
    )


@cache
def _index() -> Index:
    """The index of everything a field may be called, built when something is first looked for."""
    return Index(phrases(), light=SCHOOL_WORDS)


def phrases() -> Iterator[tuple[str, str]]:
    """Every code with each thing its field may be called: the code, titles, trades; a residual field only by its trades."""
    trades = reading.table(reading.DATA / "trades.toml")
    for code, field in FIELDS.items():
        yield code, code
        if not field.is_residual:
            yield from ((code, title) for title in dict.fromkeys((field.labels.en, field.labels.pl, field.labels.de)) if title)
        for words in trades.get(code, {}).values():
            yield from ((code, trade) for trade in words)

"""A term of a vocabulary of our own, which the programme does not have: its slug, name and what people call it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from matchmaker.programme.search import Index
from matchmaker.programme.statements import Labels, Named, Text


class Term(Named):
    """A topic or an expertise. `description` says in a line what its name alone does not; `also` are further words for it."""

    is_common: ClassVar[bool] = True

    slug: str
    description: Labels | None = None
    also: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A term that was found, and the name or word of it that was hit."""

    term: Term
    matched: str


def index(terms: Mapping[str, Term]) -> Index:
    """The index of everything that the terms may be called: names in three languages, further words, slugs."""
    return Index(_phrases(terms))


def find(terms: Mapping[str, Term], index: Index, words: str, limit: int) -> list[Match]:
    """At most `limit` terms that `words` mean, best first; any words of any length, none found is []."""
    return [Match(terms[hit.key], hit.phrase) for hit in index.search(words)[: max(limit, 0)]]


def name(terms: Mapping[str, Term], slug: str, language: str) -> str:
    """The name of a term in `language`, or the slug as written when it is none of ours."""
    return terms[slug].label(language) if slug in terms else slug


def _phrases(terms: Mapping[str, Term]) -> Iterator[tuple[str, str]]:
    for slug, term in terms.items():
        for phrase in dict.fromkeys((term.labels.en, term.labels.pl, term.labels.de, *term.also, slug)):
            if phrase:
                yield slug, phrase

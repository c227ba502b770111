"""What a project is about, in our own words."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from matchmaker.language import N_, say
from matchmaker.programme import reading, terms
from matchmaker.programme.search import Index
from matchmaker.programme.terms import Match, Term

NOT_OFFICIAL: Final = say(N_("These topics are our own list, not the official one of the application form."))
"""What pages say beside the list."""

TOPICS: Mapping[str, Term] = reading.shipped("topics", Term, "slug")
"""Every topic by its slug, in the order in which it is offered. A slug that is not here is legal and shown as written."""


def name(slug: str, language: str) -> str:
    """The topic's name in `language`, or the slug as written when it is none of ours."""
    return terms.name(TOPICS, slug, language)


def find(words: str, limit: int = 10) -> list[Match]:
    """At most `limit` topics that `words` mean in English, Polish or German, best first; none found is []."""
    return terms.find(TOPICS, _index(), words, limit)


@cache
def _index() -> Index:
    """Built when something is first looked for."""
    return terms.index(TOPICS)

"""What sentences are about: members, rules, projects, countries, codes; by what it is, its code and its name."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Seat
from matchmaker.language import Message, Tongue, render
from matchmaker.matching.saying.wording import word
from matchmaker.programme import classes, expertise, topics
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.projects import PRIORITIES
from matchmaker.programme.types import FLAGS, SECTORS, TYPES

_COMMON = frozenset({"sector", "flag", "class", "field", "priority", "topic", "expertise"})
"""Kinds of things whose names are common words; an official type has a title of its own, with capitals within."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a code that means it wherever it stands, and a name for people. name: anything `render` takes."""

    kind: str
    code: str
    name: object

    def label(self, language: str) -> str:
        """The name in `language`."""
        return render(self.name, language)

    @property
    def is_common(self) -> bool:
        """Whether its name is a common word of ours, written small in the midst of a sentence; what people wrote stays."""
        return self.kind in _COMMON and not isinstance(self.name, str)


def member(one: Organisation) -> Thing:
    """An organisation, by its id while it has no name."""
    return Thing("member", one.id, one.name or one.id)


def project(key: str, titles: Mapping[str, str]) -> Thing:
    """A past project, by its id while nobody knows its title."""
    return Thing("project", key, word("title", title=titles[key]) if titles.get(key) else key)


def rule(key: str, sentences: Mapping[str, Message]) -> Thing:
    """A rule of a call by its sentence."""
    return Thing("rule", key, sentences.get(key, key))


def country(code: str, year: int) -> Thing:
    """A country by its name of the call's year."""
    return Thing("country", code, CountryOf(code, year))


def tongue(code: str) -> Thing:
    """A language."""
    return Thing("language", code, Tongue(code))


def sector(code: str) -> Thing:
    """A sector."""
    return Thing("sector", code, SECTORS[code])


def flag(slug: str) -> Thing:
    """What an organisation states about itself."""
    return Thing("flag", slug, FLAGS[slug])


def group(class_id: str) -> Thing:
    """An actor class."""
    return Thing("class", class_id, classes.get(class_id))


def place(seat: Seat) -> Thing:
    """What a seat asks for."""
    if seat.sector is not None:
        return sector(seat.sector)
    if seat.actor_class is not None:
        return group(seat.actor_class)
    kind = seat.kind or ""
    return Thing("type", kind, TYPES[kind]) if kind in TYPES else flag(kind)


def field(code: str) -> Thing:
    """A field of interest by title and code."""
    return Thing("field", code, word("field", title=FIELDS[code], code=code) if code in FIELDS else code)


def priority(code: str) -> Thing:
    """A priority of the programme."""
    return Thing("priority", code, PRIORITIES.get(code, code))


def topic(slug: str) -> Thing:
    """A topic by its name in our vocabulary, or as written."""
    return Thing("topic", slug, topics.TOPICS.get(slug, slug))


def skill(slug: str) -> Thing:
    """A kind of expertise by its name in our vocabulary, or as written."""
    return Thing("expertise", slug, expertise.EXPERTISE.get(slug, slug))

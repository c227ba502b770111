"""A member's text on a page, marked with its language, so that it is read aloud in that."""

import re
from dataclasses import replace
from typing import Final

from markupsafe import Markup, escape

from matchmaker import language
from matchmaker.inputs.tongues import language_of
from matchmaker.language import Message
from matchmaker.matching.saying.things import Thing

TITLE: Final = "title"
"""What an argument of a sentence is called that a member has written: the title of a project, an idea, a consortium."""
_EDGE: Final = "\N{INVISIBLE SEPARATOR}"
_PLACE: Final = re.compile(f"{_EDGE}([0-9]+){_EDGE}")
"""Where one stands while the sentence around it is put together."""


def written(text: str, beside: str = "") -> Markup:
    """A member's text, marked with its language where that is not the page's; with none where nobody can tell.

    beside: more by the same hand, for what is as short as a title.
    """
    code = language_of(f"{text} {beside}")
    said = escape(text)
    return said if code == language.current() else Markup('<span lang="{}">{}</span>').format(code, said)


def said(message: object) -> Markup:
    """A message for a page: what members have written in it is marked with its language, a percent sign stays with its number."""
    titles: list[str] = []
    text = language.render(_with_places(message, titles), language.current()).replace(" %", "\N{NO-BREAK SPACE}%")
    return Markup(_PLACE.sub(lambda place: written(titles[int(place[1])]), escape(text)))  # noqa: S704  # both are escaped


def _with_places(thing: object, titles: list[str]) -> object:
    """The message with a place in it for each title, which is added to `titles`."""
    match thing:
        case Message():
            return replace(thing, args=tuple((name, _argument(name, value, titles)) for name, value in thing.args))
        case Thing():
            return replace(thing, name=_with_places(thing.name, titles))
        case tuple():
            return tuple(_with_places(one, titles) for one in thing)
        case str():
            return thing.replace(_EDGE, "")
    return thing


def _argument(name: str, value: object, titles: list[str]) -> object:
    if name == TITLE and isinstance(value, str):
        titles.append(value)
        return f"{_EDGE}{len(titles) - 1}{_EDGE}"
    return _with_places(value, titles)

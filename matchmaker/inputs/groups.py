"""A group as somebody pastes it, from a text or a spreadsheet: one organisation a line, its parts in any order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from matchmaker.errors import Invalid
from matchmaker.inputs import places
from matchmaker.inputs.forms import Form
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.names import fold
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.request import LARGEST
from matchmaker.inputs.texts import Line, Pasted
from matchmaker.language import LANGUAGES, Country
from matchmaker.programme.kinds import KINDS

LONGEST: Final = 20_000
"""Characters that are pasted at a time."""
_BULLET: Final = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_NUMBER: Final = re.compile(r"(?P<oid>[Ee]\d{8})|(?P<pic>\d{9})")
_ALSO: Final[Mapping[str, str]] = {
    "vet school": "vocational-school", "technical school": "vocational-school", "technikum": "vocational-school",
    "zespol szkol": "vocational-school", "university": "higher-education", "uniwersytet": "higher-education",
    "universitat": "higher-education", "fachhochschule": "higher-education", "company": "employer", "firma": "employer",
    "unternehmen": "employer", "betrieb": "employer", "enterprise": "employer", "kammer": "chamber", "izba": "chamber",
    "association": "ngo", "verein": "ngo", "stowarzyszenie": "ngo", "gmina": "public-authority", "city": "public-authority",
}  # fmt: skip
"""Further words by which people say what an organisation is, folded."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was understood of a line: name, code of the country, slug of the kind, numbers; empty what was not found.

    strange: the first part that was not understood, which may be a country that is spelt otherwise.
    """

    text: str
    name: str
    country: str = ""
    kind: str = ""
    oid: str = ""
    pic: str = ""
    strange: str = ""


class Group(Form):
    """What the draft is called, and for which call."""

    title: Line
    call: Line
    lines: Pasted = ""


def read(text: str) -> list[Row]:
    """The lines, without those that are empty; no more than a consortium may have members."""
    lines = [_BULLET.sub("", line).strip() for line in text[:LONGEST].splitlines()]
    return [_row(line) for line in lines if line][:LARGEST]


def entry(said: Mapping[str, str]) -> GuestForm:
    """A line as it was looked at and perhaps corrected. Raises `Invalid` with what is wrong at which of its fields."""
    typed, strange = said["country"].strip(), None
    try:
        country = places.named(typed) if typed else ""
    except ValueError as wrong:
        country, strange = "", wrong.args[0]
    try:
        return parse(GuestForm, {"name": said["name"], "country": country, "kind": said["kind"], "is_another": True})
    except Invalid as wrong:
        raise Invalid({**wrong.problems, **({"country": strange} if strange is not None else {})}) from None


def kind_of(text: str) -> str:
    """The slug of the kind that is meant, or nothing."""
    typed = fold(text)
    if not typed:
        return ""
    names = _kinds()
    if typed in names:
        return names[typed]
    near = [slug for name, slug in names.items() if len(typed) >= 4 and (typed in name.split() or name in typed)]
    return near[0] if len(set(near)) == 1 else ""


def _row(line: str) -> Row:
    parts = [part.strip() for part in re.split(r"\t|;|\|", line) if part.strip()]
    if len(parts) == 1 and "," in line:
        head, _, tail = line.rpartition(",")
        parts = [head.strip(), tail.strip()] if head.strip() and _country(tail) else parts
    found: dict[str, str] = {}
    rest: list[str] = []
    for part in parts or [line]:
        number = _NUMBER.fullmatch(part)
        if number:
            found |= {name: value.upper() for name, value in number.groupdict().items() if value}
        elif rest and "country" not in found and _country(part):
            found["country"] = _country(part)
        elif rest and "kind" not in found and kind_of(part):
            found["kind"] = kind_of(part)
        else:
            rest.append(part)
    name = rest[0] if rest else ""
    return Row(line, name, **({"kind": kind_of(name), "strange": "".join(rest[1:2])} | found))


def _country(text: str) -> str:
    try:
        return places.named(text)
    except ValueError:
        return ""


@cache
def _kinds() -> Mapping[str, str]:
    """Folded names in every language, slugs and further words -> slug."""

    def said() -> Iterable[tuple[str, str]]:
        for slug, kind in KINDS.items():
            yield fold(slug.replace("-", " ")), slug
            for language in LANGUAGES:
                for name in re.split(r"\(|,| oder | or | lub ", kind.label(language)):
                    yield fold(name), slug

    return {**_ALSO, **{name: slug for name, slug in said() if name}}


def named(code: str, language: str) -> str:
    """A country as it stands in the field for it."""
    return Country(code).label(language) if code else ""

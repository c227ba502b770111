"""What differs between two calls, or two versions of one: statement by statement, in plain sentences."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel

from matchmaker.language import N_, SOURCE, Message, render, say
from matchmaker.programme import sentences, wording
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import CONDITIONS
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.guides import WORKED_OUT
from matchmaker.programme.keys import NAMES
from matchmaker.programme.projects import ACTIVITIES, PROJECT_TYPES, PriorityOf

_OF_OURS: Final = frozenset({"id", "counting", "evidence", "sources", "scoring", "home_partners", *WORKED_OUT})
NOT_COMPARED: Final = _OF_OURS - {"counting_countries"}
"""What the call does not say itself: how we name it, where and how well we read it, and what we make of it for the search."""
_ASKED: Final = tuple(one.key for one in CONDITIONS)
_BY_RULE: Final = frozenset({"rules", *_ASKED})
"""Keys that come to rules of the check, each with its id."""
_READ: Final = frozenset({"ev", "source"})
"""Where and how well something was read is no part of what it says."""


class Statement(NamedTuple):
    """One thing that a call states. id: within its key. message: in words; data: all of it, as plain values."""

    id: str
    message: Message
    data: object = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement in both calls. about: the key of the call's file; id: of the rule, country, priority, round ... within it.

    before, after: what each call says, None where it says nothing; the same twice where our words do not show what differs.
    """

    about: str
    id: str
    before: Message | None
    after: Message | None

    @property
    def change(self) -> Literal["added", "removed", "changed"]:
        """What happened to the statement."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def sentence(self) -> Message:
        """The difference in words; they stand under the name of what it is about."""
        if self.before is None:
            return say(N_("new: %(after)s"), after=self.after)
        if self.after is None:
            return say(N_("no longer: %(before)s"), before=self.before)
        if _text(self.before) == _text(self.after):
            return say(N_("changed in a detail: %(after)s"), after=self.after)
        return say(N_("%(after)s (before: %(before)s)"), after=self.after, before=self.before)


def differences(before: Call, after: Call) -> tuple[Difference, ...]:
    """Everything that `after` states otherwise than `before`, in the order in which a call is read.

    The same statement read in another source, or better confirmed, is no difference; nor is a thing of a list whose name stayed.
    """
    return tuple(one for about in _KEYS for one in _about(about, before, after))


class Told(NamedTuple):
    """A difference, or several of one list, in words. id: of the rule or condition it is about, else empty."""

    id: str
    sentence: Message


def in_groups(found: Iterable[Difference]) -> list[tuple[Message, list[Told]]]:
    """The differences under the names of what they are about; what is new in a list, and what is gone, as one sentence each."""
    return [
        (NAMES.get(name, Message(name)), list(_gathered(list(group))))
        for name, group in groupby(found, lambda one: "rules" if one.about in _BY_RULE else one.about)
    ]


def _gathered(group: list[Difference]) -> Iterator[Told]:
    if group[0].about not in _GATHERED:
        yield from (Told(one.id if one.about in _BY_RULE else "", one.sentence) for one in group)
        return
    added = [one.after for one in group if one.after is not None]
    removed = [one.before for one in group if one.before is not None]
    if added:
        yield Told("", Difference(group[0].about, "", None, _together(added)).sentence)
    if removed:
        yield Told("", Difference(group[0].about, "", _together(removed), None).sentence)


def _together(things: list[Message]) -> Message:
    return reduce(lambda first, second: say(N_("%(first)s; %(second)s"), first=first, second=second), things)


def _about(about: str, before: Call, after: Call) -> Iterator[Difference]:
    """The differences of one key; also what our words do not show."""
    states = _STATED.get(about) or _one(about, lambda _: Message(about))
    was, now = list(states(before)), list(states(after))
    found = list(_compared(about, was, now))
    yield from found
    if not found and about not in _LISTS and _plain(getattr(before, about)) != _plain(getattr(after, about)):
        yield from (Difference(about, one.id, one.message, one.message) for one in now)


def _compared(about: str, before: Iterable[Statement], after: Iterable[Statement]) -> Iterator[Difference]:
    """Statements of one id side by side: those of the later call in its order, then those that are gone."""
    was, now = _by_id(before), _by_id(after)
    for key, new in now.items():
        old = was.get(key, [])
        for place, one in enumerate(new):
            if place >= len(old):
                yield Difference(about, one.id, None, one.message)
            elif about not in _LISTS and (one.data != old[place].data or _text(one.message) != _text(old[place].message)):
                yield Difference(about, one.id, old[place].message, one.message)
        yield from (Difference(about, one.id, one.message, None) for one in old[len(new) :])
    yield from (Difference(about, one.id, one.message, None) for key, old in was.items() if key not in now for one in old)


def _by_id(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for one in statements:
        found.setdefault(one.id, []).append(one)
    return found


def _named(thing: object) -> Message:
    """A thing by its name alone."""
    return Message("%(thing)s", (("thing", thing),))


def _text(message: Message) -> str:
    return render(message, SOURCE)


def _plain(thing: object) -> object:
    """The data of a statement without where it was read."""
    if isinstance(thing, BaseModel):
        return {name: _plain(value) for name, value in thing if name not in _READ}
    if isinstance(thing, Mapping):
        return {key: _plain(value) for key, value in thing.items()}
    return [_plain(one) for one in thing] if isinstance(thing, tuple | list) else thing


Statements = Callable[[Call], Iterable[Statement]]


def _one(key: str, words: Callable[..., Message]) -> Statements:
    """A key with one value, which may be missing."""

    def stated(call: Call) -> Iterator[Statement]:
        value = getattr(call, key)
        if value is not None:
            yield Statement("", words(value), _plain(value))

    return stated


def _rules(call: Call) -> Iterator[Statement]:
    in_words = {one.id: one for one in sentences.of(call)}
    for rule in call.rules:
        said = in_words[rule.id]
        words = said.sentence if said.settled else say(N_("%(rule)s (not settled)"), rule=said.sentence)
        if said.only_warns:
            words = say(N_("%(rule)s (only a warning)"), rule=words)
        yield Statement(rule.id, words, _plain(rule))


def _condition(key: str) -> Statements:
    """A condition, or all of its kind: each sentence by the id of its check."""

    def stated(call: Call) -> Iterator[Statement]:
        stated = (one for one in call.conditions if one.key == key)
        yield from (Statement(check, sentence) for one in stated for check, sentence in one.sentences(call.year))

    return stated


def _countries(call: Call) -> Iterator[Statement]:
    for code in sorted(call.counting_countries):
        yield Statement(code, _named(CountryOf(code, call.year)))


def _deadlines(call: Call) -> Iterator[Statement]:
    if not call.deadlines:
        yield Statement("1", say(N_("not known yet")))
    yield from (Statement(str(one.round), wording.deadline(one), _plain(one)) for one in call.deadlines)


def _listed(key: str, name: Callable[[str, Call], object]) -> Statements:
    """A list of codes, each told by its name: a priority that is called as before has not changed, whatever its code."""

    def stated(call: Call) -> Iterator[Statement]:
        for code in getattr(call, key):
            message = _named(name(code, call))
            yield Statement(_text(message), message)

    return stated


def _each(key: str, words: Callable[..., Message], name: Callable[..., str]) -> Statements:
    """A list of tables. name: what stays when one of them changes."""

    def stated(call: Call) -> Iterator[Statement]:
        yield from (Statement(name(one), words(one), _plain(one)) for one in getattr(call, key))

    return stated


def _assessment(call: Call) -> Iterator[Statement]:
    if call.assessment:
        yield from (Statement(render(part.name, SOURCE), part.sentence) for part in call.assessment.parts)
        yield Statement("total", call.assessment.total)
        yield from (Statement(one.id, _named(one)) for part in call.assessment.parts for one in part.elements)
        yield from (Statement(one.text, one) for one in call.limits())
        if call.assessment.tasks:
            yield Statement("tasks", call.assessment.tasks.sentence, _plain(call.assessment.tasks))


def _doubts(call: Call) -> Iterator[Statement]:
    yield from (Statement(one.en, _named(one)) for one in call.unverified)


def _guide(call: Call) -> Iterator[Statement]:
    yield Statement("", say(_PROVISIONAL if call.provisional else _READ_BY_US))


_PROVISIONAL = N_("provisional: rules of the year before")
_READ_BY_US = N_("read by us")
_GATHERED: Final = frozenset({"counting_countries", "project_types", "activities", "priorities"})
"""Keys that list things by short names."""
_LISTS: Final = _GATHERED | {"unverified"}
"""Keys of which only the names are compared: their order says nothing."""
_CONTRACTS: Final[Mapping[str, Message]] = {
    "one_grant_agreement_per_school_with_its_own_NA": say(N_("each school signs one with its own National Agency")),
}
_STATED: Final[Mapping[str, Statements]] = {
    "provisional": _guide,
    "title": _one("title", _named),
    "action": _one("action", _named),
    "field": _one("field", lambda code: _named(wording.FIELDS[code])),
    "year": _one("year", _named),
    "managed_by": _one("managed_by", wording.MANAGED.__getitem__),
    "deadlines": _deadlines,
    "rules": _rules,
    **{key: _condition(key) for key in _ASKED},
    "counting_countries": _countries,
    "duration_months": _one("duration_months", wording.duration),
    "grant": _one("grant", wording.grant),
    "project_types": _listed("project_types", lambda code, _: PROJECT_TYPES[code]),
    "activities": _listed("activities", lambda code, _: ACTIVITIES[code]),
    "priorities": _listed("priorities", lambda code, call: PriorityOf(code, call.year)),
    "priorities_needed": _one("priorities_needed", wording.priorities),
    "caps": _each("caps", wording.cap, lambda cap: "-".join((cap.kind, *cap.roles))),
    "recommendations": _each("recommendations", lambda one: _named(one.text), lambda one: one.id),
    "documents": _each("documents", wording.document, lambda document: f"{document.kind}-{document.per}"),
    "contracting": _one("contracting", _CONTRACTS.__getitem__),
    "assessment": _assessment,
    "unverified": _doubts,
}
_KEYS: Final = tuple(dict.fromkeys((*_STATED, *(key for key in Call.model_fields if key not in NOT_COMPARED))))
"""In the order in which they are told; a key that nobody gave words is told by its name."""

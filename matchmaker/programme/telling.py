"""What a call states: statement by statement, each in words and as plain data, under the key of the call's file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from pydantic import BaseModel

from matchmaker.language import N_, SOURCE, Message, render, say
from matchmaker.programme import wording
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import CONDITIONS
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.guides import WORKED_OUT
from matchmaker.programme.projects import ACTIVITIES, PROJECT_TYPES, PriorityOf
from matchmaker.programme.rules import Rule

_OF_OURS: Final = frozenset({"id", "counting", "evidence", "sources", "scoring", "home_partners", "third_countries", *WORKED_OUT})
NOT_COMPARED: Final = _OF_OURS - {"counting_countries", "bars"}
"""What the call does not say itself: how we name it, where and how well we read it, and what we make of it for the search."""
_ASKED: Final = tuple(one.key for one in CONDITIONS)
BY_RULE: Final = frozenset({"rules", *_ASKED})
"""Keys that come to rules of the check, each with its id."""
_READ: Final = frozenset({"ev", "source"})
"""Where and how well something was read is no part of what it says."""


class Statement(NamedTuple):
    """One thing that a call states. id: within its key. message: in words; data: all of it, as plain values."""

    id: str
    message: Message
    data: object = None


def _named(thing: object) -> Message:
    """A thing by its name alone."""
    return Message("%(thing)s", (("thing", thing),))


def text(message: Message) -> str:
    """A statement in English, by which it is compared."""
    return render(message, SOURCE)


def data_of(thing: object) -> object:
    """The data of a statement without where it was read."""
    if isinstance(thing, BaseModel):
        return {name: data_of(value) for name, value in thing if name not in _READ}
    if isinstance(thing, Mapping):
        return {key: data_of(value) for key, value in thing.items()}
    return [data_of(one) for one in thing] if isinstance(thing, tuple | list) else thing


Statements = Callable[[Call], Iterable[Statement]]


def _one(key: str, words: Callable[..., Message]) -> Statements:
    """A key with one value, which may be missing."""

    def stated(call: Call) -> Iterator[Statement]:
        value = getattr(call, key)
        if value is not None:
            yield Statement("", words(value), data_of(value))

    return stated


def _rules(call: Call) -> Iterator[Statement]:
    yield from (Statement(rule.id, _rule(rule, call), data_of(rule)) for rule in call.rules)


def _rule(rule: Rule, call: Call) -> Message:
    words = rule.sentence(call.year)
    words = words if rule.settled else say(N_("%(rule)s (not settled)"), rule=words)
    return say(N_("%(rule)s (only a warning)"), rule=words) if rule.only_warns else words


def _variants(call: Call) -> Iterator[Statement]:
    for one in call.variants:
        yield Statement(one.id, _named(one), data_of({**one.replaced, "single_applicant": one.single_applicant}))
        for rule in one.rules:
            yield Statement(f"{one.id} {rule.id}", say(N_("%(kind)s: %(rule)s"), kind=one, rule=_rule(rule, call)), data_of(rule))


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
    yield from (Statement(str(one.round), wording.round_in_full(one), data_of(one)) for one in call.deadlines)


def _listed(key: str, name: Callable[[str, Call], object]) -> Statements:
    """A list of codes, each told by its name: a priority that is called as before has not changed, whatever its code."""

    def stated(call: Call) -> Iterator[Statement]:
        for code in getattr(call, key):
            message = _named(name(code, call))
            yield Statement(text(message), message)

    return stated


def _each(key: str, words: Callable[..., Message], name: Callable[..., str]) -> Statements:
    """A list of tables. name: what stays when one of them changes."""

    def stated(call: Call) -> Iterator[Statement]:
        yield from (Statement(name(one), words(one), data_of(one)) for one in getattr(call, key))

    return stated


def _assessment(call: Call) -> Iterator[Statement]:
    if call.assessment:
        yield from (Statement(render(part.name, SOURCE), part.sentence) for part in call.assessment.parts)
        yield Statement("total", call.assessment.total)
        yield from (Statement(one.id, _named(one)) for part in call.assessment.parts for one in part.elements)
        yield from (Statement(one.text, one) for one in call.limits())
        if call.assessment.tasks:
            yield Statement("tasks", call.assessment.tasks.sentence, data_of(call.assessment.tasks))


def _doubts(call: Call) -> Iterator[Statement]:
    yield from (Statement(one.en, _named(one)) for one in call.unverified)


def _portal_ids(call: Call) -> Iterator[Statement]:
    """By what the ids end in: that they begin with the action is said there."""
    stated = call.portal_ids.of("…") if call.portal_ids else ()
    yield from (Statement(region or "", wording.portal_id(region, id_, call.year)) for region, id_ in stated)


def _guide(call: Call) -> Iterator[Statement]:
    yield Statement("", say(_PROVISIONAL if call.provisional else _READ_BY_US))


_PROVISIONAL = N_("provisional: rules of the year before")
_READ_BY_US = N_("read by us")
GATHERED: Final = frozenset({"counting_countries", "project_types", "activities", "priorities"})
"""Keys that list things by short names."""
LISTS: Final = GATHERED | {"unverified"}
"""Keys of which only the names are compared: their order says nothing."""
_CONTRACTS: Final[Mapping[str, Message]] = {
    "one_grant_agreement_per_school_with_its_own_NA": say(N_("each school signs one with its own National Agency")),
}
STATED: Final[Mapping[str, Statements]] = {
    "provisional": _guide,
    "title": _one("title", _named),
    "action": _one("action", _named),
    "portal_ids": _portal_ids,
    "field": _one("field", lambda code: _named(wording.FIELDS[code])),
    "year": _one("year", _named),
    "managed_by": _one("managed_by", wording.MANAGED.__getitem__),
    "deadlines": _deadlines,
    "rules": _rules,
    "variants": _variants,
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
"""Key -> what a call states under it, in the order in which a call is read."""

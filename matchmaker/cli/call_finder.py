"""The calls that fit, as text to read and as a document."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from matchmaker.cli.answers import wrapped
from matchmaker.cli.call_sheets import day_and_time
from matchmaker.eligibility.finder import Fit, asks, in_groups
from matchmaker.inputs.finder import CallQuestions
from matchmaker.language import SOURCE, Message, render
from matchmaker.programme import wording
from matchmaker.programme.calls import Call

APPLIES = {True: "you may apply yourselves", False: "somebody else applies", None: ""}


def finder_sheet(found: Sequence[Fit], now: datetime) -> Iterator[str]:
    """What fits, the smallest first, then what does not and why."""
    fitting = [one for one in found if one.fits]
    for group in in_groups(fitting):
        yield f"{group.label(SOURCE)} · {group.first.call.action} · call of {group.first.call.year}"
        yield from (wrapped(f"- {line}", 2) for line in _lines(group.first, now))
        yield from (f"  {one.call.id:20} {render(wording.FIELDS[one.call.field], SOURCE)}" for one in group.fits)
        yield ""
    if not fitting:
        yield from ("No call that is open or expected fits.", "")
    others = [one for one in found if not one.fits]
    if others:
        yield "Do not fit"
    yield from (wrapped(f"{one.call.id:20} {'; '.join(_said(one.against))}", 2, 21) for one in others)
    meaning = dict.fromkeys(render(wording.provisional(one.call), SOURCE) for one in fitting if one.call.provisional)
    yield from ("", *meaning) if meaning else ()


def _lines(one: Fit, now: datetime) -> Iterator[str]:
    yield _when(one.call, now)
    yield "; ".join(_said(asks(one.call)))
    if one.missing_organisations or one.missing_countries:
        yield f"still to be found: {_counted(one.missing_organisations, one.missing_countries)}"
    if one.applies is not None:
        yield APPLIES[one.applies]
    yield from _said(sentence for sentence in one.who_applies if sentence not in asks(one.call))
    yield from (f"to be confirmed: {sentence}" for sentence in _said(one.open_))


def _when(call: Call, now: datetime) -> str:
    coming = call.next_deadline(now)
    if coming:
        return f"open until {day_and_time(coming.at)} (Brussels)"
    before = next((one for one in call.expected if not one.optional), None)
    return f"deadline: {render(wording.expected(before, call.year), SOURCE)}" if before else "deadline not known yet"


def _counted(organisations: int, countries: int) -> str:
    numbers = ((organisations, "organisation", "organisations"), (countries, "country", "countries"))
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in numbers if n)


def finder_json(asked: CallQuestions, found: Iterable[Fit], now: datetime) -> dict[str, object]:
    """What was asked, the calls that fit in their order, and the others with why they do not."""
    return {
        "asked": asked.model_dump(mode="json", exclude_none=True),
        "calls": [_fitting(one, now) for one in found if one.fits],
        "others": [{"id": one.call.id, "because": _said(one.against)} for one in found if not one.fits],
    }


def _fitting(one: Fit, now: datetime) -> dict[str, object]:
    call, coming = one.call, one.call.next_deadline(now)
    return {
        "id": call.id,
        "title": call.title.model_dump(),
        "action": call.action,
        "field": call.field,
        "year": call.year,
        "state": call.state(now),
        "provisional": call.provisional,
        "deadline": coming.at.isoformat() if coming else None,
        "asks": {"organisations": call.least_named, "countries": call.min_countries, "in_words": _said(asks(call))},
        "missing": {"organisations": one.missing_organisations, "countries": one.missing_countries},
        "may_apply": one.applies,
        "who_applies": _said(one.who_applies),
        "to_confirm": _said(one.open_),
    }


def _said(messages: Iterable[Message | str]) -> list[str]:
    return [render(one, SOURCE) for one in messages]

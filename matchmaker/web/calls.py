"""The calls: which fits, their rules in words, dates, sources, and what about them is not verified."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker import language
from matchmaker.eligibility import explanations
from matchmaker.eligibility.finder import ANY_FIELD, Group, asks, asks_applicant, in_groups, in_order
from matchmaker.inputs.finder import CallQuestions
from matchmaker.language import N_, Message, nN_, nsay, render, say
from matchmaker.programme import sentences, tables, wording
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions.bars import BARRED
from matchmaker.programme.countries import INTENTIONS
from matchmaker.programme.reading import LONGEST_CODE
from matchmaker.services import surroundings
from matchmaker.services.finder import find_calls
from matchmaker.web import choices, names, problems
from matchmaker.web.forms import Asked, Choice, Form
from matchmaker.web.transactions import session

blueprint = Blueprint("calls", __name__, url_prefix="/calls")
_ORGANISATIONS: Final = nN_("%(n)s organisation", "%(total)s organisations")
_COUNTRIES: Final = nN_("%(n)s country", "%(n)s countries")


def _fields(calls: Iterable[Call]) -> list[Choice]:
    """The fields of the calls to choose from."""
    there = {call.field for call in calls} - {ANY_FIELD}
    return [Choice(code, render(name, language.current())) for code, name in wording.FIELDS.items() if code in there]


def _questions(calls: Iterable[Call]) -> tuple[Asked, ...]:
    return (
        Asked("kind", N_("What are you?"), "select", choices=choices.kinds),
        Asked("country", N_("Your country"), "select", choices=choices.all_countries),
        Asked("field", N_("Field of the project"), "select", choices=lambda: _fields(calls)),
        Asked("months", N_("Months it would last"), "number"),
        Asked("organisations", N_("Organisations you already have, including you"), "number"),
        Asked("countries", N_("Countries they are from"), "number"),
        Asked("money", N_("Grant you need, in euro"), "number"),
    )


def in_years(calls: Iterable[Call], now: datetime) -> list[tuple[int, list[Group]]]:
    """Calls by their year, the last first, those of one action that ask the same together."""
    years: dict[int, list[Call]] = {}
    for call in calls:
        years.setdefault(call.year, []).append(call)
    return [(year, in_order(years[year], now)) for year in sorted(years, reverse=True)]


@blueprint.get("")
def list_() -> ResponseReturnValue:
    """The calls that fit one's answers, which stand in the address; without any, all that are open or to come."""
    guide, now = surroundings.guide(session()), surroundings.now(session())
    closed, coming = guide.by_state(now).get("closed", []), guide.coming(now)
    answers = {name: request.args.get(name, "")[:LONGEST_CODE] for name in CallQuestions.model_fields}
    form, asked = Form(CallQuestions, _questions(coming), answers), CallQuestions()
    with form:
        asked = form.parsed()
    found = find_calls(coming, asked, now)
    return form.page(
        "calls/list.html",
        is_asked=asked != CallQuestions(),
        asked=asked,
        enough=_enough(asked),
        fitting=in_groups(one for one in found if one.fits),
        others=[one for one in found if not one.fits],
        closed=in_years(closed, now),
        coming=coming,
        link=lambda call: url_for("calls.show", call_id=call.id),
        asks=asks,
        asks_applicant=asks_applicant,
    )


def _enough(asked: CallQuestions) -> Message:
    """That what was typed is enough; whoever has nobody else is told that nobody is needed."""
    if asked.organisations == 1:
        return say(N_("You need no partners"))
    organisations, countries = asked.organisations or 0, asked.countries or 0
    counted = (
        nsay(*_ORGANISATIONS, organisations, total=organisations) if organisations else None,
        nsay(*_COUNTRIES, countries) if countries else None,
    )
    return say(N_("You have enough: %(what)s"), what=tuple(one for one in counted if one))


@blueprint.get("/<call_id>")
def show(call_id: str) -> ResponseReturnValue:
    """One call; of one that is not there, those whose ids look most like it."""
    guide = surroundings.guide(session())
    call = guide.calls.get(call_id)
    if call is None:
        like = [guide.calls[one] for one in tables.nearest(call_id, guide.calls)]
        return problems.page(
            404,
            say(N_("There is no call “%(id)s” here."), id=call_id[:60]),
            instead=say(N_("Perhaps you mean one of these:")) if like else None,
            near=[(f"{names.label(one)} {one.year}", url_for("calls.show", call_id=one.id)) for one in like],
            ways=[(N_("All calls"), url_for("calls.list_"))],
        )
    return render_template(
        "calls/show.html",
        call=call,
        rules=sentences.of(call),
        barred=BARRED,
        intentions=[INTENTIONS[code] for code in sorted(call.open_countries)],
        open_points=explanations.left_open(call),
        wording=wording,
    )

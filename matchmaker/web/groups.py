"""“I have a group already”: pasted lines, shown as they were understood, become a draft consortium."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import Invalid
from matchmaker.inputs import groups as read_groups
from matchmaker.inputs.groups import Group, Row, named
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.request import LARGEST
from matchmaker.language import N_, current, say
from matchmaker.models import Organisation
from matchmaker.services import groups, surroundings
from matchmaker.services.groups import Entry
from matchmaker.services.organisations import find_organisation
from matchmaker.web import choices
from matchmaker.web.forms import Asked, Choice, Form
from matchmaker.web.guests import GUEST
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done
from matchmaker.web.transactions import session, writing
from matchmaker.web.writers import own, writer

blueprint = Blueprint("groups", __name__, url_prefix="/groups")
FIELDS: Final = ("name", "country", "kind", "oid", "pic", "text")


def _calls() -> Iterable[Choice]:
    coming = surroundings.guide(session()).coming(surroundings.now(session()))
    return [Choice(one.id, f"{choices.name(one)}, {one.year}") for one in coming]


GROUP: Final = (
    Asked("title", N_("Title of the project"), missing=N_("Give the project a title")),
    Asked("call", N_("For which call?"), "select", choices=_calls, missing=N_("Choose the call")),
    Asked(
        "lines",
        N_("Who is in your group?"),
        "area",
        N_("One organisation a line: name; country; kind. You can paste from a spreadsheet. Yours is in it anyway."),
        rows=8,
    ),
)  # fmt: skip


@dataclass
class Line:
    """A line as it was understood, or corrected. is_own: it is the organisation that makes the draft."""

    said: dict[str, str]
    registered: Organisation | None = None
    is_taken: bool = False
    is_left_out: bool = False
    is_own: bool = False
    problems: dict[str, object] = field(default_factory=dict)


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Paste the lines, look at them, and make the draft."""
    by = somebody()
    organisation = writer(by)
    form = Form(Group, GROUP)
    lines = _sent(organisation) if "row" in request.form else None
    if form.sent:
        with form:
            said = form.parsed()
            if lines is None:
                lines = [_understood(row, organisation) for row in read_groups.read(said.lines)]
                if not lines:
                    raise Invalid({"lines": say(N_("Paste at least one line"))})
            else:
                return _make(organisation, said, lines)
    return form.page("groups/new.html", organisation=organisation, own=own(by), lines=lines, kinds=choices.kinds())


def _make(organisation: Organisation, said: Group, lines: list[Line]) -> ResponseReturnValue:
    """The draft, if nothing is wrong with any line."""
    entries, places = [], []
    for place, line in enumerate(lines):
        if line.is_left_out or line.is_own:
            continue
        if line.is_taken and line.registered is not None:
            entries.append(Entry(key=line.registered.key))
        else:
            try:
                entries.append(Entry(guest=read_groups.entry(line.said)))
            except Invalid as wrong:
                line.problems = dict(Form(GuestForm, GUEST).worded(wrong.problems))
                continue
        places.append(place)
    if any(line.problems for line in lines):
        raise Invalid({"": say(N_("Look at the lines that are marked."))})
    form = parse(IdeaForm, {"title": said.title, "call": said.call})
    try:
        made = groups.make(writing(), organisation, form, entries, by=somebody())
    except Invalid as wrong:
        for name, message in wrong.problems.items():
            number, dot, about = name.partition(".")
            if dot and number.isdecimal():
                lines[places[int(number)]].problems[about] = message
        known = {name: message for name, message in wrong.problems.items() if name in Group.model_fields}
        raise Invalid(known or {"": say(N_("Look at the lines that are marked."))}) from None
    done(N_("The draft is made. Now invite those who are in it."))
    return redirect(url_for("consortia.show", consortium_id=made.id), 303)


def _understood(row: Row, organisation: Organisation) -> Line:
    """A line as it was pasted."""
    country = named(row.country, current()) or row.strange[:60]
    said = {"name": row.name, "country": country, "kind": row.kind, "oid": row.oid, "pic": row.pic, "text": row.text[:300]}
    registered = groups.find(session(), row)
    return Line(said, registered, is_taken=registered is not None, is_own=registered is organisation)


def _sent(organisation: Organisation) -> list[Line]:
    """The lines as they come back from the page on which they were looked at."""
    lines = []
    for place in request.form.getlist("row")[:LARGEST]:
        values: dict[str, Any] = {name: request.form.get(f"{place}-{name}", "")[:300] for name in FIELDS}
        registered = find_organisation(session(), request.form.get(f"{place}-registered", ""))
        registered = registered if registered is not None and registered.joined_at is not None else None
        lines.append(
            Line(
                values,
                registered,
                is_taken=f"{place}-take" in request.form,
                is_left_out=f"{place}-out" in request.form,
                is_own=registered is organisation,
            )
        )
    return lines

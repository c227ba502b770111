"""`matchmaker calls`: the programme's calls with rules in words, dates, sources, what is not verified, and what differs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import click

from matchmaker import config
from matchmaker.cli.answers import answer, leave, print_lines
from matchmaker.cli.call_differences import differences_json, differences_sheet
from matchmaker.cli.call_finder import finder_json, finder_sheet
from matchmaker.cli.call_sheets import call_sheet, day_and_time
from matchmaker.errors import Invalid
from matchmaker.inputs.finder import CallQuestions
from matchmaker.inputs.parsing import parse
from matchmaker.language import SOURCE, render
from matchmaker.programme import guides, sentences, wording
from matchmaker.programme.calls import Call, State
from matchmaker.programme.dates import DayAndMonth, Deadline
from matchmaker.programme.differences import differences
from matchmaker.programme.guides import Guide
from matchmaker.services.finder import find_calls

TITLES: Mapping[State, str] = {
    "open": "Open",
    "unknown": "To come: the deadline is not known yet",
    "closed": "Closed: to search, check and practise with",
}


class _WithAdoption(click.Group):
    """The one command that needs a database is loaded only when it is called, or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the alphabet."""
        return sorted((*self.commands, "adopt"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name != "adopt":
            return super().get_command(ctx, cmd_name)
        from matchmaker.cli.adoption import adopt  # noqa: PLC0415  imports the database

        return adopt


@click.group(cls=_WithAdoption)
def calls() -> None:
    """List the programme's calls, show, find or compare them, or put those of a new guide in force."""


@calls.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only those that are open or to come.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(only_open: bool, as_json: bool) -> None:
    """List the calls: those that are open, those to come, the closed; the newest first."""
    guide, now = _surroundings()
    groups = guide.by_state(now)
    if only_open:
        groups.pop("closed", None)
    if as_json:
        answer([_in_brief(call, now) for calls in groups.values() for call in calls], yes=bool(groups))
    print_lines(*_table(groups, now))
    leave(yes=bool(groups))


@calls.command()
@click.argument("call_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(call_id: str, as_json: bool) -> None:
    """Show the call ID: its rules in words, its dates, where each was read, and what is not verified."""
    guide, now = _surroundings()
    call = guide.call(call_id)
    if as_json:
        answer(_at_length(call, now), yes=True)
    print_lines(*call_sheet(call, now))
    leave(yes=True)


@calls.command()
@click.option("--kind", metavar="KIND", help="What you are, for example vocational-school; an unknown one names others.")
@click.option("--country", metavar="CC", help="Your country.")
@click.option("--field", metavar="FIELD", help="VET, HED, SCH, ADU, YOU, SPORT or CROSS (several).")
@click.option("--months", metavar="N", help="How long the project would last.")
@click.option("--organisations", metavar="N", help="How many organisations there are already, yours included.")
@click.option("--countries", metavar="N", help="From how many countries they are.")
@click.option("--money", metavar="EUR", help="The grant that is needed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def find(*, as_json: bool, **asked: str | None) -> None:
    """Find the calls that fit, open or to come, the smallest first. What is not said stays open. Exit code 1 for none."""
    guide, now = _surroundings()
    try:
        questions = parse(CallQuestions, asked)
    except Invalid as error:
        raise Invalid({f"--{name}": sentence for name, sentence in error.problems.items()}) from None
    found = find_calls(guide.calls.values(), questions, now)
    yes = any(one.fits for one in found)
    if as_json:
        answer(finder_json(questions, found, now), yes=yes)
    print_lines(*finder_sheet(found, now))
    leave(yes=yes)


@calls.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def diff(before: str, after: str, as_json: bool) -> None:
    """Show what the call B states otherwise than the call A. Exit code 1 when that is nothing."""
    guide, _ = _surroundings()
    was, now = guide.call(before), guide.call(after)
    found = differences(was, now)
    if as_json:
        answer(differences_json(was, now, found), yes=bool(found))
    print_lines(*differences_sheet(was, now, found))
    leave(yes=bool(found))


def _surroundings() -> tuple[Guide, datetime]:
    """The calls, with those of the operator's folder, and the clock, which the settings may move (UTC unless they say)."""
    settings = config.read()
    moved = settings.now
    now = datetime.now(UTC) if moved is None else moved if moved.tzinfo else moved.replace(tzinfo=UTC)
    return guides.load(settings.guide_dir), now


def _table(groups: Mapping[State, Sequence[Call]], now: datetime) -> Iterator[str]:
    """One line a call, grouped by whether it still takes applications."""
    if not groups:
        yield from ("No call is open, and none is to come.", "")
    for state, calls in groups.items():
        yield TITLES[state]
        means = dict.fromkeys(render(wording.provisional(call), SOURCE) for call in calls if call.provisional)
        yield from (f"  provisional: {sentence}" for sentence in means)
        yield from (*(_line(call, now) for call in calls), "")
    yield "Times are Brussels time. `matchmaker calls show ID` prints a call's rules, dates and sources."


def _line(call: Call, now: datetime) -> str:
    coming = call.next_deadline(now)
    moment = coming.at if coming else call.last_deadline
    before = next((one for one in call.expected if not one.optional), None)
    hint = f"({render(DayAndMonth(before.day), SOURCE)} in {before.day.year})" if before else ""
    when = day_and_time(moment, "d MMM y, HH:mm") if moment else hint
    mark = " (provisional)" if call.provisional else ""
    return f"  {call.id:20} {when:20} {call.label(SOURCE)}{mark}"


def _in_brief(call: Call, now: datetime) -> dict[str, object]:
    """What the list says of a call; deadlines are those of the rounds that are held, ISO 8601 with the offset of the day."""
    return {
        "id": call.id,
        "title": call.title.model_dump(),
        "action": call.action,
        "field": call.field,
        "year": call.year,
        "managed_by": call.managed_by,
        "state": call.state(now),
        "deadlines": [deadline.at.isoformat() for deadline in call.held],
        "rounds": [_round(call, one) for one in call.rounds],
        "provisional": call.provisional,
        "evidence": call.evidence,
        "version": call.version,
    }


def _round(call: Call, one: Deadline) -> dict[str, object]:
    """A round; `last_year` is its date in the call before, where it is not known in this one."""
    known = one in call.deadlines
    return {
        "round": one.round,
        "deadline": one.at.isoformat() if known else None,
        "last_year": None if known else one.at.isoformat(),
        "optional": one.optional,
        "held_in": sorted(call.agencies(one.round)) if one.optional else None,
        "starts": one.starts.model_dump(mode="json", by_alias=True) if known and one.starts else None,
    }


def _at_length(call: Call, now: datetime) -> dict[str, object]:
    """All the data of a call, sets sorted, with its rules in words beside them."""
    data = call.model_dump(mode="json", by_alias=True)
    data |= {key: sorted(getattr(call, key)) for key in ("counting_countries", "open_countries")}
    data["other_countries"]["exclude"] = sorted(call.other_countries.exclude)
    in_words = [
        {
            "id": rule.id,
            "text": render(rule.sentence, SOURCE),
            "ev": rule.evidence,
            "source": rule.source,
            "settled": rule.settled,
            "only_warns": rule.only_warns,
            **({"variant": rule.variant.id} if rule.variant else {}),
        }
        for rule in sentences.of(call)
    ]
    return {**data, "state": call.state(now), "min_size": call.min_size, "max_size": call.max_size, "in_words": in_words}

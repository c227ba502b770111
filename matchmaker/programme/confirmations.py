"""The operator's `rounds.toml`: which National Agencies hold the rounds that are for each of them to decide."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from matchmaker.errors import Invalid
from matchmaker.language import N_, Country, Message, say
from matchmaker.programme import reading
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.dates import Confirmation, Day
from matchmaker.programme.statements import Frozen, Positive, Text

NAME = "rounds"
"""The file's name without its ending; no call is called like it."""


class Held(Frozen):
    """What was read in one place on one day: in these countries this round of these calls is held."""

    calls: Annotated[tuple[Text, ...], Field(min_length=1)]
    round: Positive
    countries: Annotated[tuple[CountryCode, ...], Field(min_length=1)]
    source: Text
    date: Day


class RoundsFile(Frozen):
    """`rounds.toml`: a table `held` for each thing that was read."""

    held: tuple[Held, ...] = ()


def confirmed(file: str, stated: Mapping[str, Any], calls: Mapping[str, Call]) -> dict[str, Call]:
    """Those of the calls that the file is about, each with what it says of its rounds.

    Raises `Invalid` with one sentence per mistake, in the file's form or beside the calls.
    """
    said = reading.parse(RoundsFile, stated, file)
    problems: dict[str, object] = {}
    for where, what in _problems(said, calls):
        problems.setdefault(reading.place(file, ("held", *where)), what)
    if problems:
        raise Invalid(problems)
    found: dict[str, list[Confirmation]] = defaultdict(list)
    for one in said.held:
        for name in one.calls:
            found[name] += (
                Confirmation(round=one.round, country=country, source=one.source, date=one.date) for country in one.countries
            )
    return {name: calls[name].model_copy(update={"confirmations": tuple(those)}) for name, those in found.items()}


def _problems(said: RoundsFile, calls: Mapping[str, Call]) -> Iterator[tuple[tuple[str | int, ...], Message]]:
    """Where in the file, and what."""
    seen = set[tuple[str, int, str]]()
    for place, one in enumerate(said.held):
        for at, name in enumerate(one.calls):
            call = calls.get(name)
            missing = say(N_("there is no call “%(id)s”"), id=name[:60])
            wrong = reading.with_nearest(missing, name, calls) if call is None else _wrong(call, one)
            if wrong:
                yield (place, "calls", at), wrong
            if call is None:
                continue
            for number, country in enumerate(one.countries):
                if country not in call.counting_countries:
                    text = N_("nobody from %(country)s can coordinate in %(call)s")
                    yield (place, "countries", number), say(text, country=Country(country), call=name)
                if (name, one.round, country) in seen:
                    text = N_("round %(round)s of %(call)s is said to be held there more than once")
                    yield (place, "countries", number), say(text, round=one.round, call=name)
                seen.add((name, one.round, country))


def _wrong(call: Call, one: Held) -> Message | None:
    """What is wrong with the number of the round."""
    found = next((known for known in call.deadlines if known.round == one.round), None)
    if found is None:
        return say(N_("%(call)s has no round %(round)s with a date"), call=call.id, round=one.round)
    if not found.optional:
        return say(N_("round %(round)s of %(call)s is held everywhere and needs no confirmation"), round=one.round, call=call.id)
    return None

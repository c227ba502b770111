"""In which round of a call somebody applies: the one that is named, else the one that is next."""

from datetime import date

from matchmaker.programme import countries
from matchmaker.programme.calls import Call


def chosen(call: Call, named: int | None, country: str | None, today: date) -> int | None:
    """The number of the round: the one the call is seen in already, else `named` where the call has it, else the usual one."""
    if call.seen_in is not None:
        return call.seen_in
    return named if any(one.round == named for one in call.rounds) else usual(call, country, today)


def usual(call: Call, country: str | None, today: date) -> int | None:
    """The number of the round in which somebody from this country applies who names none; None where no round is known.

    The next one open, the day of its deadline included; else the next expected; else the last that is not optional. One that
    is optional is open only where the Agency of the coordinator's country is known to hold it. country: None = not known.
    """
    home = None if country is None else countries.counts_as(country)
    held = [one for one in call.deadlines if not one.optional or home in call.agencies(one.round)]
    if ahead := [one for one in held if one.day >= today]:
        return min(ahead, key=lambda one: one.at).round
    if expected := [one.round for one in call.expected if not one.optional]:
        return min(expected)
    past = [one for one in call.deadlines if not one.optional]
    return max(past, key=lambda one: one.at).round if past else None

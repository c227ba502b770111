"""Which round somebody applies in who names none, told from the dates one after another."""

from datetime import date

from matchmaker.programme import countries
from matchmaker.programme.calls import Call


def usual_round(call: Call, country: str | None, today: date) -> int | None:
    """Its number; None where no round is known. country: of who coordinates, None = not known."""
    home = countries.counts_as(country) if country else ""
    answer, best = None, ""
    for deadline in call.deadlines:
        day = deadline.local.strftime("%Y-%m-%d %H:%M:%S")
        confirmed = [one for one in call.confirmations if one.round == deadline.round and one.country == home]
        if day[:10] >= today.isoformat() and (confirmed or not deadline.optional) and (not best or day < best):
            answer, best = deadline.round, day
    if answer is None:
        numbers = [one.round for one in call.expected if not one.optional]
        answer = min(numbers) if numbers else None
    if answer is None:
        for deadline in call.deadlines:
            day = deadline.local.strftime("%Y-%m-%d %H:%M:%S")
            if not deadline.optional and day > best:
                answer, best = deadline.round, day
    return answer


def deadline_day(call: Call, named: int | None, country: str | None, today: date) -> date | None:
    """The day of the deadline of the round that is named, else of the usual one; None while that is not known."""
    there = {one.round for one in (*call.deadlines, *call.expected)}
    number = named if named in there else usual_round(call, country, today)
    return next((one.local.date() for one in call.deadlines if one.round == number), None)

"""Whether the round somebody applies in still takes applications."""

from collections.abc import Iterable, Iterator

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country
from matchmaker.language import N_, Message, say, together
from matchmaker.programme import wording
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.dates import Deadline

EXPLANATION = N_("The call still takes applications; a closed call can be checked and practised with.")


def check(reading: Reading) -> Iterable[Finding]:
    """`deadline`: that of the round. A warning when it is past or not known, or when nobody knows whether the round is held.

    The day itself still counts as open.
    """
    one = reading.call.round
    if one is None:
        yield Finding("deadline", "project", "warning", say(N_("The deadline is not known yet.")))
        return
    read = _confirmed(reading, one)
    unsure = one.optional and read is None and (one.day >= reading.today or reading.call.deadline is None)
    message = together([*_when(reading, one), *(_unsure(reading) if unsure else ())])
    is_open = reading.call.deadline is not None and one.day >= reading.today
    yield Finding("deadline", "project", "pass" if is_open and not unsure else "warning", message, source=read or one.source)


def _when(reading: Reading, one: Deadline) -> Iterator[Message]:
    """The date of the round, and when its projects begin."""
    if reading.call.deadline is None:
        yield say(N_("The deadline is not known yet: %(hint)s."), hint=wording.expected(one, reading.call.year))
        return
    is_open, only, time = one.day >= reading.today, len(reading.call.deadlines) == 1, f"{one.local:%H:%M}"
    if only and is_open:
        yield say(N_("Applications until %(date)s, %(time)s Brussels time."), date=one.day, time=time)
    elif only:
        text = N_("This call closed on %(date)s, %(time)s Brussels time; it can be practised with.")
        yield say(text, date=one.day, time=time)
    elif is_open:
        text = N_("Round %(round)s: applications until %(date)s, %(time)s Brussels time.")
        yield say(text, round=one.round, date=one.day, time=time)
    else:
        text = N_("Round %(round)s closed on %(date)s, %(time)s Brussels time; it can be practised with.")
        yield say(text, round=one.round, date=one.day, time=time)
        yield from _later(reading, one)
    if is_open and one.starts:
        yield wording.starts(one.starts)


def _later(reading: Reading, past: Deadline) -> Iterator[Message]:
    """The next round that can still be chosen, once this one is past."""
    ahead = [one for one in reading.call.deadlines if one.day >= reading.today]
    if ahead:
        one = min(ahead, key=lambda later: later.at)
        text = N_("Round %(round)s: applications until %(date)s, %(time)s Brussels time.")
        held = N_("Round %(round)s, until %(date)s, %(time)s Brussels time, is held only where the National Agency offers it.")
        yield say(held if one.optional else text, round=one.round, date=one.day, time=f"{one.local:%H:%M}")


def _confirmed(reading: Reading, one: Deadline) -> str | None:
    """Where it was read that the Agency of the coordinator holds the round."""
    coordinator = reading.consortium.coordinator
    home = country(coordinator) if coordinator else None
    return next((each.source for each in reading.call.confirmations if (each.round, each.country) == (one.round, home)), None)


def _unsure(reading: Reading) -> Iterator[Message]:
    coordinator = reading.consortium.coordinator
    if coordinator is None:
        yield say(N_("This round is held only where the National Agency of the coordinator offers it; ask there."))
    else:
        text = N_(
            "This round is for the National Agency to decide; whether that of %(country)s holds it is not known here: ask it."
        )
        yield say(text, country=CountryOf(coordinator.country, reading.call.year))

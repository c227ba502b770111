"""The rounds of a call: which one is meant where none is named, and which of them count."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.programme import guides, rounds
from matchmaker.programme.calls import Call
from matchmaker.programme.dates import Confirmation, Deadline
from oracle.rounds import deadline_day, usual_round

CALL = guides.load().call("ka220-vet-2026")
YEAR = date(2026, 1, 1)


def a_round(number: int, day: date, *, optional: bool = False) -> Deadline:
    local = datetime.combine(day, time(12))
    return Deadline(
        round=number, local=local, optional=optional, decided_by="NA" if optional else None, ev="K", source="drawn"
    )  # fmt: skip


def confirmation(number: int, country: str) -> Confirmation:
    return Confirmation(round=number, country=country, source="the Agency's page", date=YEAR)


def with_rounds(*deadlines: Deadline, expected: tuple[Deadline, ...] = (), confirmed: tuple[Confirmation, ...] = ()) -> Call:
    return CALL.model_copy(update={"deadlines": deadlines, "expected": expected, "confirmations": confirmed})


days = st.integers(-30, 30).map(lambda n: YEAR + timedelta(days=n))
countries = st.sampled_from(["PL", "DE", "DK", "GL", None])


@dataclass
class Drawn:
    call: Call
    country: str | None
    today: date


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Up to four rounds, of which the first is not optional; the last ones may only be expected."""
    count, known = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    numbers = draw(st.permutations(range(1, count + 1)))
    optional = [False, *(draw(st.booleans()) for _ in range(3))]
    every = [a_round(n, draw(days), optional=doubt) for n, doubt in zip(numbers, optional, strict=False)]
    confirmed = draw(st.lists(st.builds(confirmation, st.integers(1, 4), st.sampled_from(["PL", "DK"])), max_size=4))
    call = with_rounds(*every[:known], expected=tuple(every[known:]), confirmed=tuple(confirmed))
    return Drawn(call, draw(countries), draw(days))


@given(drawn())
def test_usual_round_is_the_one_a_plain_reader_finds(one):
    found = rounds.usual(one.call, one.country, one.today)
    assert found == usual_round(one.call, one.country, one.today)
    seen = one.call.in_round(found)
    assert (seen.deadline.day if seen.deadline else None) == deadline_day(one.call, None, one.country, one.today)


@given(drawn(), st.integers(1, 5))
def test_round_that_is_named_is_always_the_one_that_is_meant(one, number):
    there = number in {each.round for each in one.call.rounds}
    found = rounds.chosen(one.call, number, one.country, one.today)
    assert found == (number if there else usual_round(one.call, one.country, one.today))
    assert rounds.chosen(one.call.in_round(found), None, "FR", YEAR) == (found or usual_round(one.call, "FR", YEAR))


@given(drawn())
def test_call_seen_in_a_round_has_the_dates_of_that_round_alone(one):
    now = datetime(one.today.year, one.today.month, one.today.day, 9, tzinfo=UTC)
    for each in one.call.rounds:
        seen = one.call.in_round(each.round)
        known = each if each in one.call.deadlines else None
        assert (seen.round, seen.deadline) == (each, known)
        assert seen.last_deadline == (known.at if known else None)
        assert seen.state(now) == ("unknown" if known is None else "open" if known.at >= now else "closed")
        assert seen.version == one.call.version


def test_next_open_round_goes_first_then_the_last_one():
    assert rounds.usual(CALL, "PL", date(2026, 3, 5)) == 1
    assert rounds.usual(CALL, "PL", date(2026, 3, 6)) == 1
    assert rounds.usual(CALL, "PL", date(2026, 12, 1)) == 1
    youth = guides.load().call("ka205-2018")
    days = (date(2018, 2, 1), date(2018, 2, 2), date(2018, 4, 27), date(2019, 1, 1))
    assert [rounds.usual(youth, "PL", day) for day in days] == [1, 2, 3, 3]


def test_optional_round_is_usual_only_where_its_agency_holds_it():
    confirmed = CALL.model_copy(update={"confirmations": (confirmation(2, "PL"), confirmation(2, "DK"))})
    spring, summer, winter = date(2026, 2, 1), date(2026, 6, 1), date(2026, 12, 1)
    assert [rounds.usual(confirmed, "PL", day) for day in (spring, summer, winter)] == [1, 2, 1]
    assert [rounds.usual(confirmed, "DE", day) for day in (spring, summer, winter)] == [1, 1, 1]
    assert rounds.usual(confirmed, "GL", summer) == 2  # Greenland counts as Denmark
    assert rounds.usual(confirmed, None, summer) == 1


def test_optional_round_keeps_a_call_open_only_where_it_is_confirmed():
    summer, autumn = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC)
    assert (CALL.state(summer), CALL.is_closed(summer), CALL.next_deadline(summer)) == ("closed", True, None)
    assert CALL.last_deadline == CALL.deadlines[0].at
    assert (CALL.undecided(summer), CALL.undecided(autumn), CALL.in_round(1).undecided(summer)) == (CALL.deadlines[1], None, None)
    confirmed = CALL.model_copy(update={"confirmations": (confirmation(2, "PL"),)})
    assert confirmed.undecided(summer) is None
    assert (confirmed.state(summer), confirmed.next_deadline(summer)) == ("open", CALL.deadlines[1])
    assert (confirmed.state(autumn), confirmed.last_deadline) == ("closed", CALL.deadlines[1].at)
    assert CALL.in_round(2).state(summer) == "open"
    assert confirmed.in_round(1).is_closed(summer)


def test_provisional_call_expects_the_rounds_of_the_call_before():
    call, before = guides.load().call("ka220-vet-2027"), guides.load().call("ka220-vet-2026")
    assert call.expected == before.deadlines
    assert before.expected == ()
    assert rounds.usual(call, "PL", date(2026, 11, 23)) == 1
    assert call.in_round(1).deadline is None
    assert call.in_round(1).round == before.deadlines[0]


@pytest.mark.parametrize(
    ("call", "starts"),
    [
        ("ka220-vet-2026", [(date(2026, 9, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 8, 31))]),
        ("ka210-vet-2026", [(date(2026, 9, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 8, 31))]),
        ("ka240-sch-2026", [(date(2026, 10, 1), date(2026, 10, 1)), (date(2027, 1, 1), date(2027, 5, 31))]),
    ],
)
def test_rounds_of_2026_state_when_their_projects_begin(call, starts):
    deadlines = guides.load().call(call).deadlines
    assert [(one.starts.first, one.starts.last) for one in deadlines] == starts
    assert [(one.round, one.optional, one.decided_by) for one in deadlines] == [(1, False, None), (2, True, "NA")]
    assert str(deadlines[1].at) == "2026-10-01 12:00:00+02:00"

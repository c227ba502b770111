"""How likely an organisation is to answer, by what became of its invitations and by its last confirmation."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matchmaker.language import LANGUAGES, render
from matchmaker.models import Invitation, Organisation
from matchmaker.services import departures, invitations, organisations, outcomes, responses
from matchmaker.services.responses import Answers, Record
from matchmaker.services.surroundings import BRUSSELS
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast

days = st.integers(0, 2000)
answers = st.lists(st.tuples(st.booleans(), days), max_size=12).map(tuple)
shares = st.floats(0, 1)
records = st.builds(Record, stated=st.none() | shares, answers=answers, confirmed=st.none() | days)


def value(record: Record) -> float:
    assert record.estimate is not None
    return record.estimate


@pytest.mark.parametrize(
    ("record", "estimate", "sentence"),
    [
        (Record(), None, "not known yet, so it counts as one half"),
        (Record(stated=0.875), 0.875, "answers 88 % of requests, according to public records; in the score that counts as 88 %"),
        (Record(confirmed=0), 0.67, "confirmed its profile today; in the score that counts as 67 %"),
        (Record(confirmed=90), 0.6, "confirmed its profile 90 days ago; in the score that counts as 60 %"),
        (Record(answers=((True, 0),)), 0.67, "answered 1 of 1 invitation; in the score that counts as 67 %"),
        (Record(answers=((False, 0),)), 0.33, "answered 0 of 1 invitation; in the score that counts as 33 %"),
        (Record(answers=((False, 365),)), 0.4, "answered 0 of 1 invitation; in the score that counts as 40 %"),
        (
            Record(answers=((True, 0), (True, 0), (True, 0), (True, 0), (False, 0)), confirmed=0),
            0.75,
            "answered 4 of 5 invitations and confirmed its profile today; in the score that counts as 75 %",
        ),
        (
            Record(stated=1.0, answers=((False, 0), (False, 0)), confirmed=1),
            0.6,
            "answered 0 of 2 invitations, confirmed its profile 1 day ago and answers 100 % of requests, according to public "
            "records; in the score that counts as 60 %",
        ),
    ],
)
def test_estimate_and_its_one_line(record: Record, estimate: float | None, sentence: str) -> None:
    assert record.estimate == estimate
    assert render(record.sentence, "en") == sentence
    assert all(render(record.sentence, language) for language in LANGUAGES)


@given(records)
def test_estimate_is_a_share_and_unknown_only_when_nothing_is_known(record: Record) -> None:
    assert (record.estimate is None) == (record == Record())
    assert record.estimate is None or 0 <= record.estimate <= 1


@given(records, st.randoms())
def test_order_of_invitations_does_not_matter(record: Record, chance: object) -> None:
    shuffled = list(record.answers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Record(record.stated, tuple(shuffled), record.confirmed).estimate == pytest.approx(record.estimate)


@given(records, days)
def test_an_answer_never_harms_and_silence_never_helps(record: Record, passed: int) -> None:
    before = 0.5 if record.estimate is None else record.estimate
    answered = Record(record.stated, (*record.answers, (True, passed)), record.confirmed)
    silent = Record(record.stated, (*record.answers, (False, passed)), record.confirmed)
    assert value(answered) >= before - 0.005
    assert value(silent) <= before + 0.005


@given(answers.filter(bool), days)
def test_what_is_older_counts_less(happened: tuple[tuple[bool, int], ...], passed: int) -> None:
    of_one_kind = [tuple((answered, one) for _, one in happened) for answered in (True, False)]
    for some in of_one_kind:
        older = tuple((answered, one + passed) for answered, one in some)
        assert abs(value(Record(answers=older)) - 0.5) <= abs(value(Record(answers=some)) - 0.5) + 1e-9
    assert value(Record(confirmed=passed)) >= 0.5


@given(shares, st.integers(1, 30))
def test_what_happens_outweighs_what_was_imported(stated: float, number: int) -> None:
    assert value(Record(stated, ((False, 0),) * number)) <= stated
    assert value(Record(stated, ((True, 0),) * number)) >= stated - 0.005
    assert abs(value(Record(stated, ((True, 0),) * 40)) - 1) < 0.06


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def sent(session: Session, cast: Cast, to: Actor, **said: object) -> Invitation:
    made = factories.draft(session, cast.alice, [cast.bob, cast.dora, cast.charlie], **said)
    return factories.invite(session, made, to, by=cast.alice.user)


def record(session: Session, actor: Actor) -> Record:
    return responses.get_record(session, actor.organisation)


def test_each_answer_counts_also_a_no(session: Session, cast: Cast, clock: Clock) -> None:
    first, second, third = (sent(session, cast, cast.bob) for _ in range(3))
    assert record(session, cast.bob).answers == ()
    clock.move(days=2)
    invitations.decline(session, first, factories.declining(), by=cast.bob.user)
    invitations.show_interest(session, second, by=cast.bob.user)
    invitations.show_interest(session, third, by=cast.bob.user)
    clock.move(days=3)
    invitations.join(session, third, factories.joining(), by=cast.bob.user)
    assert sorted(record(session, cast.bob).answers) == [(True, 0), (True, 3), (True, 3)]


def test_invitation_that_expired_counts_as_not_answered_also_after_interest(session: Session, cast: Cast, clock: Clock) -> None:
    sent(session, cast, cast.bob)
    interested = sent(session, cast, cast.bob)
    clock.move(days=5)
    invitations.show_interest(session, interested, by=cast.bob.user)
    clock.move(days=25)
    invitations.expire_due(session)
    assert sorted(record(session, cast.bob).answers) == [(False, 4), (False, 23)]
    assert record(session, cast.bob).asked == 2
    assert record(session, cast.bob).answered == 0


def test_invitation_taken_back_counts_only_when_it_was_answered_before(session: Session, cast: Cast) -> None:
    unanswered, answered = sent(session, cast, cast.bob), sent(session, cast, cast.bob)
    invitations.show_interest(session, answered, by=cast.bob.user)
    for one in (unanswered, answered):
        outcomes.withdraw(session, one.consortium, by=cast.alice.user)
    assert record(session, cast.bob).answers == ((True, 0),)


def test_leaving_later_leaves_the_answer_an_answer(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast)
    departures.leave(session, consortium, factories.member_id(consortium, cast.bob), by=cast.bob.user)
    assert record(session, cast.bob).answers == ((True, 0),)


def test_practice_with_a_closed_call_counts_for_nobody(session: Session, cast: Cast, clock: Clock) -> None:
    factories.practised(session, sent(session, cast, cast.bob).consortium)
    clock.move(days=30)
    invitations.expire_due(session)
    assert record(session, cast.bob).answers == ()


def test_confirmation_grows_old_and_is_renewed(session: Session, cast: Cast, clock: Clock) -> None:
    clock.move(days=89, hours=23)
    known = record(session, cast.bob)
    assert (known.confirmed, known.estimate) == (90, 0.6)
    organisations.confirm(session, cast.bob.organisation, by=cast.bob.user)
    assert record(session, cast.bob).confirmed == 0


def test_imported_value_stays_as_it_was_and_only_the_estimate_moves(session: Session, cast: Cast, clock: Clock) -> None:
    factories.known_only(session, "from-records", responsiveness=0.2)
    factories.known_only(session, "also-from-records")
    known = responses.estimates(session)
    assert known["from-records"] == 0.2
    assert "also-from-records" not in known
    organisations.confirm(session, cast.bob.organisation, by=cast.bob.user)
    cast.bob.organisation.responsiveness = 0.2
    session.flush()
    assert responses.estimates(session)[cast.bob.key] == 0.47
    assert cast.bob.organisation.responsiveness == 0.2


def test_estimate_is_the_same_from_the_record_and_for_all_at_once(session: Session, cast: Cast, clock: Clock) -> None:
    factories.complete(session, cast)
    clock.move(days=50, hours=14)
    everybody = responses.estimates(session)
    actors = (cast.alice, cast.bob, cast.dora, cast.charlie)
    assert everybody == {one.key: record(session, one).estimate for one in actors}
    assert everybody[cast.bob.key] > everybody[cast.charlie.key]
    only = responses.read(session, Organisation.key == cast.bob.key)
    assert set(only.by_key) == {cast.bob.key}
    assert only.by_key.items() <= responses.read(session).by_key.items()


@given(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)), st.dates(date(2000, 1, 1), date(2030, 1, 1)))  # noqa: DTZ001
def test_moment_as_a_database_writes_it_is_the_same_moment(at: datetime, today: date) -> None:
    aware = at.replace(tzinfo=UTC)
    answers = Answers(today, {})
    expected = max(0, (today - aware.astimezone(BRUSSELS).date()).days)
    assert answers.record("any", None, aware).confirmed == expected
    assert answers.record("any", None, str(at)).confirmed == expected
    assert answers.estimate("any", None, str(at)) == Record(confirmed=expected).estimate


def test_estimate_lasts_through_a_day(session: Session, cast: Cast, clock: Clock) -> None:
    factories.complete(session, cast)
    at_nine = responses.estimates(session)
    clock.move(hours=13)
    assert responses.estimates(session) == at_nine

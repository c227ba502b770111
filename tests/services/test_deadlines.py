"""Times to answer shrink to what is left, and silent members are reminded: with the clock moved past each of these days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, Over, Refused
from matchmaker.inputs.workspace import OwnDeadline
from matchmaker.models import Consortium, Mail, Member, Organisation
from matchmaker.services import applying, deadlines, invitations, organisations, reminders
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast, joining

DATED_CALL = "ka220-vet-2026"
LAST = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
"""The deadline of its first round, 12:00 in Brussels."""
INTERNAL = LAST - timedelta(days=10)


@pytest.fixture
def cast(session: Session, clock: Clock) -> Cast:
    clock.now = LAST - timedelta(days=60)
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.draft(session, cast.alice, [cast.bob, cast.dora], call=DATED_CALL)


@pytest.mark.parametrize(
    ("before", "ends", "short"),
    [
        (timedelta(days=30), timedelta(days=23), False),
        (timedelta(days=12), timedelta(days=10), False),
        (timedelta(days=10, hours=23), timedelta(days=3, hours=23), True),
        (timedelta(days=9), timedelta(days=2), True),
        (timedelta(days=3), timedelta(hours=1), True),
    ],
)
def test_time_to_answer_is_what_is_left(
    session: Session, clock: Clock, cast: Cast, consortium: Consortium, before: timedelta, ends: timedelta, short: bool
) -> None:
    clock.now = LAST - before
    assert deadlines.is_short(session, consortium) == short
    if short:
        with pytest.raises(Invalid, match="after your internal deadline"):
            factories.invite(session, consortium, cast.bob, by=cast.alice.user)
    sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user, past_deadline="yes" if short else "")
    assert sent.expires_at == LAST - ends


def test_with_less_than_a_day_left_nobody_is_asked(session: Session, clock: Clock, cast: Cast, consortium: Consortium) -> None:
    clock.now = LAST - timedelta(hours=23, minutes=59)
    refusal = invitations.find_refusal(session, consortium, consortium.members[1].organisation)
    assert "Less than 24 hours are left" in str(refusal)
    with pytest.raises(Refused, match="Less than 24 hours"):
        factories.invite(session, consortium, cast.bob, by=cast.alice.user, past_deadline="yes")


def test_joining_ends_at_the_internal_deadline_and_nobody_joins_after_it(
    session: Session, clock: Clock, cast: Cast, consortium: Consortium
) -> None:
    clock.now = LAST - timedelta(days=20)
    sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
    invitations.show_interest(session, sent, by=cast.bob.user)
    assert sent.expires_at == INTERNAL
    clock.now = INTERNAL + timedelta(minutes=1)
    with pytest.raises(Over):
        invitations.join(session, sent, joining(), by=cast.bob.user)
    assert invitations.list_due(session) == [sent.id]


def test_practice_has_all_the_time(session: Session, clock: Clock, consortium: Consortium) -> None:
    clock.now = LAST + timedelta(days=1)
    assert deadlines.answer_by(session, consortium, invitations.FOR_INTEREST) == clock.now + invitations.FOR_INTEREST


def test_internal_deadline_is_set_while_that_of_the_call_is_not_known(session: Session, clock: Clock, cast: Cast) -> None:
    clock.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    consortium = factories.draft(session, cast.alice, [cast.bob])
    by = cast.alice.user
    assert deadlines.internal(session, consortium) is None
    with pytest.raises(Invalid, match="has passed"):
        applying.set_deadline(session, consortium, OwnDeadline(own_deadline=date(2026, 11, 22)), version=None, by=by)
    applying.set_deadline(session, consortium, OwnDeadline(own_deadline=date(2026, 11, 26)), version=None, by=by)
    assert factories.invite(session, consortium, cast.bob, by=by).expires_at == datetime(2026, 11, 26, 22, 59, tzinfo=UTC)
    dated = factories.draft(session, cast.alice, [cast.bob], call=DATED_CALL)
    with pytest.raises(Refused, match="ten days before"):
        applying.set_deadline(session, dated, OwnDeadline(own_deadline=date(2026, 12, 1)), version=None, by=by)


def told(session: Session, actor: Actor) -> list[str]:
    return list(session.scalars(select(Mail.subject).where(Mail.to == actor.user.email).order_by(Mail.id)))


def test_silent_member_is_reminded_three_times_and_may_then_be_replaced(
    session: Session, clock: Clock, cast: Cast, consortium: Consortium
) -> None:
    for actor in (cast.bob, cast.dora):
        clock.move(hours=1)
        factories.bring_in(session, consortium, actor, by=cast.alice.user)
    bob, dora = consortium.members[1:]
    organisations.confirm(session, cast.dora.organisation, by=cast.dora.user)
    assert (len(reminders.asked_of(bob)), reminders.asked_of(dora)) == (1, ())
    before = len(told(session, cast.bob))
    for days, number in ((15, 0), (14, 1), (8, 1), (7, 2), (3, 3), (1, 3)):
        clock.now = INTERNAL - timedelta(days=days)
        for member in reminders.list_due(session):
            reminders.remind(session, member)
        assert reminders.list_due(session) == []
        assert len(told(session, cast.bob)) - before == number
        assert not reminders.is_replaceable(bob)
    assert told(session, cast.bob)[-1] == "“Wood and tools”: to be done by 23 February 2026"
    clock.now = INTERNAL
    assert reminders.list_due(session) == [bob.id]
    reminders.remind(session, bob.id)
    assert told(session, cast.bob)[-1] == "The internal deadline of “Wood and tools” has passed"
    assert told(session, cast.alice)[-1] == "“Wood and tools”: Bob's organisation is silent"
    said = factories.words(session.scalars(select(Mail).order_by(Mail.id.desc()).limit(1)).one())
    assert "Bob's organisation has not confirmed that its profile still holds." in said
    assert "Confirm that" not in said  # it is not for whoever holds it to do
    assert (reminders.is_replaceable(bob), reminders.list_due(session)) == (True, [])
    organisations.confirm(session, session.get_one(Organisation, bob.organisation_id), by=cast.bob.user)
    assert not reminders.is_replaceable(bob)


def test_reminder_that_another_process_has_sent_meanwhile_is_not_sent_again(
    session: Session, clock: Clock, cast: Cast, consortium: Consortium
) -> None:
    clock.move(hours=1)
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    clock.now = INTERNAL - timedelta(days=14)
    member = consortium.members[1]
    assert (reminders.list_due(session), member.reminded) == ([member.id], 0)
    before = len(told(session, cast.bob))
    session.execute(update(Member).values(reminded=1), execution_options={"synchronize_session": False})
    reminders.remind(session, member.id)
    assert len(told(session, cast.bob)) == before


def test_who_joins_late_is_not_reminded_of_days_before(
    session: Session, clock: Clock, cast: Cast, consortium: Consortium
) -> None:
    clock.now = INTERNAL - timedelta(days=5)
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    clock.move(hours=1)
    cast.bob.organisation.confirmed_at = INTERNAL - timedelta(days=50)
    session.flush()
    assert reminders.list_due(session) == []
    clock.now = INTERNAL - timedelta(days=3)
    assert reminders.list_due(session) == [consortium.members[1].id]

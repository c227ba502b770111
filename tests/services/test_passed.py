"""A round that closed without an application: the holder says what became of it, or the consortium is given up in the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import Destination, RoundChoice
from matchmaker.models import Consortium, Mail
from matchmaker.services import applying, capacity, elsewhere, outcomes, passed, personal_data
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast

CALL = "ka220-vet-2026"
DEADLINE = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


@pytest.fixture
def cast(session: Session, clock: Clock) -> Cast:
    clock.now = DEADLINE - timedelta(days=60)
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast, call=CALL)


def after(clock: Clock, days: float) -> None:
    clock.now = DEADLINE + timedelta(days=days)


def due(session: Session) -> list[int]:
    """What the job does now."""
    found = passed.list_due(session)
    for number in found:
        passed.see_to(session, number)
    return found


def mails_since(session: Session, before: int) -> list[tuple[str, str]]:
    new = session.scalars(select(Mail).where(Mail.id > before).order_by(Mail.id))
    return sorted((one.to.partition("@")[0], one.subject) for one in new)


def last_mail(session: Session) -> int:
    return max(session.scalars(select(Mail.id)), default=0)


ASKED = ("alice", "“Wood and tools”: what became of it?")
GIVEN_UP = "“Wood and tools” was given up"


def test_the_holder_is_asked_once_and_after_thirty_days_it_is_given_up_and_all_are_told(
    session: Session, cast: Cast, consortium: Consortium, clock: Clock
) -> None:
    cast.bob.organisation.capacity = 1
    assert due(session) == []
    before = last_mail(session)
    after(clock, 0.1)
    assert due(session) == [consortium.id]
    assert mails_since(session, before) == [ASKED]
    assert passed.given_up_at(session, consortium) == clock.now + timedelta(days=30)
    after(clock, 30)
    assert due(session) == []
    assert consortium.state == "inviting"
    assert capacity.is_full(session, cast.bob.organisation, CALL, 1)
    before = last_mail(session)
    after(clock, 30.2)
    assert due(session) == [consortium.id]
    assert (consortium.state, consortium.withdrawn_because, consortium.ended_at) == ("withdrawn", passed.ROUND_PASSED, clock.now)
    assert mails_since(session, before) == [(name, GIVEN_UP) for name in ("alice", "bob", "dora")]
    assert not capacity.is_full(session, cast.bob.organisation, CALL, 1)
    after(clock, 31)
    assert due(session) == []


def test_practice_that_was_begun_as_such_is_left_alone(session: Session, cast: Cast, clock: Clock) -> None:
    after(clock, 1)
    practice = factories.draft(session, cast.alice, [cast.bob, cast.dora], call=CALL)
    after(clock, 90)
    assert due(session) == []
    assert not passed.has_passed(session, practice)
    before = last_mail(session)
    outcomes.withdraw(session, practice, by=cast.alice.user)
    assert mails_since(session, before) == []


def test_whoever_gives_up_what_was_in_earnest_tells_its_members(
    session: Session, cast: Cast, consortium: Consortium, clock: Clock
) -> None:
    after(clock, 3)
    due(session)
    before = last_mail(session)
    outcomes.withdraw(session, consortium, by=cast.alice.user)
    assert mails_since(session, before) == [("bob", GIVEN_UP), ("dora", GIVEN_UP)]
    assert consortium.withdrawn_because == ""
    after(clock, 60)
    assert due(session) == []


def test_what_was_submitted_in_time_is_not_given_up(session: Session, cast: Cast, consortium: Consortium, clock: Clock) -> None:
    after(clock, 2)
    due(session)
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    form = {"agency": "PL01", "form_id": "KA220-1", "submitted_by": "Alice", "submitted_on": "2026-03-05"}
    outcomes.submit(session, consortium, parse(Submission, form), by=cast.alice.user)
    after(clock, 60)
    assert due(session) == []
    assert consortium.state == "submitted"


def test_it_goes_on_in_the_next_round_as_a_draft_and_is_given_up_here(session: Session, cast: Cast, clock: Clock) -> None:
    consortium = factories.complete(session, cast, call="ka220-you-2026")
    with pytest.raises(Refused, match="has not passed"):
        passed.go_on(session, consortium, parse(Destination, {"call": "ka220-you-2026", "round": "2"}), by=cast.alice.user)
    consortium.round = 1
    after(clock, 1)
    due(session)
    found = elsewhere.find_next_round(session, consortium)
    assert found is not None
    assert (found.id, found.seen_in) == ("ka220-you-2026", 2)
    form = parse(Destination, {"call": found.id, "round": str(found.seen_in)})
    with pytest.raises(Forbidden):
        passed.go_on(session, consortium, form, by=cast.bob.user)
    with pytest.raises(NotFound):
        passed.go_on(session, consortium, form, by=cast.charlie.user)
    before = last_mail(session)
    made = passed.go_on(session, consortium, form, by=cast.alice.user)
    assert (made.state, made.round, made.taken_from_id) == ("draft", 2, consortium.id)
    assert (consortium.state, consortium.withdrawn_because) == ("withdrawn", passed.NEXT_ROUND)
    assert mails_since(session, before) == [("bob", GIVEN_UP), ("dora", GIVEN_UP)]


def test_another_round_is_asked_about_anew(session: Session, cast: Cast, clock: Clock) -> None:
    consortium = factories.complete(session, cast, call="ka220-you-2026")
    consortium.round = 1
    after(clock, 1)
    assert due(session) == [consortium.id]
    chosen = parse(RoundChoice, {"round": "2"})
    applying.choose_round(session, consortium, chosen, version=None, by=cast.alice.user)
    after(clock, 40)
    assert due(session) == []
    clock.now = datetime(2026, 10, 3, 11, 0, tzinfo=UTC)
    before = last_mail(session)
    assert due(session) == [consortium.id]
    assert mails_since(session, before) == [ASKED]
    assert consortium.state == "inviting"


@pytest.mark.parametrize(
    ("end", "months"),
    [
        (lambda session, consortium, by: outcomes.withdraw(session, consortium, by=by), 6),
        (lambda session, consortium, by: outcomes.reject(session, consortium, by=by), 6),
        (lambda session, consortium, by: outcomes.grant(session, consortium, by=by), 3),
    ],
    ids=["withdrawn", "rejected", "granted"],
)
def test_how_it_ended_is_told_with_the_day_on_which_data_of_persons_go(
    session: Session, cast: Cast, consortium: Consortium, clock: Clock, end: Callable[..., None], months: int
) -> None:
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    form = {"agency": "PL01", "form_id": "KA220-1", "submitted_by": "Alice"}
    outcomes.submit(session, consortium, parse(Submission, form), by=cast.alice.user)
    clock.now = datetime(2026, 8, 31, 9, 0, tzinfo=UTC)
    end(session, consortium, cast.alice.user)
    assert consortium.ended_at == clock.now
    last = datetime(2027, 2, 28, 9, 0, tzinfo=UTC) if months == 6 else datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert personal_data.erased_on(consortium) == last
    mail = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert mail is not None
    assert f"erased on {last.day} {last:%B %Y}" in factories.words(mail)

"""Reserves: an order for each place, called when it falls empty; no rule, limit or wish of somebody is broken by it."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Invalid, Refused
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import Consortium, Invitation, Mail, Reserve, User
from matchmaker.services import consortia, departures, history, invitations, practice, reserves, vacancies
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast, bring_in, declining, draft, edit, invite, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def eve(session: Session) -> Actor:
    """From a fourth country, so that she may take anybody's place."""
    return factories.register(session, "Eve", kind="chamber", country="ES")


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return draft(session, cast.alice, [cast.bob, cast.dora])


def letter(**said: object) -> ReserveForm:
    right = {"task": "Write one module", "field": "Carpentry", "time_needed": "10 days", "why_you": "You know it."}
    return parse(ReserveForm, right | said)


def put(session: Session, consortium: Consortium, cast: Cast, place: Actor, actor: Actor, **said: object) -> Reserve:
    return reserves.put(session, consortium, place.key, actor.key, letter(**said), by=cast.alice.user)


def call(session: Session) -> None:
    """What the job does."""
    for number in reserves.list_due(session):
        reserves.call_next(session, number)


def verbs(session: Session, consortium: Consortium) -> list[str]:
    return [one.verb for one in history.list_history(session, consortium, reserves=True)]


def declined(session: Session, consortium: Consortium, actor: Actor, by: Actor) -> None:
    invitations.decline(session, invite(session, consortium, actor, by=by.user), declining(), by=actor.user)


def test_nobody_is_called_while_the_place_is_taken(session: Session, cast: Cast, eve: Actor, consortium: Consortium) -> None:
    reserve = put(session, consortium, cast, cast.dora, eve, is_automatic=True)
    invite(session, consortium, cast.dora, by=cast.alice.user)
    assert reserves.list_due(session) == []
    with pytest.raises(Refused, match="may still answer"):
        reserves.ask(session, reserve, by=cast.alice.user)
    assert reserve.state == "waiting"


def test_next_one_is_proposed_to_the_holder_when_a_member_declines(
    session: Session, cast: Cast, eve: Actor, consortium: Consortium
) -> None:
    reserve = put(session, consortium, cast, cast.dora, eve)
    declined(session, consortium, cast.dora, cast.alice)
    before = session.query(Mail).count()
    call(session)
    call(session)
    assert reserve.state == "proposed"
    assert [mail.to for mail in session.scalars(select(Mail).order_by(Mail.id).offset(before))] == [cast.alice.user.email]
    sent = reserves.ask(session, reserve, by=cast.alice.user)
    assert (sent.organisation, sent.task, sent.why_you, sent.state) == (
        eve.organisation,
        "Write one module",
        "You know it.",
        "sent",
    )
    assert eve.organisation in [one.organisation for one in consortium.members]
    assert session.query(Reserve).count() == 0


def test_one_that_did_not_answer_is_replaced_by_itself_if_that_was_chosen(
    session: Session, cast: Cast, eve: Actor, consortium: Consortium, clock: Clock
) -> None:
    fay = factories.register(session, "Fay", kind="chamber", country="IT")
    put(session, consortium, cast, cast.dora, eve, is_automatic=True)
    behind = put(session, consortium, cast, cast.dora, fay)
    invite(session, consortium, cast.dora, by=cast.alice.user)
    clock.move(days=7)
    call(session)
    assert session.query(Invitation).count() == 1
    invitations.expire_due(session)
    call(session)
    assert {one.organisation for one in consortium.members} == {cast.alice.organisation, cast.bob.organisation, eve.organisation}
    last = session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()
    assert last is not None
    assert (last.organisation, last.sent_by_id) == (eve.organisation, cast.alice.user.id)
    assert behind.replaces_id == eve.organisation.id
    clock.move(days=7)
    invitations.expire_due(session)
    call(session)
    assert behind.state == "proposed"


def test_who_cannot_be_asked_any_more_is_passed_over_with_a_note(
    session: Session, cast: Cast, eve: Actor, consortium: Consortium
) -> None:
    fay = factories.register(session, "Fay", kind="chamber", country="IT")
    first = put(session, consortium, cast, cast.dora, eve, is_automatic=True)
    second = put(session, consortium, cast, cast.dora, fay, is_automatic=True)
    edit(session, eve, capacity=0)
    declined(session, consortium, cast.dora, cast.alice)
    call(session)
    assert first.state == "passed"
    assert second not in consortium.reserves
    assert fay.organisation in [one.organisation for one in consortium.members]
    assert "reserve.pass_by_itself" in verbs(session, consortium)
    assert not [one for one in history.list_history(session, consortium) if one.verb.startswith("reserve.")]


def test_reserve_keeps_every_rule_that_the_member_kept(session: Session, cast: Cast, consortium: Consortium) -> None:
    """Three countries are needed: nobody from Poland or Germany may take the place of the one from Austria."""
    double = factories.register(session, "Gus", kind="chamber", country="DE")
    with pytest.raises(Refused, match="would be met no longer"):
        put(session, consortium, cast, cast.dora, double)
    put(session, consortium, cast, cast.bob, double)
    assert [one.replaces for one in consortium.reserves] == [cast.bob.organisation]


def test_rules_are_looked_at_again_when_one_is_called(session: Session, cast: Cast, consortium: Consortium) -> None:
    eve = factories.register(session, "Eve", kind="chamber", country="ES")
    fay = factories.register(session, "Fay", kind="ngo", country="ES")
    reserve = put(session, consortium, cast, cast.dora, eve)
    declined(session, consortium, cast.bob, cast.alice)
    consortia.add_member(session, consortium, fay.key, "partner", version=None, by=cast.alice.user)
    declined(session, consortium, cast.dora, cast.alice)
    call(session)
    assert reserve.state == "passed"


def test_who_brought_somebody_in_by_hand_is_not_asked_for_a_reserve(
    session: Session, cast: Cast, eve: Actor, consortium: Consortium
) -> None:
    reserve = put(session, consortium, cast, cast.dora, eve, is_automatic=True)
    sent = bring_in(session, consortium, cast.dora, by=cast.alice.user)
    assert sent.state == "joined"
    departures.leave(session, consortium, member_id(consortium, cast.dora), by=cast.dora.user)
    assert reserves.list_due(session) == [consortium.id]
    consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    assert reserves.list_due(session) == []
    assert reserve.state == "waiting"


def test_order_is_the_holders_and_nobody_elses(session: Session, cast: Cast, eve: Actor, consortium: Consortium) -> None:
    fay = factories.register(session, "Fay", kind="chamber", country="IT")
    first, second = (put(session, consortium, cast, cast.dora, one) for one in (eve, fay))
    reserves.move_up(session, second, by=cast.alice.user)
    session.expire_all()
    assert consortium.reserves == [second, first]
    invite(session, consortium, cast.bob, by=cast.alice.user)
    for verb in (reserves.move_up, reserves.remove, reserves.pass_over, reserves.ask):
        with pytest.raises(Forbidden):
            verb(session, first, by=cast.bob.user)  # type: ignore[operator]
    reserves.remove(session, first, by=cast.alice.user)
    assert consortium.reserves == [second]


def test_practice_invitations_of_before_end_silently(session: Session, cast: Cast, consortium: Consortium) -> None:
    real = invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    factories.practised(session, consortium)
    before = session.query(Mail).count()
    assert practice.list_due(session) == [sent.id]
    practice.end(session, sent.id)
    assert (sent.state, real.state, practice.list_due(session)) == ("withdrawn", "sent", [])
    assert session.query(Mail).count() == before


def test_of_two_who_call_a_reserve_at_once_one_does(new_database: Database) -> None:
    """The job and a person at the same moment: one invitation is sent."""
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        eve = factories.register(session, "Eve", kind="chamber", country="ES")
        made = draft(session, cast.alice, [cast.bob, cast.dora])
        reserve = put(session, made, cast, cast.dora, eve, is_automatic=True).id
        declined(session, made, cast.dora, cast.alice)
        number, alice = made.id, cast.alice.user.id
    begin, errors = Barrier(2), []

    def by_hand() -> None:
        begin.wait()
        try:
            with new_database.unit_of_work() as session:
                found, by = session.get(Reserve, reserve), session.get_one(User, alice)
                if found is not None:
                    reserves.ask(session, found, by=by)
        except Exception as error:
            errors.append(type(error).__name__)

    def by_itself() -> None:
        begin.wait()
        with new_database.unit_of_work() as session:
            reserves.call_next(session, number)

    threads = [Thread(target=one) for one in (by_hand, by_itself)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(errors) <= {"NotFound"}
    with new_database.session(reads=True) as session:
        sent = session.get_one(Consortium, number).invitations
        assert [one.state for one in sent] == ["declined", "sent"]
        assert session.query(Reserve).count() == 0


def test_place_of_one_that_is_taken_leaves_that_of_another_empty(
    session: Session, cast: Cast, eve: Actor, consortium: Consortium
) -> None:
    """The desk and the reserves mean the same by an empty place."""
    put(session, consortium, cast, cast.dora, eve, is_automatic=True)
    declined(session, consortium, cast.dora, cast.alice)
    declined(session, consortium, cast.bob, cast.alice)
    call(session)
    assert [one.key for one in vacancies.list_gone(session, [consortium])[consortium.id]] == [cast.bob.key]
    assert not vacancies.is_vacant(session, consortium, cast.dora.organisation)
    assert vacancies.is_vacant(session, consortium, cast.bob.organisation)


def test_place_that_one_goes_on_without_is_nobodys(session: Session, cast: Cast, eve: Actor, consortium: Consortium) -> None:
    put(session, consortium, cast, cast.dora, eve, is_automatic=True)
    declined(session, consortium, cast.dora, cast.alice)
    departures.settle(session, consortium, cast.dora.key, by=cast.alice.user)
    assert reserves.list_due(session) == []


def test_nobody_takes_their_own_place_and_nobody_is_asked_for_practice(
    session: Session, cast: Cast, eve: Actor, consortium: Consortium
) -> None:
    with pytest.raises(Invalid, match="own place"):
        put(session, consortium, cast, cast.dora, cast.dora)
    reserve = put(session, consortium, cast, cast.dora, eve)
    declined(session, consortium, cast.dora, cast.alice)
    factories.practised(session, consortium)
    with pytest.raises(Refused, match="practi"):
        reserves.ask(session, reserve, by=cast.alice.user)

"""The thread of an invitation: who writes to whom, what each sees, and what stops somebody who floods."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.documents.letter import Content
from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.threads import Writing
from matchmaker.models import Block, Consortium, Invitation, Mail, ThreadMessage, ThreadRead, User
from matchmaker.services import consortia, erasure, handover, invitations, outcomes, threads
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, bring_in, declining, draft, invite, words


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return draft(session, cast.alice, [cast.bob, cast.dora])


@pytest.fixture
def sent(session: Session, cast: Cast, consortium: Consortium) -> Invitation:
    return invite(session, consortium, cast.bob, by=cast.alice.user)


def write(session: Session, sent: Invitation, by: User, text: str = "How many days in the first year?") -> ThreadMessage:
    return threads.write(session, sent, parse(Writing, {"text": text}), by=by)


def unread(session: Session, by: User) -> dict[int, int]:
    return {number: one.count for number, one in threads.list_unread(session, by=by).items()}


def test_question_and_answer_reach_the_other_side_by_mail_with_a_link_and_no_address(
    session: Session, cast: Cast, sent: Invitation
) -> None:
    long = "Ile dni zajmie nam to w pierwszym roku, i czy możemy napisać tylko jeden moduł? " * 5
    write(session, sent, cast.bob.user, long)
    write(session, sent, cast.alice.user, "Twenty.")
    question, answer = session.scalars(select(Mail).where(Mail.subject.contains("has written")).order_by(Mail.id))
    assert (question.to, answer.to) == ("alice@school.eu", "bob@school.eu")
    content = Content(**question.content)
    assert content.links[0].path == f"/invitations/{sent.id}#thread"
    assert (content.blocks[0].lang, content.blocks[0].said[-1]) == ("pl", "…")
    assert len(content.blocks[0].said) < 190
    assert content.stop is not None
    assert content.stop.topic == "messages"
    assert "bob@" not in words(question)
    assert "Twenty." in words(answer)


def test_names_of_people_open_with_interest_and_the_own_are_always_there(session: Session, cast: Cast, sent: Invitation) -> None:
    write(session, sent, cast.bob.user)
    seen = lambda actor: [(one.who, one.person, one.is_own) for one in threads.list_messages(session, sent, by=actor.user)]  # noqa: E731
    assert seen(cast.alice) == [("Bob's organisation", "", False)]
    assert seen(cast.bob) == [("Bob's organisation", "Bob", True)]
    invitations.show_interest(session, sent, by=cast.bob.user)
    assert seen(cast.alice) == [("Bob's organisation", "Bob", False)]


def test_nobody_else_reads_it_or_writes_in_it(session: Session, cast: Cast, consortium: Consortium, sent: Invitation) -> None:
    bring_in(session, consortium, cast.dora, by=cast.alice.user)
    viewer = factories.join_as(session, "Vera", cast.bob, "viewer")
    write(session, sent, cast.bob.user)
    for stranger in (cast.charlie.user, cast.dora.user):
        for act in (threads.list_messages, lambda *args, by: write(*args, by)):
            with pytest.raises(NotFound):
                act(session, sent, by=stranger)
        assert unread(session, stranger) == {}
    assert len(threads.list_messages(session, sent, by=viewer)) == 1
    with pytest.raises(Forbidden):
        write(session, sent, viewer)
    cast.bob.user.confirmed_at = None
    with pytest.raises(Forbidden, match="Confirm your e-mail address"):
        write(session, sent, cast.bob.user)


def test_each_person_has_read_so_far(session: Session, cast: Cast, sent: Invitation) -> None:
    eve = factories.join_as(session, "Eve", cast.alice, "viewer")
    first, _ = (write(session, sent, cast.bob.user) for _ in range(2))
    assert unread(session, cast.bob.user) == {}
    assert unread(session, cast.alice.user) == unread(session, eve) == {sent.id: 2}
    found = threads.list_unread(session, by=eve)[sent.id]
    assert (found.who, found.title) == ("Bob's organisation", "Wood and tools")
    threads.mark_read(session, sent, first.id, by=cast.alice.user)
    assert [one.is_new for one in threads.list_messages(session, sent, by=cast.alice.user)] == [False, True]
    threads.mark_read(session, sent, 0, by=cast.alice.user)
    assert unread(session, cast.alice.user) == {sent.id: 1}
    write(session, sent, cast.alice.user)
    assert (unread(session, cast.alice.user), unread(session, eve)) == ({}, {sent.id: 2})
    threads.mark_read(session, sent, 10**8, by=eve)
    write(session, sent, cast.bob.user)
    assert unread(session, eve) == {sent.id: 1}, "what did not exist yet was not read"


def test_thread_ends_with_the_invitation_and_goes_on_after_joining(session: Session, cast: Cast, consortium: Consortium) -> None:
    joined = bring_in(session, consortium, cast.bob, by=cast.alice.user)
    write(session, joined, cast.bob.user)
    over = invite(session, consortium, cast.dora, by=cast.alice.user)
    write(session, over, cast.dora.user)
    invitations.decline(session, over, declining(), by=cast.dora.user)
    for user in (cast.alice.user, cast.dora.user):
        with pytest.raises(Refused, match="has ended"):
            write(session, over, user)
        assert len(threads.list_messages(session, over, by=user)) == 1


def test_whoever_takes_over_goes_on_with_the_thread(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast)
    to_dora = next(one for one in consortium.invitations if one.organisation_id == cast.dora.organisation.id)
    write(session, to_dora, cast.alice.user, "From Alice")
    made = handover.offer(session, consortium, factories.member_id(consortium, cast.bob), "", by=cast.alice.user)
    handover.accept(session, made, by=cast.bob.user)
    write(session, to_dora, cast.bob.user, "From Bob")
    assert [one.is_own for one in threads.list_messages(session, to_dora, by=cast.bob.user)] == [True, True]
    assert [one.who for one in threads.list_messages(session, to_dora, by=cast.dora.user)] == [
        "Alice's organisation",
        "Bob's organisation",
    ]
    with pytest.raises(NotFound):
        write(session, to_dora, cast.alice.user)


def test_five_in_a_row_are_enough_for_a_day(session: Session, cast: Cast, sent: Invitation, clock: Clock) -> None:
    for _ in range(threads.IN_A_ROW):
        write(session, sent, cast.bob.user)
    with pytest.raises(Refused, match="5 messages within a day, and Alice's organisation has not answered"):
        write(session, sent, cast.bob.user)
    assert threads.find_refusal(session, sent, by=cast.alice.user) is None
    write(session, sent, cast.alice.user)
    write(session, sent, cast.bob.user)
    for _ in range(threads.IN_A_ROW - 1):
        write(session, sent, cast.bob.user)
    assert threads.find_refusal(session, sent, by=cast.bob.user) is not None
    clock.move(days=1)
    write(session, sent, cast.bob.user)


def test_one_person_writes_only_so_much_in_all_threads(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "MOST_A_DAY", 2)
    for _ in range(2):
        write(session, invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user), cast.alice.user)
    third = invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    with pytest.raises(Refused, match="2 messages within a day"):
        write(session, third, cast.alice.user)


@pytest.mark.parametrize("turned", [False, True])
def test_who_is_blocked_writes_nothing(session: Session, cast: Cast, sent: Invitation, turned: bool) -> None:
    pair = [cast.bob.organisation.id, cast.alice.organisation.id][:: -1 if turned else 1]
    session.add(Block(organisation_id=pair[0], blocked_id=pair[1], created_at=cast.bob.user.created_at))
    session.flush()
    with pytest.raises(Refused, match="takes no messages"):
        write(session, sent, cast.alice.user)


def test_practice_sends_no_mail_and_a_message_has_a_limit(session: Session, cast: Cast) -> None:
    sent = invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    factories.practised(session, sent.consortium)
    before = session.scalars(select(Mail)).all()
    write(session, sent, cast.alice.user, "x" * 2000)
    assert session.scalars(select(Mail)).all() == before
    for text in ("", "   ", "x" * 2001):
        with pytest.raises(Invalid):
            write(session, sent, cast.alice.user, text)


def test_thread_that_has_ended_is_forgotten_a_year_after_its_last_message(
    session: Session, cast: Cast, clock: Clock, consortium: Consortium, sent: Invitation
) -> None:
    going = bring_in(session, consortium, cast.dora, by=cast.alice.user)
    for one, by in ((sent, cast.bob.user), (going, cast.dora.user)):
        write(session, one, by)
    invitations.withdraw(session, sent, by=cast.alice.user)
    clock.move(days=364)
    threads.prune(session)
    assert len(threads.list_messages(session, sent, by=cast.bob.user)) == 1
    clock.move(days=1)
    threads.prune(session)
    assert threads.list_messages(session, sent, by=cast.bob.user) == []
    assert len(threads.list_messages(session, going, by=cast.dora.user)) == 1
    assert {one.invitation_id for one in session.scalars(select(ThreadRead))} == {going.id}
    outcomes.withdraw(session, consortium, by=cast.alice.user)
    threads.prune(session)
    assert session.query(ThreadMessage).count() == 0


def test_message_of_an_erased_person_stays_without_the_name(session: Session, cast: Cast, consortium: Consortium) -> None:
    sent = bring_in(session, consortium, cast.bob, by=cast.alice.user)
    write(session, sent, cast.bob.user, "Ten days in spring.")
    assert [one.person for one in threads.list_messages(session, sent, by=cast.alice.user)] == ["Bob"]
    erasure.erase(session, cast.bob.user.email)
    session.expire_all()
    (said,) = threads.list_messages(session, sent, by=cast.alice.user)
    assert (said.who, said.person, said.text, said.is_new) == ("Bob's organisation", "", "Ten days in spring.", True)


def test_two_at_once_write_no_more_than_one_may(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        sent = invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
        for _ in range(threads.IN_A_ROW - 1):
            write(session, sent, cast.bob.user)
        numbers = sent.id, cast.bob.user.id
    start, outcomes = Barrier(2), []

    def try_it() -> None:
        start.wait()
        with new_database.unit_of_work() as own:
            invitation, user = own.get_one(Invitation, numbers[0]), own.get_one(User, numbers[1])
            try:
                write(own, invitation, user)
                outcomes.append("written")
            except Refused:
                outcomes.append("refused")

    both = [Thread(target=try_it) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert sorted(outcomes) == ["refused", "written"]
    with new_database.session(reads=True) as session:
        assert len(session.scalars(select(ThreadMessage)).all()) == threads.IN_A_ROW


def test_what_a_holder_before_wrote_is_of_ones_own_side_and_nobody_writes_to_oneself(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    bobs = invite(session, consortium, cast.bob, by=cast.alice.user)
    invitations.show_interest(session, bobs, by=cast.bob.user)
    invitations.join(session, bobs, factories.joining(), by=cast.bob.user)
    doras = invite(session, consortium, cast.dora, by=cast.alice.user)
    write(session, doras, cast.alice.user, "You know glue.")
    assert unread(session, cast.dora.user) == {doras.id: 1}
    consortia.set_role(
        session, consortium, factories.member_id(consortium, cast.bob), "coordinator", version=None, by=cast.alice.user
    )
    offered = handover.offer(session, consortium, factories.member_id(consortium, cast.bob), "", by=cast.alice.user)
    handover.accept(session, offered, by=cast.bob.user)
    assert (unread(session, cast.bob.user), unread(session, cast.dora.user)) == ({}, {doras.id: 1})
    with pytest.raises(Refused, match="no other side"):
        write(session, bobs, cast.bob.user)
    write(session, doras, cast.bob.user, "And varnish.")
    consortia.add_member(session, consortium, cast.charlie.key, None, version=None, by=cast.bob.user)
    factories.bring_in(session, consortium, cast.charlie, by=cast.bob.user)
    on = handover.offer(session, consortium, factories.member_id(consortium, cast.charlie), "Ill", by=cast.bob.user)
    handover.accept(session, on, by=cast.charlie.user)
    own = [(one.is_own, one.is_new) for one in threads.list_messages(session, doras, by=cast.charlie.user)]
    assert own == [(True, False), (True, False)], "of three who held it one after the other, too"

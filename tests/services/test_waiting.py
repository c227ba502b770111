"""What waits for somebody is counted in one query: it rises when others ask, and falls when one has answered or read."""

from sqlalchemy.orm import Session

from matchmaker.inputs.threads import Writing
from matchmaker.services import handover, invitations, threads, waiting
from tests import factories
from tests.conftest import Clock
from tests.factories import member_id
from tests.services.test_query_counts import counted


def test_count_rises_with_what_is_asked_and_falls_with_the_answer(session: Session, clock: Clock) -> None:
    cast = factories.cast(session)

    def number(who: str) -> int:
        return waiting.count(session, by=getattr(cast, who).user)

    made = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    assert [number(who) for who in ("alice", "bob", "dora", "charlie")] == [0, 0, 0, 0]
    sent = factories.invite(session, made, cast.bob, by=cast.alice.user)
    assert [number(who) for who in ("alice", "bob", "dora", "charlie")] == [0, 1, 0, 0]
    written = threads.write(session, sent, Writing(text="When does it begin?"), by=cast.bob.user)
    assert number("alice") == 1
    threads.mark_read(session, sent, written.id, by=cast.alice.user)
    assert number("alice") == 0
    invitations.show_interest(session, sent, by=cast.bob.user)
    invitations.join(session, sent, factories.joining(), by=cast.bob.user)
    assert number("bob") == 0
    offered = handover.offer(session, made, member_id(made, cast.bob), "", by=cast.alice.user)
    assert number("bob") == 1
    handover.decline(session, offered, by=cast.bob.user)
    assert number("bob") == 0
    factories.invite(session, made, cast.dora, by=cast.alice.user)
    assert number("dora") == 1
    clock.move(days=8)
    assert number("dora") == 0, "it has ended"


def test_one_query_counts_it(session: Session) -> None:
    cast = factories.cast(session)
    for _ in range(3):
        factories.invite(session, factories.draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    session.refresh(cast.bob.user, ["memberships"])
    with counted(session) as sent:
        assert waiting.count(session, by=cast.bob.user) == 3
    assert len(sent) == 1

"""Lists ask the database as often for thirty rows as for one, and what a page shows of them asks it no more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from matchmaker.permissions import may
from matchmaker.services import candidates, cards, consortia, handover, history, ideas, invitations, organisations
from tests import factories
from tests.factories import Cast


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that are sent in the block."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _consortia(session: Session, cast: Cast, number: int) -> None:
    for _ in range(number):
        factories.bring_in(session, factories.draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)


def _ideas(session: Session, cast: Cast, number: int) -> None:
    for _ in range(number):
        factories.idea(session, cast.alice, seats=["sector:HED"], topics=["bees"])


def _invitations(session: Session, cast: Cast, number: int) -> None:
    for _ in range(number):
        sent = factories.invite(
            session, factories.draft(session, cast.alice, [cast.bob, cast.dora]), cast.bob, by=cast.alice.user
        )
        invitations.show_interest(session, sent, by=cast.bob.user)
        invitations.join(session, sent, factories.joining(), by=cast.bob.user)


def _offers(session: Session, cast: Cast, number: int) -> None:
    for _ in range(number):
        consortium = factories.draft(session, cast.alice, [cast.bob])
        factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
        handover.offer(session, consortium, factories.member_id(consortium, cast.bob), "", by=cast.alice.user)


def _organisations(session: Session, cast: Cast, number: int) -> None:
    for place in range(number):
        factories.register(session, f"Guest{number}x{place}")


def read_consortia(session: Session, cast: Cast) -> None:
    listed = consortia.list_consortia(session, by=cast.alice.user)
    sizes = consortia.sizes(session, listed)
    assert all((one.title, one.state, sizes[one.id]) for one in listed)


def read_all_consortia(session: Session, cast: Cast) -> None:
    for one in consortia.list_consortia(session, by=None):
        assert all([one.initiator.key, one.holder.key, [member.organisation.name for member in one.members]])


def read_ideas(session: Session, cast: Cast) -> None:
    for one in ideas.list_ideas(session, by=cast.alice.user):
        assert may(cast.alice.user, "idea.write", one)
        assert all([one.title, one.call_id, one.is_open])


def read_invitations(session: Session, cast: Cast) -> None:
    for one in invitations.list_received(session, by=cast.bob.user):
        assert may(cast.bob.user, "invitation.answer", one)
        assert all([one.organisation.name, one.consortium.title, one.consortium.initiator.name])


def read_offers(session: Session, cast: Cast) -> None:
    for one in handover.list_received(session, by=cast.bob.user):
        assert may(cast.bob.user, "handover.answer", one)
        assert all([one.organisation.name, one.consortium.holder.name, one.consortium.title])


def read_organisations(session: Session, cast: Cast) -> None:
    rows = organisations.list_public(session).rows
    assert [(row.name, [term.code for term in row.terms]) for row in rows]
    assert cards.list_cards(session, [row.key for row in rows])


@pytest.mark.parametrize(
    ("make", "read"),
    [
        (_consortia, read_consortia),
        (_consortia, read_all_consortia),
        (_ideas, read_ideas),
        (_invitations, read_invitations),
        (_offers, read_offers),
        (_organisations, read_organisations),
    ],
)
def test_list_asks_as_often_for_thirty_rows_as_for_one(
    session: Session, make: Callable[[Session, Cast, int], None], read: Callable[[Session, Cast], None]
) -> None:
    cast = factories.cast(session)

    def asked() -> int:
        session.commit()
        session.expire_all()
        session.refresh(cast.alice.user, ["memberships"])
        session.refresh(cast.bob.user, ["memberships"])
        with counted(session) as sent:
            read(session, cast)
        return len(sent)

    make(session, cast, 1)
    for_one = asked()
    make(session, cast, 29)
    assert asked() == for_one


def test_workspace_asks_as_often_for_ten_members_as_for_two(session: Session) -> None:
    cast = factories.cast(session)

    def asked(partners: int) -> int:
        guests = [
            factories.known_only(session, f"{partners}-{n}", joined_at=cast.bob.user.created_at).key for n in range(partners)
        ]
        consortium = factories.draft(session, cast.alice, guests, seats=["sector:HED"])
        for member in consortium.members[1:]:
            invitations.send(session, consortium, member.id, factories.invitation_form(), by=cast.alice.user)
        session.expire_all()
        session.refresh(cast.alice.user, ["memberships"])
        with counted(session) as sent:
            found = consortia.get_consortium(session, consortium.id, by=cast.alice.user)
            consortia.check(session, found)
            candidates.choice(session, found)
            history.list_history(session, found)
            assert [(one.organisation.name, one.seat) for one in found.members]
            assert [one.organisation.name for one in found.invitations]
        return len(sent)

    assert asked(2) == asked(10)

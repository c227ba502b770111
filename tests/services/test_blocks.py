"""An organisation that another has blocked cannot ask it, is not suggested to it, and does not learn why."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Refused
from matchmaker.models import Block, Invitation, Mail, Organisation, User
from matchmaker.services import blocking, blocks, consortia, invitations, suggestions
from tests.conftest import Clock
from tests.factories import Cast, cast, complete, draft, edit, idea, invitation_form, invite, join_as, known_only
from tests.services.test_two_at_once import at_once


def block(session: Session, made: Cast) -> None:
    """Bob blocks Alice."""
    blocking.block(session, made.bob.organisation, made.alice.organisation, by=made.bob.user)


def test_blocked_reads_the_same_as_where_no_requests_are_taken(session: Session) -> None:
    made = cast(session)
    ours = draft(session, made.alice, [made.bob, made.dora])
    block(session, made)
    edit(session, made.dora, open_to_requests=False)
    said = []
    for actor in (made.bob, made.dora):
        with pytest.raises(Refused) as refused:
            invite(session, ours, actor, by=made.alice.user)
        foreseen = invitations.find_refusal(session, ours, actor.organisation)
        assert foreseen is not None
        assert (str(foreseen.message), str(foreseen.instead)) == (str(refused.value.message), str(refused.value.instead))
        said.append(str(foreseen.message).replace(actor.organisation.name or "", "") + str(foreseen.instead))
    assert len(set(said)) == 1
    assert session.scalars(select(Mail.id)).all() == []


def test_whoever_blocks_is_told_so_when_it_invites_the_blocked(session: Session) -> None:
    made = cast(session)
    theirs = draft(session, made.bob, [made.alice])
    block(session, made)
    with pytest.raises(Refused, match="has blocked"):
        invite(session, theirs, made.alice, by=made.bob.user)
    blocking.unblock(session, made.bob.organisation, made.alice.organisation.id, by=made.bob.user)
    invite(session, theirs, made.alice, by=made.bob.user)


def test_what_is_open_between_them_ends_and_what_was_joined_stays(session: Session) -> None:
    made = cast(session)
    whole = complete(session, made)
    asked = invite(session, draft(session, made.alice, [made.bob]), made.bob, by=made.alice.user)
    invitations.show_interest(session, asked, by=made.bob.user)
    asking = invite(session, draft(session, made.bob, [made.alice]), made.alice, by=made.bob.user)
    others = invite(session, draft(session, made.charlie, [made.bob]), made.bob, by=made.charlie.user)
    block(session, made)
    assert (asked.state, asked.decline_reason, asking.state, others.state) == ("declined", "", "withdrawn", "sent")
    assert {one.organisation_id for one in whole.members if one.joined_at} == {
        one.organisation.id for one in (made.alice, made.bob, made.dora)
    }


def test_blocked_ones_are_listed_for_those_who_blocked_them_alone(session: Session) -> None:
    made = cast(session)
    block(session, made)
    block(session, made)
    found = blocks.list_blocks(session, made.bob.organisation, by=made.bob.user)
    assert [one.blocked.key for one in found] == [made.alice.key]
    assert blocks.list_apart(session, made.alice.organisation) == {made.bob.key}
    assert blocks.are_apart(session, made.alice.organisation, made.bob.organisation)
    assert not blocks.are_apart(session, made.alice.organisation, made.dora.organisation)
    assert not blocks.has_blocked(session, made.alice.organisation, made.bob.organisation)
    viewer = join_as(session, "Vera", made.bob, "viewer")
    for by in (made.alice.user, viewer):
        with pytest.raises(Forbidden):
            blocks.list_blocks(session, made.bob.organisation, by=by)
        with pytest.raises(Forbidden):
            blocking.unblock(session, made.bob.organisation, made.alice.organisation.id, by=by)
    assert blocks.list_blocks(session, made.alice.organisation, by=made.alice.user) == []


def test_own_and_those_who_never_joined_cannot_be_blocked(session: Session) -> None:
    made = cast(session)
    for other in (made.bob.organisation, known_only(session, "x1")):
        with pytest.raises(Refused, match="cannot be blocked"):
            blocking.block(session, made.bob.organisation, other, by=made.bob.user)


def test_what_was_suggested_before_says_that_it_cannot_be_asked_any_more(session: Session) -> None:
    made = cast(session)
    ours = idea(session, made.alice, seats=["sector:HED:1"])
    found = suggestions.suggest(session, ours, by=made.alice.user)
    assert any(made.bob.key in one.partners for one in found.proposals)
    block(session, made)
    again = suggestions.suggest(session, ours, by=made.alice.user)
    assert not any(made.bob.key in one.partners for one in again.proposals)


@pytest.mark.parametrize("first", ["invite", "block"])
def test_invitation_and_block_at_once_leave_no_open_invitation(new_database: Database, first: str) -> None:
    with new_database.unit_of_work() as session:
        made = cast(session)
        ours = draft(session, made.alice, [made.bob])
        number, alice, bob = ours.id, made.alice.user.id, made.bob.user.id
        alices, bobs = made.alice.organisation.id, made.bob.organisation.id

    def invite_(session: Session) -> None:
        by = session.get_one(User, alice)
        found = consortia.get_consortium(session, number, by=by)
        theirs = next(one.id for one in found.members if one.organisation_id == bobs)
        invitations.send(session, found, theirs, invitation_form(), by=by)

    def block_(session: Session) -> None:
        by = session.get_one(User, bob)
        blocking.block(session, session.get_one(Organisation, bobs), session.get_one(Organisation, alices), by=by)

    verbs: list[Callable[[Session], None]] = [invite_, block_] if first == "invite" else [block_, invite_]
    assert at_once(new_database, *verbs).count("done") >= 1
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Block.blocked_id)).all() == [alices]
        assert {one.state for one in session.scalars(select(Invitation))} <= {"declined"}


def test_what_ran_out_and_was_not_swept_yet_stops_no_block(session: Session, clock: Clock) -> None:
    made = cast(session)
    sent = invite(session, draft(session, made.alice, [made.bob]), made.bob, by=made.alice.user)
    clock.now = sent.expires_at
    block(session, made)
    assert sent.state == "expired"
    assert len(blocks.list_blocks(session, made.bob.organisation, by=made.bob.user)) == 1

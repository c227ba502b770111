"""Two people at the same time: what must not be exceeded is not, and nobody's change is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Invalid, MatchmakerError
from matchmaker.models import Consortium, Invitation, Member, Membership, Organisation, User
from matchmaker.services import consortia, invitations, outcomes, versions
from tests import factories
from tests.factories import Actor, joining


def at_once(database: Database, *verbs: Callable[[Session], Any]) -> list[str]:
    """Each verb in a unit of work of its own, all started together: "done", or the kind of refusal."""
    barrier = Barrier(len(verbs))

    def run(verb: Callable[[Session], Any]) -> str:
        barrier.wait(timeout=20)
        try:
            with database.unit_of_work() as session:
                verb(session)
        except MatchmakerError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(run, verbs))


def test_last_place_is_taken_once(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        factories.edit(session, cast.bob, capacity=1)
        sent = []
        for actor in (cast.alice, cast.charlie):
            invitation = factories.invite(session, factories.draft(session, actor, [cast.bob]), cast.bob, by=actor.user)
            invitations.show_interest(session, invitation, by=cast.bob.user)
            sent.append(invitation.id)
        bob = cast.bob.user.id

    def join(number: int) -> Callable[[Session], None]:
        def verb(session: Session) -> None:
            by = session.get_one(User, bob)
            invitations.join(session, invitations.get_invitation(session, number, by=by), joining(), by=by)

        return verb

    assert at_once(new_database, *map(join, sent)) == ["Refused", "done"]
    with new_database.session(reads=True) as session:
        joined = session.query(Member).filter(Member.organisation_id == cast.bob.organisation.id, Member.joined_at.is_not(None))
        assert joined.count() == 1


def test_last_open_invitation_is_sent_once(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        alice = factories.register(session, "Alice")
        now = alice.user.created_at
        guests = [factories.known_only(session, f"x{n}", f"Guest {n}", joined_at=now) for n in range(invitations.MOST_OPEN + 1)]
        numbers = []
        for some in (guests[: invitations.MOST_OPEN], guests[invitations.MOST_OPEN :]):
            consortium = factories.draft(session, alice, [guest.key for guest in some])
            numbers.append((consortium.id, consortium.members[-1].id))
            for member in consortium.members[1:-1]:
                invitations.send(session, consortium, member.id, factories.invitation_form(), by=alice.user)
        by = alice.user.id

    def send(consortium: int, member: int) -> Callable[[Session], None]:
        def verb(session: Session) -> None:
            user = session.get_one(User, by)
            found = consortia.get_consortium(session, consortium, by=user)
            invitations.send(session, found, member, factories.invitation_form(), by=user)

        return verb

    assert at_once(new_database, *(send(*pair) for pair in numbers)) == ["Refused", "done"]
    with new_database.session(reads=True) as session:
        assert session.query(Invitation).count() == invitations.MOST_OPEN


def test_two_editors_with_one_version_make_one_change(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        consortium = factories.draft(session, cast.alice, [cast.bob])
        number, version, by = consortium.id, consortium.version, cast.alice.user.id
        keys = (cast.dora.key, cast.charlie.key)

    def add(key: str) -> Callable[[Session], None]:
        def verb(session: Session) -> None:
            user = session.get_one(User, by)
            found = consortia.get_consortium(session, number, by=user)
            consortia.add_member(session, found, key, "partner", version=version, by=user)

        return verb

    assert at_once(new_database, *map(add, keys)) == ["Conflict", "done"]


def test_changes_that_do_not_collide_are_both_kept(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
        sent = [factories.invite(session, consortium, actor, by=cast.alice.user).id for actor in (cast.bob, cast.dora)]
        users = [cast.bob.user.id, cast.dora.user.id]
        number = consortium.id

    def show_interest(invitation: int, by: int) -> Callable[[Session], None]:
        def verb(session: Session) -> None:
            user = session.get_one(User, by)
            found = invitations.get_invitation(session, invitation, by=user)
            assert found.consortium.members
            invitations.show_interest(session, found, by=user)

        return verb

    assert at_once(new_database, *map(show_interest, sent, users)) == ["done", "done"]
    with new_database.session(reads=True) as session:
        found = session.get_one(Consortium, number)
        assert {one.state for one in found.invitations} == {"interested"}


def test_one_answer_wins_over_its_withdrawal_or_loses_to_it(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        consortium = factories.draft(session, cast.alice, [cast.bob])
        sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user).id
        number, alice, bob = consortium.id, cast.alice.user.id, cast.bob.user.id

    def interested(session: Session) -> None:
        by = session.get_one(User, bob)
        invitations.show_interest(session, invitations.get_invitation(session, sent, by=by), by=by)

    def give_up(session: Session) -> None:
        by = session.get_one(User, alice)
        outcomes.withdraw(session, consortia.get_consortium(session, number, by=by), by=by)

    assert at_once(new_database, interested, give_up) in (["done", "done"], ["Over", "done"], ["NotFound", "done"])
    with new_database.session(reads=True) as session:
        assert session.get_one(Invitation, sent).state == "withdrawn"
        assert session.get_one(Consortium, number).state == "withdrawn"


def second_of_two(database: Database, first: Callable[[Session], Any], second: Callable[[Session], Any]) -> Exception | None:
    """What the second is refused with when it comes before the first has committed."""

    def run() -> Exception | None:
        try:
            with database.unit_of_work() as session:
                second(session)
        except MatchmakerError as error:
            return error
        return None

    with ThreadPoolExecutor(1) as pool:
        with database.unit_of_work() as session:
            first(session)
            late = pool.submit(run)
            sleep(0.5)
        return late.result(timeout=20)


@pytest.mark.parametrize(("field", "number"), [("oid", "E10000001"), ("pic", "999999999")])
def test_second_organisation_to_take_a_number_is_told_whose_it_is(new_database: Database, field: str, number: str) -> None:
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)

    def take(actor: Actor) -> Callable[[Session], None]:
        def verb(session: Session) -> None:
            row = Actor(session.get_one(User, actor.user.id), session.get_one(Organisation, actor.organisation.id))
            factories.edit(session, row, **{field: number})

        return verb

    refused = second_of_two(new_database, take(cast.bob), take(cast.dora))
    assert isinstance(refused, Invalid)
    assert "Bob's organisation is registered here with this number." in str(refused.problems[field])


def test_second_account_of_an_address_is_refused(new_database: Database) -> None:
    refused = second_of_two(
        new_database, lambda session: factories.register(session, "Alice"), lambda session: factories.register(session, "Alice")
    )
    assert isinstance(refused, Invalid)
    assert "cannot be used for a new account" in str(refused.problems["email"])


def test_a_role_that_was_lost_meanwhile_counts_also_where_somebody_holds_it_still(session: Session) -> None:
    cast = factories.cast(session)
    held = cast.alice.user.memberships[0]  # as a page does that has listed who acts
    assert held.role == "owner"
    session.execute(
        update(Membership).where(Membership.id == held.id).values(role="viewer"), execution_options={"synchronize_session": False}
    )
    with pytest.raises(Forbidden):
        versions.begin(session, "organisation.edit", cast.alice.organisation, by=cast.alice.user)

"""Addresses are confirmed through a link that came to them, by whoever is logged in; before, nobody else is reached."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Refused
from matchmaker.inputs.accounts import Forgotten, NewPassword
from matchmaker.inputs.parsing import parse
from matchmaker.models import Mail, User
from matchmaker.services import confirmations, contacts, handover, invitations, openings, outcomes, passwords, people, visits
from tests import factories
from tests.conftest import Clock
from tests.factories import PASSWORD, cast, complete, draft, invite, register, words
from tests.services.test_accounts import log_in
from tests.services.test_two_at_once import at_once

SECRET = "of the service, long enough"


def links(session: Session) -> list[str]:
    """What the links in all mails carry."""
    bodies = map(words, session.scalars(select(Mail).order_by(Mail.id)))
    return [found for body in bodies for found in re.findall(r"/account/confirm\?link=(\S+)", body)]


def ask(session: Session, user: User) -> str:
    """The link that is mailed to the user."""
    confirmations.send(session, user, secret=SECRET)
    return links(session)[-1]


def unconfirmed(session: Session, name: str = "Alice") -> User:
    user = register(session, name).user
    user.confirmed_at = None
    session.flush()
    return user


def test_link_confirms_the_address_once(session: Session) -> None:
    alice = unconfirmed(session)
    first, second = ask(session, alice), ask(session, alice)
    assert session.scalars(select(Mail.to)).all() == [alice.email] * 2
    confirmations.confirm(session, first, secret=SECRET, by=alice)
    assert alice.confirmed_at is not None
    for used in (first, second):
        with pytest.raises(Refused, match="used already"):
            confirmations.confirm(session, used, secret=SECRET, by=alice)


def test_link_works_for_a_week_and_for_one_account(session: Session, clock: Clock) -> None:
    alice, bob = unconfirmed(session), unconfirmed(session, "Bob")
    for_alice, for_bob = ask(session, alice), ask(session, bob)
    crossed = for_bob.split(".")[0] + "." + for_alice.split(".", 1)[1]
    for signed in (for_bob, crossed, "", "x", "a.b.c", "\0", for_alice + "x", for_alice[:-1]):
        with pytest.raises(Refused):
            confirmations.confirm(session, signed, secret=SECRET, by=alice)
    with pytest.raises(Refused):
        confirmations.confirm(session, for_alice, secret="another secret of another service", by=alice)
    with pytest.raises(Refused):
        passwords.whose(session, for_alice, secret=SECRET)
    clock.move(days=7, seconds=1)
    with pytest.raises(Refused):
        confirmations.confirm(session, for_alice, secret=SECRET, by=alice)
    assert alice.confirmed_at is bob.confirmed_at is None


def test_link_for_a_new_password_confirms_too_and_throws_out_whoever_registered_the_address(session: Session) -> None:
    attackers = unconfirmed(session)
    token = visits.begin(session, attackers, "")
    passwords.send_link(session, parse(Forgotten, {"email": attackers.email}), secret=SECRET)
    session.flush()
    (signed,) = re.findall(r"/password/new\?link=(\S+)", words(session.scalars(select(Mail)).one()))
    passwords.renew(session, signed, parse(NewPassword, {"password": "seven sleepy otters at noon"}), secret=SECRET)
    assert attackers.confirmed_at is not None
    assert visits.find(session, token) is None
    with pytest.raises(Refused):
        log_in(session, attackers.email, PASSWORD)
    assert log_in(session, attackers.email, "seven sleepy otters at noon") is attackers


def test_link_used_twice_at_once_works_once(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        alice = unconfirmed(session)
        signed, number = ask(session, alice), alice.id

    def confirm(session: Session) -> None:
        confirmations.confirm(session, signed, secret=SECRET, by=session.get_one(User, number))

    assert at_once(new_database, confirm, confirm, confirm) == ["Over", "Over", "done"]


def test_who_had_an_account_before_is_asked_once(session: Session) -> None:
    alice, bob, dora, odd = (register(session, name).user for name in ("Alice", "Bob", "Dora", "Odd"))
    for user in (alice, bob, odd):
        user.confirmed_at = None
    ask(session, bob)
    odd.email = "=?utf-8?q?victim?=@school.eu"
    session.flush()
    for _ in range(2):
        for number in (*confirmations.list_missing(session), alice.id, dora.id):
            confirmations.send_missing(session, number, secret=SECRET)
    assert session.scalars(select(Mail.to).order_by(Mail.id)).all() == [bob.email, alice.email]
    assert confirmations.list_missing(session) == []
    assert dora.asked_at is None
    confirmations.confirm(session, links(session)[-1], secret=SECRET, by=alice)


def test_before_confirming_nobody_is_reached(session: Session) -> None:
    made = cast(session)
    whole, new = complete(session, made), draft(session, made.alice, [made.bob])
    waiting = invite(session, draft(session, made.charlie, [made.alice]), made.alice, by=made.charlie.user)
    assert contacts.list_contacts(session, whole, by=made.alice.user)
    mailed = len(session.scalars(select(Mail.id)).all())
    alice = made.alice.user
    alice.confirmed_at = None
    session.flush()
    bobs = factories.member_id(whole, made.bob)
    for reach in (
        lambda: invite(session, new, made.bob, by=alice),
        lambda: handover.offer(session, new, factories.member_id(new, made.bob), "", by=alice),
        lambda: handover.offer(session, whole, bobs, "", by=alice),
        lambda: outcomes.withdraw(session, whole, by=alice),
        lambda: invitations.withdraw(session, whole.invitations[0], by=alice),
        lambda: invitations.show_interest(session, waiting, by=alice),
        lambda: invitations.decline(session, waiting, factories.declining(), by=alice),
        lambda: people.list_people(session, made.alice.organisation, by=alice),
        lambda: factories.consortia.remove_member(session, whole, bobs, version=None, by=alice),
    ):
        with pytest.raises(Forbidden, match="Confirm your e-mail address first"):
            reach()
    assert contacts.list_contacts(session, whole, by=alice) == {}
    assert len(session.scalars(select(Mail.id)).all()) == mailed
    factories.consortia.add_member(session, new, made.dora.key, "partner", version=None, by=alice)
    outcomes.withdraw(session, new, by=alice)
    assert new.state == "withdrawn"


def test_idea_is_on_no_other_desk_until_somebody_has_confirmed(session: Session) -> None:
    made = cast(session)
    factories.idea(session, made.alice, is_shown=True)
    assert openings.list_needs(session, made.bob.organisation, by=made.bob.user)
    made.alice.user.confirmed_at = None
    session.flush()
    assert openings.list_needs(session, made.bob.organisation, by=made.bob.user) == []

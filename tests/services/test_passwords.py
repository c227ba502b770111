"""Passwords: changed by who knows the present one; set anew through a link that works once, for an hour, for one person."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.accounts import Forgotten, NewPassword, PasswordChange
from matchmaker.inputs.parsing import parse
from matchmaker.models import Mail, User
from matchmaker.services import accounts, passwords, visits
from tests.conftest import Clock
from tests.factories import PASSWORD, register, words
from tests.services.test_accounts import log_in
from tests.services.test_two_at_once import at_once

SECRET = "of the service, long enough"
BETTER = "seven sleepy otters at noon"


def changed(session: Session, by: User, present: str = PASSWORD, password: str = BETTER) -> None:
    passwords.change(session, parse(PasswordChange, {"present": present, "password": password}), by=by)


def ask(session: Session, email: str = "alice@school.eu") -> list[str]:
    """What leads to a new password, from all mails there are."""
    passwords.send_link(session, parse(Forgotten, {"email": email}), secret=SECRET)
    session.flush()
    return [
        found[1] for mail in session.scalars(select(Mail).order_by(Mail.id)) if (found := re.search(r"link=(\S+)", words(mail)))
    ]


def renew(session: Session, signed: str, password: str = BETTER, secret: str = SECRET) -> None:
    passwords.renew(session, signed, parse(NewPassword, {"password": password}), secret=secret)


def test_change_needs_the_present_password_and_ends_the_sessions(session: Session) -> None:
    alice = register(session, "Alice").user
    before = alice.session_version
    with pytest.raises(passwords.Wrong):
        changed(session, alice, present=PASSWORD + "x")
    assert log_in(session).session_version == before
    changed(session, alice)
    assert log_in(session, password=BETTER).session_version == before + 1
    with pytest.raises(Refused):
        log_in(session, password=PASSWORD)


@pytest.mark.parametrize("weak", ["short", "1234567890", "alice@school.eu", "passwordpassword", "x" * 201])
def test_new_password_is_as_hard_to_guess_as_the_first(session: Session, weak: str) -> None:
    alice = register(session, "Alice").user
    (signed,) = ask(session)
    for attempt in (lambda: changed(session, alice, password=weak), lambda: renew(session, signed, weak)):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert list(refused.value.problems) == ["password"]
    assert log_in(session) is alice


def test_link_sets_a_new_password_once(session: Session) -> None:
    alice = register(session, "Alice").user
    token = visits.begin(session, alice, "")
    (signed,) = ask(session, " Alice@School.EU ")
    assert passwords.whose(session, signed, secret=SECRET) is alice
    renew(session, signed)
    assert log_in(session, password=BETTER) is alice
    assert visits.find(session, token) is None
    with pytest.raises(Refused, match="no longer works"):
        renew(session, signed, "another good long one")
    assert log_in(session, password=BETTER) is alice


def test_link_works_for_an_hour_by_the_clock_of_the_service(session: Session, clock: Clock) -> None:
    register(session, "Alice")
    (signed,) = ask(session)
    clock.move(minutes=60)
    passwords.whose(session, signed, secret=SECRET)
    clock.move(seconds=1)
    with pytest.raises(Refused, match="no longer works"):
        renew(session, signed)


def test_using_one_link_or_ending_the_sessions_uses_up_all(session: Session) -> None:
    alice = register(session, "Alice").user
    ask(session)
    first, second = ask(session)
    renew(session, second)
    *_, third = ask(session)
    accounts.end_sessions(session, by=alice)
    for signed in (first, second, third):
        with pytest.raises(Refused):
            renew(session, signed)


def test_link_is_signed_and_names_one_person(session: Session) -> None:
    alice, bob = register(session, "Alice").user, register(session, "Bob").user
    for_alice, for_bob = ask(session)[0], ask(session, bob.email)[1]
    crossed = for_bob.split(".")[0] + "." + for_alice.split(".", 1)[1]
    for forged in ("", "x", "a.b.c", crossed, for_alice[:-1], for_alice + "x", "\0", "ż" * 40):
        with pytest.raises(Refused):
            renew(session, forged)
    with pytest.raises(Refused):
        renew(session, for_alice, secret="another secret of another service")
    assert log_in(session) is alice


def test_link_to_who_is_gone_no_longer_works(session: Session) -> None:
    alice = register(session, "Alice").user
    (signed,) = ask(session)
    session.delete(alice)
    session.flush()
    with pytest.raises(Refused):
        renew(session, signed)


def test_nobody_else_gets_a_mail(session: Session) -> None:
    register(session, "Alice").user.is_demo = True
    assert ask(session) == []
    assert ask(session, "nobody@school.eu") == []
    assert session.scalars(select(Mail)).all() == []


def test_demo_password_stays_as_it_is_shown(session: Session) -> None:
    alice = register(session, "Alice").user
    alice.is_demo = True
    with pytest.raises(Refused, match="demo"):
        changed(session, alice)
    assert log_in(session, loopback=True) is alice


def test_mail_is_in_the_language_of_whoever_gets_it(session: Session) -> None:
    register(session, "Alice", language="de")
    ask(session)
    assert "Passwort" in session.scalars(select(Mail)).one().subject


def test_link_used_twice_at_once_works_once(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        register(session, "Alice")
        (signed,) = ask(session)
    again = "three quiet herons fishing"
    assert at_once(new_database, lambda s: renew(s, signed), lambda s: renew(s, signed, again)) == ["Over", "done"]

"""Colleagues are asked by address, which tells nothing about it, and say yes themselves with that address, once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Invalid, MatchmakerError, NotFound, Refused
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import ColleagueInvitation, Mail, Membership, User
from matchmaker.services import colleagues, organisations, people
from tests.conftest import Clock
from tests.factories import Actor, register, words
from tests.services.test_query_counts import counted
from tests.services.test_two_at_once import at_once


def ask(
    session: Session, actor: Actor, email: str = "bob@school.eu", role: str = "editor", by: User | None = None
) -> ColleagueInvitation:
    form = parse(ColleagueForm, {"email": email, "role": role})
    return colleagues.invite(session, actor.organisation, form, by=by or actor.user)


def acting(session: Session, actor: Actor) -> list[tuple[str, str]]:
    return [(one.user.name, one.role) for one in people.list_people(session, actor.organisation, by=actor.user)]


def test_colleague_who_says_yes_acts_for_the_organisation(session: Session) -> None:
    alice, bob = register(session, "Alice"), register(session, "Bob")
    sent = ask(session, alice, " BOB@School.eu")
    assert acting(session, alice) == [("Alice", "owner")]
    assert colleagues.list_received(session, by=bob.user) == [sent]
    assert colleagues.list_received(session, by=alice.user) == []
    colleagues.accept(session, colleagues.get_invitation(session, sent.id, by=bob.user), by=bob.user)
    assert acting(session, alice) == [("Alice", "owner"), ("Bob", "editor")]
    organisations.confirm(session, alice.organisation, by=bob.user)
    assert (
        colleagues.list_received(session, by=bob.user) == colleagues.list_open(session, alice.organisation, by=alice.user) == []
    )
    for again in (colleagues.accept, colleagues.decline):
        with pytest.raises(Refused):
            again(session, sent, by=bob.user)


def test_mail_goes_to_the_address_and_names_the_organisation(session: Session) -> None:
    ask(session, register(session, "Alice"), "somebody@nowhere.eu")
    mail = session.scalars(select(Mail)).one()
    assert mail.to == "somebody@nowhere.eu"
    assert "Alice's organisation" in mail.subject
    assert "https://match.example.eu/home" in words(mail)


def test_asking_tells_nothing_about_who_has_an_account(session: Session) -> None:
    alice, bob, dora = register(session, "Alice"), register(session, "Bob"), register(session, "Dora")
    dora.user.confirmed_at = None
    session.flush()
    asked = {}
    for email in (bob.user.email, dora.user.email, "nobody@school.eu"):
        session.expire_all()
        with counted(session) as statements:
            ask(session, alice, email)
            session.flush()
        asked[email] = [one.split()[:3] for one in statements]
    assert len({str(one) for one in asked.values()}) == 1
    shown = colleagues.list_open(session, alice.organisation, by=alice.user)
    assert [one.email for one in shown] == list(asked)
    assert acting(session, alice) == [("Alice", "owner")]
    assert len({(mail.subject, words(mail)) for mail in session.scalars(select(Mail))}) == 1


def test_nobody_else_can_accept_and_an_unconfirmed_address_neither(session: Session) -> None:
    alice, bob, charlie = register(session, "Alice"), register(session, "Bob"), register(session, "Charlie")
    sent = ask(session, alice)
    for verb in (colleagues.accept, colleagues.decline, colleagues.withdraw):
        with pytest.raises(NotFound):
            verb(session, sent, by=charlie.user)
    for verb in (colleagues.accept, colleagues.decline):
        with pytest.raises(Forbidden):
            verb(session, sent, by=alice.user)
    confirmed, bob.user.confirmed_at = bob.user.confirmed_at, None
    session.flush()
    assert colleagues.list_received(session, by=bob.user) == []
    for verb in (colleagues.accept, colleagues.decline):
        with pytest.raises(NotFound):
            verb(session, sent, by=bob.user)
    bob.user.confirmed_at = confirmed
    with pytest.raises(Forbidden):
        colleagues.withdraw(session, sent, by=bob.user)
    assert acting(session, alice) == [("Alice", "owner")]


def test_only_an_owner_asks_and_takes_back(session: Session) -> None:
    alice, bob = register(session, "Alice"), register(session, "Bob")
    colleagues.accept(session, ask(session, alice), by=bob.user)
    with pytest.raises(Forbidden):
        ask(session, alice, "dora@school.eu", by=bob.user)
    dora = register(session, "Dora")
    sent = ask(session, alice, "dora@school.eu")
    with pytest.raises(NotFound):
        colleagues.withdraw(session, sent, by=bob.user)
    colleagues.withdraw(session, sent, by=alice.user)
    with pytest.raises(Refused):
        colleagues.accept(session, sent, by=dora.user)
    ask(session, alice, "dora@school.eu")


def test_invitation_ends_after_two_weeks_and_its_address_is_forgotten(session: Session, clock: Clock) -> None:
    alice, bob = register(session, "Alice"), register(session, "Bob")
    sent = ask(session, alice)
    clock.move(days=14)
    assert (
        colleagues.list_received(session, by=bob.user) == colleagues.list_open(session, alice.organisation, by=alice.user) == []
    )
    with pytest.raises(Refused, match="has ended"):
        colleagues.accept(session, sent, by=bob.user)
    again = ask(session, alice)
    session.refresh(sent)
    assert sent.state == "expired"
    colleagues.decline(session, again, by=bob.user)
    clock.move(days=30)
    colleagues.tidy(session)
    assert session.scalars(select(ColleagueInvitation.state)).all() == ["declined"]
    clock.move(days=14)
    colleagues.tidy(session)
    assert session.scalars(select(ColleagueInvitation.state)).all() == []


def test_who_acts_already_or_is_asked_already_is_not_asked_again(session: Session) -> None:
    alice = register(session, "Alice")
    ask(session, alice)
    for email in ("alice@school.eu", "bob@school.eu"):
        with pytest.raises(Invalid) as refused:
            ask(session, alice, email)
        assert list(refused.value.problems) == ["email"]


@pytest.mark.parametrize(
    ("email", "role", "field"), [("a\0@b.eu", "editor", "email"), ("nobody", "editor", "email"), ("a@b.eu", "king", "role")]
)
def test_what_is_no_address_or_role_is_refused(email: str, role: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(ColleagueForm, {"email": email, "role": role})
    assert list(refused.value.problems) == [field]


def test_nobody_asks_without_end(session: Session, clock: Clock) -> None:
    alice, bob = register(session, "Alice"), register(session, "Bob")
    sent = [ask(session, alice, f"n{n}@school.eu") for n in range(colleagues.MOST_OPEN)]
    with pytest.raises(Refused, match="Take one back"):
        ask(session, alice, "more@school.eu")
    for one in sent:
        colleagues.withdraw(session, one, by=alice.user)
    for n in range(colleagues.MOST_A_DAY - colleagues.MOST_OPEN):
        colleagues.withdraw(session, ask(session, alice, f"m{n}@school.eu"), by=alice.user)
    with pytest.raises(Refused, match="tomorrow"):
        ask(session, alice, "more@school.eu")
    session.add(Membership(user=alice.user, organisation=bob.organisation, role="owner", created_at=clock.now))
    session.flush()
    session.refresh(alice.user)
    with pytest.raises(Refused, match="tomorrow"):
        ask(session, bob, "more@school.eu", by=alice.user)
    ask(session, bob, "more@school.eu")
    clock.move(days=1, seconds=1)
    ask(session, alice, "more@school.eu")


def test_whom_a_person_asked_is_asked_no_longer_when_that_person_is_removed(session: Session) -> None:
    alice, bob, dora = register(session, "Alice"), register(session, "Bob"), register(session, "Dora")
    colleagues.accept(session, ask(session, alice, role="owner"), by=bob.user)
    sent = ask(session, alice, "dora@school.eu", by=bob.user)
    people.remove_person(
        session, alice.organisation, people.list_people(session, alice.organisation, by=alice.user)[1].id, by=alice.user
    )
    session.refresh(sent)
    with pytest.raises(Refused):
        colleagues.accept(session, sent, by=dora.user)


def test_invitation_accepted_twice_at_once_makes_one_membership(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        alice, bob = register(session, "Alice"), register(session, "Bob")
        number, by, owner = ask(session, alice).id, bob.user.id, alice.user.id

    def accept(session: Session) -> None:
        user = session.get_one(User, by)
        colleagues.accept(session, colleagues.get_invitation(session, number, by=user), by=user)

    def withdraw(session: Session) -> None:
        user = session.get_one(User, owner)
        colleagues.withdraw(session, colleagues.get_invitation(session, number, by=user), by=user)

    assert at_once(new_database, accept, accept, withdraw) == ["Over", "Over", "done"]
    with new_database.session(reads=True) as session:
        there = session.query(Membership).filter(Membership.user_id == by).count()
        assert (there, session.get_one(ColleagueInvitation, number).state) in ((2, "accepted"), (1, "withdrawn"))


def test_one_address_is_asked_once_by_two_at_once(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        by = register(session, "Alice").user.id

    def invite(session: Session) -> None:
        user = session.get_one(User, by)
        form = parse(ColleagueForm, {"email": "bob@school.eu", "role": "viewer"})
        colleagues.invite(session, user.memberships[0].organisation, form, by=user)

    assert at_once(new_database, invite, invite, invite) == ["Invalid", "Invalid", "done"]
    with pytest.raises(MatchmakerError), new_database.unit_of_work() as session:
        invite(session)

"""Whoever is no longer in a consortium sees of it what its invitation showed when it ended, and nothing that came later."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.models import Consortium, Invitation
from matchmaker.services import consortia, departures, handover, ideas, invitations, outcomes, surroundings
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, member_id
from tests.web.conftest import Person, here, text


def _declines(session: Session, people: Cast, consortium: Consortium, sent: Invitation) -> None:
    invitations.decline(session, sent, factories.declining(), by=people.bob.user)


def _runs_out(session: Session, people: Cast, consortium: Consortium, sent: Invitation) -> None:
    clock = surroundings.of(session).clock
    assert isinstance(clock, Clock)
    clock.move(days=8)
    assert invitations.expire_due(session) == 1


def _is_taken_back(session: Session, people: Cast, consortium: Consortium, sent: Invitation) -> None:
    invitations.withdraw(session, sent, by=people.alice.user)


def _joins(session: Session, people: Cast, sent: Invitation) -> None:
    invitations.show_interest(session, sent, by=people.bob.user)
    invitations.join(session, sent, factories.joining(), by=people.bob.user)


def _leaves(session: Session, people: Cast, consortium: Consortium, sent: Invitation) -> None:
    _joins(session, people, sent)
    departures.leave(session, consortium, member_id(consortium, people.bob), by=people.bob.user)


def _is_removed(session: Session, people: Cast, consortium: Consortium, sent: Invitation) -> None:
    _joins(session, people, sent)
    bob = member_id(consortium, people.bob)
    consortia.remove_member(session, consortium, bob, version=None, by=people.alice.user)


def _is_a_planned_member_again(session: Session, people: Cast, consortium: Consortium, sent: Invitation) -> None:
    _joins(session, people, sent)
    invitations.withdraw(session, sent, by=people.alice.user)


ENDINGS = [_declines, _runs_out, _is_taken_back, _leaves, _is_removed, _is_a_planned_member_again]


@pytest.fixture
def invited(new_database: Database, people: Cast) -> tuple[int, int]:
    """The numbers of a consortium of Alice and of Bob's invitation to it."""
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = factories.draft(session, people.alice, [people.bob], title="Wood and tools", summary="Joiners of two countries")
        sent = factories.invite(session, made, people.bob, by=people.alice.user)
        return made.id, sent.id


def goes_on(database: Database, people: Cast, number: int) -> None:
    """Alice's consortium goes on: Dora joins, title and summary change, Alice's organisation has another name."""
    with database.unit_of_work() as session:
        people, consortium = here(session, people), session.get_one(Consortium, number)
        consortia.add_member(session, consortium, people.dora.key, "partner", version=None, by=people.alice.user)
        factories.bring_in(session, consortium, people.dora, by=people.alice.user)
        said = {"title": "Other things", "summary": "Not for everybody"}
        form = ideas.form_of(consortium.idea).model_copy(update=said)
        ideas.change(session, consortium.idea, form, version=None, by=people.alice.user)
        consortium.title = "Other things"
        factories.edit(session, people.alice, name="Alice's new name")


@pytest.mark.parametrize("ends", ENDINGS)
def test_ended_invitation_shows_what_it_showed_when_it_ended(
    new_database: Database,
    people: Cast,
    alice: Person,
    bob: Person,
    invited: tuple[int, int],
    ends: Callable[[Session, Cast, Consortium, Invitation], None],
) -> None:
    number, sent = invited
    with new_database.unit_of_work() as session:
        ends(session, here(session, people), session.get_one(Consortium, number), session.get_one(Invitation, sent))
    goes_on(new_database, people, number)
    page, desk = bob.get(f"/invitations/{sent}"), bob.get("/home")
    for seen in (page, desk):
        assert seen.status_code == 200
        assert "Wood and tools" in text(seen)
        for later in ("Other things", "Dora", "new name", "mailto:alice@school.eu"):
            assert later not in seen.text
    for then in (
        "Write two modules",
        "Joiners of two countries",
        "Bob's organisation",
        "Alice's organisation",
        "Composition check",
    ):
        assert then in text(page)
    assert "Not for everybody" not in page.text
    assert bob.get(f"/consortia/{number}").status_code == 404
    assert "Dora" not in text(alice.get(f"/invitations/{sent}"))


@pytest.mark.parametrize("path", ["interest", "join", "decline"])
def test_no_answer_to_an_ended_invitation_shows_more(
    new_database: Database, people: Cast, bob: Person, invited: tuple[int, int], path: str
) -> None:
    number, sent = invited
    with new_database.unit_of_work() as session:
        _is_removed(session, here(session, people), session.get_one(Consortium, number), session.get_one(Invitation, sent))
    goes_on(new_database, people, number)
    for fields in ({}, {"name": "B", "function": "R", "authority": "S", "confirmed": "yes"}, {"reason": "x" * 2000}):
        answer = bob.post(f"/invitations/{sent}/{path}", **fields)
        assert answer.status_code in (409, 422)
        for later in ("Other things", "Not for everybody", "Dora", "new name", "alice@school.eu"):
            assert later not in answer.text


def test_who_is_replaced_does_not_see_by_whom(
    new_database: Database, people: Cast, alice: Person, bob: Person, invited: tuple[int, int]
) -> None:
    number, sent = invited
    with new_database.unit_of_work() as session:
        people = here(session, people)
        _joins(session, people, session.get_one(Invitation, sent))
        version = session.get_one(Consortium, number).version
    steps = {"kind": ["add", "remove"], "joins": [people.dora.key, ""], "leaves": ["", people.bob.key]}
    answer = alice.post(f"/consortia/{number}/steps", version=str(version), **steps)
    assert answer.status_code == 303, answer.text
    page = bob.get(f"/invitations/{sent}")
    assert "Dora" not in page.text
    assert "Bob's organisation" in text(page)


def test_end_of_the_consortium_ends_what_is_seen(
    new_database: Database, people: Cast, bob: Person, invited: tuple[int, int]
) -> None:
    number, sent = invited
    with new_database.unit_of_work() as session:
        people = here(session, people)
        consortium = session.get_one(Consortium, number)
        invitations.show_interest(session, session.get_one(Invitation, sent), by=people.bob.user)
        outcomes.withdraw(session, consortium, by=people.alice.user)
        factories.edit(session, people.alice, name="Alice's new name")
        consortium.title = "Other things"
    page = bob.get(f"/invitations/{sent}")
    assert "Wood and tools" in text(page)
    for later in ("Other things", "new name", "alice@school.eu"):
        assert later not in page.text


def test_what_was_frozen_reads_in_the_language_of_the_reader(
    new_database: Database, people: Cast, bob: Person, invited: tuple[int, int]
) -> None:
    number, sent = invited
    with new_database.unit_of_work() as session:
        _declines(session, here(session, people), session.get_one(Consortium, number), session.get_one(Invitation, sent))
    english, german = text(bob.get(f"/invitations/{sent}?lang=en")), text(bob.get(f"/invitations/{sent}?lang=de"))
    assert "Composition check not passed" in english
    assert "Composition check" not in german
    assert "Wood and tools" in german


def test_initiator_that_left_is_nobody_to_write_to(new_database: Database, people: Cast, app: Flask, clock: Clock) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = factories.complete(session, people)
        handed = handover.offer(session, made, member_id(made, people.bob), "", by=people.alice.user)
        handover.accept(session, handed, by=people.bob.user)
        departures.leave(session, made, member_id(made, people.alice), by=people.alice.user)
        number = made.id
    alice = Person(app, people.alice.user.email)
    page = alice.get(f"/consortia/{number}")
    assert page.status_code == 200  # who started it keeps reading
    assert "mailto:" not in page.text

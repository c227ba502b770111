"""A form that makes something makes it once: sent again, or twice at the same moment, it leads to what it made first."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs import rounds
from matchmaker.models import HandOver, Idea, Invitation, Mail, Member, Offer, SentForm, User
from matchmaker.services import sent_forms
from matchmaker.web import once
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast
from tests.web.conftest import Person, at_browser, here
from tests.web.test_forms import REGISTRATION

INVITATION = {"role": "partner", "task": "Write", "field": "Wood", "time_needed": "20 days", "why_you": "You teach it."}


def number_of(database: Database, model: type[Any]) -> int:
    with database.session(reads=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def at_once(tabs: list[Person], path: str, **sent: Any) -> list[TestResponse]:
    """A form sent from all these tabs at the same moment."""
    barrier = Barrier(len(tabs))

    def send(tab: Person) -> TestResponse:
        barrier.wait(timeout=20)
        return tab.post(path, **sent)

    with ThreadPoolExecutor(len(tabs)) as pool:
        return list(pool.map(send, tabs))


def offer(person: Person, people: Cast, once: str, summary: str = "A kitchen") -> TestResponse:
    organisation = people.alice if person.get("/account").text.count("alice@") else people.bob
    return person.post(f"/organisations/{organisation.organisation.id}/offers", once=once, summary=summary)


def test_form_sent_again_leads_to_what_it_made(new_database: Database, people: Cast, alice: Person) -> None:
    first = offer(alice, people, "a")
    for again in (offer(alice, people, "a"), offer(alice, people, "a", "")):
        assert (again.status_code, again.location) == (303, first.location)
    assert number_of(new_database, Offer) == 1
    offer(alice, people, "b")
    for strange in ("", "\x00", "x" * 41, "a b"):
        assert offer(alice, people, strange).status_code == 303
    assert number_of(new_database, Offer) == 6


def test_nobody_meets_the_form_of_somebody_else(new_database: Database, people: Cast, alice: Person, bob: Person) -> None:
    mine, theirs = offer(alice, people, "a"), offer(bob, people, "a")
    assert theirs.status_code == 303
    assert theirs.location != mine.location
    assert number_of(new_database, Offer) == 2


def test_form_that_was_refused_can_be_sent_again(new_database: Database, people: Cast, alice: Person) -> None:
    assert offer(alice, people, "a", "").status_code == 422
    assert offer(alice, people, "a").status_code == 303
    assert number_of(new_database, Offer) == 1


def test_form_sent_twice_at_the_same_moment_makes_one(app: Flask, new_database: Database, people: Cast) -> None:
    tabs = [at_browser(app, people.alice) for _ in range(3)]
    path = f"/organisations/{people.alice.organisation.id}/offers"
    for trial in range(8):
        answers = at_once(tabs, path, once=f"t{trial}", summary="A kitchen")
        assert [answer.status_code for answer in answers] == [303] * 3
        assert len({answer.location for answer in answers}) == 1
        assert number_of(new_database, Offer) == trial + 1


def test_whatever_is_made_or_moved_is_so_once(app: Flask, new_database: Database, people: Cast) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        draft = factories.draft(session, cast.alice, [cast.bob, cast.dora])
        dora = factories.member_id(draft, cast.dora)
        offered = factories.complete(session, cast)
        bob = factories.member_id(offered, cast.bob)
    tabs = [at_browser(app, people.alice) for _ in range(2)]
    organisation, consortium = people.alice.organisation.id, draft.id
    forms: tuple[tuple[str, dict[str, str], type[Any], int], ...] = (
        (f"/organisations/{organisation}/offers", {"summary": "A kitchen"}, Offer, 1),
        (f"/consortia/{consortium}/members", {"organisation": people.charlie.key}, Member, 1),
        (f"/consortia/{consortium}/members/{dora}/invitation", INVITATION, Invitation, 1),
        (f"/consortia/{offered.id}/hand-over", {"member": str(bob), "note": "Please"}, HandOver, 1),
        (f"/consortia/{consortium}/withdraw", {}, Idea, 0),
    )
    for path, sent, model, more in forms:
        before, number = number_of(new_database, model), path.replace("/", "-")[-40:]
        answers = at_once(tabs, path, once=number, **sent)
        answers.append(tabs[0].post(path, once=number, **sent))
        assert [(answer.status_code, answer.location) for answer in answers] == [(303, answers[0].location)] * 3, path
        assert number_of(new_database, model) == before + more, path


def test_registering_twice_at_the_same_moment_makes_one_account_and_enters_at_both(
    app: Flask, new_database: Database, stranger: Person
) -> None:
    tabs = [stranger, Person(app)]
    answers = at_once(tabs, "/register", once="r", **REGISTRATION)
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/home")] * 2
    assert number_of(new_database, User) == 1
    for tab in tabs:
        assert "Ewa" in tab.get("/home").text


def test_form_enters_again_for_a_minute_only(app: Flask, new_database: Database, clock: Clock, stranger: Person) -> None:
    assert stranger.post("/register", once="r", **REGISTRATION).location == "/home"
    clock.move(minutes=2)
    later = Person(app)
    assert later.post("/register", once="r", **REGISTRATION).location == "/home"
    assert "/login" in later.get("/home").location


def test_forms_of_yesterday_are_forgotten(
    new_database: Database, settings: Settings, clock: Clock, people: Cast, alice: Person
) -> None:
    offer(alice, people, "a")
    clock.move(hours=23)
    rounds.round_(new_database, settings)
    assert number_of(new_database, SentForm) == 1
    clock.move(hours=2)
    rounds.round_(new_database, settings)
    assert number_of(new_database, SentForm) == 0
    assert sent_forms.KEPT.days == 1


def test_link_for_a_password_is_mailed_once(app: Flask, new_database: Database, people: Cast, stranger: Person) -> None:
    before = number_of(new_database, Mail)
    for _ in range(2):
        assert stranger.post("/password", once="p", email=people.alice.user.email).status_code == 303
    assert number_of(new_database, Mail) == before + 1


def test_every_form_that_makes_something_carries_a_number(alice: Person, new_database: Database, people: Cast) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
        dora = factories.member_id(consortium, cast.dora)
    organisation = people.alice.organisation.id
    for path in (
        f"/organisations/{organisation}",
        f"/organisations/{organisation}/edit",
        f"/consortia/{consortium.id}",
        f"/consortia/{consortium.id}?find=organisation",
        f"/consortia/{consortium.id}/members/{dora}/invitation",
        f"/consortia/{consortium.id}/hand-over",
    ):
        page = alice.get(path).text
        posted = re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.DOTALL)
        forms = [form for form in posted if "/logout" not in form and '/pack"' not in form]  # which make nothing
        numbers = [re.findall(r'name="once" value="([A-Za-z0-9_-]{12})"', form) for form in forms]
        assert forms
        assert all(len(found) == 1 for found in numbers), path
        assert len({found[0] for found in numbers}) == len(numbers)
    assert once.number() != once.number()


@pytest.mark.parametrize("path", ["/register", "/password"])
def test_forms_at_the_door_carry_a_number(stranger: Person, path: str) -> None:
    assert 'name="once"' in stranger.get(path).text

"""A session that ended while somebody typed: after logging in one goes on, and nothing is lost."""

import re
from html import unescape

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.models import Consortium
from tests.factories import PASSWORD, Cast, draft, member_id
from tests.web.conftest import Person, here, text
from tests.web.test_forms import FORMS

SAID = {"contribution": "Follows   graduates\nfor <b>two</b> years & more", "added_value": ""}


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page, but for tokens."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page):
        if name not in ("csrf_token", "once"):
            found.setdefault(unescape(name), []).append(unescape(value))
    return found


def member_page(new_database: Database, people: Cast) -> tuple[str, int]:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = draft(session, cast.alice, [cast.bob])
        return f"/consortia/{made.id}/members/{member_id(made, cast.bob)}", made.id


def test_what_was_typed_goes_on_after_the_log_in(new_database: Database, people: Cast, alice: Person) -> None:
    path, number = member_page(new_database, people)
    with alice.client.session_transaction() as cookie:
        cookie["_user_id"] = "a visit that has ended"
    lost = alice.post(path, **SAID)
    assert (lost.status_code, lost.location) == (307, f"/login?next={path}")
    page = alice.post(lost.location, **SAID)
    assert "What you typed is kept" in text(page)
    wrong = alice.post("/login", email=people.alice.user.email, password="not the password", **hidden(page.text))
    assert hidden(wrong.text) == hidden(page.text)
    entered = alice.post("/login", email=people.alice.user.email, password=PASSWORD, **hidden(wrong.text))
    assert entered.status_code == 200
    assert hidden(entered.text) == {name: [value] for name, value in SAID.items()}
    assert alice.post(path, **hidden(entered.text)).status_code == 303
    with new_database.session(reads=True) as session:
        members = session.get_one(Consortium, number).members
        assert [one.contribution for one in members if one.contribution] == [SAID["contribution"]]


def test_who_logged_out_in_another_tab_goes_on_too(app: Flask, new_database: Database, people: Cast) -> None:
    path, _ = member_page(new_database, people)
    browser = app.test_client()
    ours, theirs = ({"Sec-Fetch-Site": where} for where in ("same-origin", "cross-site"))
    page = browser.post(path, data=SAID, headers=ours)
    assert "What you typed is kept" in text(page)
    assert hidden(page.text)["next"] == [path]
    foreign = browser.post(path, data=SAID, headers=theirs)
    assert foreign.status_code == 400
    assert "graduates" not in foreign.text


def test_passwords_and_tokens_are_not_kept(app: Flask, new_database: Database, people: Cast) -> None:
    page = app.test_client().post(
        "/account/delete",
        data={"password": "secret words", "once": "n1", "csrf_token": "t"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert "kept" not in hidden(page.text)
    assert "secret words" not in page.text


@pytest.mark.parametrize("kept", ["[" * 100_000, "{", '[["a"]]', "[1]", '[["a", "b", "c"]]'])
def test_what_is_none_of_ours_is_left_out(people: Cast, stranger: Person, kept: str) -> None:
    entered = stranger.post("/login?next=/account", email=people.alice.user.email, password=PASSWORD, kept=kept)
    assert (entered.status_code, entered.location) == (303, "/account")


def test_no_password_is_kept(app: Flask) -> None:
    """Whatever a field for one is called, in any form that asks for one."""
    asked = [one for form in FORMS.values() for one in form if one.widget == "password"]
    assert len({one.name for one in asked}) > 1
    data = {one.name: "correct horse battery" for one in asked}
    page = app.test_client().post("/account/delete", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert "horse" not in page.text


def test_half_of_a_character_is_written_as_none(people: Cast, stranger: Person) -> None:
    entered = stranger.post("/login?next=/account", email=people.alice.user.email, password=PASSWORD, kept='[["a", "\\ud800"]]')
    assert entered.status_code == 200
    assert hidden(entered.text) == {"a": ["?"]}

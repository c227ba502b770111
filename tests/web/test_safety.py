"""Reporting and blocking at the browser, from where somebody is bothered to where a moderator closes it."""

import re

import pytest

from matchmaker.db import Database
from matchmaker.models import User
from tests.factories import Actor, Cast, draft, idea, invite
from tests.web.conftest import Person, text


@pytest.fixture
def invitation(people: Cast, new_database: Database) -> int:
    """Alice asks Bob."""
    with new_database.unit_of_work() as session:
        alice = Actor(session.merge(people.alice.user), session.merge(people.alice.organisation))
        bob = Actor(session.merge(people.bob.user), session.merge(people.bob.organisation))
        return invite(session, draft(session, alice, [bob]), bob, by=alice.user, task="Sign here and pay").id


def link(page: str, words: str) -> str:
    """Where the link that says this leads."""
    return re.findall(rf'href="([^"]+)"[^>]*>{re.escape(words)}', page)[0]


def test_unwanted_invitation_is_reported_and_its_sender_blocked(
    alice: Person, bob: Person, charlie: Person, people: Cast, new_database: Database, invitation: int
) -> None:
    with new_database.unit_of_work() as session:
        session.get_one(User, people.charlie.user.id).standing = "moderator"
    page = bob.get(f"/invitations/{invitation}").text
    report, block = link(page, "Report it to the moderators"), link(page, "Block Alice&#39;s organisation")
    assert "Alice&#39;s organisation" in bob.get(report).text
    assert bob.post(report).status_code == 422
    assert bob.post(report, reason="other").status_code == 422
    assert bob.post(report, reason="money", words="They want 500 euros.").status_code == 303
    assert bob.post(report, reason="money").status_code == 409
    assert bob.post(block, for_=str(people.bob.organisation.id)).location.endswith("/blocked")
    assert "Alice's organisation" in text(bob.get(f"/organisations/{people.bob.organisation.id}/blocked"))
    assert "That is final for this consortium" in text(bob.get(f"/invitations/{invitation}"))
    assert "Is something wrong here?" not in text(alice.get(f"/invitations/{invitation}"))

    assert "Reports (1)" in text(charlie.get("/account"))
    shown = link(charlie.get("/moderation").text, "It asks for money or sells something")
    page = text(charlie.get(shown))
    for said in ("Sign here and pay", "They want 500 euros.", "bob@school.eu", "Alice's organisation"):
        assert said in page
    assert charlie.post(f"{shown}/see").status_code == 303
    assert "Looked into" in text(charlie.get(shown))
    assert charlie.post(f"{shown}/close").status_code == 422
    assert charlie.post(f"{shown}/close", note="Asked them to stop.").location == "/moderation"
    assert "Asked them to stop." in text(charlie.get(shown))
    assert "No report waits." in text(charlie.get("/moderation"))
    for other in (alice, bob):
        for path in ("/moderation", shown):
            assert other.get(path).status_code == 404
        assert other.post(f"{shown}/close", note="Nothing.").status_code == 404


def test_message_is_reported_from_the_thread(
    alice: Person, bob: Person, people: Cast, new_database: Database, invitation: int
) -> None:
    assert alice.post(f"/invitations/{invitation}/messages", text="Pay first.").status_code == 303
    report = link(bob.get(f"/invitations/{invitation}").text.partition('id="thread"')[2], "Report it to the moderators")
    assert report.startswith("/report/message/")
    assert "Message · Alice's organisation" in text(bob.get(report))
    assert bob.post(report, reason="money").location == f"/invitations/{invitation}"


def test_blocked_is_told_nothing_and_a_block_ends_where_it_is_listed(
    alice: Person, bob: Person, people: Cast, new_database: Database
) -> None:
    alices, bobs = people.alice.organisation.id, people.bob.organisation.id
    with new_database.unit_of_work() as session:
        made = draft(
            session,
            Actor(session.merge(people.alice.user), session.merge(people.alice.organisation)),
            [Actor(session.merge(people.bob.user), session.merge(people.bob.organisation))],
        )
        path = f"/consortia/{made.id}/members/{made.members[-1].id}/invitation"
    assert "takes no requests" not in text(alice.get(path))
    assert bob.post(f"/organisations/{alices}/block", for_=str(bobs)).status_code == 303
    assert "Bob's organisation takes no requests at present." in text(alice.get(path))
    assert "block" not in text(alice.get(path)).lower()
    assert alice.get(f"/organisations/{bobs}/blocked").status_code == 403
    assert bob.post(f"/organisations/{bobs}/blocked/{alices}/end").status_code == 303
    page = bob.get(f"/organisations/{bobs}/blocked").text
    assert "You have blocked nobody." in page
    assert re.search(rf'action="/organisations/{alices}/block".*?name="for_" value="{bobs}"', page, re.DOTALL)
    assert "takes no requests" not in text(alice.get(path))


def test_nobody_blocks_for_somebody_else(alice: Person, bob: Person, stranger: Person, people: Cast) -> None:
    alices, bobs = people.alice.organisation.id, people.bob.organisation.id
    assert alice.post(f"/organisations/{people.dora.organisation.id}/block", for_=str(bobs)).status_code == 403
    assert alice.post(f"/organisations/{alices}/blocked/{bobs}/end").status_code == 303
    assert "Is something wrong here?" not in text(stranger.get(f"/organisations/{bobs}"))
    assert "Is something wrong here?" not in text(alice.get(f"/organisations/{alices}"))
    assert "Is something wrong here?" in text(alice.get(f"/organisations/{bobs}"))
    assert "/login" in stranger.get(f"/report/organisation/{bobs}").location


def test_who_is_not_suggested_because_of_a_block_is_counted(alice: Person, people: Cast, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        made = idea(session, Actor(session.merge(people.alice.user), session.merge(people.alice.organisation)))
        path = f"/ideas/{made.id}/suggestions"
    assert "that you have blocked" not in text(alice.get(path))
    alice.post(f"/organisations/{people.bob.organisation.id}/block", for_=str(people.alice.organisation.id))
    assert "1 organisation that you have blocked is not suggested." in text(alice.get(path))

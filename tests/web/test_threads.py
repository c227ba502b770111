"""Both sides of an invitation write to each other on its page."""

from flask import Flask

from matchmaker.db import Database
from tests import factories
from tests.factories import Cast
from tests.web.conftest import at_browser, text
from tests.web.test_mails import invited


def test_both_sides_write_on_the_page_and_what_is_new_is_marked(app: Flask, people: Cast, new_database: Database) -> None:
    number = invited(new_database, people)
    page, sending = f"/invitations/{number}", f"/invitations/{number}/messages"
    alice, bob = at_browser(app, people.alice), at_browser(app, people.bob)
    assert bob.post(sending, text="Wie viele Tage sind es <b>im</b> ersten Jahr und mit wem?").location == f"{page}#thread"
    assert "new message" not in text(bob.get("/home"))
    desk = text(alice.get("/home"))
    assert "1 new message from Bob's organisation" in desk
    assert f'href="{page}#thread"' in alice.get("/home").text
    seen = alice.get(page)
    assert "Questions and answers 1 new" in text(seen)
    assert '<span lang="de">Wie viele Tage sind es &lt;b&gt;im&lt;/b&gt; ersten Jahr und mit wem?</span>' in seen.text
    until = seen.text.partition('name="until" value="')[2].partition('"')[0]
    assert alice.post(f"{sending}/read", until="none").status_code == 303
    assert "1 new" in text(alice.get(page))
    assert alice.post(f"{sending}/read", until=until, headers={"HX-Request": "true"}).text == ""
    assert "1 new" not in text(alice.get(page)) + text(alice.get("/home"))
    charlie = at_browser(app, people.charlie)
    assert charlie.post(sending, text="Hello").status_code == charlie.post(f"{sending}/read", until="1").status_code == 404


def test_what_was_typed_stays_when_it_cannot_be_sent(app: Flask, people: Cast, new_database: Database) -> None:
    number = invited(new_database, people)
    sending = f"/invitations/{number}/messages"
    bob = at_browser(app, people.bob)
    assert "Write something first" in text(bob.post(sending, text=" "))
    for n in range(5):
        assert bob.post(sending, text=f"Question {n}").status_code == 303
    refused = bob.post(sending, text="Question 5, long thought about")
    assert refused.status_code == 422
    assert "Alice's organisation has not answered yet. Wait for the answer" in text(refused)
    assert "Question 5, long thought about</textarea>" in refused.text
    page = bob.get(f"/invitations/{number}")
    assert "Wait for the answer, or write again tomorrow." in text(page)
    assert "<textarea" not in page.text.partition('id="thread"')[2].partition("</section>")[0]


def test_after_a_no_the_thread_is_read_only_and_the_reason_stands_there(app: Flask, people: Cast, new_database: Database) -> None:
    number = invited(new_database, people)
    bob = at_browser(app, people.bob)
    bob.post(f"/invitations/{number}/messages", text="A question")
    bob.post(f"/invitations/{number}/decline", reason="Too busy")
    said = text(at_browser(app, people.alice).get(f"/invitations/{number}"))
    assert "A question" in said
    assert "The organisation has declined." in said
    assert "Their reason Too busy" in said
    assert bob.post(f"/invitations/{number}/messages", text="One more").status_code == 422
    assert factories.PASSWORD not in said

"""Pages of what went wrong: in the reader's language, with another language one press away, and ways on."""

import re

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.services import invitations
from matchmaker.web import problems
from tests.factories import Cast, draft, invite
from tests.web.conftest import Person, here, text


def links(page: str) -> dict[str, str]:
    """The ways on that an error page offers: words -> where they lead."""
    offered = page.partition('<div class="actions">')[2].partition("</div>")[0]
    return {words: href for href, words in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)</a>', offered)}


def tongues(page: str) -> dict[str, str]:
    """The other languages of a page: code -> where it is."""
    return dict(re.findall(r'<a href="([^"]*)" lang="[a-z]+" hreflang="([a-z]+)"', page))


def test_a_page_that_is_not_there_leads_on(stranger: Person, alice: Person) -> None:
    answer = stranger.get("/organisations/999?lang=de")
    assert answer.status_code == 404
    assert "Nicht gefunden" in text(answer)
    assert set(links(answer.text)) == {"Anmelden", "Zur Startseite"}
    assert alice.get("/ideas/999").status_code == 404
    assert links(alice.get("/ideas/999").text)["To my desk"] == "/home"


def test_an_unknown_call_leads_to_three_that_look_like_it_and_to_all(stranger: Person) -> None:
    answer = stranger.get("/calls/ka220-vet-2072")
    assert answer.status_code == 404
    assert "There is no call “ka220-vet-2072” here." in text(answer)
    near = re.findall(r'<li><a href="(/calls/[^"?]+)">([^<]+)</a></li>', answer.text)
    assert len(near) == 3
    assert near[0] == ("/calls/ka220-vet-2027", "Cooperation Partnerships in vocational education and training 2027")
    assert all(stranger.get(href).status_code == 200 for href, _ in near)
    assert links(answer.text)["All calls"] == "/calls"


def test_address_of_a_call_that_looks_like_none_leads_to_the_list_of_calls(stranger: Person) -> None:
    answer = stranger.get("/calls/zzzqqq")
    assert (answer.status_code, "There is no call “zzzqqq” here." in text(answer)) == (404, True)
    assert "Perhaps you mean" not in text(answer)
    assert re.findall(r"<li><a[^>]*>", answer.text.partition("<main")[2].partition("</main")[0]) == []
    assert links(answer.text)["All calls"] == "/calls"


def test_the_same_page_in_another_language(stranger: Person) -> None:
    page = stranger.get("/calls/nowhere").text
    others = {code: href for href, code in tongues(page).items()}
    assert others == {"pl": "/calls/nowhere?lang=pl", "de": "/calls/nowhere?lang=de"}
    assert "Nie znaleziono" in text(stranger.get(others["pl"]))
    assert "Nie znaleziono" in text(stranger.get("/calls/nowhere"))  # kept from now on


def test_another_language_after_a_form_is_the_page_it_came_from(alice: Person, new_database: Database, people: Cast) -> None:
    """The address of a form cannot be looked at."""
    with new_database.unit_of_work() as session:
        made = draft(session, here(session, people).alice, [people.bob.key])
        path, gone = f"/consortia/{made.id}", f"/consortia/{made.id}/members/{made.members[1].id}/remove"
    answer = alice.post(gone, headers={"Referer": f"http://localhost{path}?find=a"}, version="99")
    assert answer.status_code == 409
    assert "Somebody was faster" in text(answer)
    assert links(answer.text)["Back to the page"] == f"{path}?find=a"
    assert f"{path}?find=a&amp;lang=pl" in tongues(answer.text)
    elsewhere = alice.post(gone, headers={"Referer": "http://localhost//evil.example/"}, version="99")
    assert "evil.example" not in elsewhere.text


def test_what_cannot_be_done_yet_says_what_to_do_instead(alice: Person, new_database: Database, people: Cast) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = draft(session, people.alice, [people.bob, people.dora])
        path = f"/consortia/{made.id}"
    answer = alice.post(f"{path}/finalise")
    assert answer.status_code == 409
    assert "This cannot be done yet" in text(answer)
    assert "What you can do instead Its page says what the next step is." in text(answer)
    assert "Not now" not in answer.text


def test_what_is_over_is_not_promised(alice: Person, bob: Person, new_database: Database, people: Cast) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = draft(session, people.alice, [people.bob, people.dora])
        sent = invite(session, made, people.bob, by=people.alice.user)
        path = f"/invitations/{sent.id}"
        invitations.withdraw(session, sent, by=people.alice.user)
    answer = bob.post(f"{path}/interest")
    assert answer.status_code == 409
    assert "This cannot be done any more" in text(answer)
    assert "Whoever sent it can invite again." in text(answer)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 415, 422, 429, 500, 503])
@pytest.mark.parametrize("language", ["en", "pl", "de"])
def test_every_kind_of_error_has_words_of_its_own_and_a_way_on(app: Flask, stranger: Person, status: int, language: str) -> None:
    app.view_functions["start.about"] = lambda: problems.page(status, "Why.", plain=status >= 500)  # open to anybody
    page = stranger.get(f"/about?lang={language}")
    assert page.status_code == status
    heading = re.search(r"<h1>(.+?)</h1>", page.text)
    assert heading
    assert language == "en" or heading[1] not in text(stranger.get("/about?lang=en"))
    assert "/" in links(page.text).values()
    for part in ("header", "footer"):
        assert len(tongues(page.text.partition(f"<{part}>")[2].partition(f"</{part}>")[0])) == 2

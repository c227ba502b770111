"""What a round that closed without an application asks of its holder, at the browser."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.models import Consortium
from matchmaker.services import handover
from tests import factories, papers
from tests.factories import Cast
from tests.web.conftest import Person, at_browser, here, text

BEGUN = datetime(2026, 1, 10, tzinfo=UTC)


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    """Alice's consortium, which Bob and Dora joined in earnest, of a round that closed in March."""
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = factories.complete(session, people)
        handover.keep(session, made, by=people.alice.user)
        made.call_id, made.round, made.created_at = "ka220-vet-2026", 1, BEGUN
        return f"/consortia/{made.id}"


def test_holder_reads_on_desk_and_page_what_is_asked_and_members_that_it_is(alice: Person, bob: Person, path: str) -> None:
    assert "The round has closed: say what became of it" in text(alice.get("/home"))
    page = text(alice.get(path))
    assert "The round closed on 5 March 2026, and nobody has noted that you applied. What became of it?" in page
    assert "Without an answer it is given up on 23 December 2026" in page
    assert "You can practise with it" not in page
    assert "The round has closed, and no application was noted. Alice's organisation is asked what became of it." in text(
        bob.get(path)
    )
    assert "say what became of it" not in text(bob.get("/home"))


def test_it_goes_on_in_the_next_call_with_one_press(alice: Person, bob: Person, path: str) -> None:
    page = alice.get(path).text
    assert f'action="{path}/next-round"' in page
    assert 'name="call" value="ka220-vet-2027"' in page
    assert bob.post(f"{path}/next-round", call="ka220-vet-2027").status_code == 403
    made = alice.post(f"{path}/next-round", call="ka220-vet-2027")
    assert made.status_code == 303
    assert made.location != path
    assert "It goes on in another round or call." in text(bob.get(path))
    assert alice.post(f"{path}/next-round", call="ka220-vet-2027").status_code == 409


def test_what_was_submitted_in_time_is_noted_afterwards(alice: Person, app: Flask, people: Cast, path: str) -> None:
    page = alice.get(path).text
    assert "It was submitted: finalise it first" in page
    assert alice.post(f"{path}/finalise", reason="Soon.").status_code == 303
    page = alice.get(path).text
    assert f'action="{path}/submit"' in page
    said = {"agency": "PL01", "form_id": "KA220-1", "submitted_by": "Alice Ainsworth", "submitted_on": "2026-03-04"}
    assert alice.post(f"{path}/submit", **said).status_code == 303
    assert "say what became of it" not in text(alice.get("/home"))
    assert alice.post(f"{path}/reject").status_code == 303
    page = text(at_browser(app, people.dora).get(path))
    assert "What was submitted Submitted to PL01 Submitted on 4 March 2026 Form ID KA220-1 Submitted by Alice Ainsworth" in page


def test_members_read_the_application_that_the_holder_gives(
    new_database: Database, alice: Person, bob: Person, charlie: Person, path: str
) -> None:
    assert alice.post(f"{path}/finalise", reason="Applied on paper").status_code == 303
    said = {"agency": "PL01", "form_id": "KA220-1", "submitted_by": "Alice", "submitted_on": "2026-03-04"}
    assert alice.post(f"{path}/submit", **said).status_code == 303
    assert "What was submitted" not in bob.get(path).text  # nothing is there yet
    (action,) = re.findall(rf'action="({path}/members/\d+/files)"', alice.get(path).text)
    given = alice.post(action, document="application", file=(BytesIO(papers.pdf()), "Application.pdf"))
    assert given.location == f"{path}#applied"
    page = bob.get(path).text.partition('id="applied"')[2].partition("</section>")[0]
    assert "Application.pdf" in page
    assert "<form" not in page
    (file,) = re.findall(rf'href="({path}/files/\d+)"', page)
    assert bob.get(file).headers["Content-Disposition"].startswith("attachment")
    assert charlie.get(file).status_code == 404
    refused = alice.post(action, document="application", file=(BytesIO(b""), "Application.pdf"))
    assert refused.status_code == 422
    assert alice.post(f"{file}/delete").location == f"{path}#applied"
    assert "Application.pdf" not in bob.get(path).text


def test_it_is_given_up(alice: Person, bob: Person, path: str) -> None:
    assert alice.get(path).text.count(f'action="{path}/withdraw"') == 1
    assert alice.post(f"{path}/withdraw").status_code == 303
    assert "The consortium was given up." in text(bob.get(path))


def test_data_of_persons_are_erased_by_those_they_are_of_and_by_the_holder(
    new_database: Database, alice: Person, bob: Person, charlie: Person, path: str
) -> None:
    number = int(path.rpartition("/")[2])
    assert charlie.get(f"{path}/persons").status_code == 404
    assert f'href="{path}/persons"' in bob.get(path).text
    assert alice.post(f"{path}/persons").status_code == 409
    with new_database.unit_of_work() as session:
        made = session.get_one(Consortium, number)
        own = {one.organisation.name: one.id for one in made.members}["Bob's organisation"]
    assert alice.post(f"{path}/persons/{own}").status_code == 403
    assert f'action="{path}/persons/{own}"' in bob.get(f"{path}/persons").text
    assert bob.post(f"{path}/persons/{own}").status_code == 303
    with new_database.unit_of_work() as session:
        made = session.get_one(Consortium, number)
        assert {one.organisation.name: one.joined_name for one in made.invitations} == {
            "Bob's organisation": "",
            "Dora's organisation": "Dora",
        }
    assert alice.post(f"{path}/withdraw").status_code == 303
    assert "Here they are erased on 23 May 2027." in text(bob.get(f"{path}/persons"))
    assert bob.post(f"{path}/persons").status_code == 403
    assert alice.post(f"{path}/persons").status_code == 303
    assert "Erased on 23 November 2026." in text(bob.get(f"{path}/persons"))
    assert "Rector" not in bob.get(path).text

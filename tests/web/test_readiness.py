"""Readiness at the browser: each sees its own, whoever coordinates sees all; files come and go; dates for calendars."""

import re
from pathlib import Path

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.models import Consortium, Mail, Upload
from tests import factories, papers
from tests.factories import Cast
from tests.web.conftest import Person, text


class Scene:
    """A consortium of Alice, which Bob and Dora have joined, and people at their browsers."""

    def __init__(self, app: Flask, database: Database, tmp_path: Path, **said: str) -> None:
        self.database, self.folder = database, tmp_path / "uploads"
        with database.unit_of_work() as session:
            self.cast: Cast = factories.cast(session)
            made = factories.complete(session, self.cast, **said)
            self.number, self.path = made.id, f"/consortia/{made.id}"
            self.member = {one.organisation.name.split("'")[0].lower(): one.id for one in made.members}
            self.organisation = {one.organisation.name.split("'")[0].lower(): one.organisation_id for one in made.members}
        self.alice, self.bob, self.dora, self.charlie = (
            Person(app, f"{name}@school.eu") for name in ("alice", "bob", "dora", "charlie")
        )

    def send(self, person: Person, content: bytes, name: str = "form.pdf", whose: str = "bob", **more: str) -> TestResponse:
        """Written out by hand: the client of the tests leaves temporary files open."""
        fields = {"csrf_token": person.token(), "document": "accession_form", **more}
        parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
        head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + content + b"\r\n--x--\r\n"
        path = f"{self.path}/members/{self.member[whose]}/files"
        return person.client.post(path, data=body, content_type="multipart/form-data; boundary=x")

    def files(self) -> list[Upload]:
        with self.database.session(reads=True) as session:
            return list(session.scalars(select(Upload).order_by(Upload.id)))

    def lying(self) -> int:
        return len(list(self.folder.iterdir())) if self.folder.exists() else 0

    def opened(self, item: str, whose: str = "bob") -> dict[str, str]:
        """What the form to accept an item carries."""
        page = self.alice.get(f"{self.path}/readiness").text
        form = re.search(
            rf'name="organisation" value="{self.organisation[whose]}"><input type="hidden" name="item" value="{item}">'
            r'<input type="hidden" name="sha256" value="([0-9a-f]{64})">',
            page,
        )
        assert form, item
        return {"organisation": str(self.organisation[whose]), "item": item, "sha256": form[1]}

    def mails(self, to: str) -> list[Mail]:
        with self.database.session(reads=True) as session:
            return list(session.scalars(select(Mail).where(Mail.to == f"{to}@school.eu").order_by(Mail.id)))


@pytest.fixture
def scene(app: Flask, new_database: Database, tmp_path: Path) -> Scene:
    return Scene(app, new_database, tmp_path)


def test_whoever_coordinates_sees_all_and_each_partner_its_own(scene: Scene) -> None:
    of_alice = text(scene.alice.get(f"{scene.path}/readiness"))
    assert "Bob's organisation" in of_alice
    assert "Dora's organisation" in of_alice
    assert "Ask all for what is missing" in of_alice
    of_bob = text(scene.bob.get(f"{scene.path}/readiness"))
    assert "Bob's organisation" in of_bob
    assert "Dora's organisation" not in of_bob
    assert "Ask all" not in of_bob
    assert scene.charlie.get(f"{scene.path}/readiness").status_code == 404


def test_a_file_is_given_read_and_deleted(scene: Scene) -> None:
    content = papers.pdf()
    assert scene.send(scene.bob, content, "Müller „1“.pdf").status_code == 303
    (kept,) = scene.files()
    for person in (scene.bob, scene.alice):
        answer = person.get(f"{scene.path}/files/{kept.id}")
        assert answer.data == content
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert "no-store" in answer.headers["Cache-Control"]
    for person in (scene.dora, scene.charlie):
        assert person.get(f"{scene.path}/files/{kept.id}").status_code == 404
        assert person.post(f"{scene.path}/files/{kept.id}/delete").status_code == 404
    assert "Müller „1“.pdf" in text(scene.alice.get(f"{scene.path}/readiness"))
    assert scene.bob.post(f"{scene.path}/files/{kept.id}/delete").status_code == 303
    assert scene.bob.get(f"{scene.path}/files/{kept.id}").status_code == 404
    assert scene.lying() == 0


@pytest.mark.parametrize(
    ("content", "name", "status", "says"),
    [
        (b"", "form.pdf", 422, "The file is empty."),
        (papers.zipped(), "form.pdf", 422, "This is no PDF, PNG or JPEG"),
        (b"MZ\0\0", "scan.jpg", 422, "This is no PDF, PNG or JPEG"),
        (papers.pdf(papers.HARMFUL["script deep inside"]), "form.pdf", 422, "contains a script"),
        (papers.huge_png(), "scan.png", 422, "at most 40 million points"),
        (papers.picture(), "../../scan.png", 422, "The name of the file cannot be kept"),
        (b"%PDF-" + b"\0" * 10_100_000, "form.pdf", 422, "too large: at most 10 MB"),
        (b"%PDF-" + b"\0" * 50_000_000, "form.pdf", 413, "The file is too large: at most 10 MB"),
    ],
)
def test_what_is_not_taken_gets_a_sentence_and_leaves_nothing(
    scene: Scene, content: bytes, name: str, status: int, says: str
) -> None:
    answer = scene.send(scene.bob, content, name)
    assert (answer.status_code, says in text(answer)) == (status, True), text(answer)
    assert scene.files() == []
    assert scene.lying() == 0


def test_no_file_and_no_such_document_and_no_other_partner(scene: Scene) -> None:
    path = f"{scene.path}/members/{scene.member['bob']}/files"
    assert "Choose a file." in text(scene.bob.post(path, document="accession_form"))
    assert scene.send(scene.bob, papers.pdf(), document="declaration_on_honour").status_code == 404
    assert scene.send(scene.dora, papers.pdf()).status_code == 403
    assert scene.send(scene.charlie, papers.pdf()).status_code == 404
    assert scene.send(scene.alice, papers.pdf()).status_code == 303
    assert len(scene.files()) == 1


def test_other_pages_take_no_more_than_before(scene: Scene) -> None:
    assert scene.bob.post("/ideas/new", summary="x" * 1_000_000).status_code == 413
    assert scene.alice.post(f"{scene.path}/readiness/accept", reason="x" * 1_000_000).status_code == 413


def test_what_was_opened_is_accepted_and_what_changed_meanwhile_is_not(scene: Scene) -> None:
    scene.send(scene.bob, papers.pdf())
    opened = scene.opened("document:accession_form")
    scene.send(scene.bob, papers.pdf(pages=2), replaces=str(scene.files()[0].id))
    assert scene.alice.post(f"{scene.path}/readiness/accept", **opened).status_code == 409
    opened = scene.opened("document:accession_form")
    assert scene.bob.post(f"{scene.path}/readiness/accept", **opened).status_code == 403
    assert scene.alice.post(f"{scene.path}/readiness/accept", **opened).status_code == 303
    assert "accepted on" in text(scene.bob.get(f"{scene.path}/readiness"))
    (kept,) = scene.files()
    assert scene.bob.post(f"{scene.path}/files/{kept.id}/delete").status_code == 409
    assert scene.lying() == 1


def test_what_is_given_back_goes_to_the_partner_with_the_reason(scene: Scene) -> None:
    scene.send(scene.bob, papers.pdf())
    opened = scene.opened("document:accession_form")
    unsaid = scene.alice.post(f"{scene.path}/readiness/give-back", **opened, reason=" ")
    assert (unsaid.status_code, "Say what is to be mended" in text(unsaid)) == (422, True)
    assert scene.alice.post(f"{scene.path}/readiness/give-back", **opened, reason="Page 2 is missing").status_code == 303
    assert "Page 2 is missing" in text(scene.bob.get(f"{scene.path}/readiness"))
    assert "Page 2 is missing" in factories.words(scene.mails("bob")[-1])
    assert scene.alice.post(f"{scene.path}/readiness/accept", **{**opened, "sha256": "x"}).status_code == 422


def test_partners_are_asked_once_a_day_in_one_mail_each(scene: Scene) -> None:
    before = len(scene.mails("bob"))
    assert scene.alice.post(f"{scene.path}/readiness/ask").status_code == 303
    assert len(scene.mails("bob")) == len(scene.mails("dora")) == before + 1
    said = factories.words(scene.mails("bob")[-1])
    assert "Accession and Declaration on Honour Form" in said
    assert f"/consortia/{scene.number}/readiness" in said
    assert scene.alice.post(f"{scene.path}/readiness/ask").status_code == 409
    assert len(scene.mails("bob")) == before + 1
    assert "Was asked for" in text(scene.bob.get(f"{scene.path}/readiness"))
    assert scene.bob.post(f"{scene.path}/readiness/ask").status_code == 403


def test_one_thing_is_asked_of_one_partner(scene: Scene) -> None:
    before = len(scene.mails("bob"))
    organisation = str(scene.organisation["dora"])
    asked = scene.alice.post(f"{scene.path}/readiness/ask", organisation=organisation, item="identifier")
    assert asked.status_code == 303
    said = factories.words(scene.mails("dora")[-1])
    assert "OID" in said
    assert "Accession" not in said
    assert len(scene.mails("bob")) == before
    assert "EU Login" in text(scene.dora.get(f"{scene.path}/readiness"))


def test_dates_go_into_a_calendar_and_an_unknown_deadline_says_so(scene: Scene, settings: Settings) -> None:
    assert "Deadline not known" in text(scene.bob.get(f"{scene.path}/readiness"))
    empty = icalendar.Calendar.from_ical(scene.bob.get(f"{scene.path}/readiness/deadlines.ics").data)
    assert empty.walk("VEVENT") == []
    scene.alice.post(f"{scene.path}/deadline", own_deadline="2027-02-01")
    answer = scene.bob.get(f"{scene.path}/readiness/deadlines.ics")
    assert answer.mimetype == "text/calendar"
    (entry,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert entry.decoded("dtstart").date().isoformat() == "2027-02-01"
    assert str(entry["url"]) == f"{settings.base_url}/consortia/{scene.number}"
    assert scene.charlie.get(f"{scene.path}/readiness/deadlines.ics").status_code == 404


def test_a_known_deadline_is_told_in_brussels_time(app: Flask, new_database: Database, tmp_path: Path) -> None:
    scene = Scene(app, new_database, tmp_path)
    with new_database.unit_of_work() as session:
        session.get_one(Consortium, scene.number).call_id = factories.CLOSED_CALL
    page = scene.alice.get(f"{scene.path}/readiness")
    assert "21 March 2018, 12:00 (Brussels time)" in text(page)
    assert 'datetime="2018-03-21T12:00:00+01:00"' in page.text
    assert len(icalendar.Calendar.from_ical(scene.bob.get(f"{scene.path}/readiness/deadlines.ics").data).walk("VEVENT")) == 2


def test_the_desk_says_what_was_asked_and_what_came(scene: Scene) -> None:
    assert "asked of you" not in text(scene.bob.get("/home"))
    scene.alice.post(f"{scene.path}/readiness/ask")
    assert "things are asked of you" in text(scene.bob.get("/home"))
    scene.send(scene.bob, papers.pdf())
    assert "1 thing came and is to be looked at" in text(scene.alice.get("/home"))
    scene.alice.post(f"{scene.path}/readiness/accept", **scene.opened("document:accession_form"))
    assert "to be looked at" not in text(scene.alice.get("/home"))

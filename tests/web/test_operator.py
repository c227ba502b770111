"""What operators see of what went wrong, and have tried again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs.rounds import own, queued
from matchmaker.models import Mail, Trouble, User
from matchmaker.programme import guides
from matchmaker.services import mails, operation, troubles
from matchmaker.web.operator import JOBS
from tests.conftest import Clock
from tests.factories import Cast
from tests.guides import invent
from tests.web.conftest import Person, at_browser, text

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def operator(app: Flask, people: Cast, new_database: Database) -> Person:
    with new_database.unit_of_work() as session:
        session.get_one(User, people.dora.user.id).standing = "operator"
    return at_browser(app, people.dora)


@pytest.fixture
def wrong(new_database: Database) -> None:
    """A job, a row and two mails in trouble, one of them put aside; and one mail that was sent."""
    with new_database.unit_of_work() as session:
        troubles.note(session, "mails", troubles.WHOLE, "ConnectionRefusedError")
        for _ in range(len(troubles.PAUSES) + 1):
            troubles.note(session, "invitations", 12, "LookupError")
        about = {"subject": "Alice wrote this", "content": {"blocks": [{"said": "and this"}]}, "created_at": NOW}
        session.add_all(
            [
                Mail(to="gone@school.eu", attempts=1, trouble="RCPT 550", put_aside_at=NOW, **about),
                Mail(to="slow@school.eu", attempts=2, trouble="DATA 451", due_at=NOW.replace(hour=11), **about),
                Mail(to="bob@school.eu", attempts=1, sent_at=NOW, **about),
            ]
        )


def test_operator_reads_what_when_how_often_and_no_word_of_anybody(operator: Person, wrong: None) -> None:
    said = text(operator.get("/operator"))
    assert "End invitations that nobody answered · row 12" in said
    assert f"Error LookupError Tried {len(troubles.PAUSES) + 1} times" in said
    assert "Send mails Try again Error ConnectionRefusedError Tried once First 23 November 2026, 10:00" in said
    assert "Next try 23 November 2026, 10:01" in said
    assert "To be sent 1 Put aside 1" in said
    assert "Mail 1 Try again Error RCPT 550 Tried once Written 23 November 2026, 10:00 Next try put aside" in said
    assert (
        "Mail 2 Try again Error DATA 451 Tried 2 times Written 23 November 2026, 10:00 Next try 23 November 2026, 12:00" in said
    )
    for words in ("school.eu", "Alice wrote this", "and this"):
        assert words not in said
    assert "What went wrong in this service" in text(operator.get("/account"))


def test_every_job_has_a_name_that_people_read(new_database: Database, settings: Settings) -> None:
    done = (queued(new_database, settings), own(new_database, {"searching": lambda: None}))
    assert {name for threads in done for some in threads.values() for name in some} == JOBS.keys()


def test_page_without_trouble_says_so(operator: Person) -> None:
    assert "Jobs that went wrong No job went wrong. Nothing to do here. Mails To be sent 0 Put aside 0" in text(
        operator.get("/operator")
    )


def test_others_do_not_learn_of_the_page(
    app: Flask, people: Cast, stranger: Person, alice: Person, wrong: None, new_database: Database
) -> None:
    with new_database.unit_of_work() as session:
        session.get_one(User, people.bob.user.id).standing = "moderator"
    verbs = ("/operator/troubles/1/again", "/operator/mails/1/again", "/operator/mails/again")
    for person in (alice, at_browser(app, people.bob)):
        assert person.get("/operator").status_code == 404
        assert [person.post(path).status_code for path in verbs] == [404] * 3
        assert "What went wrong" not in text(person.get("/account"))
    assert stranger.get("/operator").location.startswith("/login")
    with new_database.session(reads=True) as session:
        assert session.get_one(Mail, 1).put_aside_at is not None


def test_job_and_mails_are_tried_again(operator: Person, wrong: None, new_database: Database, clock: Clock) -> None:
    with new_database.session(reads=True) as session:
        assert troubles.list_resting(session, "invitations") == {12}
        number = session.scalars(select(Trouble.id).where(Trouble.number == 12)).one()
    answer = operator.post(f"/operator/troubles/{number}/again")
    assert (answer.status_code, answer.location) == (303, "/operator")
    assert "It is tried again now." in text(operator.get("/operator"))
    with new_database.unit_of_work() as session:
        assert troubles.list_resting(session, "invitations") == set()
        assert mails.take(session) is None
    operator.post("/operator/mails/again")
    operator.post("/operator/mails/2/again")
    operator.post("/operator/mails/3/again")
    with new_database.unit_of_work() as session:
        taken = [mails.take(session) for _ in range(3)]
    assert [(one.to, one.attempt) for one in taken if one] == [("gone@school.eu", 1), ("slow@school.eu", 1)]


@pytest.mark.parametrize("number", ["0", "99", str(2**31), str(2**70)])
def test_job_that_is_in_trouble_no_more_is_not_there(operator: Person, number: str) -> None:
    assert operator.post(f"/operator/troubles/{number}/again").status_code == 404
    assert operator.post(f"/operator/mails/{number}/again").status_code in (303, 404)


def test_few_of_many_mails_are_listed(operator: Person, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        session.add_all(
            Mail(to="x@school.eu", subject="s", content={}, created_at=NOW, attempts=1, trouble="RCPT 554", put_aside_at=NOW)
            for _ in range(operation.SHOWN + 5)
        )
    said = text(operator.get("/operator"))
    assert f"Put aside {operation.SHOWN + 5}" in said
    assert f"Only the latest {operation.SHOWN} are listed." in said
    assert said.count("RCPT 554") == operation.SHOWN


def test_operator_sees_what_of_the_folder_is_in_force_what_waits_and_what_is_wrong(
    app: Flask, operator: Person, new_database: Database, tmp_path: Path
) -> None:
    assert "In force are the calls that come with this version, and no others." in text(operator.get("/operator"))
    folder = invent(tmp_path / "guide")
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"guide_dir": folder})
    waits = text(operator.get("/operator"))
    assert "puts them in force: Cooperation Partnerships in vocational education and training, 2027 ka220-vet-2027" in waits
    new_database.surroundings.guide = guides.read(folder)
    stands = text(operator.get("/operator"))
    assert "1 call in force is not as this version brings it Cooperation Partnerships in vocational education" in stands
    assert "puts them in force" not in stands
    invent(folder, ("min = 4", "mim = 4"))
    (folder / "empty.toml").write_text("")
    wrong = text(operator.get("/operator"))
    assert "Nothing of it is taken up until they are mended; the calls in force stay." in wrong
    assert "ka220-vet-2027.toml: rules.0.mim : is not a key we know; expected min" in wrong
    assert "empty.toml : is empty: expected a call" in wrong
    assert "1 call in force is not as this version brings it Cooperation Partnerships in vocational education" in wrong

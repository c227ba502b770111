"""Mails wait in the outbox until the server has them; what is refused is tried again and does not hold up the others."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.config import Settings
from matchmaker.language import N_, say
from matchmaker.models import Mail
from matchmaker.services import mails
from tests import factories
from tests.smtp import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, smtp_url=SecretStr(server.url), base_url="https://match.example.eu")


def write(session: Session, to: str = "bob@school.eu", subject: str = "Żółw", language: str = "en") -> Mail:
    return mails.write(session, to, say(N_("%(x)s"), x=subject), say(N_("First.")), say(N_("Second.")), language=language)


def test_mail_goes_out_once_with_the_address_of_the_service(session: Session, settings: Settings, server: Server) -> None:
    mail = write(session)
    assert mails.send_waiting(session, settings) == 1
    assert mails.send_waiting(session, settings) == 0
    (received,) = server.received
    assert (received["To"], received["Subject"], received["From"]) == (
        "bob@school.eu",
        "Żółw",
        "Matchmaker <no-reply@match.example.eu>",
    )
    assert received.get_content().splitlines() == ["First.", "", "Second.", "", "https://match.example.eu"]
    assert mail.sent_at is not None


def test_subject_is_one_line_whatever_a_person_wrote(session: Session, settings: Settings, server: Server) -> None:
    write(session, subject="Wood\r\nBcc: everybody@school.eu\x0b x" + "y" * 400)
    mails.send_waiting(session, settings)
    (received,) = server.received
    assert received["Bcc"] is None
    assert len(received["Subject"]) == 300


def test_refused_mail_is_tried_eight_times_and_holds_up_nobody(session: Session, settings: Settings, server: Server) -> None:
    server.refuses.add("gone@school.eu")
    refused = write(session, to="gone@school.eu")
    write(session)
    assert mails.send_waiting(session, settings) == 1
    for _ in range(10):
        mails.send_waiting(session, settings)
    assert (refused.attempts, refused.sent_at, len(server.received)) == (mails.MOST_ATTEMPTS, None, 1)


def test_while_the_server_is_away_all_mails_wait(session: Session, settings: Settings, server: Server) -> None:
    away = settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:9")})
    mail = write(session)
    assert mails.send_waiting(session, away) == 0
    assert (mail.attempts, mail.sent_at) == (0, None)
    assert mails.send_waiting(session, settings) == 1


def test_few_go_out_at_a_time(session: Session, settings: Settings, server: Server) -> None:
    for number in range(3):
        write(session, subject=str(number))
    assert mails.send_waiting(session, settings, limit=2) == 2
    assert [mail["Subject"] for mail in server.received] == ["0", "1"]


def test_without_a_server_mails_are_written_into_the_instance(session: Session, tmp_path: Path) -> None:
    mail = write(session)
    assert mails.send_waiting(session, Settings(instance=tmp_path)) == 1
    kept = message_from_bytes((tmp_path / "mails" / f"{mail.id:06}.eml").read_bytes(), policy=default)
    assert kept["To"] == "bob@school.eu"


def test_everybody_who_acts_is_told_in_their_language(session: Session) -> None:
    alice = factories.register(session, "Alice", language="pl")
    factories.join_as(session, "Eve", alice, "editor")
    factories.join_as(session, "Vera", alice, "viewer")
    mails.tell(session, alice.organisation, say(N_("%(day)s"), day=alice.organisation.created_at.date()))
    assert {mail.to: mail.subject for mail in session.scalars(select(Mail))} == {
        "alice@school.eu": "23 listopada 2026",
        "eve@school.eu": "23 November 2026",
    }

"""What the mail of an invitation says, in whose words, and when somebody is reminded of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.documents.letter import Block, Content
from matchmaker.models import Mail
from matchmaker.services import invitations
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, declining, draft, invite, joining, words


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def contents(session: Session, to: str) -> list[Content]:
    return [Content(**mail.content) for mail in session.scalars(select(Mail).where(Mail.to == to).order_by(Mail.id))]


def facts(content: Content) -> dict[str, Block]:
    return {one.name: one for one in content.blocks if one.name}


def test_invitation_says_who_asks_for_what_and_why_in_the_words_of_the_reader(session: Session, cast: Cast) -> None:
    cast.bob.user.language = "de"
    summary = "Uczymy młodzież w zawodach i szukamy partnerów, którzy razem z nami napiszą moduły. " * 5
    consortium = draft(session, cast.alice, [cast.bob], summary=summary, fields=["0715"])
    why = "Wasza szkoła od lat uczy tego zawodu i jest w tym dobra."
    sent = invite(session, consortium, cast.bob, by=cast.alice.user, field="Mechanika i metalurgia", why_you=why)
    (content,) = contents(session, "bob@school.eu")
    assert (content.language, content.greeting) == ("de", "Guten Tag Bob,")
    said = facts(content)
    assert said["Wer fragt"].said == "Alice's organisation, Berufsschule oder berufsbildende Schule, Polen"
    assert said["Für welchen Aufruf"].said == "Kooperationspartnerschaften in der Berufsbildung, 2027"
    assert "2027" in said["Antragsfrist"].said
    title, two_lines = said["Die Idee"].said.split("\n")
    assert (title, two_lines[:15], two_lines[-1]) == ("Wood and tools", "Uczymy młodzież", "…")
    assert len(two_lines) < 190
    assert said["Das Fachgebiet"] == Block(name="Das Fachgebiet", said="Maschinenbau und Metallverarbeitung")
    assert (said["Warum gerade Sie"].said, said["Warum gerade Sie"].lang, said["Die Idee"].lang) == (why, "pl", "pl")
    assert [(one.words, one.path) for one in content.links] == [
        ("Lesen und antworten", f"/invitations/{sent.id}"),
        ("Nein, danke", f"/invitations/{sent.id}/decline"),
    ]
    assert "für Ihre Einrichtung handeln: Bob's organisation" in content.why
    assert content.stop is not None
    assert (content.stop.user, content.stop.topic) == (cast.bob.user.id, "invitations")


def test_field_in_own_words_stays_as_it_was_written(session: Session, cast: Cast) -> None:
    invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user, field="Mechanika i more")
    assert "Mechanika i more" in words(session.scalars(select(Mail)).one())


def test_reason_of_a_no_reaches_who_asked_and_an_answer_to_them_cannot_be_ended(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    for actor, form in ((cast.bob, declining(reason="We are too busy")), (cast.dora, declining())):
        invitations.decline(session, invite(session, consortium, actor, by=cast.alice.user), form, by=actor.user)
    with_reason, without = contents(session, "alice@school.eu")
    assert facts(with_reason)["Their reason"].said == "We are too busy"
    assert facts(without) == {}
    assert with_reason.stop is without.stop is None


def remind(session: Session) -> None:
    for number in invitations.list_to_remind(session):
        invitations.remind(session, number)


def reminders(session: Session) -> list[str]:
    about = Mail.subject.startswith("Until ")
    return list(session.scalars(select(Mail.subject).where(about).order_by(Mail.id)))


def test_somebody_is_reminded_once_two_days_before_each_act_ends(session: Session, cast: Cast, clock: Clock) -> None:
    sent = invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    clock.move(days=5, seconds=-1)
    remind(session)
    assert reminders(session) == []
    clock.move(seconds=1)
    remind(session)
    remind(session)
    assert reminders(session) == ["Until 30 November 2026: your answer to “Wood and tools”"]
    invitations.show_interest(session, sent, by=cast.bob.user)
    remind(session)
    assert len(reminders(session)) == 1
    clock.move(days=20)
    remind(session)
    assert reminders(session)[1:] == ["Until 19 December 2026: your answer to “Wood and tools”"]
    invitations.join(session, sent, joining(), by=cast.bob.user)
    remind(session)
    assert len(reminders(session)) == 2


def test_nobody_is_reminded_of_what_has_ended_or_was_asked_today(session: Session, cast: Cast, clock: Clock) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    late = invite(session, consortium, cast.bob, by=cast.alice.user)
    late.expires_at = clock.now
    short = invite(session, consortium, cast.dora, by=cast.alice.user)
    clock.move(hours=1)
    short.expires_at = clock.now.replace(day=24)
    session.flush()
    remind(session)
    assert reminders(session) == []

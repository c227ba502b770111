"""The outbox: what is written into it, in whose language."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.language import N_, say
from matchmaker.models import Mail
from matchmaker.services import mails
from tests import factories
from tests.conftest import Clock


def write(session: Session, subject: str = "Żółw", to: str = "bob@school.eu") -> Mail:
    return mails.write(session, to, say(N_("%(x)s"), x=subject), say(N_("First.")), say(N_("Second.")), language="en")


def test_mail_is_taken_once_and_again_when_its_pause_is_over(session: Session, clock: Clock) -> None:
    write(session)
    assert mails.is_due(session)
    letter = mails.take(session)
    assert letter is not None
    assert (letter.to, letter.attempt) == ("bob@school.eu", 1)
    assert [one["said"] for one in letter.content["blocks"]] == ["First.", "Second."]
    assert not mails.is_due(session)
    assert mails.take(session) is None
    clock.move(seconds=61)
    again = mails.take(session)
    assert again is not None
    assert (again.number, again.attempt) == (letter.number, 2)


def test_new_mails_go_before_those_tried_in_vain(session: Session, clock: Clock) -> None:
    first, second = write(session), write(session)
    session.flush()
    assert (taken := mails.take(session))
    assert taken.number == first.id
    clock.move(hours=1)
    assert (taken := mails.take(session))
    assert taken.number == second.id


def test_pauses_grow_and_last_two_days_in_all() -> None:
    minutes = [pause.total_seconds() / 60 for pause in mails.PAUSES]
    assert minutes[:-1] == sorted(minutes[:-1])
    assert 47 * 60 <= sum(minutes) <= 49 * 60


def test_mail_that_ended_the_process_each_time_is_not_taken_for_ever(session: Session, clock: Clock) -> None:
    mail = write(session)
    taken = []
    while letter := mails.take(session):
        taken.append(letter.attempt)
        clock.move(days=1)
    assert taken == list(range(1, len(mails.PAUSES) + 2))
    assert (mail.put_aside_at is not None, mail.trouble) == (True, "unfinished")


def test_everybody_who_acts_is_told_in_their_language(session: Session) -> None:
    alice = factories.register(session, "Alice", language="pl")
    factories.join_as(session, "Eve", alice, "editor")
    factories.join_as(session, "Vera", alice, "viewer")
    mails.tell(session, alice.organisation, say(N_("%(day)s"), day=alice.organisation.created_at.date()))
    assert {mail.to: mail.subject for mail in session.scalars(select(Mail))} == {
        "alice@school.eu": "23 listopada 2026",
        "eve@school.eu": "23 November 2026",
    }

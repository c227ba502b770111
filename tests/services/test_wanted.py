"""Which mails a person wants, and how a link in a mail ends some of them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Over
from matchmaker.models import Mail
from matchmaker.services import invitations, wanted
from tests import factories
from tests.factories import Cast, draft, invite

SECRET = "of the service, long enough"


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def link(user: int, topic: str, secret: str = SECRET) -> str:
    return wanted.path(user, topic, secret=secret).partition("link=")[2]


def test_who_wants_no_invitations_by_mail_gets_none_and_all_else(session: Session, cast: Cast) -> None:
    wanted.stop(session, link(cast.bob.user.id, "invitations"), secret=SECRET)
    wanted.stop(session, link(cast.bob.user.id, "invitations"), secret=SECRET)
    assert cast.bob.user.unwanted == ["invitations"]
    colleague = factories.join_as(session, "Eve", cast.bob, "editor")
    consortium = draft(session, cast.alice, [cast.bob])
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    assert session.scalars(select(Mail.to)).all() == [colleague.email]
    invitations.show_interest(session, sent, by=cast.bob.user)
    assert session.scalars(select(Mail.to).order_by(Mail.id)).all() == [colleague.email, cast.alice.user.email]


def test_answers_come_whatever_one_chose(session: Session, cast: Cast) -> None:
    wanted.choose(session, [], by=cast.alice.user)
    assert set(cast.alice.user.unwanted) == set(wanted.TOPICS)
    sent = invite(session, draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    invitations.show_interest(session, sent, by=cast.bob.user)
    assert session.scalars(select(Mail.to).order_by(Mail.id)).all() == ["bob@school.eu", "alice@school.eu"]
    wanted.choose(session, ["messages", "no such topic"], by=cast.alice.user)
    assert [one for one in wanted.TOPICS if one not in cast.alice.user.unwanted] == ["messages"]


def test_link_that_is_none_of_ours_ends_nothing(session: Session, cast: Cast) -> None:
    bob = cast.bob.user.id
    good = link(bob, "rules")
    for bad in ("", "x", good[:-1], link(bob, "rules", "another secret, as long"), link(0, "rules"), link(bob, "weather")):
        with pytest.raises(Over):
            wanted.stop(session, bad, secret=SECRET)
    assert cast.bob.user.unwanted == []

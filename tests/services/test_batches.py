"""Inviting several at once: known beforehand who cannot be asked; all or nobody; never more than the sender may."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Invalid, Refused
from matchmaker.models import Consortium, Invitation, Mail, Organisation, User
from matchmaker.services import batches, invitations
from tests import factories
from tests.factories import CLOSED_CALL, Actor, Cast, declining, draft, edit, invitation_form, invite, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return draft(session, cast.alice, [cast.bob, cast.dora, cast.charlie])


def letters(consortium: Consortium, *actors: Actor) -> dict[int, object]:
    return {member_id(consortium, one): invitation_form(why_you=f"For {one.organisation.name}") for one in actors}


def send(session: Session, consortium: Consortium, cast: Cast, *actors: Actor) -> list[Invitation]:
    return batches.send(session, consortium, letters(consortium, *actors), by=cast.alice.user)  # type: ignore[arg-type]


def test_each_gets_its_own_letter(session: Session, cast: Cast, consortium: Consortium) -> None:
    sent = send(session, consortium, cast, cast.bob, cast.dora)
    assert [(one.organisation, one.task, one.why_you) for one in sent] == [
        (actor.organisation, "Write two modules", f"For {actor.organisation.name}") for actor in (cast.bob, cast.dora)
    ]
    assert len(session.scalars(select(Mail)).all()) == 2


def test_who_cannot_be_asked_is_listed_last_with_the_reason(session: Session, cast: Cast, consortium: Consortium) -> None:
    invitations.decline(session, invite(session, consortium, cast.bob, by=cast.alice.user), declining(), by=cast.bob.user)
    edit(session, cast.dora, capacity=0)
    session.expire_all()
    listed = batches.list_guests(session, consortium)
    assert [(one.organisation, one.refusal is None, one.member is None) for one in listed] == [
        (cast.charlie.organisation, True, False),
        (cast.dora.organisation, False, False),
        (cast.bob.organisation, False, True),
    ]
    assert "as many consortia of this call as it can" in str(listed[1].refusal)
    assert "final for this consortium" in str(listed[2].refusal)


def test_nobody_is_asked_when_one_cannot_be(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.dora, open_to_requests=False)
    with pytest.raises(Invalid) as refused:
        send(session, consortium, cast, cast.bob, cast.dora)
    assert {name: str(said) for name, said in refused.value.problems.items()} == {
        f"why_{member_id(consortium, cast.dora)}": "Dora's organisation takes no requests at present."
    }
    assert session.query(Invitation).count() == 0


def test_batch_keeps_to_what_the_sender_may_await(session: Session, cast: Cast, consortium: Consortium) -> None:
    guests = [
        factories.known_only(session, f"x{n}", f"Guest {n}", joined_at=cast.alice.user.created_at)
        for n in range(invitations.MOST_OPEN - 1)
    ]
    full = draft(session, cast.alice, [one.key for one in guests])
    batches.send(session, full, {one.id: invitation_form() for one in full.members if one.joined_at is None}, by=cast.alice.user)
    assert invitations.count_left(session, cast.alice.organisation) == 1
    with pytest.raises(Invalid, match="1 invitation more"):
        send(session, consortium, cast, cast.bob, cast.dora)
    assert len(send(session, consortium, cast, cast.bob)) == 1


def test_batch_is_for_editors_of_who_holds_it(session: Session, cast: Cast, consortium: Consortium) -> None:
    invite(session, consortium, cast.bob, by=cast.alice.user)
    with pytest.raises(Forbidden):
        batches.send(session, consortium, letters(consortium, cast.dora), by=cast.bob.user)  # type: ignore[arg-type]


def test_practice_reaches_nobody(session: Session, cast: Cast) -> None:
    practice = draft(session, cast.alice, [cast.bob], call=CLOSED_CALL)
    with pytest.raises(Refused, match="one can practise with it, and nobody is asked"):
        send(session, practice, cast, cast.bob)
    assert session.query(Invitation).count() == 0
    assert session.query(Mail).count() == 0


def test_of_two_batches_at_once_none_goes_beyond_what_the_sender_may(new_database: Database) -> None:
    """Two colleagues, two consortia, eleven guests in each: one batch is sent, the other is told how many are left."""
    with new_database.unit_of_work() as session:
        alice = factories.register(session, "Alice")
        adam = factories.join_as(session, "Adam", alice, "editor").id
        made = []
        for which in "ab":
            guests = [
                factories.known_only(session, f"{which}{n}", f"Guest {which}{n}", joined_at=alice.user.created_at)
                for n in range(11)
            ]
            made.append(draft(session, alice, [one.key for one in guests]).id)
        people = (alice.user.id, adam)
    begin, ended = Barrier(2), []

    def run(number: int, person: int) -> None:
        begin.wait()
        try:
            with new_database.unit_of_work() as session:
                consortium, by = session.get_one(Consortium, number), session.get_one(User, person)
                asked = {one.id: invitation_form() for one in consortium.members if one.joined_at is None}
                ended.append(len(batches.send(session, consortium, asked, by=by)))
        except Invalid as refused:
            ended.append(str(refused))

    threads = [Thread(target=run, args=pair) for pair in zip(made, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ended, key=str) == [11, "whom: At present you can send 9 invitations more."]
    with new_database.session() as session:
        sender = session.scalars(select(Organisation).where(Organisation.name == "Alice's organisation")).one()
        assert invitations.count_left(session, sender) == 9

"""Invitations: four specifics, two acts, a quiet and final no, an end in time, and nobody flooded."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.models import Block, Consortium, Invitation, Mail, Member
from matchmaker.services import consortia, history, invitations, paper
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast, bring_in, declining, draft, edit, invite, joining, member_id, words


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return draft(session, cast.alice, [cast.bob, cast.dora])


def mails_to(session: Session, actor: Actor) -> list[str]:
    return list(session.scalars(select(Mail.subject).where(Mail.to == actor.user.email).order_by(Mail.id)))


def member(consortium: Consortium, actor: Actor) -> Member:
    return next(one for one in consortium.members if one.organisation_id == actor.organisation.id)


def test_invitation_goes_its_way_in_two_acts(session: Session, cast: Cast, consortium: Consortium, clock: Clock) -> None:
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    assert (sent.state, (sent.expires_at - clock.now).days, consortium.state) == ("sent", 7, "inviting")
    clock.move(days=6)
    invitations.show_interest(session, sent, by=cast.bob.user)
    assert (sent.state, (sent.expires_at - clock.now).days) == ("interested", 21)
    assert member(consortium, cast.bob).joined_at is None
    clock.move(days=20)
    invitations.join(session, sent, joining("Professor Bob"), by=cast.bob.user)
    assert (sent.state, sent.joined_name, sent.joined_function) == ("joined", "Professor Bob", "Rector")
    assert member(consortium, cast.bob).joined_at == clock.now
    assert mails_to(session, cast.bob) == ["Alice's organisation asks you to join “Wood and tools”"]
    assert mails_to(session, cast.alice) == [
        *("Bob's organisation is interested in “Wood and tools”", "Bob's organisation has joined “Wood and tools”"),
    ]


def test_mail_is_in_the_language_of_whoever_reads_it_and_names_the_specifics(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    invite(session, consortium, cast.bob, by=cast.alice.user, why_you="You teach <b>joinery</b>")
    mail = session.scalars(select(Mail)).one()
    for said in ("Write two modules", "Carpentry", "20 days", "You teach <b>joinery</b>", "30 November 2026"):
        assert said in words(mail)


def test_no_mail_leaves_to_invented_organisations(session: Session, cast: Cast, consortium: Consortium) -> None:
    cast.dora.organisation.is_invented = True
    cast.charlie.user.is_demo = True
    consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    invite(session, consortium, cast.dora, by=cast.alice.user)
    invite(session, consortium, cast.charlie, by=cast.alice.user)
    assert session.scalars(select(Mail)).all() == []


def test_role_of_the_invitation_is_the_role_of_the_member(session: Session, cast: Cast, consortium: Consortium) -> None:
    invite(session, consortium, cast.dora, by=cast.alice.user, role="associated")
    assert member(consortium, cast.dora).role == "associated"
    invite(session, consortium, cast.bob, by=cast.alice.user, role="coordinator")
    assert (member(consortium, cast.bob).role, member(consortium, cast.alice).role) == ("coordinator", "partner")


def _closed(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.bob, open_to_requests=False)


def _blocked(session: Session, cast: Cast, consortium: Consortium) -> None:
    ids = {"organisation_id": cast.bob.organisation.id, "blocked_id": cast.alice.organisation.id}
    session.add(Block(**ids, created_at=cast.bob.user.created_at))


def _full(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.bob, capacity=1)
    bring_in(session, draft(session, cast.charlie, [cast.bob]), cast.bob, by=cast.charlie.user)


def _no_capacity(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.bob, capacity=0)


def _asked(session: Session, cast: Cast, consortium: Consortium) -> None:
    invite(session, consortium, cast.bob, by=cast.alice.user)


def _interested(session: Session, cast: Cast, consortium: Consortium) -> None:
    invitations.show_interest(session, invite(session, consortium, cast.bob, by=cast.alice.user), by=cast.bob.user)


def _joined(session: Session, cast: Cast, consortium: Consortium) -> None:
    bring_in(session, consortium, cast.bob, by=cast.alice.user)


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (_closed, "takes no requests at present"),
        (_blocked, "takes no requests at present"),
        (_full, "as many consortia of this call as it can"),
        (_no_capacity, "as many consortia of this call as it can"),
        (_asked, "has been invited already"),
        (_interested, "has been invited already"),
        (_joined, "has joined already"),
    ],
)
def test_who_cannot_be_asked_is_not_asked(
    session: Session, cast: Cast, consortium: Consortium, before: Callable[[Session, Cast, Consortium], None], sentence: str
) -> None:
    before(session, cast, consortium)
    there = session.query(Invitation).count()
    with pytest.raises(Refused, match=sentence):
        invite(session, consortium, cast.bob, by=cast.alice.user)
    assert session.query(Invitation).count() == there


def test_known_only_organisation_gets_a_letter_and_no_invitation(session: Session, cast: Cast) -> None:
    known = factories.known_only(session, "x1", "University of Records")
    consortium = draft(session, cast.alice, ["x1"])
    theirs = member(consortium, Actor(cast.alice.user, known))
    with pytest.raises(Refused, match="public records only"):
        invitations.send(session, consortium, theirs.id, factories.invitation_form(), by=cast.alice.user)
    plain = [str(part) for part in paper.letter(consortium, theirs)]
    specific = [str(part) for part in paper.letter(consortium, theirs, factories.invitation_form())]
    assert plain[0] == "Dear colleagues at University of Records,"
    assert "Why you: You teach it." in specific
    assert "Why you: You teach it." not in plain


def test_initiator_is_not_invited(session: Session, cast: Cast, consortium: Consortium) -> None:
    with pytest.raises(Refused, match="has joined already"):
        invite(session, consortium, cast.alice, by=cast.alice.user)


def test_answers_of_twenty_are_awaited_at_most(session: Session, cast: Cast, clock: Clock) -> None:
    guests = [factories.known_only(session, f"x{n}", f"Guest {n}", joined_at=clock.now) for n in range(invitations.MOST_OPEN + 1)]
    consortium = draft(session, cast.alice, [guest.key for guest in guests])
    numbers = [member_id(consortium, Actor(cast.alice.user, guest)) for guest in guests]
    sent = [invitations.send(session, consortium, one, factories.invitation_form(), by=cast.alice.user) for one in numbers[:-1]]
    with pytest.raises(Refused, match="awaits the answers to 20 invitations"):
        invitations.send(session, consortium, numbers[-1], factories.invitation_form(), by=cast.alice.user)
    invitations.withdraw(session, sent[0], by=cast.alice.user)
    invitations.send(session, consortium, numbers[-1], factories.invitation_form(), by=cast.alice.user)


def test_declining_is_final_and_frees_the_seat(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob], seats=["sector:HED"], coordinator=cast.bob.key)
    sent = invite(session, consortium, cast.bob, by=cast.alice.user, role="coordinator")
    invitations.decline(session, sent, declining(), by=cast.bob.user)
    session.expire_all()
    assert (sent.state, consortium.state) == ("declined", "draft")
    assert [(one.organisation, one.role) for one in consortium.members] == [(cast.alice.organisation, "coordinator")]
    with pytest.raises(Refused, match="final for this consortium"):
        consortia.add_member(session, consortium, cast.bob.key, "partner", version=None, by=cast.alice.user)
    assert str(history.list_history(session, consortium)[-1].sentence) == "Bob's organisation declined"


def test_declining_after_interest_is_as_final(session: Session, cast: Cast, consortium: Consortium) -> None:
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    invite(session, consortium, cast.dora, by=cast.alice.user)
    invitations.show_interest(session, sent, by=cast.bob.user)
    invitations.decline(session, sent, declining(reason="No time"), by=cast.bob.user)
    assert (sent.decline_reason, consortium.state) == ("No time", "inviting")


def test_unanswered_invitation_expires_and_may_be_sent_again(
    session: Session, cast: Cast, consortium: Consortium, clock: Clock
) -> None:
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    interested = invite(session, consortium, cast.dora, by=cast.alice.user)
    invitations.show_interest(session, interested, by=cast.dora.user)
    clock.move(days=7, seconds=-1)
    assert invitations.expire_due(session) == 0
    clock.move(seconds=1)
    for answer in (
        lambda: invitations.show_interest(session, sent, by=cast.bob.user),
        lambda: invitations.decline(session, sent, declining(), by=cast.bob.user),
    ):
        with pytest.raises(Refused, match="ended on"):
            answer()
    assert invitations.expire_due(session) == 1
    assert (sent.state, interested.state, consortium.state) == ("expired", "interested", "inviting")
    assert "Bob's organisation has not answered" in mails_to(session, cast.alice)
    again = invite(session, consortium, cast.bob, by=cast.alice.user)
    clock.move(days=14)
    with pytest.raises(Refused, match="ended on"):
        invitations.join(session, interested, joining(), by=cast.dora.user)
    assert invitations.expire_due(session) == 2
    assert (again.state, interested.state, consortium.state) == ("expired", "expired", "draft")
    assert invitations.expire_due(session) == 0


def test_capacity_is_looked_at_again_when_joining(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.bob, capacity=1)
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    invitations.show_interest(session, sent, by=cast.bob.user)
    bring_in(session, draft(session, cast.charlie, [cast.bob]), cast.bob, by=cast.charlie.user)
    with pytest.raises(Refused, match="all it said it can"):
        invitations.join(session, sent, joining(), by=cast.bob.user)
    assert (sent.state, member(consortium, cast.bob).joined_at) == ("interested", None)


def test_capacity_counts_the_consortia_of_one_call(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.bob, capacity=1)
    bring_in(session, draft(session, cast.charlie, [cast.bob], call="ka210-vet-2027"), cast.bob, by=cast.charlie.user)
    bring_in(session, consortium, cast.bob, by=cast.alice.user)


def test_joined_member_can_be_let_go_and_asked_again(session: Session, cast: Cast, consortium: Consortium) -> None:
    sent = bring_in(session, consortium, cast.bob, by=cast.alice.user)
    invitations.withdraw(session, sent, by=cast.alice.user)
    assert (sent.state, member(consortium, cast.bob).joined_at, consortium.state) == ("withdrawn", None, "draft")
    bring_in(session, consortium, cast.bob, by=cast.alice.user)
    consortia.remove_member(session, consortium, member_id(consortium, cast.bob), version=None, by=cast.alice.user)
    assert [one.state for one in consortium.invitations] == ["withdrawn", "withdrawn"]
    assert consortium.state == "draft"
    assert "You are no longer in the consortium “Wood and tools”" in mails_to(session, cast.bob)


def test_answering_twice_is_refused_and_changes_nothing(session: Session, cast: Cast, consortium: Consortium) -> None:
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    with pytest.raises(Refused):
        invitations.join(session, sent, joining(), by=cast.bob.user)
    invitations.show_interest(session, sent, by=cast.bob.user)
    with pytest.raises(Refused, match="“interested”"):
        invitations.show_interest(session, sent, by=cast.bob.user)
    invitations.join(session, sent, joining(), by=cast.bob.user)
    for again in (
        lambda: invitations.join(session, sent, joining("Mallory"), by=cast.bob.user),
        lambda: invitations.decline(session, sent, declining(), by=cast.bob.user),
        lambda: invitations.show_interest(session, sent, by=cast.bob.user),
    ):
        with pytest.raises(Refused, match="“joined”"):
            again()
    assert (sent.state, sent.joined_name) == ("joined", "Bob")


def test_answers_are_for_editors_of_the_recipient(session: Session, cast: Cast, consortium: Consortium) -> None:
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    viewer = factories.join_as(session, "Vera", cast.bob, "viewer")
    for by, error in (
        (viewer, Forbidden),
        (cast.alice.user, Forbidden),
        (cast.charlie.user, NotFound),
        (cast.dora.user, NotFound),
    ):
        with pytest.raises(error):
            invitations.show_interest(session, sent, by=by)
        with pytest.raises(error):
            invitations.decline(session, sent, declining(), by=by)
    for by, error in ((cast.bob.user, Forbidden), (cast.charlie.user, NotFound)):
        with pytest.raises(error):
            invitations.withdraw(session, sent, by=by)
    with pytest.raises(Forbidden):
        invite(session, consortium, cast.dora, by=cast.bob.user)


def test_received_invitations_are_listed_open_ones_first(session: Session, cast: Cast, consortium: Consortium) -> None:
    second = draft(session, cast.charlie, [cast.bob])
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    later = invite(session, second, cast.bob, by=cast.charlie.user)
    assert invitations.list_received(session, by=cast.bob.user) == [later, sent]
    invitations.decline(session, later, declining(), by=cast.bob.user)
    assert invitations.list_received(session, by=cast.bob.user) == [sent, later]
    assert invitations.list_received(session, by=cast.alice.user) == []
    assert invitations.get_invitation(session, sent.id, by=cast.alice.user) is sent
    for number in (sent.id, 0, 2**31):
        with pytest.raises(NotFound):
            invitations.get_invitation(session, number, by=cast.dora.user)

"""A member leaves by its own act: nobody else's, nobody who holds the consortium, and not when all is frozen."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.models import Consortium, Mail
from matchmaker.services import consortia, departures, handover, history, invitations, outcomes
from tests import factories
from tests.factories import CLOSED_CALL, Actor, Cast, bring_in, draft, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast)


def leave(session: Session, consortium: Consortium, actor: Actor) -> None:
    departures.leave(session, consortium, member_id(consortium, actor), by=actor.user)


def names(consortium: Consortium) -> list[str | None]:
    return [one.organisation.name for one in consortium.members]


def invited(consortium: Consortium, actor: Actor) -> list[str]:
    return [one.state for one in consortium.invitations if one.organisation_id == actor.organisation.id]


def test_member_leaves_and_the_holder_is_told(session: Session, cast: Cast, consortium: Consortium) -> None:
    before = consortium.version
    leave(session, consortium, cast.bob)
    session.expire_all()
    assert names(consortium) == ["Alice's organisation", "Dora's organisation"]
    assert (consortium.state, invited(consortium, cast.bob), invited(consortium, cast.dora)) == (
        *("inviting", ["withdrawn"], ["joined"]),
    )
    assert consortium.version > before
    assert str(history.list_history(session, consortium)[-1].sentence) == "Bob's organisation left (Bob)"
    told = session.scalars(select(Mail.subject).where(Mail.to == cast.alice.user.email).order_by(Mail.id.desc())).first()
    assert told == "Bob's organisation has left “Wood and tools”"
    with pytest.raises(NotFound):
        consortia.get_consortium(session, consortium.id, by=cast.bob.user)


def test_rules_are_checked_without_who_left_as_was_said_before(session: Session, cast: Cast, consortium: Consortium) -> None:
    assert consortia.check(session, consortium).verdict == "eligible"
    bob = next(one for one in consortium.members if one.organisation_id == cast.bob.organisation.id)
    said = departures.check_without(session, consortium, bob)
    assert (said.verdict, len(consortium.members)) == ("ineligible", 3)
    leave(session, consortium, cast.bob)
    assert consortia.check(session, consortium) == said


def test_coordinator_to_be_leaves_its_role_to_the_holder(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], seats=["sector:HED"], coordinator=cast.bob.key)
    bring_in(session, consortium, cast.bob, by=cast.alice.user, role="coordinator")
    bob = next(one for one in consortium.members if one.role == "coordinator")
    said = departures.check_without(session, consortium, bob)
    leave(session, consortium, cast.bob)
    session.expire_all()
    assert [one.role for one in consortium.members] == ["coordinator", "partner"]
    assert consortia.check(session, consortium) == said
    assert consortium.state == "draft"


def test_who_left_may_be_asked_again(session: Session, cast: Cast, consortium: Consortium) -> None:
    leave(session, consortium, cast.bob)
    consortia.add_member(session, consortium, cast.bob.key, "partner", version=None, by=cast.alice.user)
    bring_in(session, consortium, cast.bob, by=cast.alice.user)
    assert invited(consortium, cast.bob) == ["withdrawn", "joined"]


def test_who_left_is_free_for_another(session: Session, cast: Cast, consortium: Consortium) -> None:
    factories.edit(session, cast.bob, capacity=1)
    other = draft(session, cast.charlie, [cast.bob])
    with pytest.raises(Refused):
        factories.invite(session, other, cast.bob, by=cast.charlie.user)
    leave(session, consortium, cast.bob)
    bring_in(session, other, cast.bob, by=cast.charlie.user)


def test_only_editors_of_the_member_itself_say_so(session: Session, cast: Cast, consortium: Consortium) -> None:
    bob = member_id(consortium, cast.bob)
    viewer = factories.join_as(session, "Vera", cast.bob, "viewer")
    for by, error in (
        (cast.alice.user, Forbidden),
        (cast.dora.user, Forbidden),
        (viewer, Forbidden),
        (cast.charlie.user, NotFound),
    ):
        with pytest.raises(error):
            departures.leave(session, consortium, bob, by=by)
    editor = factories.join_as(session, "Eve", cast.bob, "editor")
    departures.leave(session, consortium, bob, by=editor)
    with pytest.raises(NotFound):
        departures.leave(session, consortium, bob, by=editor)


def test_who_has_not_joined_answers_the_invitation_instead(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob])
    with pytest.raises(NotFound):
        leave(session, consortium, cast.bob)
    sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
    invitations.show_interest(session, sent, by=cast.bob.user)
    with pytest.raises(Forbidden):
        leave(session, consortium, cast.bob)
    assert (names(consortium), sent.state) == (["Alice's organisation", "Bob's organisation"], "interested")


def test_holder_stays_and_after_the_hand_over_the_initiator_may_go(session: Session, cast: Cast, consortium: Consortium) -> None:
    with pytest.raises(Refused, match="holds this consortium"):
        leave(session, consortium, cast.alice)
    handed = handover.offer(session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user)
    with pytest.raises(Refused, match="“offered”"):
        leave(session, consortium, cast.dora)
    handover.accept(session, handed, by=cast.bob.user)
    with pytest.raises(Refused, match="holds this consortium"):
        leave(session, consortium, cast.bob)
    leave(session, consortium, cast.alice)
    assert names(consortium) == ["Bob's organisation", "Dora's organisation"]
    assert consortia.get_consortium(session, consortium.id, by=cast.alice.user) is consortium


def test_nobody_leaves_what_is_frozen(session: Session, cast: Cast, consortium: Consortium) -> None:
    handover.keep(session, consortium, by=cast.alice.user)
    outcomes.finalise(session, consortium, version=None, by=cast.alice.user)
    with pytest.raises(Refused, match="“finalised”"):
        leave(session, consortium, cast.bob)
    outcomes.reopen(session, consortium, by=cast.alice.user)
    leave(session, consortium, cast.bob)
    outcomes.withdraw(session, consortium, by=cast.alice.user)
    with pytest.raises(Refused, match="“withdrawn”"):
        leave(session, consortium, cast.dora)


def test_no_mail_leaves_for_practice(session: Session, cast: Cast) -> None:
    practice = draft(session, cast.alice, [cast.bob], call=CLOSED_CALL)
    bring_in(session, practice, cast.bob, by=cast.alice.user)
    leave(session, practice, cast.bob)
    assert session.scalars(select(Mail)).all() == []

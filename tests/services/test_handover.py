"""The hand-over: only to a member that joined and may coordinate; the initiator keeps reading."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.models import Consortium, Mail, OrganisationTerm, Participation, PastProject
from matchmaker.services import candidates, consortia, handover, invitations
from tests import factories
from tests.factories import Actor, Cast, edit, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast)


def reasons(session: Session, consortium: Consortium, actor: Actor) -> tuple[bool, list[str]]:
    found = next(one for one in candidates.list_candidates(session, consortium) if one.member.organisation is actor.organisation)
    return found.may, [str(reason) for reason in found.reasons]


def offer(session: Session, cast: Cast, consortium: Consortium, to: Actor, note: str = "") -> Any:
    return handover.offer(session, consortium, member_id(consortium, to), note, by=cast.alice.user)


def test_accepting_hands_the_consortium_over(session: Session, cast: Cast, consortium: Consortium) -> None:
    offered = offer(session, cast, consortium, cast.bob, "You know how")
    assert (consortium.state, offered.state, offered.note) == ("offered", "offered", "You know how")
    assert handover.list_received(session, by=cast.bob.user) == [offered]
    handover.accept(session, offered, "With pleasure", by=cast.bob.user)
    session.expire_all()
    assert (consortium.state, consortium.holder, offered.answer_note) == ("handed_over", cast.bob.organisation, "With pleasure")
    assert {one.organisation_id: one.role for one in consortium.members}[cast.bob.organisation.id] == "coordinator"
    assert handover.list_received(session, by=cast.bob.user) == []
    with pytest.raises(Forbidden):
        consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    assert consortia.get_consortium(session, consortium.id, by=cast.alice.user) is consortium
    consortia.add_member(session, consortium, cast.charlie.key, "associated", version=None, by=cast.bob.user)
    assert "Bob's organisation coordinates “Wood and tools” from now on" in session.scalars(select(Mail.subject)).all()


def test_coordinator_that_took_over_stays_the_coordinator(session: Session, cast: Cast, consortium: Consortium) -> None:
    handover.accept(session, offer(session, cast, consortium, cast.bob), by=cast.bob.user)
    with pytest.raises(Refused, match="has taken over"):
        consortia.set_role(session, consortium, member_id(consortium, cast.dora), "coordinator", version=None, by=cast.bob.user)
    with pytest.raises(Refused, match="holds this consortium"):
        consortia.remove_member(session, consortium, member_id(consortium, cast.bob), version=None, by=cast.bob.user)
    consortia.remove_member(session, consortium, member_id(consortium, cast.alice), version=None, by=cast.bob.user)
    assert consortia.get_consortium(session, consortium.id, by=cast.alice.user) is consortium


@pytest.mark.parametrize("answer", ["decline", "take_back"])
def test_offer_that_is_not_taken_leaves_everything_as_it_was(
    session: Session, cast: Cast, consortium: Consortium, answer: str
) -> None:
    offered = offer(session, cast, consortium, cast.bob)
    with pytest.raises(Refused, match="Members cannot be changed now"):
        consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    if answer == "decline":
        handover.decline(session, offered, "Too busy", by=cast.bob.user)
        assert (offered.state, offered.answer_note) == ("declined", "Too busy")
    else:
        handover.take_back(session, offered, by=cast.alice.user)
        assert offered.state == "taken_back"
    assert (consortium.state, consortium.holder) == ("inviting", cast.alice.organisation)
    for again in (
        lambda: handover.accept(session, offered, by=cast.bob.user),
        lambda: handover.decline(session, offered, by=cast.bob.user),
        lambda: handover.take_back(session, offered, by=cast.alice.user),
    ):
        with pytest.raises(Refused):
            again()
    offer(session, cast, consortium, cast.bob)


def _abroad(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, country="CA")


def _partner_only(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, roles=["partner"])


@pytest.mark.parametrize(
    ("before", "reason"),
    [(_abroad, "Canada"), (_partner_only, "does not offer to coordinate")],
)
def test_who_may_not_coordinate_is_not_offered(
    session: Session, cast: Cast, consortium: Consortium, before: Callable[[Session, Cast], None], reason: str
) -> None:
    before(session, cast)
    may, said = reasons(session, consortium, cast.bob)
    assert not may
    assert reason in " ".join(said)
    with pytest.raises(Refused, match="cannot coordinate.*" + reason):
        offer(session, cast, consortium, cast.bob)


def test_who_is_too_young_today_may_be_offered_while_the_deadline_is_not_known(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    edit(session, cast.bob, established="2026-01-01")
    may, said = reasons(session, consortium, cast.bob)
    assert may
    assert "old enough from 1 January 2028" in " ".join(said)


def test_accepting_looks_again_at_who_may_coordinate(session: Session, cast: Cast, consortium: Consortium) -> None:
    offered = offer(session, cast, consortium, cast.bob)
    edit(session, cast.bob, country="CA")
    with pytest.raises(Refused, match="cannot coordinate"):
        handover.accept(session, offered, by=cast.bob.user)


def test_unknown_is_not_no(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.bob, established=None, roles=[])
    assert session.query(OrganisationTerm).filter_by(organisation_id=cast.bob.organisation.id, vocabulary="role").count() == 0
    may, said = reasons(session, consortium, cast.bob)
    assert may
    assert "has not said whether it would coordinate" in " ".join(said)
    assert "founding date" in " ".join(said)


def test_members_that_have_not_joined_or_are_associated_may_not(session: Session, cast: Cast) -> None:
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    factories.bring_in(session, consortium, cast.dora, by=cast.alice.user, role="associated")
    assert "has not joined yet" in reasons(session, consortium, cast.bob)[1][0]
    assert "associated partner" in reasons(session, consortium, cast.dora)[1][0]
    assert reasons(session, consortium, cast.alice)[0]
    for actor in (cast.bob, cast.dora):
        with pytest.raises(Refused, match="cannot coordinate"):
            offer(session, cast, consortium, actor)


def test_holder_is_not_offered_what_it_has(session: Session, cast: Cast, consortium: Consortium) -> None:
    with pytest.raises(Refused, match="applies itself"):
        offer(session, cast, consortium, cast.alice)


def test_initiator_that_coordinates_applies_itself(session: Session, cast: Cast, consortium: Consortium) -> None:
    handover.keep(session, consortium, by=cast.alice.user)
    assert (consortium.state, consortium.holder) == ("handed_over", cast.alice.organisation)
    with pytest.raises(Refused):
        handover.keep(session, consortium, by=cast.alice.user)


def test_initiator_that_does_not_coordinate_cannot_keep_it(session: Session, cast: Cast, consortium: Consortium) -> None:
    consortia.set_role(session, consortium, member_id(consortium, cast.bob), "coordinator", version=None, by=cast.alice.user)
    with pytest.raises(Refused, match="is not the coordinator"):
        handover.keep(session, consortium, by=cast.alice.user)


def test_draft_cannot_be_kept(session: Session, cast: Cast) -> None:
    with pytest.raises(Refused, match="“draft”"):
        handover.keep(session, factories.draft(session, cast.alice, [cast.bob]), by=cast.alice.user)


def test_last_partner_leaving_an_offer_makes_a_draft_again(session: Session, cast: Cast) -> None:
    consortium = factories.draft(session, cast.alice, [cast.bob])
    sent = factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    offered = offer(session, cast, consortium, cast.bob)
    with pytest.raises(Refused, match="Members cannot be changed now"):
        invitations.withdraw(session, sent, by=cast.alice.user)
    handover.take_back(session, offered, by=cast.alice.user)
    invitations.withdraw(session, sent, by=cast.alice.user)
    assert consortium.state == "draft"


def test_note_is_text_of_some_length(session: Session, cast: Cast, consortium: Consortium) -> None:
    for note in ("\x00", "x" * 2001):
        with pytest.raises(Invalid):
            offer(session, cast, consortium, cast.bob, note)


def test_answers_are_for_editors_of_the_recipient(session: Session, cast: Cast, consortium: Consortium) -> None:
    offered = offer(session, cast, consortium, cast.bob)
    for by, error in ((cast.alice.user, Forbidden), (cast.dora.user, NotFound), (cast.charlie.user, NotFound)):
        with pytest.raises(error):
            handover.accept(session, offered, by=by)
        with pytest.raises(error):
            handover.decline(session, offered, by=by)
    with pytest.raises(Forbidden):
        handover.take_back(session, offered, by=cast.bob.user)
    assert handover.get_handover(session, offered.id, by=cast.alice.user) is offered
    for number, by in ((offered.id, cast.charlie.user), (0, cast.alice.user), (offered.id + 1, cast.alice.user)):
        with pytest.raises(NotFound):
            handover.get_handover(session, number, by=by)
    with pytest.raises(Forbidden):
        handover.offer(session, consortium, member_id(consortium, cast.dora), "", by=cast.bob.user)


def test_first_to_ask_is_who_was_planned_and_else_of_whom_least_is_open(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast)
    edit(session, cast.dora, established="1970-01-01")
    found = candidates.choice(session, consortium)
    assert found.first is not None
    assert found.first.member.organisation is cast.bob.organisation
    assert set(found.cards) == {one.organisation.key for one in (cast.alice, cast.bob, cast.dora)}
    consortia.set_role(session, consortium, member_id(consortium, cast.dora), "coordinator", version=None, by=cast.alice.user)
    found = candidates.choice(session, consortium)
    assert found.first is not None
    assert found.first.member.organisation is cast.dora.organisation
    assert str(found.why).startswith("We would ask Dora's organisation first: it is planned as the coordinator")


def test_who_has_led_is_asked_before_others_and_the_sentence_says_so(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast)
    edit(session, cast.dora, established="1970-01-01")
    for actor in (cast.bob, cast.dora):
        edit(session, actor, roles=["coordinator", "partner"])
    project = PastProject(key="p1", call="KA202", year=2018)
    session.add(Participation(project=project, organisation=cast.dora.organisation, role="coordinator"))
    session.flush()
    found = candidates.choice(session, consortium)
    assert found.first is not None
    assert found.first.member.organisation is cast.dora.organisation
    assert "nothing is left to confirm" in str(found.why)
    assert "it has led 1 project" in str(found.why)
    assert found.first.age is not None
    assert "was established on 1 January 1970" in str(found.first.age)


def test_nobody_is_recommended_where_nobody_but_the_holder_may(session: Session, cast: Cast) -> None:
    consortium = factories.draft(session, cast.alice, [cast.bob])
    found = candidates.choice(session, consortium)
    assert (found.first, found.why) == (None, None)
    assert [one.may for one in found.candidates if one.member.organisation is cast.bob.organisation] == [False]

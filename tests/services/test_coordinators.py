"""Coordinators hand on or back, members confirm whoever is new, and a silent coordinator stops nobody."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.agencies import OwnAgency
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import Contribution
from matchmaker.models import Consortium, HandOver, Mail
from matchmaker.services import (
    agencies,
    consortia,
    coordinators,
    departures,
    desk,
    handover,
    invitations,
    outcomes,
    plan,
    silence,
)
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def held(session: Session, cast: Cast) -> Consortium:
    """Alice started it, Bob coordinates; both know of it, and Dora joined before."""
    consortium = factories.complete(session, cast)
    hand(session, consortium, cast.bob, by=cast.alice)
    return consortium


def hand(session: Session, consortium: Consortium, to: Actor, *, by: Actor, why: str = "You know how") -> HandOver:
    offered = handover.offer(session, consortium, member_id(consortium, to), why, by=by.user)
    handover.accept(session, offered, by=to.user)
    return offered


def workshops() -> Contribution:
    return parse(Contribution, {"contribution": "Workshops"})


def unsure(consortium: Consortium) -> list[str | None]:
    return [one.organisation.name for one in coordinators.list_to_confirm(consortium)]


def subjects(session: Session, actor: Actor) -> list[str]:
    return list(session.scalars(select(Mail.subject).where(Mail.to == actor.user.email).order_by(Mail.id)))


def test_whoever_joined_under_another_confirms_the_new_one_or_leaves(session: Session, cast: Cast, held: Consortium) -> None:
    assert unsure(held) == ["Dora's organisation"]
    assert subjects(session, cast.dora)[-1] == "Bob's organisation coordinates “Wood and tools” from now on"
    with pytest.raises(Refused, match="confirmed the new coordinator: Dora's organisation"):
        factories.finalise(session, held, version=None, by=cast.bob.user)
    for by, error in ((cast.bob, Forbidden), (cast.charlie, NotFound)):
        with pytest.raises(error):
            coordinators.confirm(session, held, member_id(held, cast.dora), by=by.user)
    with pytest.raises(Refused, match="need not confirm"):
        coordinators.confirm(session, held, member_id(held, cast.alice), by=cast.alice.user)
    coordinators.confirm(session, held, member_id(held, cast.dora), by=cast.dora.user)
    assert unsure(held) == []
    factories.finalise(session, held, version=None, by=cast.bob.user)
    assert held.state == "finalised"


def test_who_joins_under_the_one_that_takes_over_has_nothing_to_confirm(session: Session, cast: Cast) -> None:
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora], coordinator=cast.bob.key)
    factories.bring_in(session, consortium, cast.dora, by=cast.alice.user)
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user, role="coordinator")
    hand(session, consortium, cast.bob, by=cast.alice)
    assert unsure(consortium) == []


def test_desk_says_who_asks_and_not_who_began(session: Session, cast: Cast, held: Consortium) -> None:
    consortia.add_member(session, held, cast.charlie.key, None, version=None, by=cast.bob.user)
    factories.invite(session, held, cast.charlie, by=cast.bob.user)
    received = invitations.list_received(session, by=cast.charlie.user)
    none: Any = {"asked": (), "offered": (), "unread": {}, "organisations": (), "ideas": (), "is_used": False}
    steps = desk.others(session, received=received, **none, by=cast.charlie.user)
    assert [str(one.said) for one in steps if one.kind == "answer_invitation"] == [
        "Bob's organisation invites you: “Wood and tools”"
    ]


def test_coordinator_hands_on_with_a_reason(session: Session, cast: Cast, held: Consortium) -> None:
    dora = member_id(held, cast.dora)
    with pytest.raises(Invalid, match="note"):
        handover.offer(session, held, dora, " ", by=cast.bob.user)
    offered = handover.offer(session, held, dora, "We have lost our office.", by=cast.bob.user)
    assert (offered.kind, held.state, held.holder) == ("on", "offered", cast.bob.organisation)
    handover.decline(session, offered, by=cast.dora.user)
    assert (held.state, held.holder) == ("handed_over", cast.bob.organisation)
    assert subjects(session, cast.bob)[-1] == "Dora's organisation does not take over “Wood and tools”"
    hand(session, held, cast.dora, by=cast.bob)
    roles = {one.organisation_id: one.role for one in held.members}
    assert (held.state, held.holder, roles[cast.dora.organisation.id]) == ("handed_over", cast.dora.organisation, "coordinator")
    assert unsure(held) == ["Alice's organisation"]
    departures.leave(session, held, member_id(held, cast.bob), by=cast.bob.user)


def test_coordinator_hands_back_with_a_reason(session: Session, cast: Cast, held: Consortium) -> None:
    with pytest.raises(Invalid, match="note"):
        handover.hand_back(session, held, "", by=cast.bob.user)
    with pytest.raises(Forbidden):
        handover.hand_back(session, held, "Ill", by=cast.alice.user)
    handover.hand_back(session, held, "Our colleague is ill.", by=cast.bob.user)
    assert (held.state, held.holder) == ("inviting", cast.alice.organisation)
    assert [one.organisation_id for one in held.members if one.role == "coordinator"] == [cast.alice.organisation.id]
    assert (held.handovers[-1].kind, held.handovers[-1].note) == ("back", "Our colleague is ill.")
    for actor in (cast.alice, cast.dora):
        assert subjects(session, actor)[-1] == "Bob's organisation has handed “Wood and tools” back"
    hand(session, held, cast.dora, by=cast.alice)


def test_nothing_is_handed_back_to_whom_has_it_or_has_left(session: Session, cast: Cast, held: Consortium) -> None:
    departures.leave(session, held, member_id(held, cast.alice), by=cast.alice.user)
    with pytest.raises(Refused, match="no longer a member"):
        handover.hand_back(session, held, "Ill", by=cast.bob.user)
    own = factories.complete(session, cast)
    handover.keep(session, own, by=cast.alice.user)
    with pytest.raises(Refused, match="started this consortium"):
        handover.hand_back(session, own, "Ill", by=cast.alice.user)


def test_agency_of_another_country_is_forgotten(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast)
    said = parse(OwnAgency, {"own_agency": "Our own", "own_agency_website": "https://na.example"})
    agencies.enter(session, consortium, said, version=None, by=cast.alice.user)
    hand(session, consortium, cast.bob, by=cast.alice)
    assert (consortium.own_agency, consortium.own_agency_website) == ("", "")


def test_silence_is_told_once_and_the_initiator_goes_on_in_a_copy(
    session: Session, cast: Cast, clock: Clock, held: Consortium
) -> None:
    plan.describe_member(session, held, member_id(held, cast.dora), workshops(), version=None, by=cast.bob.user)
    clock.move(days=13)
    assert silence.list_due(session) == []
    with pytest.raises(Refused, match="The coordinator is at work"):
        silence.go_on(session, held, by=cast.alice.user)
    clock.move(days=1)
    assert silence.list_due(session) == [held.id]
    silence.tell(session, held.id)
    assert silence.list_due(session) == []
    for actor in (cast.alice, cast.bob, cast.dora):
        assert subjects(session, actor)[-1] == "“Wood and tools”: the coordinator is silent"
    for by, error in ((cast.bob, Forbidden), (cast.dora, Forbidden), (cast.charlie, NotFound)):
        with pytest.raises(error):
            silence.go_on(session, held, by=by.user)
    made = silence.go_on(session, held, by=cast.alice.user)
    assert (made.state, made.holder, made.title, made.idea_id) == ("draft", cast.alice.organisation, held.title, held.idea_id)
    assert [(one.organisation.name, one.joined_at is not None, one.contribution) for one in made.members] == [
        ("Alice's organisation", True, ""),
        ("Dora's organisation", False, "Workshops"),
    ]
    assert (silence.find_copy(session, held), held.state, held.holder) == (made, "handed_over", cast.bob.organisation)
    with pytest.raises(Refused, match="already"):
        silence.go_on(session, held, by=cast.alice.user)
    factories.bring_in(session, made, cast.dora, by=cast.alice.user)
    outcomes.withdraw(session, made, by=cast.alice.user)
    silence.go_on(session, held, by=cast.alice.user)


def test_act_of_the_coordinator_ends_the_silence(session: Session, cast: Cast, clock: Clock, held: Consortium) -> None:
    clock.move(days=14)
    silence.tell(session, held.id)
    clock.move(hours=1)
    plan.describe_member(session, held, member_id(held, cast.dora), workshops(), version=None, by=cast.bob.user)
    assert silence.since(session, held) is None
    clock.move(days=14)
    assert silence.list_due(session) == [held.id]


def test_nothing_is_handed_back_to_who_is_planned_again_and_has_not_joined(
    session: Session, cast: Cast, held: Consortium
) -> None:
    departures.leave(session, held, member_id(held, cast.alice), by=cast.alice.user)
    consortia.add_member(session, held, cast.alice.key, "partner", version=None, by=cast.bob.user)
    with pytest.raises(Refused, match="no longer a member"):
        handover.hand_back(session, held, "I am ill", by=cast.bob.user)
    assert held.holder is cast.bob.organisation


def test_copy_has_a_coordinator_also_where_the_initiator_was_associated(
    session: Session, cast: Cast, clock: Clock, held: Consortium
) -> None:
    consortia.set_role(session, held, member_id(held, cast.alice), "associated", version=None, by=cast.bob.user)
    clock.move(days=15)
    silence.tell(session, held.id)
    made = silence.go_on(session, held, by=cast.alice.user)
    assert coordinators.coordinator_of(made).organisation is cast.alice.organisation
    factories.bring_in(session, made, cast.dora, by=cast.alice.user)

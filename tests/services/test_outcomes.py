"""Finalising freezes what all have joined and the rules admit; what became of it is noted afterwards."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.documents import snapshot
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.outcomes import Finalising, Submission
from matchmaker.inputs.parsing import parse
from matchmaker.models import Consortium, Mail, Snapshot
from matchmaker.services import capacity, consortia, coordinators, departures, handover, history, invitations, kept, outcomes
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, edit, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast)


def finalise(session: Session, cast: Cast, consortium: Consortium) -> Snapshot:
    return factories.finalise(session, consortium, version=consortium.version, by=cast.alice.user)


def submission(**said: Any) -> Submission:
    right = {"agency": "PL01 Foundation", "form_id": "KA220-VET-1A2B3C4D", "submitted_by": "Alice"}
    return parse(Submission, right | said)


def test_finalising_freezes_what_was_checked(session: Session, cast: Cast, consortium: Consortium, clock: Clock) -> None:
    frozen = finalise(session, cast, consortium)
    session.expire_all()
    document = json.loads(frozen.document)
    assert consortium.state == "finalised"
    assert (frozen.number, frozen.sha256, frozen.made_at) == (1, document["sha256"], clock.now)
    assert frozen.call_version == document["call"]["rules_version"] == document["report"]["version"]
    assert [one["role"] for one in document["members"]] == ["coordinator", "partner", "partner"]
    assert document["report"]["verdict"] == "eligible"
    assert snapshot.verify(frozen.document.encode()).unchanged
    assert kept.find_hash(session, consortium.id, 1) == frozen.sha256
    for consortium_id, number in ((consortium.id, 2), (consortium.id + 1, 1), (0, 1), (1, 10**30)):
        assert kept.find_hash(session, consortium_id, number) is None
    assert outcomes.get_snapshot(session, frozen.id, by=cast.bob.user) is frozen


def test_acts_of_acceptance_stand_in_the_annex_alone(session: Session, cast: Cast, consortium: Consortium) -> None:
    consortia.set_role(session, consortium, member_id(consortium, cast.bob), "coordinator", version=None, by=cast.alice.user)
    offered = handover.offer(session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user)
    handover.accept(session, offered, by=cast.bob.user)
    coordinators.confirm(session, consortium, member_id(consortium, cast.dora), by=cast.dora.user)
    frozen = factories.finalise(session, consortium, version=None, by=cast.bob.user)
    document = json.loads(frozen.document)
    acts = [(act["act"], act["name"], act["function"]) for act in document.pop("annex")["acts"]]
    assert sorted(acts) == [
        ("initiated", "Alice", ""),
        ("joined", "Bob", "Rector"),
        ("joined", "Dora", "Rector"),
        ("took over", "Bob", ""),
    ]
    assert "Rector" not in json.dumps(document)


def test_stamps_say_provisional_and_practice(session: Session, cast: Cast) -> None:
    provisional = json.loads(finalise(session, cast, factories.complete(session, cast)).document)
    practice = json.loads(finalise(session, cast, factories.practised(session, factories.complete(session, cast))).document)
    assert [stamp.split(":")[0] for stamp in provisional["stamps"]] == ["PROVISIONAL"]
    assert [stamp.split(":")[0] for stamp in practice["stamps"]] == ["PRACTICE"]


def test_nothing_is_finalised_while_somebody_has_not_joined(session: Session, cast: Cast) -> None:
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    with pytest.raises(Refused, match="“draft”"):
        finalise(session, cast, consortium)
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    with pytest.raises(Refused, match="Not everybody has joined: Dora's organisation"):
        finalise(session, cast, consortium)


def test_nothing_is_finalised_that_may_not_apply(session: Session, cast: Cast, consortium: Consortium) -> None:
    consortia.remove_member(session, consortium, member_id(consortium, cast.bob), version=None, by=cast.alice.user)
    with pytest.raises(Refused, match="may not apply: 2 of 3"):
        finalise(session, cast, consortium)
    assert session.query(Snapshot).count() == 0


def test_what_is_unknown_is_frozen_as_to_be_confirmed(session: Session, cast: Cast, consortium: Consortium) -> None:
    edit(session, cast.bob, flags=[])
    edit(session, cast.alice, established=None)
    document = json.loads(finalise(session, cast, consortium).document)
    assert document["report"]["verdict"] == "unknown"
    assert len(document["to_be_confirmed"]) == 2


def test_holder_that_is_not_the_coordinator_hands_over_first(session: Session, cast: Cast, consortium: Consortium) -> None:
    consortia.set_role(session, consortium, member_id(consortium, cast.bob), "coordinator", version=None, by=cast.alice.user)
    with pytest.raises(Refused, match="is not the coordinator"):
        finalise(session, cast, consortium)


def test_finalising_what_was_changed_meanwhile_is_a_conflict(session: Session, cast: Cast, consortium: Consortium) -> None:
    seen = consortium.version
    consortia.add_member(session, consortium, cast.charlie.key, "associated", version=None, by=cast.alice.user)
    with pytest.raises(Conflict):
        factories.finalise(session, consortium, version=seen, by=cast.alice.user)


def test_reopening_keeps_the_snapshot_and_numbers_the_next(session: Session, cast: Cast, consortium: Consortium) -> None:
    first = finalise(session, cast, consortium)
    text = first.document
    with pytest.raises(Refused):
        finalise(session, cast, consortium)
    with pytest.raises(Refused, match="Members cannot be changed now"):
        consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    outcomes.reopen(session, consortium, by=cast.alice.user)
    edit(session, cast.bob, city="Köln")
    second = finalise(session, cast, consortium)
    assert (second.number, first.document == text, second.sha256 != first.sha256) == (2, True, True)


def test_submission_lies_not_in_the_future(session: Session, cast: Cast, consortium: Consortium) -> None:
    finalise(session, cast, consortium)
    with pytest.raises(Invalid):
        outcomes.submit(session, consortium, submission(submitted_on="2026-11-24"), by=cast.alice.user)
    assert consortium.state == "finalised"


def test_submission_is_kept_with_agency_form_person_and_day(
    session: Session, cast: Cast, consortium: Consortium, clock: Clock
) -> None:
    finalise(session, cast, consortium)
    by = cast.alice.user
    outcomes.submit(session, consortium, submission(submitted_on="2026-11-20"), by=by)
    session.expire_all()
    assert (consortium.state, consortium.agency, consortium.form_id) == ("submitted", "PL01 Foundation", "KA220-VET-1A2B3C4D")
    assert consortium.submitted_at is not None
    assert (consortium.submitted_by, consortium.submitted_at.date().isoformat()) == ("Alice", "2026-11-20")
    with pytest.raises(Refused):
        outcomes.submit(session, consortium, submission(), by=by)


@pytest.mark.parametrize(("verb", "state"), [(outcomes.grant, "granted"), (outcomes.reject, "rejected")])
def test_decision_is_noted_once(session: Session, cast: Cast, consortium: Consortium, verb: Any, state: str) -> None:
    by = cast.alice.user
    for early in (outcomes.grant, outcomes.reject):
        with pytest.raises(Refused):
            early(session, consortium, by=by)
    finalise(session, cast, consortium)
    outcomes.submit(session, consortium, submission(), by=by)
    verb(session, consortium, by=by)
    assert consortium.state == state
    for late in (outcomes.grant, outcomes.reject, outcomes.withdraw, outcomes.reopen):
        with pytest.raises(Refused):
            late(session, consortium, by=by)
    assert f"“Wood and tools” was {state}" in session.scalars(select(Mail.subject).where(Mail.to == "bob@school.eu")).all()


def test_withdrawing_ends_what_is_open_and_frees_the_members(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, capacity=1)
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    sent = factories.invite(session, consortium, cast.dora, by=cast.alice.user)
    offered = handover.offer(session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user)
    assert capacity.is_full(session, cast.bob.organisation, consortium.call_id, None)
    outcomes.withdraw(session, consortium, by=cast.alice.user)
    assert (consortium.state, sent.state, offered.state) == ("withdrawn", "withdrawn", "taken_back")
    assert not capacity.is_full(session, cast.bob.organisation, consortium.call_id, None)
    for late in (
        lambda: invitations.show_interest(session, sent, by=cast.dora.user),
        lambda: handover.accept(session, offered, by=cast.bob.user),
        lambda: outcomes.withdraw(session, consortium, by=cast.alice.user),
    ):
        with pytest.raises((Refused, NotFound)):
            late()


def test_outcomes_are_for_editors_of_the_holder(session: Session, cast: Cast, consortium: Consortium) -> None:
    frozen = finalise(session, cast, consortium)
    viewer = factories.join_as(session, "Vera", cast.alice, "viewer")
    for by, error in ((viewer, Forbidden), (cast.bob.user, Forbidden), (cast.charlie.user, NotFound)):
        for verb in (outcomes.reopen, outcomes.grant, outcomes.reject, outcomes.withdraw):
            with pytest.raises(error):
                verb(session, consortium, by=by)
        with pytest.raises(error):
            outcomes.submit(session, consortium, submission(), by=by)
    for number in (frozen.id, 0, 2**40):
        with pytest.raises(NotFound):
            outcomes.get_snapshot(session, number, by=cast.charlie.user)


def test_what_is_open_is_listed_and_passes_with_a_reason_that_is_kept(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast, seats=["sector:HED:2"])
    with pytest.raises(Invalid) as refused:
        outcomes.finalise(session, consortium, version=None, by=cast.alice.user)
    assert set(refused.value.problems) == {"reason"}
    assert consortium.snapshots == []
    said = parse(Finalising, {"reason": "The second university comes in as an expert."})
    frozen = outcomes.finalise(session, consortium, said, version=None, by=cast.alice.user)
    document = json.loads(frozen.document)
    assert document["open_seats"] == {"seats": [{"condition": "sector", "code": "HED"}], "reason": said.reason}
    assert document["left_open"]["reason"] == said.reason
    assert "1 seat is open." in document["left_open"]["listed"]
    assert any(one.startswith("Dora's organisation: OID,") for one in document["left_open"]["listed"])
    assert snapshot.verify(frozen.document.encode()).unchanged
    assert said.reason in str(history.list_history(session, consortium)[-1].sentence)
    mails = session.scalars(select(Mail).where(Mail.to == "dora@school.eu").order_by(Mail.id.desc()).limit(1))
    assert said.reason in factories.words(mails.one())


def test_reason_where_every_seat_is_filled_says_nothing_of_seats(session: Session, cast: Cast, consortium: Consortium) -> None:
    document = json.loads(finalise(session, cast, consortium).document)
    assert "open_seats" not in document
    assert document["left_open"]["reason"] == factories.REASON
    assert "although something was open" in str(history.list_history(session, consortium)[-1].sentence)


def test_whoever_applies_needs_the_number_that_its_call_asks(session: Session, cast: Cast, consortium: Consortium) -> None:
    cast.alice.organisation.oid = None
    with pytest.raises(Refused, match="Alice's organisation, who applies, has no OID"):
        finalise(session, cast, consortium)
    practised = factories.practised(session, factories.complete(session, cast))
    cast.alice.organisation.oid, cast.alice.organisation.pic = "E91234567", None
    with pytest.raises(Refused, match="has no PIC"):
        finalise(session, cast, practised)
    assert finalise(session, cast, consortium).number == 1


def test_seat_that_fell_empty_asks_for_a_reason_too(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast, seats=["kind:chamber"])
    third = factories.register(session, "Gus", kind="ngo", country="IT")
    added = consortia.add_member(session, consortium, third.key, "partner", version=None, by=cast.alice.user)
    factories.bring_in(session, consortium, third, by=cast.alice.user)
    assert added.joined_at is not None
    departures.leave(session, consortium, member_id(consortium, cast.dora), by=cast.dora.user)
    with pytest.raises(Invalid):
        outcomes.finalise(session, consortium, version=None, by=cast.alice.user)

"""The data of persons in a consortium go some time after its end, or when somebody asks; everything else still verifies."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.documents import snapshot
from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.models import Consortium, HistoryEntry, PartnerLink, PartnerSheet
from matchmaker.services import handover, history, kept, outcomes, personal_data, surroundings
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast

REPRESENTATIVE = "Bernadette Repräsentantin"
KEPT = "Teaches carpenters since 1950."


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def sheet(session: Session, consortium: Consortium, actor: Actor) -> PartnerSheet:
    """What a partner says for the form, with persons in it."""
    now = surroundings.now(session)
    made = PartnerSheet(
        consortium=consortium,
        organisation=actor.organisation,
        legal_name="Body of law",
        representative_name=REPRESENTATIVE,
        representative_email="head@school.eu",
        contact_name=REPRESENTATIVE,
        contact_phone="+49 30 1",
        background=KEPT,
        key_staff=f"{REPRESENTATIVE} teaches",
        confirmed={"representative_name": REPRESENTATIVE, "legal_name": "Body of law"},
        confirmed_at=now,
        confirmed_name=REPRESENTATIVE,
        confirmed_function="Head",
        confirmed_authority="Statute",
        updated_at=now,
    )
    session.add(made)
    link = PartnerLink(
        consortium=consortium,
        organisation=actor.organisation,
        secret_sha256=f"{actor.organisation.id:064x}",
        address="head@school.eu",
        made_at=now,
        expires_at=now + timedelta(days=90),
    )
    session.add(link)
    session.flush()
    return made


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    """Submitted, with all that persons say and give."""
    made = factories.complete(session, cast)
    for actor in (cast.bob, cast.dora):
        sheet(session, made, actor)
    factories.finalise(session, made, version=None, by=cast.alice.user)
    form = {"agency": "PL01", "form_id": "KA220-1", "submitted_by": "Alice Ainsworth"}
    outcomes.submit(session, made, parse(Submission, form), by=cast.alice.user)
    return made


def traces(session: Session, consortium: Consortium) -> str:
    """All that is stored of it and may name a person."""
    session.expire_all()
    sheets = session.scalars(select(PartnerSheet).where(PartnerSheet.consortium_id == consortium.id))
    rows = [*sheets, *consortium.invitations, *consortium.snapshots, *consortium.handovers, consortium]
    columns = [{name: str(one) for name, one in vars(row).items() if isinstance(one, str | dict)} for row in rows]
    links = session.scalars(select(PartnerLink.address).where(PartnerLink.consortium_id == consortium.id)).all()
    said = [str(one.sentence) for one in history.list_history(session, consortium, reserves=True)]
    return json.dumps([columns, list(links), said], ensure_ascii=False)


PERSONS = (REPRESENTATIVE, "head@school.eu", "+49 30 1", "Rector", "Statute", "Alice Ainsworth", "Bob joined", "(Bob)", "(Dora)")


@pytest.mark.parametrize(("end", "days"), [(outcomes.grant, 92), (outcomes.reject, 184), (outcomes.withdraw, 184)])
def test_a_job_erases_persons_when_their_time_is_over(
    session: Session, cast: Cast, consortium: Consortium, clock: Clock, end: object, days: int
) -> None:
    end(session, consortium, by=cast.alice.user)  # type: ignore[operator]
    before = traces(session, consortium)
    assert all(one in before for one in (*PERSONS[:6], "(Bob)"))
    clock.move(days=days - 4)
    assert personal_data.list_due(session) == []
    clock.move(days=6)
    assert personal_data.list_due(session) == [consortium.id]
    personal_data.erase_when_due(session, consortium.id)
    after = traces(session, consortium)
    assert [one for one in PERSONS if one in after] == []
    assert KEPT in after
    assert consortium.persons_erased_at == clock.now
    assert personal_data.list_due(session) == []
    personal_data.erase_when_due(session, consortium.id)  # a second process, a moment later


def test_the_finalised_document_still_verifies_without_its_annex(session: Session, cast: Cast, consortium: Consortium) -> None:
    (frozen,) = consortium.snapshots
    hashed = frozen.sha256
    outcomes.reject(session, consortium, by=cast.alice.user)
    personal_data.erase(session, consortium, by=cast.alice.user)
    session.expire_all()
    assert json.loads(frozen.document)["annex"] is None
    found = snapshot.verify(frozen.document.encode())
    assert found.unchanged
    assert found.sha256 == frozen.sha256 == hashed == kept.find_hash(session, consortium.id, 1)
    assert "The persons' data in its annex have been erased." in [str(one) for one in found.sentences]


def test_the_history_says_which_organisation_did_what(session: Session, cast: Cast, consortium: Consortium) -> None:
    outcomes.reject(session, consortium, by=cast.alice.user)
    personal_data.erase(session, consortium, by=cast.alice.user)
    said = [str(one.sentence) for one in history.list_history(session, consortium, reserves=True)]
    assert "Bob's organisation joined (Bob's organisation)" in said
    assert any(one.startswith("Alice's organisation finalised the consortium") for one in said)
    assert (
        session.scalars(select(HistoryEntry).where(HistoryEntry.consortium_id == consortium.id, HistoryEntry.user_id > 0)).all()
        == []
    )


def test_nobody_erases_everybodys_before_it_is_over_and_only_the_holder_then(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    with pytest.raises(Refused, match="once the consortium is over"):
        personal_data.erase(session, consortium, by=cast.alice.user)
    outcomes.reject(session, consortium, by=cast.alice.user)
    with pytest.raises(Forbidden):
        personal_data.erase(session, consortium, by=cast.bob.user)
    with pytest.raises(NotFound):
        personal_data.erase(session, consortium, by=cast.charlie.user)
    assert REPRESENTATIVE in traces(session, consortium)


def test_a_member_erases_its_own_at_any_time(session: Session, cast: Cast, consortium: Consortium) -> None:
    bob, dora = (
        next(one for one in consortium.members if one.organisation is actor.organisation) for actor in (cast.bob, cast.dora)
    )
    with pytest.raises(Forbidden):
        personal_data.erase_own(session, bob, by=cast.alice.user)
    personal_data.erase_own(session, bob, by=cast.bob.user)
    session.expire_all()
    sheets = {one.organisation_id: one for one in session.scalars(select(PartnerSheet))}
    own, others = sheets[bob.organisation_id], sheets[dora.organisation_id]
    assert (own.representative_name, own.key_staff, own.confirmed_name, own.background) == ("", "", "", KEPT)
    assert own.confirmed == {"legal_name": "Body of law"}
    assert others.representative_name == REPRESENTATIVE
    joined = {one.organisation_id: one.joined_name for one in consortium.invitations}
    assert joined == {bob.organisation_id: "", dora.organisation_id: "Dora"}
    assert [one.organisation_id for one in session.scalars(select(PartnerLink))] == [dora.organisation_id]
    assert json.loads(consortium.snapshots[0].document)["annex"] is None
    assert consortium.persons_erased_at is None
    assert consortium.state == "submitted"


def test_what_a_member_had_confirmed_is_to_be_confirmed_again_while_nobody_has_applied(session: Session, cast: Cast) -> None:
    made = factories.complete(session, cast)
    own = sheet(session, made, cast.bob)
    member = next(one for one in made.members if one.organisation is cast.bob.organisation)
    personal_data.erase_own(session, member, by=cast.bob.user)
    assert (own.confirmed, own.confirmed_at, own.legal_name) == (None, None, "Body of law")


def test_who_runs_the_service_erases_for_one_that_has_left(session: Session, cast: Cast, consortium: Consortium) -> None:
    personal_data.erase_by_command(session, consortium, cast.bob.organisation)
    assert consortium.persons_erased_at is None
    personal_data.erase_by_command(session, consortium)
    assert consortium.persons_erased_at is not None
    assert [one for one in PERSONS if one in traces(session, consortium)] == []


def test_what_ended_before_that_was_kept_goes_too(session: Session, cast: Cast, consortium: Consortium, clock: Clock) -> None:
    outcomes.reject(session, consortium, by=cast.alice.user)
    consortium.ended_at = None
    session.flush()
    clock.move(days=200)
    assert personal_data.list_due(session) == [consortium.id]


def test_notes_of_a_hand_over_go_with_the_rest(session: Session, cast: Cast) -> None:
    made = factories.complete(session, cast)
    offered = handover.offer(session, made, factories.member_id(made, cast.bob), "Ask Bernadette", by=cast.alice.user)
    handover.decline(session, offered, "Bernadette is ill", by=cast.bob.user)
    outcomes.withdraw(session, made, by=cast.alice.user)
    personal_data.erase(session, made, by=cast.alice.user)
    session.expire_all()
    assert (offered.note, offered.answer_note, offered.offered_by_id, offered.answered_by_id) == ("", "", None, None)

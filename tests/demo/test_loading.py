"""The loaded demo: consortia in every state, open ideas, three log-ins that work here only, nothing done twice."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.demo.cast import LOGINS, cast
from matchmaker.demo.loading import load
from matchmaker.documents.pack import manifest
from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.accounts import Credentials
from matchmaker.inputs.parsing import parse
from matchmaker.models import (
    Base,
    Consortium,
    Doubt,
    HistoryEntry,
    Idea,
    Invitation,
    Mail,
    Offer,
    Organisation,
    Participation,
    PartnerLink,
    PastProject,
    Reserve,
    Snapshot,
    User,
)
from matchmaker.services import accounts, consortia, handover, ideas, invitations, packs, sheets, suggestions, threads
from matchmaker.workflow import CONSORTIUM_STATES, INVITATION_STATES
from tests.conftest import Clock
from tests.factories import registration

NUMBER = 150


@pytest.fixture
def loaded(session: Session) -> Session:
    load(session, NUMBER)
    session.expire_all()
    return session


def count(session: Session, model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def log_in(session: Session, slug: str, *, loopback: bool = True) -> User:
    login = next(one for one in LOGINS if one.slug == slug)
    credentials = parse(Credentials, {"email": login.email, "password": login.password})
    return accounts.authenticate(session, credentials, loopback=loopback)


def test_demo_holds_consortia_and_invitations_in_every_state(loaded: Session) -> None:
    assert set(loaded.scalars(select(Consortium.state))) == set(CONSORTIUM_STATES)
    assert set(loaded.scalars(select(Invitation.state))) == set(INVITATION_STATES)


def test_demo_is_of_the_size_asked_for_and_all_invented(loaded: Session) -> None:
    guest = loaded.scalars(select(Organisation).where(Organisation.joined_at.is_(None))).one()
    assert guest.is_guest
    assert count(loaded, Organisation) == NUMBER + 1
    assert loaded.scalar(select(func.count()).where(Organisation.is_invented.is_(False))) == 0
    assert count(loaded, Idea) > 10
    assert count(loaded, PastProject) > 10
    assert count(loaded, Participation) > 40
    assert count(loaded, Offer) == 2
    assert count(loaded, Doubt) == 0


def test_stories_were_told_through_the_services(loaded: Session) -> None:
    verbs = set(loaded.scalars(select(HistoryEntry.verb)))
    assert verbs >= {"consortium.save", "invitation.join", "handover.accept", "outcome.finalise_despite", "outcome.grant"}
    moments = loaded.scalars(select(HistoryEntry.at).where(HistoryEntry.consortium_id == 1).order_by(HistoryEntry.id)).all()
    assert list(moments) == sorted(moments)
    assert all(len(snapshot.sha256) == 64 for snapshot in loaded.scalars(select(Snapshot)))
    assert count(loaded, Mail) == 0


def test_school_was_asked_something_and_the_chamber_was_answered(loaded: Session) -> None:
    for slug in ("school", "chamber"):
        unread = threads.list_unread(loaded, by=log_in(loaded, slug)).values()
        assert [(one.title, one.count) for one in unread] == [("Cooking with less waste", 1)]
    waiting = loaded.scalars(select(Reserve)).all()
    assert [(one.state, one.consortium.title) for one in waiting] == [("waiting", "Cooking with less waste")]


def test_demo_is_loaded_whenever_that_is(session: Session, clock: Clock) -> None:
    """What was done before a deadline is told before it, however long ago that was: no step is refused as practice."""
    clock.move(days=400)
    load(session, len(cast()))
    assert set(session.scalars(select(Consortium.state))) == set(CONSORTIUM_STATES)


def test_log_ins_work_on_this_computer_only(loaded: Session) -> None:
    assert [user.email for user in accounts.list_demo(loaded)] == [login.email for login in LOGINS]
    for login in LOGINS:
        assert log_in(loaded, login.slug).is_demo
        with pytest.raises(Refused):
            log_in(loaded, login.slug, loopback=False)


def test_nobody_else_can_log_in(loaded: Session) -> None:
    other = loaded.scalars(select(User).where(User.is_demo.is_(False))).first()
    assert other is not None
    for password in ("!", "password"):
        with pytest.raises(Refused):
            accounts.authenticate(loaded, parse(Credentials, {"email": other.email, "password": password}), loopback=True)


def test_school_is_suggested_the_other_two_for_its_first_idea(loaded: Session) -> None:
    by = log_in(loaded, "school")
    calls = {idea.call_id: idea for idea in ideas.list_ideas(loaded, by=by)}
    assert {"ka202-2018", "ka220-vet-2027"} <= set(calls)
    answer = suggestions.suggest(loaded, calls["ka202-2018"], by=by)
    members = set(answer.proposals[0].members)
    assert {"demo-school", "demo-chamber", "demo-coordinator"} <= members
    assert answer.proposals[0].coordinator == "demo-coordinator"


def test_chamber_has_invitations_that_await_its_answer(loaded: Session) -> None:
    states = [one.state for one in invitations.list_received(loaded, by=log_in(loaded, "chamber"))]
    assert "sent" in states
    assert "joined" in states


def test_coordinator_was_offered_one_consortium_and_holds_another(loaded: Session) -> None:
    by = log_in(loaded, "coordinator")
    assert len(handover.list_received(loaded, by=by)) == 1
    own = by.memberships[0].organisation_id
    assert [one.title for one in consortia.list_consortia(loaded, by=by, state="handed_over") if one.holder_id == own]


def sheets_of(session: Session, title: str) -> dict[str, bool]:
    """Who takes part in the consortium with this title, and whether it has confirmed its data as they are."""
    consortium = session.scalars(select(Consortium).where(Consortium.title == title)).one()
    members = {one.organisation.key.removeprefix("demo-"): one for one in consortium.members}
    return {slug: sheets.is_confirmed(sheets.get(session, consortium, one.organisation), one) for slug, one in members.items()}


def test_every_partner_of_the_finalised_consortium_has_confirmed_its_data(loaded: Session) -> None:
    said = sheets_of(loaded, "Virtual workshops for real trades")
    assert said == dict.fromkeys(("academy", "roc", "coordinator", "teachers"), True)


def test_pack_of_the_finalised_consortium_is_written_and_accepted(loaded: Session) -> None:
    one = loaded.scalars(select(Consortium).where(Consortium.state == "finalised")).one()
    made = packs.make(loaded, one, "pl", base_url="https://match.example", secret="s" * 40, by=None)
    found = manifest.verify(BytesIO(made.content))
    assert (found.unchanged, found.consortium, found.number) == (True, one.id, 1)
    with ZipFile(BytesIO(made.content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("persons/data-sheet-")]
    assert len(sheets) == len(one.members)


def test_consortium_in_work_waits_for_some(loaded: Session) -> None:
    """One has confirmed, one has written and not confirmed, one is not here and has a letter with a link."""
    said = sheets_of(loaded, "Teachers in kitchens")
    guest = loaded.scalars(select(Organisation).where(Organisation.is_guest)).one()
    assert said.pop(guest.key) is False
    assert said == {"teachers": True, "coordinator": False, "restaurant": False, "guild": False}
    assert loaded.scalars(select(PartnerLink)).one().organisation is guest


def test_loading_again_changes_nothing(loaded: Session) -> None:
    before = [count(loaded, model) for model in (Organisation, User, Consortium, HistoryEntry, PastProject)]
    assert "already" in str(load(loaded, NUMBER))
    assert [count(loaded, model) for model in (Organisation, User, Consortium, HistoryEntry, PastProject)] == before


def test_demo_is_not_loaded_beside_real_people(session: Session) -> None:
    accounts.register(session, registration("Alice"))
    with pytest.raises(Refused, match="Real people"):
        load(session, NUMBER)
    assert count(session, Organisation) == 1


@pytest.mark.parametrize("number", [-1, 0, len(cast()) - 1, 10**9])
def test_number_out_of_range_is_refused(session: Session, number: int) -> None:
    with pytest.raises(Invalid, match="--organisations"):
        load(session, number)


def test_smallest_demo_has_all_stories(session: Session) -> None:
    load(session, len(cast()))
    assert set(session.scalars(select(Consortium.state))) == set(CONSORTIUM_STATES)


@pytest.mark.slow
def test_demo_holds_two_thousand_organisations_unless_told_otherwise(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        load(session)
    with new_database.session(reads=True) as session:
        assert session.scalar(select(func.count()).where(Organisation.joined_at.is_not(None))) == 2000


@pytest.mark.slow
def test_ideas_for_which_a_coordinator_is_found_show_alternatives_that_hold_and_differ(session: Session) -> None:
    """What a newcomer looks at first, in the demo as it is loaded."""
    load(session, 2000)
    by = log_in(session, "school")
    shown = [one for one in ideas.list_ideas(session, by=by) if one.is_open and one.applicant == "find"]
    assert len(shown) > 1
    for idea in shown:
        proposals = suggestions.suggest(session, idea, by=by).proposals
        assert len(proposals) == 3
        assert {one.eligibility.verdict for one in proposals} == {"eligible"}, idea.title
        assert len({one.coordinator for one in proposals}) > 1, idea.title

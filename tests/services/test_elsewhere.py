"""Which other calls a consortium could apply to, and what of it goes along to one of them."""

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.plan import PackageForm
from matchmaker.inputs.workspace import Contribution, Destination
from matchmaker.models import Consortium, Invitation, Mail
from matchmaker.services import consortia, elsewhere, handover, outcomes, plan, sheets
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast)


def take(session: Session, consortium: Consortium, cast: Cast, call: str = "ka210-vet-2027", **said: object) -> Consortium:
    return elsewhere.take(session, consortium, parse(Destination, {"call": call, **said}), by=cast.alice.user)


def test_the_nearest_calls_come_first(session: Session, cast: Cast, consortium: Consortium) -> None:
    groups = elsewhere.list_groups(session, consortium, by=cast.alice.user)
    failing = [len(one.first.failing) for one in groups]
    assert failing == sorted(failing)
    listed = [(one.call.id, one.call.seen_in) for group in groups for one in group.possibilities]
    assert [call for call, _ in listed if call.endswith("-vet-2027")][:2] == ["ka220-vet-2027", "ka210-vet-2027"]
    assert [number for call, number in listed if call == "ka220-vet-2027"] == [2]  # it is for the first
    assert len(listed) == len(set(listed))
    for group in groups:
        assert (group.first.report.verdict == "ineligible") == bool(group.first.failing)
    lacking = [one.first for one in groups if len(one.first.failing) == 1]
    assert [one.missing for one in lacking] == sorted(one.missing for one in lacking)


def test_two_may_apply_to_the_small_one_and_miss_a_partner_for_the_large(session: Session, cast: Cast) -> None:
    pair = factories.draft(session, cast.alice, [cast.bob], call="ka210-vet-2027")
    found = {
        one.call.id: one for group in elsewhere.list_groups(session, pair, by=cast.alice.user) for one in group.possibilities
    }
    assert found["ka220-vet-2027"].missing == 1
    assert {one.rule for one in found["ka220-vet-2027"].failing} == {"min-orgs", "min-countries"}
    assert not found["ka210-adu-2027"].failing


def test_the_other_rounds_of_its_own_call_are_among_them(session: Session, cast: Cast, clock: Clock) -> None:
    clock.now = clock.now.replace(year=2026, month=1, day=10)
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora], call="ka220-you-2026")
    listed = [one for group in elsewhere.list_groups(session, consortium, by=cast.alice.user) for one in group.possibilities]
    assert [one.call.seen_in for one in listed if one.call.id == "ka220-you-2026"] == [2]
    assert (after := elsewhere.find_next_round(session, consortium)) is not None
    assert (after.id, after.seen_in) == ("ka220-you-2026", 2)


def test_idea_members_tasks_and_texts_go_along_and_everybody_is_asked_again(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    text = parse(Contribution, {"contribution": "Two modules", "added_value": ""})
    plan.describe_member(session, consortium, member_id(consortium, cast.bob), text, version=None, by=cast.alice.user)
    package = parse(PackageForm, {"title": "Modules", "lead": cast.bob.key, "partners": [cast.bob.key, cast.dora.key]})
    plan.add_package(session, consortium, package, version=None, by=cast.alice.user)
    before = (consortium.state, consortium.version, len(consortium.members))
    mails, invitations = session.query(Mail).count(), session.query(Invitation).count()
    made = take(session, consortium, cast)
    session.expire_all()
    assert (made.state, made.call_id, made.taken_from_id, made.title) == (
        "draft",
        "ka210-vet-2027",
        consortium.id,
        consortium.title,
    )
    assert {one.organisation_id: one.role for one in made.members} == {
        one.organisation_id: one.role for one in consortium.members
    }
    assert [one.organisation_id for one in made.members if one.joined_at] == [cast.alice.organisation.id]
    assert {one.organisation_id: one.contribution for one in made.members}[cast.bob.organisation.id] == "Two modules"
    assert [(one.title, one.lead_id, len(one.parts)) for one in made.packages] == [("Modules", cast.bob.organisation.id, 2)]
    assert [one.code for one in made.idea.terms if one.vocabulary == "field"] == ["0722"]
    assert (made.invitations, made.handovers, made.snapshots) == ([], [], [])
    assert (consortium.state, consortium.version, len(consortium.members)) == before
    assert (session.query(Mail).count(), session.query(Invitation).count()) == (mails, invitations)
    assert elsewhere.list_taken(session, consortium) == [made]


def test_what_partners_say_of_themselves_goes_along_and_of_persons_only_ones_own(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    for actor in (cast.alice, cast.bob):
        sheet = sheets.get(session, consortium, actor.organisation)
        sheet.legal_name, sheet.background, sheet.experience = "Body of law", "Since 1950", "Modules"
        sheet.representative_name, sheet.contact_email, sheet.key_staff = "Bernadette", "b@school.eu", "Bernadette teaches"
        sheet.confirmed, sheet.confirmed_name = {"legal_name": "Body of law"}, "Bernadette"
        session.add(sheet)
    session.flush()
    made = take(session, consortium, cast)
    session.expire_all()
    own, other = (sheets.find(session, made, actor.organisation) for actor in (cast.alice, cast.bob))
    assert own is not None
    assert other is not None
    for one in (own, other):
        assert (one.legal_name, one.background, one.experience) == ("Body of law", "Since 1950", "Modules")
        assert (one.confirmed, one.confirmed_at, one.confirmed_name) == (None, None, "")
    assert (own.representative_name, own.contact_email, own.key_staff) == ("Bernadette", "b@school.eu", "Bernadette teaches")
    assert (other.representative_name, other.contact_email, other.key_staff) == ("", "", "")
    assert sheets.find(session, made, cast.dora.organisation) is None


def test_a_coordinator_takes_it_along_as_its_own(session: Session, cast: Cast, consortium: Consortium) -> None:
    consortia.set_role(session, consortium, member_id(consortium, cast.bob), "coordinator", version=None, by=cast.alice.user)
    offered = handover.offer(session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user)
    handover.accept(session, offered, by=cast.bob.user)
    with pytest.raises(Forbidden):
        take(session, consortium, cast)
    form = parse(Destination, {"call": "ka210-vet-2027"})
    made = elsewhere.take(session, consortium, form, by=cast.bob.user)
    assert made.idea.organisation is made.initiator is made.holder is cast.bob.organisation
    assert {one.organisation.name: one.role for one in made.members}[cast.alice.organisation.name] == "partner"
    with pytest.raises(NotFound):
        elsewhere.take(session, consortium, form, by=cast.charlie.user)


def test_what_was_given_up_can_be_taken_up_in_the_same_call(session: Session, cast: Cast, consortium: Consortium) -> None:
    with pytest.raises(Refused, match="for this very call already"):
        take(session, consortium, cast, consortium.call_id)
    outcomes.withdraw(session, consortium, by=cast.alice.user)
    assert take(session, consortium, cast, consortium.call_id).state == "draft"
    assert consortium.state == "withdrawn"


@pytest.mark.parametrize("state", ["submitted", "rejected"])
def test_what_was_decided_can_go_to_another_call(session: Session, cast: Cast, consortium: Consortium, state: str) -> None:
    consortium.state = state
    assert take(session, consortium, cast).call_id == "ka210-vet-2027"
    assert consortium.state == state


def test_nobody_takes_it_to_a_closed_call_or_one_that_is_not_there(session: Session, cast: Cast, consortium: Consortium) -> None:
    with pytest.raises(Refused, match="closed"):
        take(session, consortium, cast, factories.CLOSED_CALL)
    with pytest.raises(Invalid, match="ka999-vet-2027"):
        take(session, consortium, cast, "ka999-vet-2027")
    with pytest.raises(Invalid):
        take(session, consortium, cast, round="9")


def test_what_the_other_call_does_not_know_stays_behind(session: Session, cast: Cast) -> None:
    consortium = factories.draft(session, cast.alice, [cast.bob], months=120, size_min=3, size_max=9)
    made = take(session, consortium, cast)
    assert (made.idea.title, made.idea.size_min, made.idea.variant) == ("Wood and tools", None, None)

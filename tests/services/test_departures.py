"""A member leaves by its own act, in every state: by nobody else's, and nobody leaves who holds the consortium."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker import agenda
from matchmaker.documents import snapshot
from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.outcomes import Submission
from matchmaker.models import Consortium, Mail
from matchmaker.services import consortia, departures, desk, handover, history, invitations, outcomes, reserves, submissions
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast, bring_in, draft, member_id

DATED_CALL = "ka220-vet-2026"
"""One whose first round ends on 5 March 2026."""
JANUARY = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
SUBMISSION = Submission(agency="PL01", form_id="KA220-1", submitted_by="Alice")


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast)


def leave(session: Session, consortium: Consortium, actor: Actor) -> None:
    departures.leave(session, consortium, member_id(consortium, actor), by=actor.user)


def mails_to(session: Session, actor: Actor) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.to == actor.user.email).order_by(Mail.id)))


def alarm(session: Session, cast: Cast) -> str:
    """The newest mail to Alice that says that somebody has left."""
    return next(str(one.content) for one in reversed(mails_to(session, cast.alice)) if "has left" in one.subject)


def first(session: Session, cast: Cast, consortium: Consortium) -> agenda.Step:
    """What Alice's desk says of the consortium first."""
    planned = consortia.check(session, consortium)
    return agenda.steps(desk.standing(session, consortium, planned, has_changed=False, by=cast.alice.user))[0]


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
    handover.accept(session, handed, by=cast.bob.user)
    with pytest.raises(Refused, match="holds this consortium"):
        leave(session, consortium, cast.bob)
    leave(session, consortium, cast.alice)
    assert names(consortium) == ["Bob's organisation", "Dora's organisation"]
    assert consortia.get_consortium(session, consortium.id, by=cast.alice.user) is consortium


def apply(session: Session, consortium: Consortium, cast: Cast, *, until: str) -> None:
    """Alice applies herself, as far as that."""
    for verb in ("finalise", "submit", "grant"):
        if verb == "finalise":
            factories.finalise(session, consortium, version=None, by=cast.alice.user)
        elif verb == "submit":
            outcomes.submit(session, consortium, SUBMISSION, by=cast.alice.user)
        else:
            outcomes.grant(session, consortium, by=cast.alice.user)
        if verb == until:
            return


def test_departure_opens_what_is_finalised(session: Session, cast: Cast, consortium: Consortium) -> None:
    apply(session, consortium, cast, until="finalise")
    (frozen,) = consortium.snapshots
    text = frozen.document
    leave(session, consortium, cast.bob)
    assert (consortium.state, names(consortium)) == ("handed_over", ["Alice's organisation", "Dora's organisation"])
    assert "open for changes again" in alarm(session, cast)
    assert mails_to(session, cast.dora)[-1].subject == "“Wood and tools” is being changed again"
    assert (frozen.document, snapshot.verify(frozen.document.encode()).unchanged) == (text, True)
    consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    bring_in(session, consortium, cast.charlie, by=cast.alice.user)
    assert factories.finalise(session, consortium, version=None, by=cast.alice.user).number == 2


def test_departure_opens_what_can_be_submitted_again(session: Session, clock: Clock, cast: Cast) -> None:
    clock.now = JANUARY
    consortium = factories.complete(session, cast, call=DATED_CALL)
    apply(session, consortium, cast, until="submit")
    leave(session, consortium, cast.bob)
    assert (consortium.state, consortium.submitted_number) == ("handed_over", 1)
    assert "What was submitted counts, unless you submit again in time." in alarm(session, cast)
    assert "5 March 2026" in alarm(session, cast)
    clock.now = AFTER
    assert submissions.list_due(session) == [consortium.id]
    submissions.stand_when_due(session, consortium.id)
    assert consortium.state == "submitted"
    outcomes.grant(session, consortium, by=cast.alice.user)


@pytest.mark.parametrize("until", ["submit", "grant"])
def test_departure_after_the_deadline_is_noted(session: Session, clock: Clock, cast: Cast, until: str) -> None:
    clock.now = JANUARY
    consortium = factories.complete(session, cast, call=DATED_CALL)
    apply(session, consortium, cast, until=until)
    clock.now = AFTER
    state, before = consortium.state, consortium.snapshots[0].document
    leave(session, consortium, cast.bob)
    assert (consortium.state, names(consortium)) == (state, ["Alice's organisation", "Dora's organisation"])
    assert "Ask the agency what this means" in alarm(session, cast)
    assert "no longer met" in alarm(session, cast)
    assert consortium.snapshots[0].document == before
    assert (first(session, cast, consortium).kind, first(session, cast, consortium).key) == ("ask_agency", cast.bob.key)
    with pytest.raises(Refused, match=r"cannot be changed any more|“granted”"):
        outcomes.reopen(session, consortium, by=cast.alice.user)
    departures.settle(session, consortium, cast.bob.key, by=cast.alice.user)
    assert first(session, cast, consortium).kind == {"submit": "report", "grant": "rest"}[until]
    with pytest.raises(NotFound):
        departures.settle(session, consortium, cast.dora.key, by=cast.alice.user)


def test_reported_late_is_the_new_version_or_the_one_before(session: Session, clock: Clock, cast: Cast) -> None:
    clock.now = JANUARY
    consortium = factories.complete(session, cast, call=DATED_CALL)
    apply(session, consortium, cast, until="submit")
    outcomes.reopen(session, consortium, by=cast.alice.user)
    with pytest.raises(Refused, match="Nothing was submitted"):
        submissions.stand(session, consortium, by=cast.alice.user)
    apply(session, consortium, cast, until="finalise")
    clock.now = AFTER
    assert submissions.list_due(session) == []
    late = SUBMISSION.model_copy(update={"submitted_on": date(2026, 3, 4)})
    point = session.begin_nested()
    outcomes.submit(session, consortium, late, by=cast.alice.user)
    assert (consortium.state, consortium.submitted_number) == ("submitted", 2)
    point.rollback()
    session.expire_all()
    submissions.stand(session, consortium, by=cast.alice.user)
    assert (consortium.state, consortium.submitted_number) == ("submitted", 1)


@pytest.mark.parametrize("end", [outcomes.reject, outcomes.withdraw])
def test_departure_from_what_is_over_alarms_nobody(session: Session, cast: Cast, consortium: Consortium, end: Any) -> None:
    apply(session, consortium, cast, until="submit")
    end(session, consortium, by=cast.alice.user)
    before = len(mails_to(session, cast.alice))
    leave(session, consortium, cast.bob)
    assert names(consortium) == ["Alice's organisation", "Dora's organisation"]
    assert (len(mails_to(session, cast.alice)), first(session, cast, consortium).kind) == (before, "rest")


def test_who_was_asked_to_coordinate_leaves_and_so_declines(session: Session, cast: Cast, consortium: Consortium) -> None:
    offered = handover.offer(session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user)
    leave(session, consortium, cast.dora)
    assert (consortium.state, offered.state) == ("offered", "offered")
    leave(session, consortium, cast.bob)
    assert (consortium.state, offered.state) == ("draft", "declined")


def test_alarm_says_what_breaks_and_who_could_come(session: Session, cast: Cast, consortium: Consortium) -> None:
    found = departures.foresee(session, consortium, consortium.members[1])
    assert [one.rule for one in found.broken] == ["min-orgs", "min-countries"]
    assert found.replacements == ("Charlie's organisation",)
    departures.leave(session, consortium, member_id(consortium, cast.bob), replacements=found.replacements, by=cast.bob.user)
    assert "Who could take the place today, the best first: Charlie's organisation" in alarm(session, cast)
    assert (first(session, cast, consortium).kind, first(session, cast, consortium).key) == ("replace", cast.bob.key)
    consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    assert first(session, cast, consortium).kind == "invite"


def test_alarm_names_the_reserves_first_and_nobody_twice(session: Session, cast: Cast, consortium: Consortium) -> None:
    names = []
    for name in ("Xenia", "Yola", "Zoe"):
        one = factories.register(session, name, kind="higher-education", country="DE")
        form = ReserveForm(task="One module", field="Carpentry", time_needed="10 days", why_you="You know it.")
        reserves.put(session, consortium, cast.bob.key, one.key, form, by=cast.alice.user)
        names.append(f"{name}'s organisation")
    reserves.move_up(session, consortium.reserves[1], by=cast.alice.user)
    reserves.pass_over(session, consortium.reserves[2], by=cast.alice.user)
    said = (names[0], "Charlie's organisation")
    departures.leave(session, consortium, member_id(consortium, cast.bob), replacements=said, by=cast.bob.user)
    told = alarm(session, cast)
    first_ = "In reserve for the place, in their order: Yola's organisation and Xenia's organisation"
    assert (first_ in told, told.index(first_) < told.index("Who could take the place today")) == (True, True)
    assert "the best first: Charlie's organisation" in told


def test_holder_never_leaves_and_is_told_what_it_can_do(session: Session, cast: Cast, consortium: Consortium) -> None:
    for until, instead in (("finalise", "Open it for changes"), ("submit", "Open it for changes"), ("grant", "Ask the agency")):
        if until == "finalise":
            factories.finalise(session, consortium, version=None, by=cast.alice.user)
        elif until == "submit":
            outcomes.submit(session, consortium, SUBMISSION, by=cast.alice.user)
        else:
            outcomes.grant(session, consortium, by=cast.alice.user)
        with pytest.raises(Refused, match=instead):
            leave(session, consortium, cast.alice)


def test_no_mail_leaves_for_practice(session: Session, cast: Cast) -> None:
    practice = draft(session, cast.alice, [cast.bob])
    bring_in(session, practice, cast.bob, by=cast.alice.user)
    before = session.scalars(select(Mail)).all()
    leave(session, factories.practised(session, practice), cast.bob)
    assert session.scalars(select(Mail)).all() == before

"""The clock moved past every day that counts for a consortium: what is mailed by itself, once, and what waits on whose desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from matchmaker import agenda, config
from matchmaker.config import Settings
from matchmaker.db import Database, Session
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.plan import PackageForm
from matchmaker.jobs import rounds
from matchmaker.models import Consortium, Mail, User
from matchmaker.services import consortia, coordinators, desk, handover, invitations, organisations, outcomes, plan, reserves
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor

CALL = "ka220-vet-2026"
DEADLINE = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
"""Of its first round, 12:00 in Brussels; the internal one is ten days before."""
LETTER = {
    "task": "Write two modules",
    "field": "Carpentry",
    "time_needed": "20 days",
    "why_you": "You teach it.",
    "is_automatic": True,
}


class Months:
    """One consortium from its first invitation until long after the deadline; days are counted to the deadline of its call."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self.database, self.settings, self.clock = database, settings, clock
        self.read = 0

    def on(self, days: float) -> None:
        """So many days before the deadline; after it, below zero."""
        self.clock.now = DEADLINE - timedelta(days=days)

    @contextmanager
    def acting(self, days: float) -> Iterator[tuple[Session, Consortium, dict[str, Actor]]]:
        """What people do then, and the mails that this brings are read."""
        self.on(days)
        with self.database.unit_of_work() as session:
            users = session.scalars(select(User).order_by(User.id)).all()
            people = {one.name.lower(): Actor(one, one.memberships[0].organisation) for one in users}
            yield session, session.scalars(select(Consortium)).one(), people
        self.told()

    def passing(self, days: float) -> list[tuple[str, str]]:
        """The mails that come of its being so many days before the deadline, as to whom and about what; none comes again."""
        self.on(days)
        self.clock.move(hours=2)
        for _ in range(2):
            rounds.round_(self.database, self.settings, ["jobs"])
        return self.told()

    def told(self) -> list[tuple[str, str]]:
        """The mails since they were last read."""
        with self.database.session(reads=True) as session:
            new = session.scalars(select(Mail).where(Mail.id > self.read).order_by(Mail.id)).all()
            self.read = new[-1].id if new else self.read
            return sorted((one.to.partition("@")[0], one.subject) for one in new)

    def waiting(self, name: str) -> list[str]:
        """What waits on somebody's desk about consortia and invitations, the most pressing first."""
        with self.database.session(reads=True) as session:
            by = session.scalars(select(User).where(User.name == name.title())).one()
            received = invitations.list_received(session, by=by)
            mine = organisations.list_mine(session, by=by)
            beside = desk.others(
                session, asked=[], offered=[], received=received, unread={}, organisations=mine, ideas=[], is_used=True, by=by
            )
            listed = consortia.list_consortia(session, by=by)
            steps = agenda.desk(desk.list_standings(session, listed, changed=(), by=by), beside)
            return [f"{step.kind}: {step.said}" for step in steps if step.kind != "describe"]


@pytest.fixture
def months(new_database: Database, clock: Clock, tmp_path: Path) -> Months:
    made = Months(new_database, config.load(instance=tmp_path), clock)
    made.on(60)
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        factories.edit(session, factories.register(session, "Hugo", kind="chamber", country="IT"), established="1990-09-01")
        clock.move(minutes=1)
        factories.draft(session, cast.alice, [cast.bob, cast.dora], call=CALL)
    return made


@pytest.mark.slow
def test_what_follows_from_each_day_that_passes(months: Months) -> None:
    answers_end(months)
    coordinator_takes_over(months)
    members_and_coordinator_are_silent(months)
    deadline_passes(months)


@pytest.mark.slow
def test_what_follows_from_a_round_that_closes_without_an_application(months: Months) -> None:
    with months.acting(60) as (session, consortium, people):
        for name in ("bob", "dora"):
            factories.bring_in(session, consortium, people[name], by=people["alice"].user)
            people[name].user.confirmed_at = months.clock.now
    for days in (24, 17, 13, 10):
        months.passing(days)
    assert months.passing(0.5) == []
    assert months.waiting("alice")[0].startswith("hand_over")
    asked = ("alice", "“Wood and tools”: what became of it?")
    assert months.passing(0) == [asked]  # the deadline
    assert months.waiting("alice")[0] == "say_what_became: The round has closed: say what became of it"
    assert not any(one.startswith("say_what_became") for one in months.waiting("bob"))
    for later in (-5, -15, -29.5):
        assert months.passing(later) == []
    given_up = "“Wood and tools” was given up"
    assert months.passing(-30.2) == [(name, given_up) for name in ("alice", "bob", "dora")]
    assert not any("Wood and tools" in one or "round" in one for one in months.waiting("alice"))
    assert months.passing(-200) == []
    with months.database.session(reads=True) as session:
        consortium = session.scalars(select(Consortium)).one()
        assert (consortium.state, consortium.persons_erased_at) == ("withdrawn", None)
    assert months.passing(-220) == []
    with months.database.session(reads=True) as session:
        consortium = session.scalars(select(Consortium)).one()
        assert consortium.persons_erased_at is not None  # six months after it was given up
        assert {one.joined_name for one in consortium.invitations} == {""}


def answers_end(months: Months) -> None:
    """Two are asked, one of them answers late, and the reserve for the other."""
    with months.acting(60) as (session, consortium, people):
        for name in ("bob", "dora"):
            factories.invite(session, consortium, people[name], by=people["alice"].user)
        line = (people["dora"].key, people["hugo"].key)
        reserves.put(session, consortium, *line, parse(ReserveForm, LETTER), by=people["alice"].user)
    assert months.passing(56) == []
    assert months.waiting("alice") == ["wait: 2 answers are expected"]

    reminder = "Until 11 January 2026: your answer to “Wood and tools”"
    assert months.passing(55) == [("bob", reminder), ("dora", reminder)]  # two days before an invitation ends
    with months.acting(54.5) as (session, consortium, people):
        invitations.show_interest(session, consortium.invitations[0], by=people["bob"].user)
    assert months.passing(54) == []

    ended = ("alice", "Dora's organisation has not answered")
    assert months.passing(53) == [ended, ("hugo", "Alice's organisation asks you to join “Wood and tools”")]
    assert months.waiting("dora") == []
    assert months.waiting("hugo") == ["answer_invitation: Alice's organisation invites you: “Wood and tools”"]
    assert months.passing(49) == []
    assert months.passing(48) == [("hugo", "Until 18 January 2026: your answer to “Wood and tools”")]
    with months.acting(47) as (session, consortium, people):
        invitations.show_interest(session, consortium.invitations[-1], by=people["hugo"].user)
        invitations.join(session, consortium.invitations[-1], factories.joining("Hugo"), by=people["hugo"].user)
    assert months.passing(37) == []
    assert months.passing(35.5) == [("bob", "Until 30 January 2026: your answer to “Wood and tools”")]  # two before joining does


def coordinator_takes_over(months: Months) -> None:
    """The one who was late joins at last, and takes over."""
    with months.acting(34) as (session, consortium, people):
        invitations.join(session, consortium.invitations[0], factories.joining("Bob"), by=people["bob"].user)
        offer = handover.offer(session, consortium, factories.member_id(consortium, people["bob"]), "", by=people["alice"].user)
        months.clock.move(minutes=1)
        handover.accept(session, offer, by=people["bob"].user)
    confirms = "confirm_coordinator: Bob's organisation coordinates now: say whether Hugo's organisation stays"
    assert months.passing(25) == []
    assert months.waiting("bob") == ["wait: 1 member has to confirm the new coordinator"]
    assert (months.waiting("alice"), months.waiting("hugo")) == ([], [confirms])


def members_and_coordinator_are_silent(months: Months) -> None:
    """Nobody confirms their data, and the coordinator does nothing for two weeks."""
    over, due = "The internal deadline of “Wood and tools” has passed", "“Wood and tools”: to be done by 23 February 2026"
    both = [("alice", due), ("hugo", due)]
    assert months.passing(24) == both  # 14 days before the internal deadline
    assert months.waiting("alice") == ["confirm: “Wood and tools”: confirm your data"]
    assert months.passing(21) == []
    stands_still = "“Wood and tools”: the coordinator is silent"
    everybody = [(name, stands_still) for name in ("alice", "bob", "hugo")]
    assert months.passing(19) == everybody  # 14 days without an act
    assert months.waiting("alice") == ["go_on: Bob's organisation has done nothing for two weeks: you may go on in a copy"]
    assert months.passing(18) == []
    assert months.passing(17) == both  # 7 days
    assert months.passing(14) == []
    assert months.passing(13) == both  # 3 days
    with months.acting(12) as (session, consortium, people):
        package = parse(PackageForm, {"title": "Modules", "lead": people["bob"].key})
        plan.add_package(session, consortium, package, version=None, by=people["bob"].user)
    assert months.passing(11) == []
    assert months.waiting("alice") == ["confirm: “Wood and tools”: confirm your data"]  # the coordinator is back
    assert months.passing(10) == [
        ("alice", over),
        ("bob", "“Wood and tools”: Alice's organisation is silent"),
        ("bob", "“Wood and tools”: Hugo's organisation is silent"),
        ("hugo", over),
    ]
    late = "replace_silent: Hugo's organisation has not done what was asked of it, although it was reminded"
    assert months.waiting("bob") == [late, "wait: 1 member has to confirm the new coordinator"]
    assert months.passing(9) == []


def deadline_passes(months: Months) -> None:
    """What was submitted, and opened again, counts when there is no time left; then nothing follows any more."""
    with months.acting(8) as (session, consortium, people):
        bob, hugo = people["bob"].user, people["hugo"].user
        coordinators.confirm(session, consortium, factories.member_id(consortium, people["hugo"]), by=hugo)
        factories.finalise(session, consortium, version=None, by=bob)
        said = {"agency": "NA BIBB", "form_id": "KA220-VET-1", "submitted_by": "Bob"}
        outcomes.submit(session, consortium, parse(Submission, said), by=bob)
        months.clock.move(minutes=1)
        outcomes.reopen(session, consortium, by=bob)
    assert months.passing(1) == []
    counts = "“Wood and tools”: what was submitted before counts"
    assert months.passing(0) == [("alice", counts), ("bob", counts), ("hugo", counts)]  # the deadline
    assert months.waiting("bob") == ["report: Submitted: note here what the agency decides"]
    for later in (-1, -15, -90, -400):
        assert months.passing(later) == []
    assert months.waiting("hugo") == ["confirm: Is everything that Hugo's organisation says of itself still right?"]

"""No sequence of invitations, batches, reserves, answers and blocks exceeds a limit: walked at random, counted independently.

Alice and Charlie each hold two consortia; Alice may send one invitation more. Bob joins one consortium of the call, Dora two.
The model keeps who was asked and who is in; of the job that calls reserves it only says what may not have come of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from matchmaker.errors import MatchmakerError
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import Consortium, Invitation, Reserve
from matchmaker.services import batches, blocking, consortia, departures, invitations, reserves
from tests import factories
from tests.conftest import Databases
from tests.factories import Actor, declining, invitation_form, joining, member_id
from tests.services.machine import Machine, walk

MOST_OPEN, LEFT = 20, 1
CAPACITY = {"bob": 1, "dora": 2}
GUESTS = ("bob", "dora", "eve")
HOLDERS = ("alice", "alice", "charlie", "charlie")
place = st.integers(0, len(HOLDERS) - 1)
guest = st.sampled_from(GUESTS)


@dataclass
class Model:
    """By place of the consortium: who is planned, asked (until when), in; who said no, and who said nothing last; who stands in
    reserve, and for whom. Who has blocked whom.
    """

    planned: list[set[str]] = field(default_factory=lambda: [{"bob", "dora"} for _ in HOLDERS])
    asked: list[dict[str, datetime]] = field(default_factory=lambda: [{} for _ in HOLDERS])
    interested: set[tuple[int, str]] = field(default_factory=set)
    inside: list[set[str]] = field(default_factory=lambda: [set() for _ in HOLDERS])
    said_no: list[set[str]] = field(default_factory=lambda: [set() for _ in HOLDERS])
    was_silent: list[set[str]] = field(default_factory=lambda: [set() for _ in HOLDERS])
    reserves: list[dict[str, str]] = field(default_factory=lambda: [{} for _ in HOLDERS])
    apart: set[tuple[str, str]] = field(default_factory=set)

    def open_of(self, holder: str) -> int:
        """Answers that somebody awaits."""
        beside = MOST_OPEN - LEFT if holder == "alice" else 0
        return beside + sum(len(asked) for who, asked in zip(HOLDERS, self.asked, strict=True) if who == holder)

    def places_of(self, who: str, *, beside: int | None = None) -> int:
        """Consortia that somebody is in."""
        return sum(who in inside for number, inside in enumerate(self.inside) if number != beside)

    def may_be_asked(self, number: int, who: str) -> bool:
        """Whether nothing speaks against asking this one, but for how many the holder awaits."""
        holder = HOLDERS[number]
        free = self.places_of(who, beside=number) < CAPACITY.get(who, 99)
        known = who in self.planned[number] and who not in self.asked[number] and who not in self.inside[number]
        return known and free and not {(holder, who), (who, holder)} & self.apart

    def may_be_reserve(self, number: int, whose: str, who: str) -> bool:
        """Whether somebody may stand behind a place: one that is or was somebody's, for who could be asked and is not there."""
        holder, there = HOLDERS[number], self.planned[number]
        place = there | set(self.reserves[number].values()) | self.said_no[number] | self.was_silent[number]
        free = self.places_of(who, beside=number) < CAPACITY.get(who, 99)
        near = not {(holder, who), (who, holder)} & self.apart
        new = who != whose and who not in there and who not in self.said_no[number] and who not in self.reserves[number]
        return whose in place and free and near and new

    def out(self, number: int, who: str) -> None:
        """Somebody is in it no more, and asked no more."""
        self.planned[number].discard(who)
        self.inside[number].discard(who)
        self.end(number, who)

    def end(self, number: int, who: str) -> None:
        """An invitation has ended."""
        self.asked[number].pop(who, None)
        self.interested.discard((number, who))


class LimitsMachine(Machine):
    """Every rule is something that a person or a job may try."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()

    @initialize()
    def begin(self) -> None:
        session = self.opened()
        made = factories.cast(session)
        eve = factories.register(session, "Eve", kind="chamber", country="ES")
        self.actors: dict[str, Actor] = {
            "alice": made.alice,
            "bob": made.bob,
            "dora": made.dora,
            "charlie": made.charlie,
            "eve": eve,
        }
        for who, capacity in CAPACITY.items():
            factories.edit(session, self.actors[who], capacity=capacity)
        self.await_many(MOST_OPEN - LEFT)
        self.whole: list[Consortium] = [
            factories.draft(session, self.actors[holder], [made.bob, made.dora]) for holder in HOLDERS
        ]
        session.commit()
        self.invite_everybody(0)  # every walk begins with more than Alice may ask

    def await_many(self, number: int) -> None:
        keys = [f"x{one}" for one in range(number)]
        for key in keys:
            factories.known_only(self.session, key, f"Guest {key}", joined_at=self.now)
        full = factories.draft(self.session, self.actors["alice"], keys)
        letters = {one.id: invitation_form() for one in full.members if one.joined_at is None}
        sent = batches.send(self.session, full, letters, by=self.actors["alice"].user)
        for one in sent:
            one.expires_at = self.now + timedelta(days=1000)

    def attempt(self, verb: Callable[[], Any]) -> bool:
        try:
            verb()
        except MatchmakerError:
            self.session.rollback()
            return False
        self.session.commit()
        return True

    def by(self, number: int) -> Any:
        return self.actors[HOLDERS[number]].user

    def last(self, number: int, who: str) -> Invitation | None:
        theirs = self.actors[who].organisation.id
        return next((one for one in reversed(self.whole[number].invitations) if one.organisation_id == theirs), None)

    @rule(number=place, who=guest)
    def add(self, number: int, who: str) -> None:
        allowed = who not in self.model.planned[number] and who not in self.model.said_no[number]
        key = self.actors[who].key
        verb = lambda: consortia.add_member(self.session, self.whole[number], key, "partner", version=None, by=self.by(number))  # noqa: E731
        assert self.attempt(verb) == allowed
        if allowed:
            self.model.planned[number].add(who)
            self.model.reserves[number].pop(who, None)

    @rule(number=place, some=st.sets(guest, min_size=1))
    def invite(self, number: int, some: set[str]) -> None:
        """All of them at once, or nobody."""
        model, whole = self.model, self.whole[number]
        there = {who for who in some if who in model.planned[number]}
        if not there:
            return
        letters = {member_id(whole, self.actors[who]): invitation_form() for who in there}
        fits = model.open_of(HOLDERS[number]) + len(there) <= MOST_OPEN
        allowed = fits and all(model.may_be_asked(number, who) for who in there)
        assert self.attempt(lambda: batches.send(self.session, whole, letters, by=self.by(number))) == allowed
        if allowed:
            model.asked[number] |= dict.fromkeys(there, self.now + timedelta(days=7))

    @rule(number=place)
    def invite_everybody(self, number: int) -> None:
        """More than Alice may ask."""
        self.invite(number, set(GUESTS))

    @rule(number=place, who=guest, answer=st.sampled_from(["interested", "join", "decline"]))
    def answer(self, number: int, who: str, answer: str) -> None:
        model, found, by = self.model, self.last(number, who), self.actors[who].user
        if found is None or who not in model.asked[number]:
            return
        is_interested = (number, who) in model.interested
        free = model.places_of(who, beside=number) < CAPACITY.get(who, 99)
        allowed = {"interested": not is_interested, "join": is_interested and free, "decline": True}[answer]
        verbs: dict[str, Callable[[], None]] = {
            "interested": lambda: invitations.show_interest(self.session, found, by=by),
            "join": lambda: invitations.join(self.session, found, joining(who), by=by),
            "decline": lambda: invitations.decline(self.session, found, declining(), by=by),
        }
        assert self.attempt(verbs[answer]) == allowed
        if not allowed:
            return
        if answer == "interested":
            model.interested.add((number, who))
            model.asked[number][who] = self.now + timedelta(days=21)
        elif answer == "join":
            model.end(number, who)
            model.inside[number].add(who)
        else:
            model.out(number, who)
            model.said_no[number].add(who)

    @rule(number=place)
    def bring_in(self, number: int) -> None:
        """The whole way at once, so that places become rare."""
        for who in ("bob", "dora"):
            self.invite(number, {who})
            self.answer(number, who, "interested")
            self.answer(number, who, "join")

    @rule(number=place, who=guest)
    def take_back(self, number: int, who: str) -> None:
        found = self.last(number, who)
        if found is None or who not in self.model.asked[number]:
            return
        assert self.attempt(lambda: invitations.withdraw(self.session, found, by=self.by(number)))
        self.model.end(number, who)

    @rule(number=place, who=guest)
    def leave(self, number: int, who: str) -> None:
        if who in self.model.inside[number]:
            mine, by = member_id(self.whole[number], self.actors[who]), self.actors[who].user
            assert self.attempt(lambda: departures.leave(self.session, self.whole[number], mine, by=by))
            self.model.out(number, who)

    @rule(days=st.sampled_from([1, 7, 21]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        invitations.expire_due(self.session)
        self.session.commit()
        for number, asked in enumerate(self.model.asked):
            for who in [who for who, until in asked.items() if until <= self.now]:
                self.model.end(number, who)
                self.model.was_silent[number].add(who)

    @rule(holder=st.sampled_from(["alice", "charlie"]), who=guest, by_guest=st.booleans())
    def block(self, holder: str, who: str, by_guest: bool) -> None:
        """What is open between the two ends; where both have joined they stay."""
        one, other = (who, holder) if by_guest else (holder, who)
        rows = [self.actors[name] for name in (one, other)]
        assert self.attempt(lambda: blocking.block(self.session, rows[0].organisation, rows[1].organisation, by=rows[0].user))
        self.model.apart.add((one, other))
        for number in (number for number, whose in enumerate(HOLDERS) if whose == holder):
            if who in self.model.asked[number]:
                if by_guest:
                    self.model.out(number, who)
                    self.model.said_no[number].add(who)
                else:
                    self.model.end(number, who)

    @rule(holder=st.sampled_from(["alice", "charlie"]), who=guest, by_guest=st.booleans())
    def unblock(self, holder: str, who: str, by_guest: bool) -> None:
        one, other = (who, holder) if by_guest else (holder, who)
        rows = [self.actors[name] for name in (one, other)]
        assert self.attempt(
            lambda: blocking.unblock(self.session, rows[0].organisation, rows[1].organisation.id, by=rows[0].user)
        )
        self.model.apart.discard((one, other))

    @rule(number=place, whose=guest, who=guest)
    def put_in_reserve(self, number: int, whose: str, who: str) -> None:
        allowed = self.model.may_be_reserve(number, whose, who)
        keys = (self.actors[whose].key, self.actors[who].key)
        verb = lambda: reserves.put(self.session, self.whole[number], *keys, RESERVE, by=self.by(number))  # noqa: E731
        assert self.attempt(verb) == allowed
        if allowed:
            self.model.reserves[number][who] = whose

    @rule(number=place)
    def put_everybody_in_reserve(self, number: int) -> None:
        """Behind every place, and twice, so that reserves are there and are in the way."""
        for whose in GUESTS:
            for who in GUESTS:
                self.put_in_reserve(number, whose, who)

    @rule()
    def call_reserves(self) -> None:
        """Of the job only what is true afterwards is known: whoever was asked may be, and is new there."""
        model = self.model
        before = {number: dict(asked) for number, asked in enumerate(model.asked)}
        for whole in reserves.list_due(self.session):
            reserves.call_next(self.session, whole)
            self.session.commit()
        names = {one.organisation.id: who for who, one in self.actors.items()}
        for number, whole in enumerate(self.whole):
            self.session.expire_all()
            model.planned[number] = {names[one.organisation_id] for one in whole.members} - {HOLDERS[number]}
            model.reserves[number] = {names[one.organisation_id]: names[one.replaces_id] for one in whole.reserves}
            for one in whole.invitations:
                who = names[one.organisation_id]
                if one.state == "sent" and who not in before[number]:
                    assert who not in model.said_no[number]
                    assert model.may_be_asked(number, who)
                    model.asked[number][who] = self.now + timedelta(days=7)

    @invariant()
    def nothing_is_exceeded(self) -> None:
        if not self.has_begun:
            return
        model, session = self.model, self.session
        session.expire_all()
        names = {one.organisation.id: who for who, one in self.actors.items()}
        for number, whole in enumerate(self.whole):
            states = [(names[one.organisation_id], one.state) for one in whole.invitations]
            open_ = [who for who, state in states if state in ("sent", "interested")]
            assert sorted(open_) == sorted(model.asked[number])
            joined = {names[one.organisation_id] for one in whole.members if one.joined_at is not None}
            assert joined == model.inside[number] | {HOLDERS[number]}
            assert {names[one.organisation_id] for one in whole.members} == model.planned[number] | {HOLDERS[number]}
            assert [one.role for one in whole.members].count("coordinator") == 1
            rows = session.query(Reserve).filter_by(consortium_id=whole.id)
            assert {names[one.organisation_id]: names[one.replaces_id] for one in rows} == model.reserves[number]
            assert not model.reserves[number].keys() & model.planned[number]
        for holder in ("alice", "charlie"):
            assert model.open_of(holder) <= MOST_OPEN
        for who, most in CAPACITY.items():
            assert model.places_of(who) <= most


RESERVE = parse(
    ReserveForm, {"task": "Write", "field": "Wood", "time_needed": "10 days", "why_you": "You know it.", "is_automatic": True}
)


def test_limit_that_the_model_counts_with_is_the_one_that_holds() -> None:
    assert invitations.MOST_OPEN == MOST_OPEN


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 8), pytest.param("postgresql", 3, marks=pytest.mark.postgres)])
def test_no_sequence_exceeds_a_limit(databases: Databases, kind: str, examples: int) -> None:
    walk(LimitsMachine, databases, kind, examples=examples, steps=30)

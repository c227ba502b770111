"""Who acts for an organisation, walked at random against a model that counts by itself: colleagues, owners and accounts.

Alice owns the school, which holds a consortium; Bob owns the chamber, which has joined it. Eve and Fay are asked.
Whoever goes is logged out; an organisation that nobody owns is paused, whoever builds on it is warned, until somebody owns it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import func, select

from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.accounts import Erasure
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import ColleagueInvitation, Membership, Organisation, User, Visit
from matchmaker.services import capacity, colleagues, consortia, erasure, ownership, people, visits
from tests import factories
from tests.conftest import Databases
from tests.factories import PASSWORD
from tests.services.machine import Machine, walk

PERSONS = ("Alice", "Bob", "Eve", "Fay")
PLACES = ("school", "chamber")
MOST_OPEN, MOST_A_DAY, VALID_FOR, UNUSED_FOR = 10, 20, timedelta(days=14), timedelta(days=30)
person, place = st.sampled_from(PERSONS), st.sampled_from(PLACES)
some = st.integers(0, 23)
role = st.sampled_from(["owner", "owner", "editor", "viewer"])


@dataclass
class Asked:
    """Who has this address is asked."""

    address: str
    role: str
    by: str
    at: datetime
    is_open: bool = True


@dataclass
class Model:
    """By organisation who acts for it as what, and who was asked; the log-ins that are open; whose account is gone."""

    acting: dict[str, dict[str, str]] = field(default_factory=lambda: {"school": {"Alice": "owner"}, "chamber": {"Bob": "owner"}})
    asked: dict[str, list[Asked]] = field(default_factory=lambda: {name: [] for name in PLACES})
    logged_in: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def owners(self, place: str) -> set[str]:
        """Who owns it."""
        return {who for who, role in self.acting[place].items() if role == "owner"}

    def open_of(self, place: str) -> list[Asked]:
        """Who may still say yes."""
        return [one for one in self.asked[place] if one.is_open]

    def may_ask(self, place: str, by: str, address: str, now: datetime) -> bool:
        """Whether an owner may ask whoever has this address."""
        recent = [one for each in self.asked.values() for one in each if one.at > now - timedelta(days=1)]
        here = [one for one in self.asked[place] if one in recent]
        few = len(here) < MOST_A_DAY and sum(one.by == by for one in recent) < MOST_A_DAY
        known = {address_of(who) for who in self.acting[place]} | {one.address for one in self.open_of(place)}
        return by in self.owners(place) and address not in known and len(self.open_of(place)) < MOST_OPEN and few

    def out(self, place: str, who: str) -> None:
        """Somebody acts for it no longer: where they are logged in and whom they asked for it ends."""
        del self.acting[place][who]
        self.log_out(who)
        for one in self.asked[place]:
            if one.by == who:
                one.is_open = False

    def log_out(self, who: str) -> None:
        """Wherever they are."""
        self.logged_in = {token: seen for token, seen in self.logged_in.items() if seen[0] != who}


def address_of(who: str) -> str:
    return f"{who.lower()}@school.eu"


class PeopleMachine(Machine):
    """Every rule is something that a person, a job or whoever runs the service may try."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.strangers = 0

    @initialize()
    def begin(self) -> None:
        session = self.opened()
        made = factories.cast(session)
        self.whole = factories.complete(session, made).id
        self.numbers = {"school": made.alice.organisation.id, "chamber": made.bob.organisation.id}
        for who in ("Eve", "Fay"):
            self.register(who)
        session.commit()
        self.bring_in("school", "Eve", "owner")
        self.bring_in("chamber", "Fay", "editor")

    def register(self, who: str) -> None:
        """An account that acts for nobody."""
        user = factories.register(self.session, who).user
        self.session.delete(user.memberships[0])
        self.session.flush()
        self.session.refresh(user)

    def user(self, who: str) -> User:
        return self.session.scalars(select(User).where(User.email == address_of(who))).one()

    def organisation(self, place: str) -> Organisation:
        return self.session.get_one(Organisation, self.numbers[place])

    def membership(self, place: str, who: str) -> int:
        theirs = (Membership.organisation_id == self.numbers[place]) & Membership.user.has(email=address_of(who))
        return self.session.scalar(select(Membership.id).where(theirs)) or 0

    def attempt(self, allowed: bool, verb: Callable[[], object]) -> bool:
        """Do it if the model says that it may be done; else see that it is refused."""
        self.session.expire_all()
        if allowed:
            verb()
            self.session.commit()
        else:
            with pytest.raises((Refused, NotFound, Forbidden, Invalid)):
                verb()
            self.session.rollback()
        return allowed

    def one_of(self, place: str, number: int) -> str:
        """Mostly somebody who acts for it, now and then somebody who does not."""
        acting = sorted(self.model.acting[place])
        others = [who for who in PERSONS if who not in acting]
        return [*acting, *acting, *others][number % (2 * len(acting) + len(others))]

    def are_here(self, *who: str) -> bool:
        return not self.model.gone.intersection(who)

    def ask_address(self, place: str, by: str, address: str, role: str) -> bool:
        model, form = self.model, ColleagueForm(email=address, role=role)
        allowed = model.may_ask(place, by, address, self.now)
        verb = lambda: colleagues.invite(self.session, self.organisation(place), form, by=self.user(by))  # noqa: E731
        if self.attempt(allowed, verb):
            model.asked[place].append(Asked(address, role, by, self.now))
        return allowed

    @rule(place=place, by=person, whom=person, role=role)
    def ask(self, place: str, by: str, whom: str, role: str) -> None:
        if self.are_here(by):
            self.ask_address(place, by, address_of(whom), role)

    @rule(place=place)
    def ask_as_many_as_may_be(self, place: str) -> None:
        """Strangers, until one is too many."""
        for by in sorted(self.model.owners(place))[:1]:
            for _ in range(MOST_A_DAY + 1):
                self.strangers += 1
                if not self.ask_address(place, by, f"stranger{self.strangers}@school.eu", "viewer"):
                    return
            raise AssertionError("no limit was met")

    @rule(place=place)
    def take_all_back(self, place: str) -> None:
        """So that a day's limit is met, too."""
        for by in sorted(self.model.owners(place))[:1]:
            for one in self.model.open_of(place):
                assert self.attempt(True, partial(self._take_back, place, one, by))
                one.is_open = False

    def _take_back(self, place: str, one: Asked, by: str) -> None:
        colleagues.withdraw(self.session, self.found(place, one), by=self.user(by))

    def found(self, place: str, one: Asked) -> ColleagueInvitation:
        theirs = (ColleagueInvitation.organisation_id == self.numbers[place]) & (ColleagueInvitation.email == one.address)
        newest = select(ColleagueInvitation).where(theirs).order_by(ColleagueInvitation.id.desc()).limit(1)
        return self.session.scalars(newest).one()

    @rule(place=place, whom=person, by=person, verb=st.sampled_from(["accept", "accept", "decline", "withdraw"]))
    def answer(self, place: str, whom: str, by: str, verb: str) -> None:
        """By whoever it is for, or anybody else."""
        model = self.model
        last = next((one for one in reversed(model.asked[place]) if one.address == address_of(whom)), None)
        if last is None or not self.are_here(by):
            return
        allowed = last.is_open and (by in model.owners(place) if verb == "withdraw" else by == whom)
        act = getattr(colleagues, verb)
        if self.attempt(allowed, lambda: act(self.session, self.found(place, last), by=self.user(by))):
            last.is_open = False
            if verb == "accept":
                model.acting[place].setdefault(whom, last.role)

    @rule(place=place, whom=person, role=role)
    def bring_in(self, place: str, whom: str, role: str) -> None:
        """The whole way at once, so that several act for one."""
        for by in sorted(self.model.owners(place))[:1]:
            if self.are_here(whom) and self.ask_address(place, by, address_of(whom), role):
                self.answer(place, whom, whom, "accept")

    @rule(place=place, leaves=some, stays=some)
    def leave(self, place: str, leaves: int, stays: int) -> None:
        who, successor = self.one_of(place, leaves), self.one_of(place, stays)
        if not self.are_here(who):
            return
        self.log_in(who)
        model, acting = self.model, self.model.acting[place]
        is_last = model.owners(place) == {who}
        allowed = who in acting and (not is_last or (successor in acting and successor != who))
        named = str(self.membership(place, successor))
        if self.attempt(allowed, lambda: people.leave(self.session, self.organisation(place), named, by=self.user(who))):
            model.out(place, who)
            if is_last:
                acting[successor] = "owner"

    @rule(place=place, acts=some, goes=some)
    def take_off(self, place: str, acts: int, goes: int) -> None:
        by, whom = self.one_of(place, acts), self.one_of(place, goes)
        if not self.are_here(by):
            return
        self.log_in(whom)
        model, number = self.model, self.membership(place, whom)
        allowed = by in model.owners(place) and whom in model.acting[place] and model.owners(place) != {whom}
        verb = lambda: people.remove_person(self.session, self.organisation(place), number, by=self.user(by))  # noqa: E731
        if self.attempt(allowed, verb):
            model.out(place, whom)

    @rule(place=place, acts=some, gets=some, role=role)
    def give_role(self, place: str, acts: int, gets: int, role: str) -> None:
        self.change(place, self.one_of(place, acts), self.one_of(place, gets), role)

    def change(self, place: str, by: str, whom: str, role: str) -> None:
        if not self.are_here(by):
            return
        model, number = self.model, self.membership(place, whom)
        keeps_one = role == "owner" or model.owners(place) != {whom}
        allowed = by in model.owners(place) and whom in model.acting[place] and keeps_one
        verb = lambda: people.give_role(self.session, self.organisation(place), number, role, by=self.user(by))  # noqa: E731
        if self.attempt(allowed, verb):
            model.acting[place][whom] = role

    @rule(place=place)
    def lower_everybody(self, place: str) -> None:
        """One after the other: the last owner stays one."""
        for whom in sorted(self.model.acting[place]):
            for by in sorted(self.model.owners(place))[:1]:
                self.change(place, by, whom, "viewer")

    @rule(who=person, even_alone=st.booleans())
    def erase(self, who: str, even_alone: bool) -> None:
        if not self.are_here(who):
            return
        model, form = self.model, parse(Erasure, {"present": PASSWORD, "even_alone": even_alone})
        allowed = even_alone or all(model.owners(place) != {who} for place in PLACES)
        if self.attempt(allowed, lambda: erasure.erase_mine(self.session, form, by=self.user(who))):
            model.gone.add(who)
            for place in PLACES:
                if who in model.acting[place]:
                    model.out(place, who)
                model.asked[place] = [one for one in model.asked[place] if one.address != address_of(who)]
                for one in model.asked[place]:
                    one.by = "" if one.by == who else one.by
            model.log_out(who)

    @rule(who=person)
    def come_again(self, who: str) -> None:
        """With a new account, which acts for nobody."""
        if who in self.model.gone:
            self.register(who)
            self.session.commit()
            self.model.gone.discard(who)

    @rule(place=place, who=person)
    def be_made_owner(self, place: str, who: str) -> None:
        """By whoever runs the service."""
        key = self.organisation(place).key
        if self.attempt(who in self.model.acting[place], lambda: ownership.make_owner(self.session, address_of(who), key)):
            self.model.acting[place][who] = "owner"

    @rule(who=person)
    def log_in(self, who: str) -> None:
        if self.are_here(who):
            self.model.logged_in[visits.begin(self.session, self.user(who), "")] = (who, self.now)
            self.session.commit()

    @rule(days=st.sampled_from([1, 14]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        colleagues.tidy(self.session)
        visits.prune(self.session)
        self.session.commit()
        seen = self.model.logged_in.items()
        self.model.logged_in = {token: one for token, one in seen if self.now < one[1] + UNUSED_FOR}
        for one in (one for each in self.model.asked.values() for one in each):
            one.is_open = one.is_open and self.now < one.at + VALID_FOR

    @invariant()
    def service_and_model_agree(self) -> None:
        if not self.has_begun:
            return
        model, session = self.model, self.session
        session.expire_all()
        for place in PLACES:
            organisation = self.organisation(place)
            assert {one.user.name: one.role for one in organisation.people} == model.acting[place]
            assert (organisation.ownerless_since is None) == capacity.takes_requests(organisation) == bool(model.owners(place))
            sent = (ColleagueInvitation.organisation_id == organisation.id) & (ColleagueInvitation.state == "sent")
            open_ = session.scalars(select(ColleagueInvitation.email).where(sent)).all()
            assert sorted(open_) == sorted(one.address for one in model.open_of(place))
            assert len(open_) <= MOST_OPEN
        self._who_may_read_and_is_warned()

    def _who_may_read_and_is_warned(self) -> None:
        """Of the consortium, which loses nobody by what becomes of people."""
        session, model = self.session, self.model
        without = {place for place in PLACES if not model.owners(place)}
        for who in (who for who in PERSONS if who not in model.gone):
            user, acts = self.user(who), {place for place in PLACES if who in model.acting[place]}
            warned = without if "school" in acts else without & {"school"} if acts else set()
            found = {one.organisation.id for one in ownership.list_warnings(session, by=user)}
            assert found == {self.numbers[place] for place in warned}
            if acts:
                assert len(consortia.get_consortium(session, self.whole, by=user).members) == 3
            else:
                with pytest.raises(NotFound):
                    consortia.get_consortium(session, self.whole, by=user)
        for token, (who, _) in model.logged_in.items():
            visit = visits.find(session, token)
            assert visit is not None
            assert visit.user.name == who
        assert session.scalar(select(func.count()).select_from(Visit)) == len(model.logged_in)


def test_limits_that_the_model_counts_with_are_those_that_hold() -> None:
    assert (colleagues.MOST_OPEN, colleagues.MOST_A_DAY) == (MOST_OPEN, MOST_A_DAY)
    assert (colleagues.VALID_FOR, visits.UNUSED_FOR) == (VALID_FOR, UNUSED_FOR)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 6), pytest.param("postgresql", 2, marks=pytest.mark.postgres)])
def test_organisations_are_owned_or_paused_on_every_way(databases: Databases, kind: str, examples: int) -> None:
    walk(PeopleMachine, databases, kind, examples=examples, steps=30)

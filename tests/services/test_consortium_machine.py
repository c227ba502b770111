"""The way of a consortium, walked at random, against a small model of its own that knows no table of moves.

The model keeps, in words of its own, who is in, who was asked and what was offered, and says of every step whether it may be
done. Service and model must agree about every step, and afterwards about everything.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from matchmaker.documents import snapshot
from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.inputs.outcomes import Submission
from matchmaker.models import Consortium, HandOver, HistoryEntry, Invitation
from matchmaker.services import (
    consortia,
    coordinators,
    departures,
    handover,
    history,
    invitations,
    outcomes,
    silence,
    submissions,
)
from tests import factories
from tests.conftest import Databases
from tests.factories import Actor, Cast, joining, member_id
from tests.services.consortium_model import Model
from tests.services.machine import Machine, walk

PEOPLE = ("alice", "bob", "dora", "charlie")
OTHERS = PEOPLE[1:]
partner = st.sampled_from(OTHERS)


class ConsortiumMachine(Machine):
    """One consortium of four organisations; every rule is something a person may try."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()

    @initialize()
    def begin(self) -> None:
        self.opened()
        self.cast: Cast = factories.cast(self.session)
        factories.identify(self.session, self.cast.dora, self.cast.charlie)
        self.consortium: Consortium = factories.draft(self.session, self.cast.alice, [self.cast.bob])
        self.session.commit()

    def actor(self, who: str) -> Actor:
        found: Actor = getattr(self.cast, who)
        return found

    def attempt(self, allowed: bool, verb: Callable[[], Any]) -> bool:
        """Do it if the model says that it may be done; else see that it is refused and leaves no trace."""
        if allowed:
            before, acting = len(self.acts()), self.by_holder().id
            verb()
            self.session.commit()
            if acting in self.acts()[before:]:
                self.model.acted = self.now
            return True
        with pytest.raises((Refused, NotFound, Forbidden)):
            verb()
        self.session.rollback()
        return False

    def acts(self) -> list[int | None]:
        """Who has done something to the consortium, once for each time."""
        theirs = select(HistoryEntry.user_id).where(HistoryEntry.consortium_id == self.consortium.id)
        return list(self.session.scalars(theirs.order_by(HistoryEntry.id)))

    def by_holder(self) -> Any:
        return self.actor(self.model.holder).user

    def number(self, who: str) -> int:
        return member_id(self.consortium, self.actor(who)) if who in self.model.members else 0

    def invitation(self, who: str) -> Invitation | None:
        """The last invitation of somebody."""
        organisation = self.actor(who).organisation.id
        return next((one for one in reversed(self.consortium.invitations) if one.organisation_id == organisation), None)

    def offer_row(self) -> HandOver | None:
        return self.consortium.handovers[-1] if self.consortium.handovers else None

    @rule(who=partner)
    def add(self, who: str) -> None:
        model = self.model
        allowed = model.editable and who not in model.members and who not in model.said_no
        verb = lambda: consortia.add_member(  # noqa: E731
            self.session, self.consortium, self.actor(who).key, "partner", version=None, by=self.by_holder()
        )
        if self.attempt(allowed, verb):
            model.members.add(who)

    @rule(who=st.sampled_from(PEOPLE))
    def remove(self, who: str) -> None:
        model = self.model
        allowed = model.editable and who in model.members and who not in (model.holder, model.coordinator)
        number = self.number(who)
        if self.attempt(
            allowed, lambda: consortia.remove_member(self.session, self.consortium, number, version=None, by=self.by_holder())
        ):
            model.out(who)
            if model.asked.get(who) in ("sent", "interested", "joined"):
                model.asked[who] = "withdrawn"

    @rule(who=st.sampled_from(PEOPLE))
    def leave(self, who: str) -> None:
        model = self.model
        allowed = who in model.joined and who != model.holder
        number, by = self.number(who), self.actor(who).user
        if self.attempt(allowed, lambda: departures.leave(self.session, self.consortium, number, by=by)):
            model.out(who)
            if model.offered_to == who:
                model.phase, model.offered_to = ("taken" if model.is_on else "open"), None
            if model.phase in ("frozen", "sent"):
                model.phase = "taken"
            if model.asked.get(who) == "joined":
                model.asked[who] = "withdrawn"

    @rule(who=st.sampled_from(PEOPLE))
    def name_coordinator(self, who: str) -> None:
        model = self.model
        same = who == model.coordinator
        allowed = model.editable and who in model.members and (same or model.phase == "open")
        number = self.number(who)
        if self.attempt(
            allowed,
            lambda: consortia.set_role(self.session, self.consortium, number, "coordinator", version=None, by=self.by_holder()),
        ):
            model.coordinator = who

    @rule(who=partner)
    def invite(self, who: str) -> None:
        model = self.model
        open_ = model.asked.get(who) in ("sent", "interested")
        allowed = model.editable and who in model.members and who not in model.joined and not open_ and who not in model.said_no
        role = "coordinator" if who == model.coordinator else "partner"
        number = self.number(who)
        form = factories.invitation_form(role=role)
        if self.attempt(allowed, lambda: invitations.send(self.session, self.consortium, number, form, by=self.by_holder())):
            model.asked[who] = "sent"
            model.until[who] = self.now + timedelta(days=7)

    @rule(who=partner, answer=st.sampled_from(["interested", "join", "decline"]))
    def answer(self, who: str, answer: str) -> None:
        model, found = self.model, self.invitation(who)
        if found is None:
            return
        state = model.asked[who]
        in_time = state in ("sent", "interested") and self.now < model.until[who]
        allowed = in_time and (answer == "decline" or state == {"interested": "sent", "join": "interested"}[answer])
        by = self.actor(who).user
        verbs: dict[str, Callable[[], None]] = {
            "interested": lambda: invitations.show_interest(self.session, found, by=by),
            "join": lambda: invitations.join(self.session, found, joining(who), by=by),
            "decline": lambda: invitations.decline(self.session, found, factories.declining(), by=by),
        }
        if not self.attempt(allowed, verbs[answer]):
            return
        model.asked[who] = {"interested": "interested", "join": "joined", "decline": "declined"}[answer]
        if answer == "interested":
            model.until[who] = self.now + timedelta(days=21)
        elif answer == "join":
            model.joined.add(who)
            model.agreed[who] = model.coordinator
        else:
            model.said_no.add(who)
            model.out(who)

    @rule(who=partner)
    def withdraw_invitation(self, who: str) -> None:
        model, found = self.model, self.invitation(who)
        if found is None:
            return
        state = model.asked[who]
        allowed = state in ("sent", "interested") or (state == "joined" and model.editable and who != model.holder)
        if state == "joined" and who == model.holder:
            return
        if self.attempt(allowed, lambda: invitations.withdraw(self.session, found, by=self.by_holder())):
            model.asked[who] = "withdrawn"
            model.joined.discard(who)

    @rule()
    def bring_all_in(self) -> None:
        """The whole way at once, so that walks get far."""
        for who in OTHERS:
            self.add(who)
            self.invite(who)
            self.answer(who, "interested")
            self.answer(who, "join")

    @rule()
    def apply(self) -> None:
        """Finalise and submit at once, for the same reason."""
        self.finalise()
        self.note_outcome("submit")

    @rule(days=st.sampled_from([1, 7, 21]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        invitations.expire_due(self.session)
        self.session.commit()
        for who, until in self.model.until.items():
            if self.model.asked[who] in ("sent", "interested") and until <= self.now:
                self.model.asked[who] = "expired"

    @rule(who=st.sampled_from(PEOPLE))
    def offer(self, who: str) -> None:
        model = self.model
        allowed = model.phase in ("open", "taken") and who in model.joined and who != model.holder
        number = self.number(who)
        if self.attempt(allowed, lambda: handover.offer(self.session, self.consortium, number, "Why", by=self.by_holder())):
            model.is_on = model.phase == "taken"
            model.phase, model.offered_to = "offered", who

    @rule()
    def hand_back(self) -> None:
        model = self.model
        allowed = model.phase == "taken" and model.holder != "alice" and "alice" in model.members
        if self.attempt(allowed, lambda: handover.hand_back(self.session, self.consortium, "Ill", by=self.by_holder())):
            model.phase = "open"
            model.hold("alice", before=model.holder)

    @rule(who=st.sampled_from(PEOPLE))
    def confirm_coordinator(self, who: str) -> None:
        model = self.model
        allowed = who in model.unsure
        number, by = self.number(who), self.actor(who).user
        if self.attempt(allowed, lambda: coordinators.confirm(self.session, self.consortium, number, by=by)):
            model.agreed[who] = model.coordinator

    @rule(by=st.sampled_from(PEOPLE))
    def go_on_in_a_copy(self, by: str) -> None:
        """Nothing of the consortium itself changes, whoever tries; who did it is no coordinator that acts."""
        model = self.model
        silent = self.now - model.acted >= silence.AFTER
        allowed = by == "alice" and model.phase in ("taken", "frozen") and model.holder != "alice" and silent and not model.copies
        user = self.actor(by).user
        if self.attempt(allowed, lambda: silence.go_on(self.session, self.consortium, by=user)):
            model.copies += 1

    @rule(answer=st.sampled_from(["accept", "decline", "take_back"]))
    def answer_offer(self, answer: str) -> None:
        model, found = self.model, self.offer_row()
        if found is None:
            return
        allowed = model.phase == "offered"
        to = next(who for who in PEOPLE if self.actor(who).organisation.id == found.organisation_id)
        by = self.actor(to).user
        verbs: dict[str, Callable[[], None]] = {
            "accept": lambda: handover.accept(self.session, found, by=by),
            "decline": lambda: handover.decline(self.session, found, by=by),
            "take_back": lambda: handover.take_back(self.session, found, by=self.by_holder()),
        }
        if self.attempt(allowed, verbs[answer]):
            model.phase, model.offered_to = ("taken" if answer == "accept" or model.is_on else "open"), None
            if answer == "accept":
                model.hold(to, before=model.holder)
                model.acted = self.now

    @rule()
    def keep(self) -> None:
        model = self.model
        allowed = model.state == "inviting" and model.coordinator == model.holder
        if self.attempt(allowed, lambda: handover.keep(self.session, self.consortium, by=self.by_holder())):
            model.phase = "taken"

    @rule()
    def finalise(self) -> None:
        model = self.model
        countries = len(model.members)
        ready = model.phase == "taken" or (model.state == "inviting" and model.coordinator == model.holder)
        allowed = ready and model.members == model.joined and countries >= 3 and not model.unsure
        if self.attempt(allowed, lambda: factories.finalise(self.session, self.consortium, version=None, by=self.by_holder())):
            model.phase = "frozen"
            model.snapshots += 1

    @rule()
    def reopen(self) -> None:
        allowed = self.model.phase in ("frozen", "sent")
        if self.attempt(allowed, lambda: outcomes.reopen(self.session, self.consortium, by=self.by_holder())):
            self.model.phase = "taken"

    @rule()
    def stand(self) -> None:
        allowed = self.model.phase == "frozen" and self.model.was_submitted
        if self.attempt(allowed, lambda: submissions.stand(self.session, self.consortium, by=self.by_holder())):
            self.model.phase = "sent"

    @rule(what=st.sampled_from(["submit", "grant", "reject", "withdraw"]))
    def note_outcome(self, what: str) -> None:
        model, by = self.model, self.by_holder()
        form = Submission(agency="PL01", form_id="KA220-1", submitted_by="Alice")
        over = model.phase in ("granted", "rejected", "withdrawn")
        allowed = {"submit": model.phase == "frozen", "withdraw": not over}.get(what, model.phase == "sent")
        verbs: dict[str, Callable[[], None]] = {
            "submit": lambda: outcomes.submit(self.session, self.consortium, form, by=by),
            "grant": lambda: outcomes.grant(self.session, self.consortium, by=by),
            "reject": lambda: outcomes.reject(self.session, self.consortium, by=by),
            "withdraw": lambda: outcomes.withdraw(self.session, self.consortium, by=by),
        }
        if not self.attempt(allowed, verbs[what]):
            return
        model.phase = {"submit": "sent", "grant": "granted", "reject": "rejected", "withdraw": "withdrawn"}[what]
        model.was_submitted = model.was_submitted or what == "submit"
        if what == "withdraw":
            model.offered_to = None
            for who, state in model.asked.items():
                if state in ("sent", "interested"):
                    model.asked[who] = "withdrawn"

    @invariant()
    def service_and_model_agree(self) -> None:
        if not self.has_begun:
            return
        model, session = self.model, self.session
        session.expire_all()
        names = {self.actor(who).organisation.id: who for who in PEOPLE}
        rows = {names[one.organisation_id]: one for one in self.consortium.members}
        assert self.consortium.state == model.state
        assert names[self.consortium.holder_id] == model.holder
        assert set(rows) == model.members
        assert {who for who, one in rows.items() if one.joined_at is not None} == model.joined
        assert [who for who, one in rows.items() if one.role == "coordinator"] == [model.coordinator]
        assert {names[one.organisation_id]: one.state for one in self.consortium.invitations} == model.asked
        offers = [names[one.organisation_id] for one in self.consortium.handovers if one.state == "offered"]
        assert offers == ([model.offered_to] if model.offered_to else [])
        assert len(self.consortium.snapshots) == model.snapshots
        assert all(snapshot.verify(one.document.encode()).unchanged for one in self.consortium.snapshots)
        assert all("%(" not in str(entry.sentence) for entry in history.list_history(session, self.consortium))


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 25), pytest.param("postgresql", 6, marks=pytest.mark.postgres)])
def test_service_and_model_agree_on_every_way(databases: Databases, kind: str, examples: int) -> None:
    walk(ConsortiumMachine, databases, kind, examples=examples, steps=40)

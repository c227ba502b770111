"""What people of a race have in front of them, made by the services themselves, and what each of them may try."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy.orm import Session

from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.plan import GrantForm
from matchmaker.inputs.steps import StepForm
from matchmaker.inputs.threads import Writing
from matchmaker.models import (
    Consortium,
    HandOver,
    Invitation,
    Organisation,
    Reserve,
    User,
)
from matchmaker.services import (
    alterations,
    batches,
    blocking,
    consortia,
    coordinators,
    departures,
    handover,
    invitations,
    outcomes,
    plan,
    reserves,
    silence,
    threads,
)
from tests import factories
from tests.factories import Actor, Cast, declining, invitation_form, joining, member_id, register
from tests.racing.running import Move

LATE: Final = {"sent": timedelta(days=8), "interested": timedelta(days=22)}
"""After an invitation in this state has ended, and before one that was answered just now does."""
SILENT: Final = timedelta(days=15)
"""After a coordinator has been silent for long enough."""
SUBMISSION: Final = Submission(agency="PL01", form_id="KA220-1", submitted_by="Alice")
Act = Callable[..., object]


class Scene:
    """Alice, Bob, Dora and Charlie as everywhere, and what lies before them. tag: makes their names unique."""

    def __init__(self, session: Session, tag: str = "") -> None:
        self.session = session
        self.tag = tag
        self.cast = Cast(
            alice=register(session, f"Alice{tag}"),
            bob=register(session, f"Bob{tag}", kind="higher-education", country="DE"),
            dora=register(session, f"Dora{tag}", kind="chamber", country="AT"),
            charlie=register(session, f"Charlie{tag}", kind="ngo", country="FR"),
        )
        self.alice, self.bob, self.dora, self.charlie = self.cast.alice, self.cast.bob, self.cast.dora, self.cast.charlie
        factories.edit(session, self.alice, established="1990-09-01")
        factories.edit(session, self.bob, established="1950-09-01", flags=["eche"])
        factories.identify(session, self.alice, self.bob)

    @property
    def organisations(self) -> list[int]:
        """Of whom the judge looks at everything."""
        return [one.organisation.id for one in (self.alice, self.bob, self.dora, self.charlie)]

    def colleague(self, actor: Actor, role: str = "owner") -> User:
        """Another person of an organisation, and of no other."""
        user = factories.join_as(self.session, f"Ann{self.tag}{actor.organisation.id}{role}", actor, role)
        self.session.delete(next(one for one in user.memberships if one.organisation_id != actor.organisation.id))
        self.session.flush()
        self.session.refresh(user)
        return user

    def draft(self, *partners: Actor, by: Actor | None = None) -> Consortium:
        """Of Alice and her partners, where nobody was asked yet."""
        return factories.draft(self.session, by or self.alice, partners)

    def complete(self) -> Consortium:
        """Bob and Dora have joined."""
        return factories.complete(self.session, self.cast)

    def held_by_bob(self) -> Consortium:
        """Bob has taken over; Dora joined before."""
        made = self.complete()
        self.offered(made, self.bob, accept=True)
        return made

    def complete_but_for_charlie(self) -> tuple[Consortium, Invitation]:
        """Bob and Dora have joined, and Charlie has not answered yet."""
        made = self.complete()
        consortia.add_member(self.session, made, self.charlie.key, "partner", version=None, by=self.alice.user)
        return made, self.invited(made, self.charlie)

    def finalised(self) -> Consortium:
        """Alice applies herself, and all is frozen."""
        made = self.complete()
        factories.finalise(self.session, made, version=None, by=self.alice.user)
        return made

    def submitted(self) -> Consortium:
        """Alice has applied."""
        made = self.finalised()
        outcomes.submit(self.session, made, SUBMISSION, by=self.alice.user)
        return made

    def confirmed(self, consortium: Consortium, actor: Actor) -> None:
        """The actor stays with the new coordinator."""
        coordinators.confirm(self.session, consortium, member_id(consortium, actor), by=actor.user)

    def invited(self, consortium: Consortium, actor: Actor, *, interested: bool = False) -> Invitation:
        """The actor has been asked, and may have said that it is interested."""
        sent = factories.invite(self.session, consortium, actor, by=self.alice.user)
        if interested:
            invitations.show_interest(self.session, sent, by=actor.user)
        return sent

    def declined(self, consortium: Consortium, actor: Actor) -> None:
        """The actor has said no: its place is empty."""
        invitations.decline(self.session, self.invited(consortium, actor), declining(), by=actor.user)

    def vacant(self) -> Consortium:
        """Dora has said no."""
        made = self.draft(self.bob, self.dora)
        self.declined(made, self.dora)
        return made

    def unanswered(self) -> Consortium:
        """Dora, who is a member-to-be still, has not answered in time."""
        made = self.draft(self.bob, self.dora)
        sent = self.invited(made, self.dora)
        sent.expires_at = sent.sent_at
        invitations.expire(self.session, sent.id)
        return made

    def offered(self, consortium: Consortium, to: Actor, *, accept: bool = False, by: Actor | None = None) -> HandOver:
        """Somebody has been asked to take over."""
        made = handover.offer(self.session, consortium, member_id(consortium, to), "You know how", by=(by or self.alice).user)
        if accept:
            handover.accept(self.session, made, by=to.user)
        return made

    def await_many(self, number: int) -> None:
        """Alice awaits so many answers of organisations that nobody acts for."""
        now = self.alice.user.created_at
        keys = [f"x{self.tag}-{one}" for one in range(number)]
        for key in keys:
            factories.known_only(self.session, key, f"Guest {key}", joined_at=now)
        made = factories.draft(self.session, self.alice, keys)
        letters = {one.id: invitation_form() for one in made.members if one.joined_at is None}
        batches.send(self.session, made, letters, by=self.alice.user)

    def reserve(self, consortium: Consortium, place: Actor, actor: Actor, *, automatic: bool = True) -> Reserve:
        """The actor would take that place."""
        return reserves.put(self.session, consortium, place.key, actor.key, reserve_form(automatic), by=self.alice.user)


def reserve_form(automatic: bool = True) -> ReserveForm:
    right = {"task": "Write one module", "field": "Carpentry", "time_needed": "10 days", "why_you": "You know it."}
    return parse(ReserveForm, right | {"is_automatic": automatic})


def on(consortium: Consortium, user: User, act: Act, later: timedelta = timedelta()) -> Move:
    """Somebody does something to a consortium."""
    number = consortium.id
    return Move(user.id, lambda session, by: consortia.get_consortium(session, number, by=by), act, later)


def job(act: Callable[[Session, int], object], number: int, later: timedelta = timedelta()) -> Move:
    """What a job does to a row."""
    return Move(None, lambda session, by: None, lambda session, thing, by: act(session, number), later)


def to(kind: Any, number: int, user: User, act: Act, later: timedelta = timedelta()) -> Move:
    """Somebody does something to a row."""
    return Move(user.id, lambda session, by: session.get_one(kind, number), act, later)


def member(consortium: Consortium, actor: Actor, user: User, act: Callable[..., object], later: timedelta = timedelta()) -> Move:
    """Somebody does something to a member: `act(session, consortium, number, by=...)`."""
    number = member_id(consortium, actor)
    return on(consortium, user, lambda session, found, by: act(session, found, number, by=by), later)


def sends(consortium: Consortium, actor: Actor, user: User) -> Move:
    number = member_id(consortium, actor)
    return on(consortium, user, lambda s, found, by: invitations.send(s, found, number, invitation_form(), by=by))


def sends_all(consortium: Consortium, actors: Sequence[Actor], user: User) -> Move:
    letters = {member_id(consortium, one): invitation_form() for one in actors}
    return on(consortium, user, lambda s, found, by: batches.send(s, found, letters, by=by))


def gives_up(consortium: Consortium, user: User) -> Move:
    return on(consortium, user, lambda s, found, by: outcomes.withdraw(s, found, by=by))


def finalises(consortium: Consortium, user: User) -> Move:
    return on(consortium, user, lambda s, found, by: factories.finalise(s, found, version=None, by=by))


def reopens(consortium: Consortium, user: User) -> Move:
    return on(consortium, user, lambda s, found, by: outcomes.reopen(s, found, by=by))


def grants(consortium: Consortium, user: User) -> Move:
    return on(consortium, user, lambda s, found, by: outcomes.grant(s, found, by=by))


def submits(consortium: Consortium, user: User) -> Move:
    return on(consortium, user, lambda s, found, by: outcomes.submit(s, found, SUBMISSION, by=by))


def leaves(consortium: Consortium, actor: Actor, user: User | None = None) -> Move:
    return member(consortium, actor, user or actor.user, departures.leave)


def confirms(consortium: Consortium, actor: Actor, user: User | None = None) -> Move:
    return member(consortium, actor, user or actor.user, coordinators.confirm)


def removes(consortium: Consortium, actor: Actor, user: User) -> Move:
    return member(consortium, actor, user, partial(consortia.remove_member, version=consortium.version))


def replaces(consortium: Consortium, leaving: Actor, joins: Actor, user: User) -> Move:
    steps = [StepForm(kind="replace", leaves=leaving.key, joins=joins.key)]
    return on(consortium, user, lambda s, found, by: alterations.take(s, found, steps, version=None, by=by))


def asks_grant(consortium: Consortium, user: User, amount: int = 60_000, later: timedelta = timedelta()) -> Move:
    form = GrantForm(asked_grant=amount)
    return on(consortium, user, lambda s, found, by: plan.ask_grant(s, found, form, version=None, by=by), later)


def offers(consortium: Consortium, actor: Actor, user: User) -> Move:
    number = member_id(consortium, actor)
    return on(consortium, user, lambda s, found, by: handover.offer(s, found, number, "You know how", by=by))


def hands_back(consortium: Consortium, user: User, later: timedelta = timedelta()) -> Move:
    return on(consortium, user, lambda s, found, by: handover.hand_back(s, found, "I am ill", by=by), later)


def keeps(consortium: Consortium, user: User) -> Move:
    return on(consortium, user, lambda s, found, by: handover.keep(s, found, by=by))


def goes_on(consortium: Consortium, user: User) -> Move:
    return on(consortium, user, lambda s, found, by: silence.go_on(s, found, by=by), SILENT)


def of_offer(offer: HandOver, user: User, verb: str) -> Move:
    number = offer.id
    acts: Mapping[str, Act] = {
        "accept": lambda s, found, by: handover.accept(s, found, by=by),
        "decline": lambda s, found, by: handover.decline(s, found, by=by),
        "take_back": lambda s, found, by: handover.take_back(s, found, by=by),
    }
    return Move(user.id, lambda session, by: handover.get_handover(session, number, by=by), acts[verb])


def answers(invitation: Invitation, user: User, verb: str) -> Move:
    number = invitation.id
    acts: Mapping[str, Act] = {
        "interested": lambda s, found, by: invitations.show_interest(s, found, by=by),
        "join": lambda s, found, by: invitations.join(s, found, joining(), by=by),
        "decline": lambda s, found, by: invitations.decline(s, found, declining(), by=by),
        "withdraw": lambda s, found, by: invitations.withdraw(s, found, by=by),
        "write": lambda s, found, by: threads.write(s, found, Writing(text="When?"), by=by),
    }
    return Move(user.id, lambda session, by: invitations.get_invitation(session, number, by=by), acts[verb])


def expires(invitation: Invitation) -> Move:
    return job(invitations.expire, invitation.id, LATE[invitation.state])


def blocks_(actor: Actor, other: Actor) -> Move:
    theirs = other.organisation.id
    return to(
        Organisation,
        actor.organisation.id,
        actor.user,
        lambda s, found, by: blocking.block(s, found, s.get_one(Organisation, theirs), by=by),
    )


def of_reserve(reserve: Reserve, user: User, verb: str) -> Move:
    number, whole = reserve.id, reserve.consortium_id
    acts: Mapping[str, Act] = {
        "ask": lambda s, found, by: reserves.ask(s, found, by=by),
        "move_up": lambda s, found, by: reserves.move_up(s, found, by=by),
        "pass_over": lambda s, found, by: reserves.pass_over(s, found, by=by),
        "remove": lambda s, found, by: reserves.remove(s, found, by=by),
        "change": lambda s, found, by: reserves.change(s, found, reserve_form(automatic=False), by=by),
    }

    def look(session: Session, by: User) -> Reserve:
        return reserves.get_reserve(session, consortia.get_consortium(session, whole, by=by), number)

    return Move(user.id, look, acts[verb])


def calls(consortium: Consortium) -> Move:
    return job(reserves.call_next, consortium.id)

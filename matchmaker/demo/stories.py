"""What the cast has been doing, told step by step through the services, each step on its day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy.orm import Session

from matchmaker.demo import sheets
from matchmaker.demo.cast import cast
from matchmaker.demo.ingredients import read, trades
from matchmaker.demo.population import COUNTING
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.invitations import Declining, InvitationForm, Joining, ReserveForm
from matchmaker.inputs.offers import OfferForm
from matchmaker.inputs.outcomes import Finalising, Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.threads import Writing
from matchmaker.inputs.workspace import Contribution
from matchmaker.language import Country
from matchmaker.models import Consortium, Invitation, Member, User
from matchmaker.programme.statements import Frozen
from matchmaker.services import (
    consortia,
    guests,
    handover,
    ideas,
    invitations,
    offers,
    outcomes,
    partner_links,
    plan,
    reserves,
    surroundings,
    threads,
)

_FINALISED: Final = parse(
    Finalising, {"reason": "The partners send what is missing before the deadline; the agency takes it later too."}
)
"""Why the consortia of the demo are finalised although partners have not given everything."""

Verb = Literal[
    "invite", "interested", "join", "decline", "expire", "offer", "accept", "finalise", "submit", "grant", "reject",
    "withdraw", "close", "question", "reply", "reserve", "bring", "fill", "confirm",
]  # fmt: skip


_DECIDED: Final = ("grant", "reject")


class Story(Frozen):
    """One idea of `data/stories.toml` and what became of it."""

    title: str
    initiator: str
    days_ago: int
    call: str
    round: int | None = None
    summary: str
    project_type: str | None = None
    months: int
    language: str
    applicant: str
    size: tuple[int, int] | None = None
    fields: tuple[str, ...]
    topics: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    priorities: tuple[str, ...]
    activities: tuple[str, ...]
    seats: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    coordinator: str = ""
    steps: tuple[tuple[int, Verb, str], ...] = ()


@contextmanager
def on(session: Session, day: datetime) -> Iterator[None]:
    """Let it be that day for what the session does in the block."""
    around = surroundings.of(session)
    clock, around.clock = around.clock, lambda: day
    try:
        yield
    finally:
        around.clock = clock


def tell(session: Session, people: Mapping[str, User]) -> None:
    """All offers and stories; `people` answer for the organisations, by id."""
    now = surroundings.now(session)
    actors = {slug: people[one.facts.id] for slug, one in cast().items()}
    for told in read("stories.toml")["offer"]:
        by = actors[told["organisation"]]
        form = parse(OfferForm, {key: value for key, value in told.items() if key != "organisation"})
        offers.put(session, by.memberships[0].organisation, form, by=by)
    for told in read("stories.toml")["story"]:
        story = Story.model_validate(told)
        begun = _begun(session, story, now)
        with on(session, begun):
            telling = Telling(session, story, actors)
        for days, verb, slug in story.steps:
            with on(session, begun + timedelta(days=days)):
                getattr(telling, verb)(slug)


def _begun(session: Session, story: Story, now: datetime) -> datetime:
    """So many days ago, or so much earlier that all was done before the deadline but the decision: practice reaches nobody."""
    begun = now - timedelta(days=story.days_ago)
    needed = timedelta(days=1 + max((days for days, verb, _ in story.steps if verb not in _DECIDED), default=0))
    rounds_ = surroundings.guide(session).call(story.call).deadlines
    last = next((one.at for one in rounds_ if one.round == (story.round or 1)), None)
    return begun if last is None or not story.steps else min(begun, last - needed)


class Telling:
    """A story while it is told: its idea, its consortium, and who acts. Each public method is a verb of `steps`."""

    def __init__(self, session: Session, story: Story, actors: Mapping[str, User]) -> None:
        self.session = session
        self.actors = actors
        by = actors[story.initiator]
        idea = ideas.describe(session, by.memberships[0].organisation, parse(IdeaForm, _form(story)), by=by)
        if story.members:
            keys = {slug: cast()[slug].facts.id for slug in story.members}
            self.consortium = consortia.save(session, idea, list(keys.values()), keys[story.coordinator], suggestion=None, by=by)
            for slug in story.members:
                self._describe(slug)

    def invite(self, slug: str) -> None:
        """Ask the organisation, as what it is in the draft."""
        member = self._member(slug)
        invitations.send(self.session, self.consortium, member.id, _invitation(slug, member.role), by=self._holder())

    def interested(self, slug: str) -> None:
        """The organisation is interested."""
        invitations.show_interest(self.session, self._invitation(slug), by=self.actors[slug])

    def join(self, slug: str) -> None:
        """The organisation joins."""
        invitations.join(self.session, self._invitation(slug), _joining(slug), by=self.actors[slug])

    def decline(self, slug: str) -> None:
        """The organisation declines."""
        form = parse(Declining, {"reason": "We rebuild our kitchen this year."})
        invitations.decline(self.session, self._invitation(slug), form, by=self.actors[slug])

    def question(self, slug: str) -> None:
        """The organisation asks something about its invitation."""
        self._write(slug, "How long would our trainers be away, and who pays for the travel?", by=self.actors[slug])

    def reply(self, slug: str) -> None:
        """The holder answers."""
        self._write(slug, "Twice for four days, in spring and in autumn. The lump sum covers the travel.", by=self._holder())

    def reserve(self, said: str) -> None:
        """Put one in reserve for another's place: `this for that`."""
        slug, place = said.split(" for ")
        form = ReserveForm(**_invitation(slug, "partner").model_dump(include=set(ReserveForm.model_fields)))
        reserves.put(self.session, self.consortium, cast()[place].facts.id, cast()[slug].facts.id, form, by=self._holder())

    def expire(self, _: str) -> None:
        """What nobody answered in time ends."""
        invitations.expire_due(self.session)

    def offer(self, slug: str) -> None:
        """The holder asks the organisation to take over."""
        note = "You have done this before; everybody would be glad if you coordinated."
        handover.offer(self.session, self.consortium, self._member(slug).id, note, by=self._holder())

    def accept(self, slug: str) -> None:
        """The organisation takes over."""
        handover.accept(self.session, self.consortium.handovers[-1], by=self.actors[slug])

    def bring(self, slug: str) -> None:
        """The holder adds the partner that is not here yet, invites it, and takes its letter with the link."""
        guest = parse(GuestForm, read("stories.toml")["guest"][slug])
        member = guests.add(self.session, self.consortium, guest, version=None, by=self._holder())
        member.organisation.is_invented = True
        said = {
            "role": member.role,
            "task": guest.task,
            "field": trades()["catering"].words,
            "time_needed": "Three weeks in autumn and three in spring.",
            "why_you": "Our teachers buy their bread from you, and you train apprentices yourselves.",
        }
        invitations.send(self.session, self.consortium, member.id, parse(InvitationForm, said), by=self._holder())
        partner_links.write(self.session, member, "en", by=self._holder())

    def fill(self, slug: str) -> None:
        """The organisation says what the form asks about it."""
        sheets.fill(self.session, self._member(slug), slug, by=self.actors[slug])

    def confirm(self, slug: str) -> None:
        """The same, and it confirms that."""
        sheets.confirm(self.session, self._member(slug), slug, by=self.actors[slug])

    def finalise(self, _: str) -> None:
        """The holder freezes the consortium."""
        outcomes.finalise(self.session, self.consortium, _FINALISED, version=None, by=self._holder())

    def submit(self, _: str) -> None:
        """The holder has applied."""
        outcomes.submit(self.session, self.consortium, _submission(self.consortium), by=self._holder())

    def grant(self, _: str) -> None:
        """The application was granted."""
        outcomes.grant(self.session, self.consortium, by=self._holder())

    def reject(self, _: str) -> None:
        """The application was rejected."""
        outcomes.reject(self.session, self.consortium, by=self._holder())

    def withdraw(self, _: str) -> None:
        """The holder gives the consortium up."""
        outcomes.withdraw(self.session, self.consortium, by=self._holder())

    def close(self, slug: str) -> None:
        """The initiator asks for nobody any more."""
        ideas.close(self.session, self.consortium.idea, by=self.actors[slug])

    def _holder(self) -> User:
        return next(by for by in self.actors.values() if by.memberships[0].organisation_id == self.consortium.holder_id)

    def _member(self, slug: str) -> Member:
        key = cast()[slug].facts.id
        return next(one for one in self.consortium.members if one.organisation.key == key)

    def _invitation(self, slug: str) -> Invitation:
        key = cast()[slug].facts.id
        return next(one for one in self.consortium.invitations if one.organisation.key == key)

    def _write(self, slug: str, text: str, *, by: User) -> None:
        threads.write(self.session, self._invitation(slug), parse(Writing, {"text": text}), by=by)

    def _describe(self, slug: str) -> None:
        """What the member contributes; one from a third country also says why it is essential."""
        added_value = f"{cast()[slug].description} No partner of ours can offer that."
        outside = cast()[slug].facts.country not in COUNTING
        said = Contribution(contribution=cast()[slug].contribution, added_value=added_value if outside else "")
        plan.describe_member(self.session, self.consortium, self._member(slug).id, said, version=None, by=self._holder())


def _form(story: Story) -> dict[str, object]:
    """The idea as its form has it."""
    low, high = story.size or (None, None)
    told = story.model_dump(exclude={"initiator", "days_ago", "members", "coordinator", "steps", "size"})
    return told | {"size_min": low, "size_max": high}


def _invitation(slug: str, role: str) -> InvitationForm:
    """The four specifics, from what the organisation says about itself."""
    asked = cast()[slug]
    said = {
        "role": role,
        "task": f"What you offer is what we need: {asked.contribution[0].lower()}{asked.contribution[1:]}",
        "field": trades()[asked.trade].words,
        "time_needed": "About ten days a year and two meetings.",
        "why_you": f"You write: “{asked.description}” That fits our idea.",
    }
    return parse(InvitationForm, said)


def _joining(slug: str) -> Joining:
    said = {
        "name": cast()[slug].contact,
        "function": "Head of international projects",
        "authority": "Authorised by the director.",
    }
    return parse(Joining, {**said, "confirmed": True})


def _submission(consortium: Consortium) -> Submission:
    said = {
        "agency": f"National Agency of {Country(consortium.holder.country).label('en')}",
        "form_id": f"{consortium.call_id.rsplit('-', 1)[0].upper()}-DEMO{consortium.id:04}",
        "submitted_by": next(one.contact for one in cast().values() if one.facts.id == consortium.holder.key),
    }
    return parse(Submission, said)

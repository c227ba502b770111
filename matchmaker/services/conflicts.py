"""What may get the application of a consortium rejected, told to each reader as far as it is for them."""

from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, defer, selectinload

from matchmaker.eligibility import conflicts
from matchmaker.eligibility.conflicts import Conflict
from matchmaker.language import N_, nN_, nsay, say
from matchmaker.models import Consortium, Doubt, Idea, Invitation, Member, Organisation, PartnerLink
from matchmaker.permissions import Actor, may
from matchmaker.programme import wording
from matchmaker.programme.application import Cap
from matchmaker.programme.calls import Call
from matchmaker.services import consortia, facts, practice, rounds, surroundings
from matchmaker.services.capacity import TAKES_NO_PLACE
from matchmaker.workflow import OPEN_INVITATION

_WHOLE: Final = (
    defer(Consortium.suggestion),
    selectinload(Consortium.idea).selectinload(Idea.terms),
    selectinload(Consortium.members).joinedload(Member.organisation, innerjoin=True).selectinload(Organisation.terms),
    selectinload(Consortium.invitations),
    selectinload(Consortium.handovers),
)
_BOTH: Final = N_(
    "%(name)s is in both: this consortium, and another of the same round with the same partners, or with three quarters of them. "
    "The same partnership may apply once: one of the two has to change."
)
_OFTEN: Final = nN_(
    "%(name)s is in %(n)s application of this kind here, and more than the call allows: %(cap)s",
    "%(name)s is in %(n)s applications of this kind here, and more than the call allows: %(cap)s",
)


def list_of(session: Session, consortium: Consortium, by: Actor | None) -> tuple[Conflict, ...]:
    """The gravest first; what concerns another consortium only to whoever acts for an organisation that is in both.

    by: None = whoever runs the service, who is in none. Nothing of other consortia is said of one with which one only practises.
    """
    report, call = consortia.check(session, consortium), rounds.call_of(session, consortium)
    mine = _own(consortium, by)
    found: list[Conflict] = []
    if by is not None and mine and not practice.is_practice(session, consortium):
        found += _same_partners(session, consortium, call, mine, by)
        found += _too_often(session, consortium, call, mine)
    found += conflicts.within(facts.consortium(consortium), report, _different(session, consortium))
    return (*found, *conflicts.caps(report))


def _own(consortium: Consortium, by: Actor | None) -> dict[int, Organisation]:
    """The organisations that this reader acts for and that are in it, by number."""
    if by is None:
        return {}
    acting = {by.organisation_id} if isinstance(by, PartnerLink) else {one.organisation_id for one in by.memberships}
    return {one.organisation_id: one.organisation for one in consortium.members if one.organisation_id in acting}


def _same_partners(session: Session, consortium: Consortium, call: Call, mine: Collection[int], by: Actor) -> Iterator[Conflict]:
    """Other consortia of the same round and action in which one's own organisation was asked to be, or is."""
    here = facts.consortium(consortium)
    calls = surroundings.guide(session).calls.values()
    same = [one for one in calls if (one.action, one.year) == (call.action, call.year)]
    asked = Consortium.invitations.any(Invitation.organisation_id.in_(mine) & Invitation.state.in_(OPEN_INVITATION))
    joined = Consortium.members.any(Member.organisation_id.in_(mine) & Member.joined_at.is_not(None))
    others = select(Consortium).where(
        Consortium.id != consortium.id,
        Consortium.state.not_in(TAKES_NO_PLACE),
        or_(*(rounds.are_in(session, one.id, call.seen_in) for one in same)),
        asked | joined,
    )
    for other in session.scalars(others.options(*_WHOLE).order_by(Consortium.id)):
        shared = [one.organisation for one in other.members if one.organisation_id in mine]
        there = facts.consortium(other)
        alike = conflicts.is_same(here, there) or conflicts.is_same(there, here)  # both are told, whichever is larger
        if shared and alike and not practice.is_practice(session, other):
            reads = may(by, "consortium.read", other)
            yield Conflict(
                "same_partners",
                say(_BOTH, name=shared[0].name),
                tuple(one.key for one in shared),
                other=other.id if reads else None,
                title=other.title if reads else "",
            )


def _too_often(session: Session, consortium: Consortium, call: Call, mine: dict[int, Organisation]) -> Iterator[Conflict]:
    """One's own organisation in more consortia here than the call allows applications; of others that is only asked."""
    for cap in call.caps:
        if not cap.identifier:
            continue
        for number, organisation in mine.items():
            count = session.scalar(_seats(session, consortium, call, cap, number)) or 0
            if count > cap.max:
                said = nsay(*_OFTEN, count, name=organisation.name, cap=wording.cap(cap))
                yield Conflict("too_often", said, (organisation.key,), is_question=True)


def _seats(session: Session, consortium: Consortium, call: Call, cap: Cap, number: int) -> Select[int]:
    """How many consortia that count towards a cap the organisation has joined, this one included."""
    counted = [
        one
        for one in surroundings.guide(session).calls.values()
        if (one.action, one.year) == (cap.action, call.year) and (not cap.fields or one.field in cap.fields)
    ]
    round_ = call.seen_in if cap.per == "deadline" else None
    places = select(func.count()).select_from(Member).join(Member.consortium)
    return places.where(
        Member.organisation_id == number,
        Member.role.in_(cap.roles),
        or_(Consortium.id == consortium.id, Member.joined_at.is_not(None) & Consortium.state.not_in(TAKES_NO_PLACE)),
        or_(*(rounds.are_in(session, one.id, round_) for one in counted)),
    )


def _different(session: Session, consortium: Consortium) -> set[frozenset[str]]:
    """Pairs of members of which somebody decided that they are two bodies, by their keys."""
    keys = {one.organisation_id: one.organisation.key for one in consortium.members}
    decided = select(Doubt.first_id, Doubt.second_id).where(
        Doubt.first_id.in_(keys), Doubt.second_id.in_(keys), Doubt.state == "different"
    )
    return {frozenset((keys[first], keys[second])) for first, second in session.execute(decided)}

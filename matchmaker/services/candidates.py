"""Who of a consortium may coordinate it, what one would decide by, and whom to ask first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from matchmaker import eligibility
from matchmaker.errors import Refused
from matchmaker.language import N_, Message, nN_, nsay, say, together
from matchmaker.models import Consortium, Member
from matchmaker.programme.conditions.coordinator import AGE
from matchmaker.services import cards, facts, rounds, surroundings
from matchmaker.services.cards import Card

_HAS_LED: Final = nN_("it has led %(n)s project", "it has led %(n)s projects")

_ANSWERS: Final = nN_("it answers within %(n)s day", "it answers within %(n)s days")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member and whether it may coordinate; `reasons` say why not, or what is to be confirmed.

    age: that it is old enough for the call, None where the call does not ask, or that is not so or not known.
    """

    member: Member
    may: bool
    reasons: tuple[Message, ...]
    age: Message | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What one chooses from: every member as a candidate, what is known of each by its key, and the one to ask first.

    why: in one sentence, why that one; None where nobody but the holder may.
    """

    candidates: tuple[Candidate, ...]
    cards: dict[str, Card]
    first: Candidate | None
    why: Message | None


def list_candidates(session: Session, consortium: Consortium) -> list[Candidate]:
    """Every member, with whether it may take over: it joined, offers to coordinate, and the call admits it."""
    return [candidate(session, consortium, member) for member in consortium.members]


def choice(session: Session, consortium: Consortium) -> Choice:
    """All that one decides by."""
    listed = list_candidates(session, consortium)
    known = cards.list_cards(session, [one.member.organisation.key for one in listed])
    able = [one for one in listed if one.may and one.member.organisation_id != consortium.holder_id]
    if not able:
        return Choice(tuple(listed), known, None, None)
    first = max(able, key=lambda one: _rank(one, known))
    return Choice(tuple(listed), known, first, _why(first, able, known))


def candidate(session: Session, consortium: Consortium, member: Member) -> Candidate:
    """What speaks against this member as the coordinator, and what is not known."""
    against, open_ = [], []
    if member.joined_at is None:
        against.append(say(N_("%(name)s has not joined yet."), name=_name(member)))
    if member.organisation.is_guest:
        against.append(say(N_("%(name)s has no account here, and whoever coordinates needs one."), name=_name(member)))
    if member.role == "associated":
        against.append(say(N_("%(name)s is an associated partner."), name=_name(member)))
    roles = {term.code for term in member.organisation.terms if term.vocabulary == "role"}
    if roles and "coordinator" not in roles:
        against.append(say(N_("%(name)s does not offer to coordinate."), name=_name(member)))
    elif not roles:
        open_.append(say(N_("%(name)s has not said whether it would coordinate."), name=_name(member)))
    said = facts.consortium(consortium)
    key, age = member.organisation.key, None
    swapped = [replace(one, role="partner") if one.role == "coordinator" else one for one in said.members]
    swapped = [replace(one, role="coordinator") if one.id == key else one for one in swapped]
    call = rounds.call_of(session, consortium)
    report = eligibility.check(replace(said, members=tuple(swapped)), call, surroundings.today(session))
    for finding in report.findings:
        if finding.rule.startswith("coordinator-") and finding.status != "pass":
            (against if finding.status == "fail" else open_).append(finding.message)
        elif finding.rule == AGE:
            age = finding.message
    return Candidate(member, not against, tuple(against or open_), age)


def refuse_unless_able(session: Session, consortium: Consortium, member: Member) -> None:
    """Raise `Refused` with everything that speaks against this member as the coordinator."""
    found = candidate(session, consortium, member)
    if not found.may:
        raise Refused(
            say(N_("%(name)s cannot coordinate: %(reasons)s"), name=_name(member), reasons=together(found.reasons)),
            say(N_("Choose another member, or add one that can coordinate.")),
        )


def _rank(one: Candidate, known: dict[str, Card]) -> tuple[bool, int, int, float, int]:
    """Who was planned, then of whom least is to be confirmed, who led most, who answers most surely; else who stands first."""
    card = known[one.member.organisation.key]
    answers = card.answering.estimate or 0.0
    return one.member.role == "coordinator", -len(one.reasons), card.led, answers, -one.member.id


def _why(one: Candidate, able: Sequence[Candidate], known: dict[str, Card]) -> Message:
    card = known[one.member.organisation.key]
    because = [say(N_("it is planned as the coordinator"))] if one.member.role == "coordinator" else []
    if len(able) == 1:
        because.append(say(N_("nobody else may coordinate")))
    if not one.reasons:
        because.append(say(N_("nothing is left to confirm")))
    if card.led:
        because.append(nsay(*_HAS_LED, card.led))
    if card.days is not None:
        because.append(nsay(*_ANSWERS, card.days))
    if not because:
        return say(N_("We would ask %(name)s first: of no other member is less left to confirm."), name=_name(one.member))
    return say(N_("We would ask %(name)s first: %(reasons)s."), name=_name(one.member), reasons=tuple(because))


def _name(member: Member) -> str:
    return member.organisation.name or member.organisation.key

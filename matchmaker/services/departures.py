"""A member that has joined leaves by its own act, whatever the state of the consortium, and whoever holds that is alarmed."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from matchmaker import workflow
from matchmaker.eligibility.findings import Finding, Report
from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.language import N_, Message, say, together
from matchmaker.models import Consortium, Member, Organisation, User
from matchmaker.permissions import Actor
from matchmaker.services import (
    alterations,
    consortia,
    deadlines,
    handover,
    history,
    members,
    notices,
    outcomes,
    surroundings,
)
from matchmaker.services.organisations import find_organisation
from matchmaker.services.versions import begin, touch
from matchmaker.workflow import ENDED, REOPENED_BY_LEAVING, UNSUBMITTED

NAMED: Final = 3
"""Of those who could take the place, so many are named in the mail; the page lists them all."""
_ASK: Final = say(N_("Ask the agency what this means for your application: the composition of a consortium is part of it."))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What it does when a member leaves. report: the rules about those who stay; broken: those that are met now and not then.

    reopens: whether the consortium is opened again by it. replacements: names of who could take the place today, the best first.
    """

    report: Report
    broken: tuple[Finding, ...]
    reopens: bool
    replacements: tuple[str, ...] = ()


def foresee(session: Session, consortium: Consortium, member: Member) -> Foreseen:
    """The same before anything is written. To look for replacements takes a search: not to be asked under the write lock."""
    found = _foresee(session, consortium, member)
    if consortium.state not in UNSUBMITTED and not found.reopens:
        return found  # nobody can take a place in what was sent to the agency
    try:
        place = alterations.list_replacements(session, consortium, member.organisation.key, by=None)
    except Invalid:  # its place is that of who started it, or an associated partner's
        return found
    names = tuple(joining.name for one in place.replacements.best for joining in one.joining)
    return Foreseen(found.report, found.broken, found.reopens, names)


def leave(session: Session, consortium: Consortium, member_id: int, *, replacements: tuple[str, ...] = (), by: Actor) -> None:
    """Take the member out, end its invitation, and alarm whoever holds the consortium, who reads who stands in reserve first.

    What was finalised, or submitted and can be submitted again, is opened by it; later it is only noted. replacements: names
    of who could take the place, as `foresee` found them. Raises `Refused` to the holder, who hands over or gives up the whole.
    """
    member = members.member_of(consortium, member_id)
    begin(session, "consortium.leave", member, by=by)
    organisation, state = member.organisation, consortium.state
    _refuse_the_holder(consortium, member)
    found = _foresee(session, consortium, member)
    waiting = _reserves(consortium, organisation) if state in UNSUBMITTED or found.reopens else ()
    invitation = members.invitation_of(consortium, organisation.id)
    if invitation is not None:
        members.end_invitation(session, consortium, invitation, "withdraw")
    handover.drop(session, consortium, organisation)
    members.leave(session, consortium, member, for_good=True)
    if found.reopens:
        outcomes.open_again(session, consortium)
    touch(session, consortium)
    broken = [one.rule for one in found.broken]
    history.record(session, by, "consortium.leave", consortium=consortium, organisation=organisation, state=state, broken=broken)
    if state in ENDED:
        return
    subject = say(N_("%(name)s has left “%(title)s”"), name=organisation.name, title=consortium.title)
    alarm = (*_what_became(session, consortium, state, found), *_what_breaks(found), *_who_instead(waiting, replacements))
    notices.tell(session, consortium, consortium.holder, subject, *alarm, topic="consortia")


def settle(session: Session, consortium: Consortium, key: str, *, by: User) -> None:
    """Say that it goes on without anybody instead of an organisation (by its id) that left: it waits on no desk any more."""
    begin(session, "consortium.change", consortium, by=by)
    left = find_organisation(session, key, within=consortium)
    if left is None or members.find_member(consortium, left.id) is not None:
        raise NotFound(say(N_("Nobody of this name has left.")))
    touch(session, consortium)
    history.record(session, by, "consortium.settle", consortium=consortium, organisation=left)


def _foresee(session: Session, consortium: Consortium, member: Member) -> Foreseen:
    report = check_without(session, consortium, member)
    met = {one.rule for one in consortia.check(session, consortium).rules if one.status == "pass"}
    broken = tuple(one for one in report.rules if one.rule in met and one.status in ("fail", "unknown"))
    reopens = consortium.state in REOPENED_BY_LEAVING
    if consortium.state == "submitted":
        reopens = not deadlines.has_passed(session, consortium)
    return Foreseen(report, broken, reopens)


def check_without(session: Session, consortium: Consortium, member: Member) -> Report:
    """The rules about those who stay; the role of coordinator goes back to the holder. Nothing is written."""
    holder = members.find_member(consortium, consortium.holder_id)
    coordinator = holder.id if holder is not None and member.role == "coordinator" else None
    return consortia.what_if(session, consortium, remove=[member.id], coordinator=coordinator)


def _refuse_the_holder(consortium: Consortium, member: Member) -> None:
    """Raise `Refused` to whoever holds the consortium, with what it can do instead."""
    if member.organisation_id != consortium.holder_id:
        return
    instead = N_("Hand the consortium over to another member first, or give it up.")
    if consortium.state in REOPENED_BY_LEAVING:
        instead = N_("Open it for changes again and hand it over to another member first, or give it up.")
    elif not workflow.allows(workflow.CONSORTIUM, consortium.state, "withdraw"):
        instead = N_("Ask the agency: another coordinator needs its consent.")
    raise Refused(say(N_("%(name)s holds this consortium and stays in it."), name=member.organisation.name), say(instead))


def _what_became(session: Session, consortium: Consortium, state: str, found: Foreseen) -> tuple[Message, ...]:
    """What became of the consortium, where something did."""
    if not found.reopens:
        return () if state in UNSUBMITTED else (_ASK,)
    if state == "finalised":
        return (
            say(N_("The consortium is open for changes again. The finalised document stays as it was; the next one is new.")),
        )
    last = deadlines.applying(session, consortium)
    sentence = N_("The consortium is open for changes again. What was submitted counts, unless you submit again in time.")
    until = (say(N_("That is possible until %(day)s."), day=surroundings.day(last)),) if last is not None else ()
    return (say(sentence), *until)


def _what_breaks(found: Foreseen) -> tuple[Message, ...]:
    if not found.broken:
        return (say(N_("Every rule that was met is met without it, too.")),)
    return (say(N_("Rules that are no longer met: %(rules)s"), rules=together([one.message for one in found.broken])),)


def _who_instead(reserves: tuple[str, ...], replacements: tuple[str, ...]) -> tuple[Message, ...]:
    """Names of who stands in reserve for the place, in their order; then of who else could take it, the best first."""
    others = tuple(one for one in replacements if one not in reserves)[:NAMED]
    told = [say(N_("In reserve for the place, in their order: %(names)s"), names=reserves)] if reserves else []
    if others:
        told.append(say(N_("Who could take the place today, the best first: %(names)s"), names=others))
    return tuple(told)


def _reserves(consortium: Consortium, organisation: Organisation) -> tuple[str, ...]:
    """The names of those who wait for the place of an organisation, in their order."""
    line = (one for one in consortium.reserves if one.replaces_id == organisation.id and one.state != "passed")
    return tuple(one.organisation.name or "" for one in line)

"""Finalising a consortium into a frozen snapshot, and what became of it."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker import workflow
from matchmaker.documents import snapshot as documents
from matchmaker.documents.planned import OpenSeat, Package
from matchmaker.documents.snapshot import Act, Partner
from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.outcomes import Finalising, Submission
from matchmaker.language import N_, SOURCE, Message, render, say
from matchmaker.models import Consortium, HistoryEntry, Snapshot, User
from matchmaker.permissions import require
from matchmaker.services import (
    changes,
    deadlines,
    facts,
    finalising,
    handover,
    history,
    notices,
    partner_access,
    personal_data,
    practice,
    rounds,
    submissions,
    surroundings,
)
from matchmaker.services.lookup import get
from matchmaker.services.mails import Fact
from matchmaker.services.versions import begin, touch
from matchmaker.workflow import CONSORTIUM, OVER

_NOTHING_SAID: Final = Finalising()


def finalise(
    session: Session, consortium: Consortium, form: Finalising = _NOTHING_SAID, *, version: int | None, by: User
) -> Snapshot:
    """Freeze the consortium. A holder that is the coordinator applies itself, nothing need be handed over first.

    Raises `Refused` for what `finalising.foresee` finds against it, `Invalid` where something is not known or not there and the
    form does not say why it is finalised all the same; that is frozen with the reason.
    """
    begin(session, "consortium.finalise", consortium, version=version, by=by)
    if consortium.state == "inviting":
        handover.keep(session, consortium, by=by)
    state = workflow.move(CONSORTIUM, consortium.state, "finalise")
    found = finalising.foresee(session, consortium)
    if found.refusal is not None:
        raise found.refusal
    report, empty = found.report, found.empty
    if found.listed and not form.reason:
        raise Invalid({"reason": say(N_("Say why you finalise it all the same"))})
    consortium.variant = report.variant
    call, now = rounds.call_of(session, consortium), surroundings.now(session)
    consortium.round = call.seen_in
    number = len(consortium.snapshots) + 1
    said = facts.consortium(consortium)
    document = documents.build(
        consortium=consortium.id,
        number=number,
        title=consortium.title,
        made_at=now,
        call=call,
        practice=practice.is_practice(session, consortium),
        project=said.project,
        partners=_partners(consortium),
        report=report,
        packages=packages_of(consortium),
        open_seats=[OpenSeat(one.condition, one.code) for one in empty],
        pending=[render(one, SOURCE) for one in found.listed],
        reason=form.reason if found.listed else "",
        acts=acts_of(session, consortium),
        salt=secrets.token_hex(16),
    )
    frozen = Snapshot(
        consortium=consortium,
        number=number,
        document=documents.canonical(document),
        sha256=document["sha256"],
        call_version=call.version,
        checked_version=call.version,
        is_provisional=call.provisional,
        made_by_id=by.id,
        made_at=now,
    )
    session.add(frozen)
    consortium.state = state
    if found.listed:
        verb = "finalise_open" if empty else "finalise_despite"
        _write(session, consortium, verb, by, {"reason": form.reason})
        told: tuple[Fact, ...] = (Fact(say(N_("Although something is open")), form.reason),)
    else:
        _write(session, consortium, "finalise", by)
        told = ()
    _tell_members(session, consortium, N_("“%(title)s” is finalised"), say(_FROZEN, name=consortium.holder.name), *told)
    return frozen


def reopen(session: Session, consortium: Consortium, *, by: User) -> None:
    """Change it again; the snapshot stays what it was, the next one gets the next number.

    What was submitted counts until it is submitted again. Raises `Refused` when it is too late for that.
    """
    begin(session, "consortium.finalise", consortium, by=by)
    if consortium.state == "submitted" and deadlines.has_passed(session, consortium):
        sentence = say(N_("The deadline has passed: what was submitted cannot be changed any more."))
        raise Refused(sentence, say(N_("Ask the agency what can be changed, and how.")))
    open_again(session, consortium)
    _write(session, consortium, "reopen", by)


def open_again(session: Session, consortium: Consortium) -> None:
    """What reopening does, by whatever it is caused: the state and the mails. To be written down by whoever calls."""
    consortium.state = workflow.move(CONSORTIUM, consortium.state, "reopen")
    _tell_members(session, consortium, N_("“%(title)s” is being changed again"))


def submit(session: Session, consortium: Consortium, form: Submission, *, by: User) -> None:
    """Note that the application was submitted: to whom, under which form id, by whom, on which day."""
    require(by, "consortium.report", consortium)
    today = surroundings.today(session)
    day = form.submitted_on or today
    if day > today:
        raise Invalid({"submitted_on": say(N_("lies in the future"))})
    _move(session, consortium, "submit", "consortium.report", by)
    consortium.agency, consortium.form_id, consortium.submitted_by = form.agency, form.form_id, form.submitted_by
    consortium.submitted_at = surroundings.now(session) if day == today else datetime.combine(day, time(12), UTC)
    consortium.submitted_number = consortium.snapshots[-1].number
    touch(session, consortium)
    history.record(session, by, "outcome.submit", consortium=consortium, agency=form.agency, form_id=form.form_id)
    _tell_members(
        session,
        consortium,
        N_("“%(title)s” was submitted"),
        say(N_("%(name)s has applied for all members."), name=consortium.holder.name),
        *([Fact(say(N_("National Agency")), form.agency)] if form.agency else []),
        *([Fact(say(N_("Form ID")), form.form_id)] if form.form_id else []),
        Fact(say(N_("Submitted on")), day),
    )


def grant(session: Session, consortium: Consortium, *, by: User) -> None:
    """Note that the application was granted."""
    _move(session, consortium, "grant", "consortium.report", by)
    changes.note(session, (one.organisation_id for one in consortium.members))
    _write(session, consortium, "grant", by)
    _tell_end(session, consortium, N_("“%(title)s” was granted"))
    partner_access.end(session, consortium)


def reject(session: Session, consortium: Consortium, *, by: User) -> None:
    """Note that the application was rejected."""
    _move(session, consortium, "reject", "consortium.report", by)
    _write(session, consortium, "reject", by)
    _tell_end(session, consortium, N_("“%(title)s” was rejected"))
    partner_access.end(session, consortium)


def withdraw(session: Session, consortium: Consortium, *, by: User) -> None:
    """Give the consortium up: open invitations and an open hand-over end, its members are free again."""
    _move(session, consortium, "withdraw", "consortium.withdraw", by)
    subject = N_("“%(title)s” was given up")
    submissions.end_what_is_open(session, consortium, subject)
    _write(session, consortium, "withdraw", by)
    _tell_end(session, consortium, subject)
    partner_access.end(session, consortium)


def get_snapshot(session: Session, snapshot_id: int, *, by: User) -> Snapshot:
    """One snapshot with its document. Raises `NotFound`, also to those it is not for."""
    whole = joinedload(Snapshot.consortium, innerjoin=True).selectinload(Consortium.members)
    return get(session, Snapshot, snapshot_id, whole, by=by)


_FROZEN: Final = N_("The consortium stays as it is now. %(name)s applies for all members, and you are told when that is done.")
_ACTS: Final = {"consortium.save": "initiated", "handover.accept": "took over"}


def _partners(consortium: Consortium) -> list[Partner]:
    """The members as they are frozen."""
    return [
        Partner(
            facts=facts.member(one.organisation, one.role, one.added_value),
            joined_at=one.joined_at,
            region=one.organisation.region,
            city=one.organisation.city,
            website=one.organisation.website,
            contribution=one.contribution,
        )
        for one in consortium.members
        if one.joined_at is not None
    ]


def packages_of(consortium: Consortium) -> list[Package]:
    """The work packages with those in them who are members still."""
    there = {one.organisation_id for one in consortium.members}
    return [
        Package(
            title=one.title,
            lead=one.lead.key if one.lead is not None and one.lead_id in there else None,
            shares={part.organisation.key: part.amount for part in one.parts if part.organisation_id in there},
        )
        for one in consortium.packages
    ]


def acts_of(session: Session, consortium: Consortium) -> list[Act]:
    """Who said what for the members: started it, joined, took over; in that order in time."""
    keys = {one.organisation_id: one.organisation.key for one in consortium.members}
    acts = [
        Act(
            keys[one.organisation_id],
            "joined",
            one.joined_name,
            one.joined_function,
            one.joined_authority,
            one.answered_at or consortium.created_at,
        )
        for one in consortium.invitations
        if one.state == "joined" and one.organisation_id in keys
    ]
    entries = select(HistoryEntry).where(HistoryEntry.consortium_id == consortium.id, HistoryEntry.verb.in_(_ACTS))
    for entry in session.scalars(entries.options(joinedload(HistoryEntry.user))):
        if entry.organisation_id in keys:
            name = entry.user.name if entry.user else ""
            acts.append(Act(keys[entry.organisation_id], _ACTS[entry.verb], name, "", "", entry.at))
    return sorted(acts, key=lambda act: (act.at, act.member, act.act))


def _move(session: Session, consortium: Consortium, verb: str, permission: str, by: User) -> None:
    """What every outcome begins with: it is this person's to say, and the state allows it."""
    begin(session, permission, consortium, by=by)
    consortium.state = workflow.move(CONSORTIUM, consortium.state, verb)
    if consortium.state in OVER:
        consortium.ended_at = surroundings.now(session)


def _write(session: Session, consortium: Consortium, verb: str, by: User, said: Mapping[str, str] | None = None) -> None:
    """A new version and a line in the history, with what was said."""
    touch(session, consortium)
    entry = history.record(session, by, f"outcome.{verb}", consortium=consortium, organisation=consortium.holder)
    entry.details = {**entry.details, **(said or {})}


def _tell_members(session: Session, consortium: Consortium, subject: str, *body: Message | Fact) -> None:
    """Write to every member that has joined, but for whoever holds the consortium."""
    about = say(subject, title=consortium.title)
    notices.tell_members(session, consortium, about, *(body or (about,)), topic="consortia")


def _tell_end(session: Session, consortium: Consortium, subject: str) -> None:
    """The same of how it ended, with the day on which the data of persons go."""
    _tell_members(session, consortium, subject, say(subject, title=consortium.title), personal_data.announced(consortium))

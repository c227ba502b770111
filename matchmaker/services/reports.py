"""What people report to the moderators: a profile, an invitation or a message, as it stood, with a reason.

Whoever is reported never learns of it. To let another kind of thing be reported, say in `THINGS` what it shows and whose it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs.reports import Closing, ReportForm
from matchmaker.language import N_, Message, say
from matchmaker.models import Organisation, Report, User
from matchmaker.permissions import SERVICE, require
from matchmaker.services import invitations, mails, organisations, surroundings, threads
from matchmaker.services.endings import ending_of
from matchmaker.services.lookup import LARGEST
from matchmaker.services.versions import lock_person

MOST_A_DAY: Final = 10
"""Reports of one person."""
KEPT_FOR: Final = timedelta(days=365)
"""How long after it was closed a report is kept."""
SHOWN: Final = 100
"""Reports that are listed at most, of the open ones and of the closed ones."""
REASONS: Final[Mapping[str, Message]] = {
    "many": say(N_("The same text was sent to many")),
    "untrue": say(N_("It is not true, or not who it says it is")),
    "money": say(N_("It asks for money or sells something")),
    "insulting": say(N_("It is insulting, or against the law")),
    "other": say(N_("Something else")),
}
_THERE_IS_NO: Final = say(N_("There is no such page, or it is not for you."))


@dataclass(frozen=True, slots=True)
class Reported:
    """A thing as it is reported. organisation: whose it is. quoted: what it says. invitation: on whose page it stands, if any."""

    organisation: Organisation
    quoted: tuple[str, ...]
    invitation: int | None = None


def _profile(session: Session, number: int, by: User) -> Reported:
    organisation = organisations.get_organisation(session, number, by=by)
    require(by, "organisation.report", organisation)
    said = (organisation.name or "", organisation.website, organisation.description, organisation.contribution)
    return Reported(organisation, (*said, organisation.looking_for, *(one.summary for one in organisation.offers)))


def _invitation(session: Session, number: int, by: User) -> Reported:
    invitation = invitations.get_invitation(session, number, by=by)
    require(by, "invitation.report", invitation)
    said, ended = (invitation.task, invitation.field, invitation.time_needed, invitation.why_you), ending_of(invitation)
    title = invitation.consortium.title if ended is None else ended.title
    return Reported(invitations.sender_of(invitation), (title, *said), invitation.id)


def _message(session: Session, number: int, by: User) -> Reported:
    message, invitation = threads.get_message(session, number, by=by)
    require(by, "message.report", invitation)
    return Reported(message.organisation, (invitation.consortium.title, message.text), invitation.id)


THINGS: Final[Mapping[str, Callable[[Session, int, User], Reported]]] = {
    "organisation": _profile,
    "invitation": _invitation,
    "message": _message,
}
"""By kind, how a thing with a number is read by whoever may report it. Each raises `NotFound` and `Forbidden`."""


def find_thing(session: Session, kind: str, number: int, *, by: User) -> Reported:
    """What is to be reported. Raises `NotFound`, also to those who may not see it, and `Refused` for one's own."""
    if kind not in THINGS:
        raise NotFound(_THERE_IS_NO)
    thing = THINGS[kind](session, number, by)
    if any(one.organisation_id == thing.organisation.id for one in by.memberships):
        raise Refused(say(N_("This is of your own organisation.")), say(N_("You can change it yourself.")))
    return thing


def report(session: Session, kind: str, number: int, form: ReportForm, *, by: User) -> Report:
    """Tell the moderators; where there are none, the operators.

    Raises `Refused` when this person has reported it already and it is still open, or has reported many within a day.
    """
    thing = find_thing(session, kind, number, by=by)
    if form.reason == "other" and not form.words:
        raise Invalid({"words": say(N_("say what is wrong"))})
    lock_person(session, by)
    mine = select(func.count()).select_from(Report).where(Report.reported_by_id == by.id)
    now = surroundings.now(session)
    if session.scalar(mine.where(Report.kind == kind, Report.number == number, Report.closed_at.is_(None))):
        raise Refused(say(N_("You have reported this already.")), say(N_("The moderators will look at it.")))
    if (session.scalar(mine.where(Report.at > now - timedelta(days=1))) or 0) >= MOST_A_DAY:
        raise Refused(say(N_("You have sent %(n)s reports within a day."), n=MOST_A_DAY), say(N_("Please go on tomorrow.")))
    made = Report(
        kind=kind, number=number, organisation=thing.organisation, quoted="\n\n".join(filter(None, thing.quoted)),
        reason=form.reason, words=form.words, reported_by=by, at=now, note="",
    )  # fmt: skip
    session.add(made)
    session.flush()
    _tell(session, made)
    return made


def count_open(session: Session, *, by: User) -> int:
    """How many reports wait for the moderators."""
    require(by, "service.moderate", SERVICE)
    return session.scalar(select(func.count()).select_from(Report).where(Report.closed_at.is_(None))) or 0


def list_reports(session: Session, *, closed: bool = False, by: User) -> list[Report]:
    """Those that wait, the oldest first; or those that were closed, the latest first."""
    require(by, "service.moderate", SERVICE)
    some = select(Report).options(joinedload(Report.organisation)).limit(SHOWN)
    if closed:
        return list(
            session.scalars(some.where(Report.closed_at.is_not(None)).order_by(Report.closed_at.desc(), Report.id.desc()))
        )
    return list(session.scalars(some.where(Report.closed_at.is_(None)).order_by(Report.id)))


def get_report(session: Session, number: int, *, by: User) -> Report:
    """One report. Raises `NotFound`."""
    require(by, "service.moderate", SERVICE)
    found = session.get(Report, number) if 0 < number <= LARGEST else None
    if found is None:
        raise NotFound(_THERE_IS_NO)
    return found


def see(session: Session, report: Report, *, by: User) -> None:
    """Say to the other moderators that one looks into it; whoever said so first stays named."""
    _lock(session, report, by)
    if report.seen_at is None:
        report.seen_at, report.seen_by = surroundings.now(session), by
        session.flush()


def close(session: Session, report: Report, form: Closing, *, by: User) -> None:
    """Say what came of it. Raises `Refused` when somebody else has closed it meanwhile."""
    _lock(session, report, by)
    if report.closed_at is not None:
        raise Refused(say(N_("Somebody has closed this report already.")), say(N_("Its page says what came of it.")))
    report.closed_at, report.closed_by, report.note = surroundings.now(session), by, form.note
    session.flush()


def prune(session: Session) -> None:
    """Forget what was closed long ago."""
    session.execute(delete(Report).where(Report.closed_at <= surroundings.now(session) - KEPT_FOR))


def _lock(session: Session, report: Report, by: User) -> None:
    require(by, "service.moderate", SERVICE)
    session.refresh(report, with_for_update={"of": Report})


def _tell(session: Session, made: Report) -> None:
    """Write to the moderators, or where there are none to the operators. Who reported it stands on the page alone."""
    for standing in ("moderator", "operator"):
        reached = session.scalars(select(User).where(User.standing == standing).order_by(User.id)).all()
        for user in reached:
            mails.tell_person(
                session,
                user,
                say(N_("Reported: %(organisation)s"), organisation=made.organisation.name),
                REASONS[made.reason],
                *([mails.Fact(say(N_("In their own words")), made.words)] if made.words else []),
                leads=[mails.Lead(say(N_("Look at the report")), f"/moderation/{made.id}")],
                why=say(N_("You get this mail because you moderate Matchmaker.")),
            )
        if reached:
            return

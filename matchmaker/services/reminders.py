"""Members that joined and do nothing: reminded before the internal deadline; then the holder may replace them."""

from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Member, Organisation
from matchmaker.services import coordinators, deadlines, members, notices, surroundings
from matchmaker.services.mails import Fact, Lead
from matchmaker.services.versions import lock
from matchmaker.workflow import IN_THE_MAKING

STAGES: Final = tuple(timedelta(days=days) for days in (14, 7, 3, 0))
"""How long before the internal deadline a silent member is reminded; at the last, whoever holds the consortium is told."""


def asked_of(member: Member) -> tuple[Message, ...]:
    """What this member has not done since it joined; nothing of whoever holds the consortium."""
    found = []
    if _has_to_confirm_profile(member):
        found.append(say(N_("Confirm that the profile of %(name)s still holds."), name=member.organisation.name))
    if _has_to_confirm_coordinator(member):
        found.append(say(N_("Say whether you stay with the new coordinator.")))
    return tuple(found)


def undone_by(member: Member) -> tuple[Message, ...]:
    """The same, as others are told of it."""
    found, name = [], member.organisation.name
    if _has_to_confirm_profile(member):
        found.append(say(N_("%(name)s has not confirmed that its profile still holds."), name=name))
    if _has_to_confirm_coordinator(member):
        found.append(say(N_("%(name)s has not said whether it stays with the new coordinator."), name=name))
    return tuple(found)


def is_replaceable(member: Member) -> bool:
    """Whether it was reminded in vain until the internal deadline, and somebody else could take its place."""
    return member.reminded >= len(STAGES) and members.has_a_place(member) and bool(asked_of(member))


def list_due(session: Session) -> list[int]:
    """The numbers of the members to be reminded now, or of whom whoever holds the consortium is to be told."""
    undone = or_(
        Organisation.confirmed_at.is_(None),
        Organisation.confirmed_at < Member.joined_at,
        Member.agreed_with_id != Consortium.holder_id,
    )
    query = select(Member).join(Member.consortium).join(Member.organisation).where(Member.joined_at.is_not(None), undone)
    query = query.where(Consortium.state.in_(IN_THE_MAKING), Member.reminded < len(STAGES))
    whole = joinedload(Member.consortium, innerjoin=True)
    query = query.options(
        whole.defer(Consortium.suggestion), whole.selectinload(Consortium.members).joinedload(Member.organisation)
    )
    found = session.scalars(query.order_by(Member.id)).unique()
    return [one.id for one in found if asked_of(one) and _stage(session, one) > one.reminded]


def remind(session: Session, number: int) -> None:
    """Write to a silent member, and at the internal deadline to whoever holds the consortium too. Others stay as they are."""
    member = session.get(Member, number)
    if member is None:
        return
    consortium = member.consortium
    lock(session, consortium)
    if member not in consortium.members:
        return
    lock(session, member)
    session.refresh(member.organisation, ["confirmed_at"])
    asked, stage = asked_of(member), _stage(session, member)
    until = deadlines.internal(session, consortium)
    if not asked or stage <= member.reminded or until is None:
        return
    member.reminded = stage
    places = {"title": consortium.title, "day": surroundings.day(until)}
    name, holder = member.organisation.name, consortium.holder
    profile = Lead(say(N_("To the profile")), f"/organisations/{member.organisation_id}")
    page = notices.page_of(consortium)
    leads = (profile, page) if _has_to_confirm_profile(member) else (page, profile)
    until_when = Fact(say(N_("Until")), surroundings.day(until))
    if stage < len(STAGES):
        subject = say(N_("“%(title)s”: to be done by %(day)s"), **places)
        notices.tell(session, consortium, member.organisation, subject, *asked, until_when, leads=leads, topic="reminders")
        return
    over = say(N_("The internal deadline of “%(title)s” has passed"), title=consortium.title)
    subject = say(N_("“%(title)s”: %(name)s is silent"), title=consortium.title, name=name)
    if members.has_a_place(member):
        may_go = [say(N_("%(holder)s has been told, and may ask another organisation instead of you."), holder=holder.name)]
        said = say(N_("It was reminded. You may replace it; it has been told so."))
        place = Lead(say(N_("See who could take its place")), f"/consortia/{consortium.id}/place?place={member.organisation.key}")
    else:
        may_go, place = [], page
        said = say(N_("It was reminded."))
    notices.tell(session, consortium, member.organisation, over, *asked, *may_go, leads=leads, topic="reminders")
    notices.tell(session, consortium, holder, subject, *undone_by(member), said, leads=(place,), topic="consortia")


def _is_asked(member: Member) -> bool:
    consortium = member.consortium
    return member.joined_at is not None and member.organisation_id != consortium.holder_id and consortium.state in IN_THE_MAKING


def _has_to_confirm_profile(member: Member) -> bool:
    said, joined = member.organisation.confirmed_at, member.joined_at
    return _is_asked(member) and joined is not None and (said is None or said < joined)


def _has_to_confirm_coordinator(member: Member) -> bool:
    return _is_asked(member) and member in coordinators.list_to_confirm(member.consortium)


def _stage(session: Session, member: Member) -> int:
    """The number of the last reminder that is due by now and was not before it joined; 0 = none."""
    until, now = deadlines.internal(session, member.consortium), surroundings.now(session)
    if until is None or deadlines.has_passed(session, member.consortium) or member.joined_at is None:
        return 0
    return max((n for n, before in enumerate(STAGES, 1) if member.joined_at <= until - before <= now), default=0)

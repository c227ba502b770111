"""Consortia in the making: saved from a suggestion, changed, checked."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium as Facts
from matchmaker.eligibility.findings import Report
from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.request import LARGEST
from matchmaker.inputs.workspace import Addition, Contribution
from matchmaker.language import N_, Message, say
from matchmaker.models import (
    Consortium,
    Guest,
    HandOver,
    Idea,
    Invitation,
    Member,
    Membership,
    Organisation,
    RemovedMember,
    Reserve,
    Snapshot,
    User,
    WorkPackage,
    WorkPackagePart,
)
from matchmaker.permissions import require
from matchmaker.services import experience, facts, history, letters, members, notices, rounds, seats, sheets, surroundings
from matchmaker.services.ideas import require_open
from matchmaker.services.lookup import get
from matchmaker.services.organisations import find_organisation
from matchmaker.services.versions import touch
from matchmaker.workflow import OPEN_INVITATION

_IN_A_LIST: Final = defer(Consortium.suggestion)
"""The answers alone that hundreds of consortia were saved from take seconds to read."""
_FOR_THE_OPERATOR: Final = (
    selectinload(Consortium.initiator),
    selectinload(Consortium.holder),
    selectinload(Consortium.members).selectinload(Member.organisation),
)
_DETAILS: Final = (
    joinedload(Consortium.idea, innerjoin=True).selectinload(Idea.terms),
    joinedload(Consortium.initiator, innerjoin=True),
    joinedload(Consortium.holder, innerjoin=True),
    selectinload(Consortium.seats),
    selectinload(Consortium.members)
    .joinedload(Member.organisation, innerjoin=True)
    .options(selectinload(Organisation.terms), joinedload(Organisation.guest).joinedload(Guest.claims)),
    selectinload(Consortium.members).joinedload(Member.seat),
    selectinload(Consortium.invitations).joinedload(Invitation.organisation, innerjoin=True),
    selectinload(Consortium.handovers).joinedload(HandOver.organisation, innerjoin=True),
    selectinload(Consortium.reserves).options(
        joinedload(Reserve.organisation, innerjoin=True), joinedload(Reserve.replaces, innerjoin=True)
    ),
    selectinload(Consortium.packages).options(
        joinedload(WorkPackage.lead), selectinload(WorkPackage.parts).joinedload(WorkPackagePart.organisation, innerjoin=True)
    ),
    selectinload(Consortium.snapshots).defer(Snapshot.document),
)


def save(
    session: Session,
    idea: Idea,
    members: Sequence[str],
    coordinator: str,
    *,
    suggestion: dict[str, Any] | None,
    variant: str | None = None,
    by: User,
) -> Consortium:
    """A draft of these members, given by any of their ids; `suggestion` is the proposal as it was shown.

    variant: the kind of project it was suggested as, where the call has several; the idea's if not given.
    The initiator is one of them and has joined with this. Raises `Invalid` for ids nobody has, one twice, or a
    coordinator that is no member, `Refused` when the idea is closed.
    """
    require(by, "consortium.save", idea)
    require_open(idea)
    found = _members(session, idea, members)
    applicant = find_organisation(session, coordinator)
    if applicant is None or applicant not in found:
        raise Invalid({"coordinator": say(N_("expected the id of one of the members"))})
    now, call = surroundings.now(session), surroundings.guide(session).calls.get(idea.call_id)
    consortium = Consortium(
        idea=idea,
        initiator=idea.organisation,
        holder=idea.organisation,
        call_id=idea.call_id,
        round=idea.round,
        variant=variant or idea.variant,
        checked_version=call.version if call else None,
        title=idea.title,
        state="draft",
        suggestion=suggestion,
        created_at=now,
        updated_at=now,
        seats=seats.seats_of(idea),
        members=[
            Member(
                organisation=one,
                role="coordinator" if one is applicant else "partner",
                joined_at=now if one is idea.organisation else None,
            )
            for one in found
        ],
    )
    session.add(consortium)
    session.flush()
    seats.fill(session, consortium)
    history.record(session, by, "consortium.save", consortium=consortium, organisation=idea.organisation)
    return consortium


def get_consortium(session: Session, consortium_id: int, *, by: User) -> Consortium:
    """One consortium with all that its workspace shows. Raises `NotFound`, also to those it is not for."""
    return get(session, Consortium, consortium_id, *_DETAILS, by=by)


def list_consortia(session: Session, *, by: User | None, state: str | None = None, idea: Idea | None = None) -> list[Consortium]:
    """The consortia this person may read, those changed last first; by None (the operator at the command line): all.

    state, idea: only those in it, only those made from it. The operator's come with their members, for others see `sizes`.
    """
    query = select(Consortium).options(_IN_A_LIST, *(_FOR_THE_OPERATOR if by is None else ()))
    if by is not None:
        query = query.where(Consortium.id.in_(readable(by)))
    if state is not None:
        query = query.where(Consortium.state == state)
    if idea is not None:
        query = query.where(Consortium.idea_id == idea.id)
    return list(session.scalars(query.order_by(Consortium.updated_at.desc(), Consortium.id.desc())))


def readable(by: User) -> Select[int]:
    """The numbers of the consortia that this person may read."""
    mine = select(Membership.organisation_id).where(Membership.user_id == by.id)
    return select(Consortium.id).where(
        or_(
            Consortium.initiator_id.in_(mine),
            Consortium.holder_id.in_(mine),
            Consortium.members.any(Member.organisation_id.in_(mine) & Member.joined_at.is_not(None)),
            Consortium.invitations.any(Invitation.organisation_id.in_(mine) & Invitation.state.in_(OPEN_INVITATION)),
            Consortium.handovers.any(HandOver.organisation_id.in_(mine) & (HandOver.state == "offered")),
        )
    )


def sizes(session: Session, listed: Iterable[Consortium]) -> dict[int, int]:
    """How many members each of these has, by its number."""
    numbers = [one.id for one in listed]
    counted = select(Member.consortium_id, func.count()).where(Member.consortium_id.in_(numbers)).group_by(Member.consortium_id)
    return dict(session.execute(counted).all())


def add_member(
    session: Session, consortium: Consortium, organisation_key: str, role: str | None, *, version: int | None, by: User
) -> Member:
    """Add an organisation by any of its ids. A rule may break by it: the check says so, nothing is refused for it.

    One that was taken out is planned again with what was noted about it; that it was asked or had joined is over. role: None
    = what it was before, else a partner.
    """
    members.begin_change(session, consortium, version, by)
    wanted = parse(Addition, {"organisation": organisation_key, "role": role or "partner"})
    organisation = find_organisation(session, wanted.organisation, within=consortium)
    if organisation is None:
        raise Invalid({"organisation": say(N_("there is no organisation “%(id)s” here"), id=wanted.organisation)})
    if members.find_member(consortium, organisation.id) is not None:
        sentence = N_("%(name)s is a member already.")
        raise Refused(say(sentence, name=organisation.name), say(N_("Its role can be changed in the list of members.")))
    members.refuse_who_declined(consortium, organisation)
    if len(consortium.members) >= LARGEST:
        sentence = N_("A consortium has at most %(n)s members here.")
        raise Refused(say(sentence, n=LARGEST), say(N_("Remove a member before you add another.")))
    noted = session.get(RemovedMember, (consortium.id, organisation.id))
    member = Member(organisation=organisation, role="partner")
    if noted is not None:
        for name in Contribution.model_fields:
            setattr(member, name, getattr(noted, name))
        session.delete(noted)
    consortium.members.append(member)
    session.flush()
    members.give_role(session, consortium, member, role or (noted.role if noted else "partner"))
    seats.fill(session, consortium)
    touch(session, consortium)
    verb = "consortium.put_back" if noted is not None else "consortium.add_member"
    history.record(session, by, verb, consortium=consortium, organisation=organisation, role=member.role)
    return member


def remove_member(session: Session, consortium: Consortium, member_id: int, *, version: int | None, by: User) -> None:
    """Take a member out, and withdraw its invitation. Neither the coordinator nor the holder can be taken out.

    What was noted about it is kept for whoever puts it back.
    """
    members.begin_change(session, consortium, version, by)
    member = members.member_of(consortium, member_id)
    organisation = member.organisation
    if organisation.id == consortium.holder_id:
        raise Refused(
            say(N_("%(name)s holds this consortium and stays in it."), name=organisation.name),
            say(N_("Hand the consortium over to another member first, or give it up.")),
        )
    if member.role == "coordinator":
        instead = N_("Name another coordinator before you remove %(name)s.")
        raise Refused(say(N_("A consortium needs a coordinator.")), say(instead, name=organisation.name))
    noted = {name: getattr(member, name) for name in ("role", *Contribution.model_fields)}
    session.merge(RemovedMember(consortium_id=consortium.id, organisation_id=organisation.id, **noted))
    invitation = members.invitation_of(consortium, organisation.id)
    if invitation is not None:
        members.end_invitation(session, consortium, invitation, "withdraw")
    members.leave(session, consortium, member)
    if invitation is not None:
        subject = say(N_("You are no longer in the consortium “%(title)s”"), title=consortium.title)
        body = say(N_("%(holder)s has changed the consortium and goes on without you."), holder=consortium.holder.name)
        notices.tell(session, consortium, organisation, subject, body, leads=(letters.page_of(invitation),), topic="consortia")
    touch(session, consortium)
    history.record(session, by, "consortium.remove_member", consortium=consortium, organisation=organisation)


def set_role(session: Session, consortium: Consortium, member_id: int, role: str, *, version: int | None, by: User) -> None:
    """Change what a member is. Naming a coordinator moves the role: who had it becomes a partner."""
    members.begin_change(session, consortium, version, by)
    member = members.member_of(consortium, member_id)
    wanted = parse(Addition, {"organisation": member.organisation.key, "role": role}).role
    if member.role == wanted:
        return
    stale = sheets.stale(session, member)
    members.give_role(session, consortium, member, wanted)
    touch(session, consortium)
    organisation = member.organisation
    history.record(session, by, "consortium.set_role", consortium=consortium, organisation=organisation, role=wanted)
    sheets.retell(session, member, stale)


def check(session: Session, consortium: Consortium) -> Report:
    """The call's rules about the consortium as it is now."""
    return _check(session, consortium, facts.consortium(consortium))


def what_if(
    session: Session,
    consortium: Consortium,
    *,
    add: Iterable[str] = (),
    remove: Iterable[int] = (),
    coordinator: int | None = None,
) -> Report:
    """The same rules if these organisations (ids) came as partners, these members (numbers) left, this one coordinated.

    Nothing is written.
    """
    leaving = {members.member_of(consortium, one).organisation.key for one in remove}
    said = facts.consortium(consortium)
    after = [one for one in said.members if one.id not in leaving]
    for key in add:
        organisation = find_organisation(session, key, within=consortium)
        if organisation is None:
            raise Invalid({"add": say(N_("there is no organisation “%(id)s” here"), id=key)})
        after.append(facts.member(organisation, "partner"))
    if coordinator is not None:
        applicant = members.member_of(consortium, coordinator).organisation.key
        after = [replace(one, role="partner") if one.role == "coordinator" else one for one in after]
        after = [replace(one, role="coordinator") if one.id == applicant else one for one in after]
    return _check(session, consortium, replace(said, members=tuple(after)))


def _members(session: Session, idea: Idea, keys: Sequence[str]) -> list[Organisation]:
    """The organisations of these ids, the initiator among them."""
    if len(keys) > LARGEST:
        raise Invalid({"members": say(N_("a consortium has at most %(n)s members here"), n=LARGEST)})
    problems: dict[str, Message] = {}
    found: list[Organisation] = []
    for place, key in enumerate(keys):
        organisation = find_organisation(session, key)
        if organisation is None:
            problems[f"members.{place}"] = say(N_("there is no organisation “%(id)s” here"), id=key)
        elif organisation in found:
            problems[f"members.{place}"] = say(N_("%(name)s stands here twice"), name=organisation.name)
        else:
            found.append(organisation)
    if not problems and idea.organisation not in found:
        problems["members"] = say(N_("%(name)s, who starts, is not among the members"), name=idea.organisation.name)
    if problems:
        raise Invalid(problems)
    return found


def _check(session: Session, consortium: Consortium, said: Facts) -> Report:
    call = rounds.call_of(session, consortium)
    return eligibility.check(experience.in_the_family_of(session, said, call), call, surroundings.today(session))

"""Which other calls and rounds a consortium could apply in, and taking it along to one of them: as a draft of its own."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from matchmaker.eligibility import elsewhere
from matchmaker.eligibility.elsewhere import Group
from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs import drafts
from matchmaker.inputs.consortium import strange_round
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.workspace import Destination
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Idea, Member, Organisation, PartnerSheet, User, WorkPackage, WorkPackagePart
from matchmaker.permissions import require
from matchmaker.programme import rounds as in_programme
from matchmaker.programme.calls import Call
from matchmaker.services import consortia, facts, guests, history, ideas, rounds, sheets, starts, surroundings
from matchmaker.services.personal_data import OF_PERSONS
from matchmaker.services.versions import begin, touch
from matchmaker.workflow import ENDED

_SAID: Final = ("legal_name", "address", "post_code", "oid_of", "background", "experience")
"""What a partner's sheet says of the organisation, and goes along."""
_NOTED: Final = ("contribution", "added_value")
"""What was noted of a member, and goes along."""


def list_groups(session: Session, consortium: Consortium, *, by: User) -> list[Group]:
    """Every call that is open or to come, and the other rounds of its own, nearest first. Nobody is asked by looking."""
    require(by, "consortium.read", consortium)
    own, today = rounds.call_of(session, consortium), surroundings.today(session)
    coming = [*_other_rounds(session, consortium, own), *_other_calls(session, own)]
    return elsewhere.in_groups(elsewhere.compare(facts.consortium(consortium), own, coming, today))


def find_next_round(session: Session, consortium: Consortium) -> Call | None:
    """The call in the round after its own that is still to come, else the next call of its kind; None where there is none."""
    own = rounds.find_call(session, consortium)
    if own is None:
        return None
    after = _other_rounds(session, consortium, own)
    if after:
        return after[0]
    coming = surroundings.guide(session).coming(surroundings.now(session))
    same = [one for one in coming if (one.action, one.field) == (own.action, own.field) and one.id != own.id]
    return same[0] if same else None


def take(session: Session, consortium: Consortium, form: Destination, *, by: User) -> Consortium:
    """A new draft for another call or round, held by whoever holds this one: idea, members, tasks and texts go along.

    Everybody is to be asked again; no confirmation and no file goes along, and this one stays as it is. Raises `Invalid` for a
    call or round that is not there, `Refused` for one that is closed, and for the very one that it is for.
    """
    begin(session, "consortium.take", consortium, by=by)
    call = _destination(session, consortium, form)
    idea = _idea(session, consortium, call, form.round, by)
    kept = [one.organisation for one in consortium.members if not one.organisation.is_guest]
    leads = next((one.organisation for one in consortium.members if one.role == "coordinator"), consortium.holder)
    keys, leads = [one.key for one in kept], leads if leads in kept else consortium.holder
    made = consortia.save(session, idea, keys, leads.key, suggestion=None, by=by)
    made.title, made.taken_from_id = consortium.title, consortium.id
    before = {one.organisation_id: one for one in consortium.members}
    for member in made.members:
        _take_along(member, before[member.organisation_id])
    moved = guests.take_along(session, consortium.members, made, by=by)
    _take_sheets(session, consortium, made, moved)
    made.packages = [_package(one, moved, with_shares=call.id == consortium.call_id) for one in consortium.packages]
    if _stays_with_its_agency(session, consortium, call):
        made.own_agency, made.own_agency_website = consortium.own_agency, consortium.own_agency_website
    touch(session, made)
    history.record(session, by, "consortium.take", consortium=consortium, organisation=consortium.holder, call=call.id)
    return made


def list_taken(session: Session, consortium: Consortium) -> list[Consortium]:
    """The consortia that were made of this one for another call or round, the last first."""
    made = select(Consortium).where(Consortium.taken_from_id == consortium.id).options(defer(Consortium.suggestion))
    return list(session.scalars(made.order_by(Consortium.id.desc())))


def _other_rounds(session: Session, consortium: Consortium, own: Call) -> list[Call]:
    """Its own call in the rounds that are still to come, but for the one it is in."""
    whole, now = surroundings.guide(session).call(consortium.call_id), surroundings.now(session)
    coming = (whole.in_round(one.round) for one in whole.rounds if one.round != own.seen_in)
    later = [one for one in coming if not one.is_closed(now)]
    return [one for one in later if one.last_deadline or own.seen_in is None or (one.seen_in or 0) > own.seen_in]


def _other_calls(session: Session, own: Call) -> list[Call]:
    return [one for one in surroundings.guide(session).coming(surroundings.now(session)) if one.id != own.id]


def _destination(session: Session, consortium: Consortium, form: Destination) -> Call:
    """The call to take it to, if one may still apply there."""
    try:
        call = surroundings.guide(session).call(form.call)
    except NotFound as error:
        raise Invalid({"call": error.message}) from None
    if wrong := strange_round(call, form.round):
        raise Invalid({"round": wrong})
    leads = next(one.organisation.country for one in consortium.members if one.role == "coordinator")
    number = in_programme.chosen(call, form.round, leads, surroundings.today(session))
    if call.in_round(number).is_closed(surroundings.now(session)):
        instead = N_("Choose a call that is open or to come. To practise with a closed one, describe an idea for it.")
        raise Refused(say(N_("This call is closed: a consortium cannot be taken there.")), say(instead))
    same = call.id == consortium.call_id and number == rounds.number_of(session, consortium)
    if same and consortium.state not in ENDED:
        raise Refused(say(N_("The consortium is for this very call already.")), say(N_("Choose another call, or another round.")))
    return call


def _idea(session: Session, consortium: Consortium, call: Call, number: int | None, by: User) -> Idea:
    """The idea as one of whoever holds the consortium, as far as the call knows what it says."""
    said = {**starts.from_idea(consortium.idea, call), "title": consortium.title, "round": number or ""}
    if call.id == consortium.call_id and consortium.variant:
        said["variant"] = consortium.variant
    form, wrong = drafts.understand(said, call)
    if wrong:
        unfit = {field.partition(".")[0] for field in wrong}
        form, wrong = drafts.understand({name: one for name, one in said.items() if name not in unfit}, call)
    if wrong:
        raise Invalid(wrong)
    return ideas.describe(session, consortium.holder, _applied_for(form, consortium), by=by)


def _applied_for(form: IdeaForm, consortium: Consortium) -> IdeaForm:
    """Whoever holds it and coordinates applies itself now."""
    leads = any(one.role == "coordinator" and one.organisation_id == consortium.holder_id for one in consortium.members)
    return form.model_copy(update={"applicant": "we", "is_shown": False}) if leads else form


def _take_along(member: Member, before: Member) -> None:
    for name in _NOTED:
        setattr(member, name, getattr(before, name))
    if before.role == "associated" and member.role != "coordinator":
        member.role = "associated"


def _take_sheets(session: Session, consortium: Consortium, made: Consortium, moved: Mapping[int, Organisation]) -> None:
    """What partners say about themselves for the form; of persons only what whoever holds it says of its own."""
    theirs = (
        select(PartnerSheet).where(PartnerSheet.consortium_id == consortium.id).options(joinedload(PartnerSheet.organisation))
    )
    there = {one.organisation_id for one in made.members}
    for before in session.scalars(theirs):
        organisation = moved.get(before.organisation_id, before.organisation)
        if organisation.id not in there:
            continue
        after = sheets.get(session, made, organisation)
        own = OF_PERSONS if organisation.id == consortium.holder_id else ()
        for name in (*_SAID, *own):
            setattr(after, name, getattr(before, name))
        session.add(after)
    session.flush()


def _package(before: WorkPackage, moved: Mapping[int, Organisation], *, with_shares: bool) -> WorkPackage:
    """The tasks; shares of a grant are those of one call. moved: number of a guest -> who it is in the new consortium."""

    def who(number: int) -> int:
        return moved[number].id if number in moved else number

    parts = [
        WorkPackagePart(organisation_id=who(one.organisation_id), amount=one.amount if with_shares else None)
        for one in before.parts
    ]
    lead = None if before.lead_id is None else who(before.lead_id)
    return WorkPackage(title=before.title, lead_id=lead, parts=parts)


def _stays_with_its_agency(session: Session, consortium: Consortium, call: Call) -> bool:
    before = surroundings.guide(session).calls.get(consortium.call_id)
    return before is not None and before.managed_by == call.managed_by == "NA" and before.field == call.field

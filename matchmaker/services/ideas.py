"""Project ideas: described, changed, closed."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.errors import Invalid, NotFound, Over
from matchmaker.inputs.ideas import IdeaForm, problems
from matchmaker.language import N_, say
from matchmaker.models import Idea, IdeaSeat, IdeaTerm, Membership, Organisation, Review, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.services import history, surroundings
from matchmaker.services.lookup import get
from matchmaker.services.versions import begin, touch

_DETAILS: Final = (
    joinedload(Idea.organisation).selectinload(Organisation.terms),
    selectinload(Idea.terms),
    selectinload(Idea.seats),
)
_PLAIN: Final = (
    *("title", "summary", "round", "variant", "project_type", "months", "language", "applicant"),
    *("size_min", "size_max", "same_country", "third_countries", "confirmed_only", "is_shown"),
)
_TERMS: Final = {
    "field": "fields", "topic": "topics", "expertise": "expertise", "priority": "priorities", "activity": "activities",
    "country": "countries", "not_country": "not_countries",
}  # fmt: skip


def describe(session: Session, organisation: Organisation, form: IdeaForm, *, by: User) -> Idea:
    """A new idea of the organisation. Raises `Invalid` for what the call does not know or allow."""
    require(by, "idea.write", organisation)
    call = _call(session, form)
    now = surroundings.now(session)
    idea = Idea(organisation=organisation, is_open=True, checked_version=call.version, created_at=now, updated_at=now)
    _fill(idea, form, call)
    session.add(idea)
    session.flush()
    history.record(session, by, "idea.describe", idea=idea, organisation=organisation)
    return idea


def unsaved(organisation: Organisation, form: IdeaForm, call: Call) -> Idea:
    """The idea that the form describes, as a row that no session holds: to look at, not to keep."""
    idea = Idea(organisation=organisation, is_open=True)
    _fill(idea, form, call)
    return idea


def change(session: Session, idea: Idea, form: IdeaForm, *, version: int | None, by: User) -> None:
    """Describe the idea anew. Raises `Invalid`, `Refused` when it is closed, `Conflict` when it changed since `version`."""
    begin(session, "idea.write", idea, version=version, by=by)
    require_open(idea)
    call = _call(session, form, form_of(idea).priorities)
    if call.id != idea.call_id:  # what became of it under another call is over
        session.execute(delete(Review).where(Review.idea_id == idea.id))
        idea.checked_version = call.version
    idea.terms.clear()
    idea.seats.clear()
    session.flush()
    _fill(idea, form, call)
    touch(session, idea)
    history.record(session, by, "idea.change", idea=idea)


def require_open(idea: Idea) -> None:
    """Nobody is asked for a closed idea. Raises `Refused`."""
    if not idea.is_open:
        raise Over(say(N_("This idea is closed.")), say(N_("Describe a new one.")))


def close(session: Session, idea: Idea, *, by: User) -> None:
    """Ask for nobody any more; the idea and its consortia stay readable. Closing twice is closing once."""
    begin(session, "idea.write", idea, by=by)
    if idea.is_open:
        idea.is_open = False
        touch(session, idea)
        history.record(session, by, "idea.close", idea=idea)


def reopen(session: Session, idea: Idea, *, by: User) -> None:
    """Take it up again, as it was when it was closed. Opening twice is opening once."""
    begin(session, "idea.write", idea, by=by)
    if not idea.is_open:
        idea.is_open = True
        touch(session, idea)
        history.record(session, by, "idea.reopen", idea=idea)


def get_idea(session: Session, idea_id: int, *, by: User) -> Idea:
    """One idea with all that it asks for. Raises `NotFound`, also to those it is not for."""
    return get(session, Idea, idea_id, *_DETAILS, by=by)


def list_ideas(session: Session, *, by: User) -> list[Idea]:
    """The ideas of the organisations this person acts for, open ones first, the newest first; without what each asks for."""
    mine = select(Membership.organisation_id).where(Membership.user_id == by.id)
    ideas = select(Idea).where(Idea.organisation_id.in_(mine))
    return list(session.scalars(ideas.order_by(Idea.is_open.desc(), Idea.id.desc())))


def form_of(idea: Idea) -> IdeaForm:
    """What was said about the idea, as a form to change."""
    said: dict[str, object] = {name: getattr(idea, name) for name in _PLAIN}
    for vocabulary, name in _TERMS.items():
        said[name] = tuple(term.code for term in idea.terms if term.vocabulary == vocabulary)
    seats = [{"what": f"{seat.condition}:{seat.code}", "number": seat.number} for seat in idea.seats]
    return IdeaForm.model_validate({**said, "call": idea.call_id, "seats": seats})


def _call(session: Session, form: IdeaForm, held: Sequence[str] = ()) -> Call:
    """The call of the form, if it knows and allows what the form says beside the priorities held so far."""
    try:
        call = surroundings.guide(session).call(form.call)
    except NotFound as error:
        raise Invalid({"call": error.message}) from None
    wrong = problems(form, call, held)
    if wrong:
        raise Invalid(wrong)
    return call


def _fill(idea: Idea, form: IdeaForm, call: Call) -> None:
    """Write the form into the row."""
    idea.call_id = call.id
    for name in _PLAIN:
        setattr(idea, name, getattr(form, name))
    idea.terms = [
        IdeaTerm(vocabulary=vocabulary, code=code, weight=1.0)
        for vocabulary, name in _TERMS.items()
        for code in getattr(form, name)
    ]
    idea.seats = [
        IdeaSeat(position=position, condition=seat.condition, code=seat.code, number=seat.number)
        for position, seat in enumerate(form.seats)
    ]

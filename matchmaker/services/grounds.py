"""What repairs, what-ifs and lists of replacements start from: a consortium or a suggestion, and who could join it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from matchmaker.eligibility.facts import Consortium as Facts
from matchmaker.errors import Invalid
from matchmaker.inputs.request import Request, Seat
from matchmaker.inputs.steps import StepForm
from matchmaker.language import N_, say
from matchmaker.matching.mending.cases import Case, case_of
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.population import Population
from matchmaker.matching.question import Circumstances
from matchmaker.models import Consortium, Idea, Organisation, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.services import facts, populations, rounds, suggestions, surroundings
from matchmaker.services.organisations import find_organisation


class Place(NamedTuple):
    """A seat of a consortium: its condition, and the key of who fills it."""

    condition: str
    code: str
    filled_by: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """A case and its circumstances; the population knows all members, and whoever the steps bring in."""

    case: Case
    given: Circumstances


def of_consortium(
    session: Session, consortium: Consortium, *, joining: Iterable[str] = (), known: bool = False, by: User | None
) -> Ground:
    """A consortium in the making. With `known` organisations only known from public records may join too.

    Who started it and who holds it stay. Nobody is looked for among those that declined. by: None = the service itself.
    Raises `Forbidden`, `NotFound`.
    """
    if by is not None:
        require(by, "consortium.repair", consortium)
    call = rounds.call_of(session, consortium)
    rows, more = [one.organisation for one in consortium.members], found(session, joining, within=consortium)
    everybody = with_rows(populations.population(session, known=known), [*rows, *more])
    declined = {one.organisation.key for one in consortium.invitations if one.state == "declined"}
    case = case_of_consortium(session, consortium)
    is_sought = case.consortium.coordinator is None or case.consortium.coordinator.id not in case.request.members
    return Ground(case, _given(session, everybody, call, rows, more, declined=declined, is_sought=is_sought))


def of_suggestion(
    session: Session,
    idea: Idea,
    keys: Sequence[str],
    coordinator: str,
    *,
    variant: str | None = None,
    joining: Iterable[str] = (),
    known: bool = False,
    by: User,
) -> Ground:
    """A suggested alternative for an idea, by the ids of its members. Raises `Invalid` for ids that nobody has.

    variant: the kind of project it was suggested as, where the call has several.
    """
    require(by, "idea.suggest", idea)
    call = rounds.call_of(session, idea)
    request = suggestions.request_of(session, idea)
    project = request.project
    request = request.model_copy(update={"project": project.model_copy(update={"variant": project.variant or variant})})
    rows = found(session, keys, "members")
    if idea.organisation not in rows:
        raise Invalid({"members": say(N_("%(name)s, who starts, is not among the members"), name=idea.organisation.name)})
    leads = next((row for row in rows if row.key == coordinator), None)
    if leads is None:
        raise Invalid({"coordinator": say(N_("expected the id of one of the members"))})
    more = found(session, joining)
    everybody = with_rows(populations.population(session, known=known), [*rows, *more])
    case = case_of(request, [facts.organisation(row) for row in rows], leads.key)
    is_sought = leads is not idea.organisation
    return Ground(case, _given(session, everybody, call, rows, more, is_sought=is_sought))


def case_of_consortium(session: Session, consortium: Consortium) -> Case:
    """The consortium with what its idea asks and the seats it was saved with.

    Who started it and who holds it stay, and the score is about the partners beside them.
    """
    filled = {one.seat_id: one.organisation.key for one in consortium.members}
    return case_of_rows(
        facts.consortium(consortium),
        suggestions.request_of(session, consortium.idea),
        consortium.call_id,
        (consortium.initiator.key, consortium.holder.key),
        [Place(seat.condition, seat.code, filled.get(seat.id)) for seat in consortium.seats],
    )


def case_of_rows(said: Facts, asked: Request, call_id: str, leading: Iterable[str], places: Iterable[Place]) -> Case:
    """The same of what was read by itself. leading: keys of who started it and who holds it; places: in their order."""
    taking_part = {one.id for one in said.members if one.role != "associated"}
    staying = tuple(dict.fromkeys(one for one in leading if one in taking_part))
    core = staying or tuple(one.id for one in said.members if one.role == "coordinator")
    there = tuple(places)
    changed = {"call": call_id, "round": said.round, "initiator": core[0], "members": core, "seats": _seats(there, core)}
    return Case(said, asked.model_copy(update=changed), taken=sum(one.filled_by in core for one in there))


def with_rows(population: Population, rows: Iterable[Organisation]) -> Population:
    """The population with these too, whether they joined or not."""
    missing = {row.key: row for row in rows if row.key not in population.index}
    return population.updated([facts.organisation(row) for row in missing.values()]) if missing else population


def found(session: Session, keys: Iterable[str], name: str = "steps", *, within: Consortium | None = None) -> list[Organisation]:
    """The organisations of these ids, a guest only within its consortium. Raises `Invalid` for an id that nobody has."""
    rows = []
    for key in dict.fromkeys(keys):
        row = find_organisation(session, key, within=within)
        if row is None:
            raise Invalid({name: say(N_("there is no organisation “%(id)s” here"), id=key[:80])})
        rows.append(row)
    return rows


def steps_of(forms: Iterable[StepForm]) -> tuple[Step, ...]:
    """The steps as the matcher reads them."""
    return tuple(Step(one.kind, leaves=one.leaves, joins=one.joins, coordinator=one.coordinator) for one in forms)


def _given(
    session: Session,
    everybody: Population,
    call: Call,
    rows: Sequence[Organisation],
    more: Sequence[Organisation],
    *,
    declined: Iterable[str] = (),
    is_sought: bool,
) -> Circumstances:
    """rows: who is there; more: whom steps bring in, whose past projects count where one of them takes over."""
    present = [row.key for row in rows]
    able = suggestions.possible(session, everybody, call.id, call.seen_in, present, is_sought=is_sought)
    return Circumstances(
        population=able.without(set(declined).difference(present)),
        history=facts.history(session, around=[*present, *(row.key for row in more)]),
        call=call,
        today=surroundings.today(session),
    )


def _seats(places: Iterable[Place], core: Sequence[str]) -> tuple[Seat, ...]:
    """The seats, equal ones counted; but for those that members fill who stay, as seats are for the others."""
    counts = Counter((one.condition, one.code) for one in places if one.filled_by not in core)
    return tuple(Seat.model_validate({condition: code, "count": n}) for (condition, code), n in counts.items())

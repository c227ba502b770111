"""From a request to whole consortia: resolve, shortlist, search, check again, say why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic

from matchmaker import eligibility
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.language import Message, together
from matchmaker.matching import graphs, membership, obstacles, score
from matchmaker.matching.answers import Answer, FilledSeat, Proof, Proposal, Status
from matchmaker.matching.clock import Clock, Progress, Watch
from matchmaker.matching.fairness import Fair, fairest, times_shown
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.roster import by_first_ids
from matchmaker.matching.saying.circle import Circle
from matchmaker.matching.saying.labels import label
from matchmaker.matching.saying.reasons import reasons
from matchmaker.matching.saying.summaries import summary
from matchmaker.matching.saying.unknowns import to_confirm
from matchmaker.matching.saying.whole import about
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.selection import Best
from matchmaker.matching.task import Task, fits_seat
from matchmaker.programme.calls import Call

DEFAULT_TIME_LIMIT = 10.0
"""Seconds for a whole answer when nobody says otherwise."""
DIFFERENCE = 1e-6
"""Points by which two ways to compute one score may differ through rounding."""


class Disagreement(RuntimeError):
    """Search and check do not agree about a proposal: a defect of ours, never an answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the search named. price: how far `best` lies below the best one that was found; seconds: how long it took."""

    outcome: Outcome
    best: Best
    price: float
    seconds: float


def suggest(
    request: Request,
    population: Population,
    history: History,
    call: Call,
    today: date,
    *,
    time_limit: float | None = None,
    limit: int | None = None,
    exposure: Mapping[str, int] | None = None,
    watch: Watch | None = None,
) -> Answer:
    """Up to `limit` (else the request's) consortia, the best first.

    Each alternative gets an even share of the seconds left; what one does not need goes to the next. exposure: id -> how
    often an organisation was shown lately, for a request that asks for fairness. watch: who looks on and may call it off.
    Raises `Invalid` when the request does not suit the population.
    """
    asked = by_first_ids(request.for_call(call), population)
    if limit is not None:
        asked = asked.model_copy(update={"limit": limit})
    seconds = DEFAULT_TIME_LIMIT if time_limit is None else time_limit
    clock, began = Clock.of(seconds, watch), monotonic()
    given = Circumstances(population, history, call, today)
    question = Question(asked, given)
    shown = times_shown(population, exposure) if exposure is not None and asked.fairness else None
    found: list[Found] = []
    earlier: list[frozenset[int]] = []
    complete = True
    while len(found) < asked.limit:
        started, share = monotonic(), clock.part(1 / (asked.limit - len(found)))
        outcome = question.search(share, earlier)
        if outcome.best is None and not outcome.complete:
            outcome = question.search(clock, earlier)
        complete = outcome.complete
        if outcome.best is None:
            break
        fair = Fair(outcome, 0.0) if shown is None else fairest(question, outcome, shown, share, earlier)
        best = fair.outcome.best or outcome.best
        found.append(Found(outcome, best, fair.price, monotonic() - started))
        earlier.append(frozenset(best.partners))
        if watch is not None:
            watch.progress(Progress(len(found), asked.limit, best.score, outcome.bound, monotonic() - began))
    known = people(question, found)
    proposals = [_proposal(question, one, known) for one in found]
    if shown is not None:
        times = [{population.id_of(who): int(shown[who]) for who in one.best.partners} for one in found]
        proposals = [replace(one, shown=often) for one, often in zip(proposals, times, strict=True)]
    status: Status = "ok" if proposals else "infeasible" if complete else "unknown"
    cut = any(one.proof.status == "bounded" for one in proposals)
    uncounted = bool(asked.fairness) and exposure is None
    said = list(about(len(proposals), asked.limit, complete=complete, bounded=cut, uncounted=uncounted))
    to_give_up: tuple[Mapping[str, Message], ...] = ()
    if status == "infeasible":
        if watch is not None:
            watch.progress(Progress(0, 0, None, None, monotonic() - began))
        why = obstacles.explain(asked, given, clock)
        complete = why.complete
        said.insert(0, why.message)
        to_give_up = tuple({wish.id: wish.label for wish in wishes} for wishes in why.to_give_up)
    proposals = [replace(one, label=said) for one, said in zip(proposals, label(proposals), strict=True)]
    complete = complete and all(one.proof.status == "optimal" for one in proposals)
    listed, explanation = tuple(proposals), together(said) if said else None
    return Answer(asked, call, today, status, explanation, population.size, question.df, listed, complete, to_give_up)


def people(question: Question, found: Iterable[Found]) -> dict[int, Organisation]:
    """Everybody in these answers with all that is known of them, read at once."""
    positions = list(dict.fromkeys([*question.task.present, *(who for one in found for who in one.best.partners)]))
    return dict(zip(positions, question.task.population.read(positions), strict=True))


def _proposal(question: Question, found: Found, known: Mapping[int, Organisation]) -> Proposal:
    """An answer that the search named, checked again by the eligibility rules and with its reasons.

    known: everybody in it. Raises `Disagreement`.
    """
    task, formula, population = question.task, question.formula, question.task.population
    outcome, best = found.outcome, found.best
    present = tuple(known[one] for one in task.present)
    partners = tuple(known[one] for one in best.partners)
    members, ids = (*present, *partners), tuple(one.id for one in partners)
    coordinator = population.id_of(task.initiator if best.coordinator is None else best.coordinator)
    consortium = membership.consortium(task.request, members, coordinator)
    report = eligibility.check(consortium, task.call, task.today)
    left = membership.failing_without(consortium, task.call, task.today, partners=ids)
    robustness = membership.robustness(left, ids)
    parts = score.parts(formula, question.own, members, best.partners, robustness=robustness)
    total = formula.total(parts)
    if report.verdict == "ineligible" or abs(total - best.score) > DIFFERENCE:
        raise Disagreement(f"{[one.id for one in members]}: {report.verdict}, {total} instead of {best.score}")
    reached = total + found.price
    bound = reached if outcome.complete else max(outcome.bound, reached)
    filled = tuple(_filled(task, partners))
    joint = {
        population.id_of(one): tuple(sorted(question.joint_projects[one]))
        for one in best.partners
        if one in question.joint_projects
    }
    titles = {one: question.titles[one] for projects in joint.values() for one in projects if one in question.titles}
    circle = Circle(
        call=task.call,
        request=task.request,
        present=present,
        partners=partners,
        coordinator=coordinator,
        filled=[(one.seat, one.by) for one in filled],
        joint_projects=joint,
        report=report,
        left=left,
        formula=formula,
        titles=titles,
    )
    return Proposal(
        members=members,
        partners=ids,
        coordinator=coordinator,
        score=total,
        fit="known" if any(one.fields or one.priorities or one.topics for one in partners) else "unknown",
        parts=parts,
        weights=formula.weights,
        proof=Proof(
            status="optimal" if outcome.complete else "bounded",
            bound=bound,
            gap=bound - reached,
            considered=population.size,
            seconds=found.seconds,
        ),
        seats=filled,
        report=report,
        reasons=reasons(circle),
        to_confirm=to_confirm(circle),
        joint_projects=joint,
        past=question.past(project for projects in joint.values() for project in projects),
        titles=titles,
        summary=summary(circle),
        price=found.price,
    )


def _filled(task: Task, partners: Sequence[Organisation]) -> Iterator[FilledSeat]:
    """Each seat with who fills it, by the bipartite graph of partners and seats."""
    if not task.seats:
        return
    fits = [
        [place for place, seat in enumerate(task.seats) if fits_seat(seat, one.type, one.flags, one.sectors)] for one in partners
    ]
    filled = graphs.assign(fits, dict(enumerate(task.seat_counts)))
    for place, seat in enumerate(task.seats):
        if len(filled[place]) < task.seat_counts[place]:
            raise Disagreement(f"an empty seat: {seat}")
        wanted = seat.model_copy(update={"count": task.seat_counts[place]})
        yield FilledSeat(wanted, tuple(partners[one].id for one in filled[place]))

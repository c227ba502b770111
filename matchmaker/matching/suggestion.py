"""From a request to whole consortia: put the question, search, check again, say why."""

from collections.abc import Mapping
from datetime import date

from matchmaker.inputs.formulas import FormulaDocument
from matchmaker.inputs.request import Request
from matchmaker.inputs.suggestion import Counts, Status
from matchmaker.language import together
from matchmaker.matching import obstacles
from matchmaker.matching.alternatives import alternatives
from matchmaker.matching.answers import Answer
from matchmaker.matching.clock import Clock, Watch
from matchmaker.matching.fairness import times_shown
from matchmaker.matching.history import History
from matchmaker.matching.obstacles import Obstacles
from matchmaker.matching.population import Population
from matchmaker.matching.proposing import proposals
from matchmaker.matching.question import Circumstances
from matchmaker.matching.questions import Questions
from matchmaker.matching.saying.whole import about
from matchmaker.matching.tuning import TUNING, Tuning
from matchmaker.programme.calls import Call

DEFAULT_TIME_LIMIT = 10.0
"""Seconds for a whole answer when nobody says otherwise."""


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
    tuning: Tuning = TUNING,
) -> Answer:
    """Up to `limit` (else the request's) consortia, the best first.

    exposure: id -> how often an organisation was shown lately, for a request that asks for fairness. watch: who looks on and
    may call it off. tuning: how far the search goes at each step. Raises `Invalid` when the request does not suit the population.
    """
    clock = Clock.of(DEFAULT_TIME_LIMIT if time_limit is None else time_limit, watch)
    asked = request.for_call(call)
    if limit is not None:
        asked = asked.model_copy(update={"limit": limit})
    questions = Questions(asked, Circumstances(population, history, call, today, tuning))
    shown = times_shown(population, exposure) if exposure is not None and asked.fairness else None
    found, complete = alternatives(questions, clock, shown)
    listed = proposals(found, shown)
    status: Status = "ok" if listed else "infeasible" if complete else "unknown"
    cut = any(one.proof.status == "bounded" for one in listed)
    uncounted = bool(asked.fairness) and exposure is None
    said = list(about(len(listed), asked.limit, complete=complete, bounded=cut, uncounted=uncounted))
    why: Obstacles | None = None
    if status == "infeasible":
        clock.tell(0, 0)
        why = obstacles.explain(questions, clock)
        said.insert(0, why.message)
    return Answer(
        request=questions.request,
        formula=FormulaDocument.of(questions.weighing.formula.number),
        status=status,
        explanation=together(said) if said else None,
        to_give_up=tuple({wish.id: wish.label for wish in wishes} for wishes in why.to_give_up) if why else (),
        scarce=why.scarce if why else (),
        population=Counts(size=population.size, df=questions.weighing.df),
        today=today,
        proposals=listed,
        complete=why.complete if why else complete and not cut,
    )

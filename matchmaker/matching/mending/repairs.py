"""How to mend a consortium that does not meet its call's rules: every single step that does, or the fewest steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matchmaker.language import N_, Message, say
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.mending import single_steps
from matchmaker.matching.mending.cases import Case
from matchmaker.matching.mending.changes import between
from matchmaker.matching.mending.fewest import fewest
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.mending.single_steps import Repair, SingleSteps
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.mending.states import State, assess
from matchmaker.matching.mending.unrepairable import why
from matchmaker.matching.question import Circumstances
from matchmaker.matching.saying.subject import Subject
from matchmaker.matching.saying.unknowns import to_confirm
from matchmaker.programme import wording
from matchmaker.programme.calls import Call
from matchmaker.programme.scoring import Part

LIMIT = 5
"""Repairs of each kind that are listed when nobody says otherwise."""
DEFAULT_TIME_LIMIT = 10.0
"""Seconds for a whole answer when nobody says otherwise; needed only where one step is not enough, or for hundreds of members."""
Status = Literal["ok", "repairable", "infeasible", "unknown"]
"""ok: nothing fails, though something may be unknown. unknown: time ended before an answer was found, or the call is
only checked."""


@dataclass(frozen=True, slots=True)
class RepairAnswer:
    """What can be done. case: with first ids; before: the consortium as it is; single_steps: kind by kind.

    fewest: the smallest number of steps, 0 when nothing fails, None while it is not known or there is none. combined: a repair
    of that many steps, if more than one is needed. obstacles: ids of the rules that nobody who is known can meet, when nothing
    mends it. to_confirm: what nobody knows yet about the consortium as it is. size: organisations looked at.
    """

    case: Case
    call: Call
    today: date
    status: Status
    before: State
    weights: Mapping[Part, float]
    single_steps: tuple[SingleSteps, ...]
    fewest: int | None
    combined: Repair | None
    obstacles: tuple[str, ...]
    explanation: Message | None
    to_confirm: tuple[Message, ...]
    size: int

    @property
    def best(self) -> tuple[Repair, ...]:
        """What is listed, of all kinds together, the highest score first."""
        if self.combined is not None:
            return (self.combined,)
        return tuple(sorted((one for kind in self.single_steps for one in kind.best), key=lambda one: -one.score))


def repair(case: Case, given: Circumstances, *, limit: int = LIMIT, time_limit: float | None = None) -> RepairAnswer:
    """The repairs of a case, `limit` of each kind listed. Raises `Invalid` when the case does not suit the population."""
    clock = Clock.of(DEFAULT_TIME_LIMIT if time_limit is None else time_limit)
    situation = Situation(case, given)
    before, neighbourhood = assess(situation, situation.case.consortium), Neighbourhood(situation)
    if not (before.fails and situation.given.call.is_searched):
        return _unsearched(situation, before)
    try:
        kinds = _single_steps(neighbourhood, before, limit, Clock.of(max(clock.left, given.tuning.one_step)))
    except TimeIsUp:
        text = N_("Time ended before it was known whether one step is enough.")
        return _answer(situation, before, "unknown", explanation=say(text))
    if any(kind.count for kind in kinds):
        return _answer(situation, before, "repairable", single_steps=kinds, fewest=1)
    try:
        found = fewest(neighbourhood, clock, least=2)
    except TimeIsUp:
        text = N_("One step is not enough. Time ended before it was known how many are.")
        return _answer(situation, before, "unknown", single_steps=kinds, explanation=say(text))
    if found is None:
        reason = why(neighbourhood, clock)
        return _answer(situation, before, "infeasible", single_steps=kinds, obstacles=reason.rules, explanation=reason.message)
    number, turnover = found
    steps = between(
        turnover.leaving,
        turnover.joining,
        neighbourhood.coordinator,
        None if turnover.coordinator == neighbourhood.coordinator else turnover.coordinator,
    )
    return _answer(
        situation,
        before,
        "repairable",
        single_steps=kinds,
        fewest=number,
        combined=single_steps.repair_of(situation, before, steps),
    )


def _unsearched(situation: Situation, before: State) -> RepairAnswer:
    """Where nothing need be mended, and where nobody is suggested."""
    if not before.fails:
        return _answer(situation, before, "ok", fewest=0)
    return _answer(situation, before, "unknown", explanation=wording.not_searched(situation.given.call))


def _single_steps(neighbourhood: Neighbourhood, before: State, limit: int, clock: Clock) -> tuple[SingleSteps, ...]:
    """All repairs by one step, kind by kind. Raises `TimeIsUp`, which only hundreds of members bring about."""
    neighbourhood.heed(clock)
    kinds = (
        single_steps.added(neighbourhood, before, limit),
        single_steps.replaced(neighbourhood, before, neighbourhood.may_leave, limit),
        single_steps.removed(neighbourhood, before, limit),
        single_steps.handed_over(neighbourhood, before, limit),
    )
    neighbourhood.heed(None)
    return kinds


def _answer(
    situation: Situation,
    before: State,
    status: Status,
    *,
    single_steps: tuple[SingleSteps, ...] = (),
    fewest: int | None = None,
    combined: Repair | None = None,
    obstacles: tuple[str, ...] = (),
    explanation: Message | None = None,
) -> RepairAnswer:
    given = situation.given
    return RepairAnswer(
        case=situation.case,
        call=given.call,
        today=given.today,
        status=status,
        before=before,
        weights=situation.formula.weights,
        single_steps=single_steps,
        fewest=fewest,
        combined=combined,
        obstacles=obstacles,
        explanation=explanation,
        to_confirm=to_confirm(
            Subject(
                given.call, situation.request, before.members, (), before.coordinator, (), {}, before.report, situation.formula
            )
        ),
        size=given.population.size,
    )

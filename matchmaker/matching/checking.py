"""What the search named, checked again: the eligibility rules, the seats and the published score, which know nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matchmaker import eligibility
from matchmaker.eligibility.findings import Report
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.suggestion import FilledSeat
from matchmaker.matching import membership, score
from matchmaker.matching.question import Question
from matchmaker.matching.searching.solution import Solution
from matchmaker.matching.seats import filled, fitting
from matchmaker.matching.task import Task
from matchmaker.programme.scoring import Part

DIFFERENCE = 1e-6
"""Points by which two ways to compute one score may differ through rounding."""


class Disagreement(RuntimeError):
    """Search and check do not agree about a proposal: a defect of ours, never an answer."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A consortium with what was found of it. left: suggested partner -> ids of the rules that fail once it has left."""

    present: tuple[Organisation, ...]
    partners: tuple[Organisation, ...]
    coordinator: str
    report: Report
    left: Mapping[str, tuple[str, ...]]
    parts: Mapping[Part, float]
    score: float
    seats: tuple[FilledSeat, ...]


def checked(question: Question, best: Solution, known: Mapping[int, Organisation]) -> Checked:
    """The answer, checked; known: everybody in it, by position. Raises `Disagreement`."""
    task, formula = question.task, question.formula
    present, partners = (tuple(known[one] for one in some) for some in (task.present, best.partners))
    members, ids = (*present, *partners), tuple(one.id for one in partners)
    coordinator = task.population.id_of(task.initiator if best.coordinator is None else best.coordinator)
    consortium = membership.consortium(task.request, members, coordinator)
    call, strictly = question.given.call, task.request.confirmed_only
    report = eligibility.check(consortium, call, task.today)
    left = eligibility.withdrawals(consortium, call, task.today, ids, report.failing, strictly=strictly)
    robustness = membership.robustness(left, ids)
    parts = score.parts(formula, question.own, members, best.partners, robustness=robustness)
    total = formula.total(parts)
    # Of several readings one may let more partners leave than the one in which time was left to find this.
    more = total - best.score
    if report.verdict == "ineligible" or more < -DIFFERENCE or (more > DIFFERENCE and len(question.tasks) == 1):
        raise Disagreement(f"{[one.id for one in members]}: {report.verdict}, {total} instead of {best.score}")
    return Checked(present, partners, coordinator, report, left, parts, total, _seats(task, partners))


def _seats(task: Task, partners: Sequence[Organisation]) -> tuple[FilledSeat, ...]:
    """Each seat with who fills it, by the bipartite graph of partners and seats. Raises `Disagreement`."""
    sitting = filled([fitting(task.seats, one.type, one.flags, one.sectors) for one in partners], task.seat_counts)
    if lacking := [seat for place, seat in enumerate(task.seats) if len(sitting[place]) < task.seat_counts[place]]:
        raise Disagreement(f"empty seats: {lacking}")
    return tuple(
        FilledSeat.of(seat.model_copy(update={"count": count}), (partners[one].id for one in sitting[place]))
        for place, (seat, count) in enumerate(zip(task.seats, task.seat_counts, strict=True))
    )

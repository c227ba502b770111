"""What the check and the score say of a consortium, computed in full: the judge of every repair and every what-if."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import Report
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import membership, score
from matchmaker.matching.mending.situation import Situation
from matchmaker.programme.scoring import Part

Fit = Literal["known", "unknown"]


@dataclass(frozen=True, slots=True)
class State:
    """A consortium as it is, or would be. members: those that take part, S of the score first. parts: 0..1.

    fit: `unknown` when none of the other members says anything about its field, priorities or topics. left: for each of
    them but the coordinator the ids of the rules that fail once it has left.
    """

    consortium: Consortium
    members: tuple[Organisation, ...]
    coordinator: str
    report: Report
    parts: Mapping[Part, float]
    score: float
    fit: Fit
    left: Mapping[str, tuple[str, ...]]

    @property
    def fails(self) -> frozenset[str]:
        """The ids of the composition rules that fail."""
        return self.report.failing


def assess(situation: Situation, consortium: Consortium) -> State:
    """The consortium, checked and scored."""
    population, given = situation.population, situation.given
    coordinator = consortium.coordinator.id if consortium.coordinator else ""
    ids = dict.fromkeys(one.id for one in replace(situation.case, consortium=consortium).taking_part)
    core = situation.core(ids, coordinator)
    partners = [one for one in ids if one not in core]
    positions = {one: situation.position(one) for one in (*core, *partners)}
    report = eligibility.check(consortium, given.call, given.today)
    left = eligibility.withdrawals(
        consortium, given.call, given.today, partners, report.failing, strictly=situation.request.confirmed_only
    )
    organisations = population.read(positions.values())
    parts = score.parts(
        situation.formula,
        situation.own(core),
        organisations,
        [positions[one] for one in partners],
        robustness=membership.robustness(left, tuple(partners)),
    )
    others = [one for one in organisations if one.id in partners]
    return State(
        consortium=consortium,
        members=organisations,
        coordinator=coordinator,
        report=report,
        parts=parts,
        score=situation.formula.total(parts),
        fit="known" if any(one.fields or one.priorities or one.topics for one in others) else "unknown",
        left=left,
    )

"""Whether members together meet the rules and the coordinator can be found among them, and how robust they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.matching.standing import Standing
from matchmaker.matching.task import Task


@dataclass(frozen=True, slots=True)
class Judgement:
    """The rules hold. robustness: the share of suggested partners who can leave one at a time, 0..1.

    coordinator: place of the suggested partner who is named as such, None when one is there already.
    """

    robustness: float
    coordinator: int | None


class Judge:
    """Feasibility of suggested partners beside the members present, by the compiled rules.

    able: for each partner whether it may be the coordinator that is found.
    """

    def __init__(self, task: Task) -> None:
        self._composition = task.composition
        self._present = [task.standing(one) for one in task.present]
        self._home = None if task.coordinator is None else task.standing(task.coordinator).country or ""

    def in_reach(self, candidates: Sequence[Standing]) -> bool:
        """Whether the rules could hold if all the candidates joined; else nothing can be suggested."""
        members = [*self._present, *candidates]
        homes = {member.country or "" for member in members} if self._home is None else {self._home}
        return any(self._composition.in_reach(members, home) for home in homes)

    def missing(self, partners: Sequence[Standing], able: Sequence[bool]) -> int:
        """The fewest further partners without whom the rules cannot hold, a coordinator who is to be found included."""
        members = [*self._present, *partners]
        if self._home is not None:
            return self._composition.missing(members, self._home)
        # Who coordinates is open: somebody from the country of any member, or from one nobody is from yet.
        homes = {member.country or "" for member in members} | {""} if self._composition.by_country else {""}
        return max(int(not any(able)), min(self._composition.missing(members, home) for home in homes))

    def judge(self, partners: Sequence[Standing], able: Sequence[bool]) -> Judgement | None:
        """The judgement with the best choice of a coordinator, None when the rules do not hold.

        Asks every rule once for each withdrawal and for each country that the coordinator may be from.
        """
        if self._home is not None:
            holding = self._holding(partners, self._home)
            return None if holding is None else Judgement(_share(sum(holding), len(partners)), None)
        best: Judgement | None = None
        by_home: dict[str, list[bool] | None] = {}
        for place, (partner, may) in enumerate(zip(partners, able, strict=True)):
            if not may:
                continue
            home = partner.country or ""
            if home not in by_home:
                by_home[home] = self._holding(partners, home)
            if (holding := by_home[home]) is not None:
                # Without its coordinator a consortium cannot apply.
                robustness = _share(sum(holding) - holding[place], len(partners))
                if best is None or robustness > best.robustness:
                    best = Judgement(robustness, place)
        return best

    def _holding(self, partners: Sequence[Standing], home: str) -> list[bool] | None:
        """For each partner whether the rules hold without it; None when they do not hold at all."""
        members = [*self._present, *partners]
        if self._composition.missing(members, home):
            return None
        first = len(self._present)
        return [self._composition.holds_without(members, first + place, home) for place in range(len(partners))]


def _share(number: int, of: int) -> float:
    return number / of if of else 0.0

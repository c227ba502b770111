"""The parts of our score and the weights a call gives them; what is asked for, and what it weighs in each formula we had."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from pydantic import field_validator

from matchmaker.language import N_, say
from matchmaker.programme.classes import ClassId
from matchmaker.programme.statements import Frozen, Positive, Share

Part = Literal["relevance", "expertise", "cross_sector", "robustness", "responsiveness", "ties", "newcomers"]
"""The parts of the score."""
PARTS: frozenset[str] = frozenset(get_args(Part))
TermKind = Literal["field", "priority", "topic"]
"""What an idea asks for and organisations list."""
FORMULAS: Final[Mapping[int, Mapping[TermKind, float]]] = {
    1: {"field": 2.0, "priority": 2.0, "topic": 1.0},
    2: {"field": 4.0, "priority": 1.0, "topic": 1.0},
}
"""Each formula by its number, with what a term of each kind weighs before its rarity: the first until November 2026."""
FORMULA: Final = max(FORMULAS)
"""Today's."""


class Scoring(Frozen):
    """Our own weights for this call (not the funder's): part -> weight, summing to 1, and the sector target."""

    weights: dict[Part, Share]
    sector_target: Positive = 4
    anchor_class: ClassId | None = None

    @field_validator("weights")
    @classmethod
    def _whole(cls, weights: dict[Part, float]) -> dict[Part, float]:
        if weights.keys() != PARTS or abs(sum(weights.values()) - 1) > 1e-9:
            raise ValueError(say(N_("expected one weight for each of %(parts)s, summing to 1"), parts=", ".join(sorted(PARTS))))
        return weights

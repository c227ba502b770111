"""By which formula an answer says that it is scored, and what holds of one that says none."""

from typing import Annotated, Any, Final, get_args

from pydantic import Field

from matchmaker.inputs.parsing import Input
from matchmaker.programme.scoring import FORMULAS, TermKind


class FormulaDocument(Input):
    """By which formula an answer is scored: its number, and what each kind of term asked for weighs before its rarity."""

    number: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    terms: Annotated[
        dict[TermKind, Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]], Field(max_length=len(get_args(TermKind)))
    ]

    @classmethod
    def of(cls, number: int) -> "FormulaDocument":
        """One of ours."""
        return cls(number=number, terms=dict(FORMULAS[number]))

    @property
    def is_ours(self) -> bool:
        """Whether we have, or had, it."""
        return self.terms == FORMULAS.get(self.number)


FIRST: Final = FormulaDocument.of(min(FORMULAS))
"""The formula of answers that state none."""


def as_made(answer: Any) -> Any:
    """The document of an answer, of whatever form; without a formula it was made when third countries were not left out."""
    if isinstance(answer, dict) and "formula" not in answer and isinstance(answer.get("request"), dict):
        return {**answer, "request": {"third_countries": True, **answer["request"]}}
    return answer

"""Variants of a call: kinds of project of which a proposal is exactly one, each with rules, dates and a grant of its own."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from matchmaker.programme.application import Grant
from matchmaker.programme.assessment import Assessed
from matchmaker.programme.dates import Deadline
from matchmaker.programme.rules import Rule
from matchmaker.programme.statements import Frozen, Labels, Text, YesNo

VariantId = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", strict=True)]


class Variant(Frozen):
    """What a variant states beside its call (`rules`), and what of it in place of its call.

    single_applicant: one organisation applies alone, the others are named as associated partners.
    """

    id: VariantId
    title: Labels
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    action: Text | None = None
    deadlines: tuple[Deadline, ...] | None = None
    grant: Grant | None = None
    assessment: Assessed | None = None
    expected: tuple[Deadline, ...] | None = None
    """Its rounds whose date is not known yet, where a provisional call carries it over; no file states them."""
    single_applicant: YesNo = False

    def label(self, language: str) -> str:
        """Its title."""
        return self.title.label(language)

    @property
    def replaced(self) -> dict[str, object]:
        """The keys of the call that it replaces, with what it states."""
        keys = ("action", "deadlines", "expected", "grant", "assessment")
        return {key: getattr(self, key) for key in keys if getattr(self, key) is not None}

    def carried_over(self, before: str, year: str) -> Self:
        """As a provisional call of that year has it: no date is known, and its id is the last one with the year."""
        update: dict[str, object] = {}
        if self.deadlines is not None:
            update = {"deadlines": (), "expected": (*self.deadlines, *(self.expected or ()))}
        if self.action is not None:
            update["action"] = self.action.replace(before, year)
        return self.model_copy(update=update)

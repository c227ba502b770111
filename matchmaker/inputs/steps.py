"""Steps that change who is in a consortium, as a page sends them: tried out, or taken."""

from typing import Annotated, Literal, Self

from pydantic import FailFast, Field, model_validator

from matchmaker.inputs.forms import Form
from matchmaker.inputs.parsing import Input
from matchmaker.inputs.request import LARGEST
from matchmaker.inputs.texts import Line
from matchmaker.language import N_, say
from matchmaker.programme.variants import VariantId

MOST = 12
"""Steps of one change."""
_NAMES = {"add": ("joins",), "replace": ("leaves", "joins"), "remove": ("leaves",), "coordinator": ("coordinator",)}


class StepForm(Form):
    """One change: somebody joins, takes a place, leaves, or coordinates from now on; each by any id."""

    kind: Literal["add", "replace", "remove", "coordinator"]
    leaves: Line | None = None
    joins: Line | None = None
    coordinator: Line | None = None

    @model_validator(mode="after")
    def _names_whom_it_changes(self) -> Self:
        named = tuple(name for name in ("leaves", "joins", "coordinator") if getattr(self, name))
        if named != _NAMES[self.kind]:
            raise ValueError(say(N_("expected whom this step changes, and nobody else")))
        return self


class Steps(Input):
    """Steps in their order."""

    steps: Annotated[tuple[StepForm, ...], FailFast(), Field(max_length=MOST)] = ()


class Variant(Steps):
    """A suggested alternative, by the ids of its members and of whoever coordinates, and steps that change it.

    project: the kind of project it is, where its call has several.
    """

    members: Annotated[tuple[Line, ...], FailFast(), Field(min_length=1, max_length=LARGEST)]
    coordinator: Line
    project: VariantId | None = None

"""What is typed about the plan of a consortium's work: a work package, the amount that is asked for."""

from typing import Annotated, Final

from pydantic import BeforeValidator, FailFast, Field

from matchmaker.inputs.forms import Form, Whole
from matchmaker.inputs.parsing import Input
from matchmaker.inputs.request import LARGEST
from matchmaker.inputs.texts import Line

MOST_EURO: Final = 100_000_000
"""More than any call gives."""
Euro = Annotated[Whole, Field(ge=0, le=MOST_EURO)]


def _said(value: object) -> object:
    """Rows in which no amount was typed say nothing."""
    if not isinstance(value, list | tuple):
        return value
    return [row for row in value if not (isinstance(row, dict) and not str(row.get("number") or "").strip())]


class AmountOf(Input):
    """The share of one organisation, by its id."""

    what: Line
    number: Euro


class PackageForm(Form):
    """A work package: who leads it and who takes part, by their ids, with their shares. Who leads or has a share takes part."""

    title: Annotated[Line, Field(min_length=1)]
    lead: Line | None = None
    partners: Annotated[tuple[Line, ...], FailFast(), Field(max_length=LARGEST)] = ()
    amounts: Annotated[tuple[AmountOf, ...], FailFast(), Field(max_length=LARGEST), BeforeValidator(_said)] = ()

    @property
    def everybody(self) -> dict[str, int | None]:
        """Id of each that takes part -> its share, None where none is said."""
        led = (self.lead,) if self.lead else ()
        return {**dict.fromkeys((*led, *self.partners)), **{one.what: one.number for one in self.amounts}}


class GrantForm(Form):
    """The amount that is asked for, in euro; None: not known yet."""

    asked_grant: Annotated[Whole, Field(ge=1, le=MOST_EURO)] | None = None

"""What is typed in a consortium's workspace: a member to add, what a member contributes, a note."""

from typing import Annotated

from pydantic import Field

from matchmaker.inputs.consortium import MOST_ROUNDS
from matchmaker.inputs.forms import Form, Whole
from matchmaker.inputs.particulars import Day, Role
from matchmaker.inputs.texts import Letter, Line, Paragraphs
from matchmaker.programme.variants import VariantId


class Addition(Form):
    """An organisation to add, by any id it is known under."""

    organisation: Line
    role: Role = "partner"


class Contribution(Form):
    """What a member contributes, and why one from a third country is essential."""

    contribution: Paragraphs = ""
    added_value: Paragraphs = ""


class RoundChoice(Form):
    """In which round of the call a consortium applies; None: in the usual one."""

    round: Annotated[Whole, Field(ge=1, le=MOST_ROUNDS)] | None = None


class Destination(Form):
    """To which call a consortium is taken, and to which of its rounds; None: to the usual one."""

    call: Line
    round: Annotated[Whole, Field(ge=1, le=MOST_ROUNDS)] | None = None


class VariantChoice(Form):
    """Which kind of project a consortium is, of a call that has several; None: the one that it fits best."""

    variant: VariantId | None = None


class OwnDeadline(Form):
    """Until when everything is to be there, while the call's deadline is not known; None: that is open."""

    own_deadline: Day | None = None


class Note(Form):
    """A few words that go with a hand-over or its answer."""

    note: Letter = ""


class Reason(Form):
    """Why a coordinator hands a consortium on or back."""

    note: Letter

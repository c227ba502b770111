"""Asking an organisation to join, and its answers."""

from pydantic import field_validator

from matchmaker.inputs.forms import Form
from matchmaker.inputs.particulars import Role
from matchmaker.inputs.texts import Line, Paragraphs, Remarks
from matchmaker.language import N_, say


class InvitationForm(Form):
    """The four specifics: role and task, field, time, and why this organisation. Whoever is asked can then say yes or no."""

    role: Role = "partner"
    task: Paragraphs
    field: Line
    time_needed: Line
    why_you: Paragraphs
    past_deadline: bool = False
    """The sender knows that the answer may come after the internal deadline; asked where it may."""


class Joining(Form):
    """“We join”: who says so, in which function, on what authority, and that they may."""

    name: Line
    function: Line
    authority: Line
    confirmed: bool

    @field_validator("confirmed")
    @classmethod
    def _is_confirmed(cls, confirmed: bool) -> bool:
        if not confirmed:
            raise ValueError(say(N_("confirm that you may say this for your organisation")))
        return confirmed


class Declining(Form):
    """“No, thank you”; a reason is welcome and not needed."""

    reason: Remarks = ""

"""Asking an organisation to join, or several at once, and its answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import create_model, field_validator

from matchmaker.errors import Invalid
from matchmaker.inputs.forms import Codes, Form
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.particulars import Role
from matchmaker.inputs.texts import Line, Paragraphs, Remarks
from matchmaker.language import N_, say

WHY: Final = "why_"
"""How the field begins that says why one of several is asked; its number follows."""


class InvitationForm(Form):
    """The four specifics: role and task, field, time, and why this organisation. Whoever is asked can then say yes or no."""

    role: Role = "partner"
    task: Paragraphs
    field: Line
    time_needed: Line
    why_you: Paragraphs
    past_deadline: bool = False
    """The sender knows that the answer may come after the internal deadline; asked where it may."""


class ReserveForm(Form):
    """What one in reserve would get, and whether it is invited by itself when its turn comes."""

    task: Paragraphs
    field: Line
    time_needed: Line
    why_you: Paragraphs
    is_automatic: bool = False

    def invitation(self, role: str) -> InvitationForm:
        """The letter, as what the organisation is asked; whoever has it sent knows how late it is."""
        return parse(InvitationForm, {**self.model_dump(exclude={"is_automatic"}), "role": role, "past_deadline": True})


class Several(Form):
    """Several members-to-be at once: what all are asked alike. whom: their numbers, in digits.

    same_text: whether more than one of them may get the same reasons.
    """

    whom: Codes = ()
    task: Paragraphs
    field: Line
    time_needed: Line
    same_text: bool = False
    past_deadline: bool = False

    def letters(self, guests: Mapping[int, tuple[str, str]]) -> dict[int, InvitationForm]:
        """The letter to each who is chosen. guests: number of each who may be -> its name and role.

        Raises `Invalid` for nobody chosen, for somebody without reasons, and for the same reasons twice unless that is wanted.
        """
        chosen = {number: guests[number] for number in guests if str(number) in self.whom}
        if not chosen:
            raise Invalid({"whom": say(N_("Choose whom you want to invite"))})
        why = {number: str(getattr(self, f"{WHY}{number}", "")) for number in chosen}
        problems: dict[str, object] = {
            f"{WHY}{number}": say(N_("Say why you ask %(name)s"), name=name)
            for number, (name, _) in chosen.items()
            if not why[number]
        }
        twice = [] if self.same_text else _alike(why)
        if twice:
            problems["same_text"] = _twice([chosen[one][0] for one in twice[0]])
        if problems:
            raise Invalid(problems)
        alike = {"task": self.task, "field": self.field, "time_needed": self.time_needed, "past_deadline": self.past_deadline}
        return {
            number: parse(InvitationForm, {**alike, "role": role, "why_you": why[number]}) for number, (_, role) in chosen.items()
        }


def several(numbers: Iterable[int]) -> type[Several]:
    """The form for members-to-be with these numbers: a field of its own for the reasons of each."""
    reasons: dict[str, Any] = {f"{WHY}{number}": (Remarks, "") for number in numbers}
    return create_model("SeveralOfThese", __base__=Several, **reasons)


def _alike(why: Mapping[int, str]) -> list[list[int]]:
    """Who gets the same reasons, but for spaces and capitals: the numbers of each text that more than one would get."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in why.items():
        if text:
            found[" ".join(text.casefold().split())].append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]


def _twice(names: list[str]) -> object:
    return say(
        N_("The same reasons stand for: %(names)s. A text sent to many is seldom answered; write what speaks for each."),
        names=tuple(names),
    )


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

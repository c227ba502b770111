"""Whom an organisation names for others to write to."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from matchmaker.inputs.forms import Form
from matchmaker.inputs.texts import Line
from matchmaker.language import N_, say

_PHONE = re.compile(r"\+?[\d ()/.\-]+")
_FEWEST, _MOST = 5, 15
"""Digits of a phone number (ITU-T E.164)."""


def _phone(text: str) -> str:
    """A number that can be dialled. Raises `ValueError`."""
    if text and not (_PHONE.fullmatch(text) and _FEWEST <= sum(one.isdecimal() for one in text) <= _MOST):
        raise ValueError(say(N_("expected a phone number, for example +48 12 345 67 89")))
    return text


Phone = Annotated[Line, Field(max_length=40), AfterValidator(_phone)]


class ContactForm(Form):
    """The number of whoever acts for the organisation and is to be its contact person, and a phone number if one likes."""

    person: str = Field(max_length=10)
    phone: Phone = ""

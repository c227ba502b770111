"""Asking a colleague to act for one's organisation."""

from typing import Literal

from pydantic import Field

from matchmaker.inputs.addresses import Address
from matchmaker.inputs.forms import Form


class ColleagueForm(Form):
    """Whom one asks, by address, and what that person is to be allowed."""

    email: Address
    role: Literal["owner", "editor", "viewer"]


class Succession(Form):
    """The number of whoever owns the organisation after its last owner."""

    successor: str = Field(max_length=10)

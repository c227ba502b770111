"""Blocking another organisation."""

from typing import Annotated

from pydantic import Field

from matchmaker.inputs.forms import Form


class BlockForm(Form):
    """The number of the organisation for which another is blocked."""

    for_: Annotated[str, Field(max_length=9, pattern=r"^\d{1,9}$")]

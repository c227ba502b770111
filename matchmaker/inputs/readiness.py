"""What whoever coordinates says of what a partner gave."""

from typing import Annotated

from pydantic import Field

from matchmaker.inputs.forms import Form
from matchmaker.inputs.texts import Remarks

Key = Annotated[str, Field(max_length=60, pattern=r"^[a-z_:]+$")]


class Opened(Form):
    """The very thing that was opened: of which organisation, which item, and the hash of what was there."""

    organisation: int
    item: Key
    sha256: Annotated[str, Field(max_length=64, pattern=r"^[0-9a-f]{64}$")]


class GivingBack(Form):
    """Why a thing is not as it should be; the partner reads it."""

    reason: Annotated[Remarks, Field(min_length=1)]

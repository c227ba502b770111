"""What is written to the other side of an invitation."""

from matchmaker.inputs.forms import Form
from matchmaker.inputs.texts import Letter


class Writing(Form):
    """A message."""

    text: Letter

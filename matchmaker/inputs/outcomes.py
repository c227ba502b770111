"""What became of a finalised consortium."""

from typing import Annotated

from pydantic import Field

from matchmaker.inputs.forms import Day, Form, Line


class Submission(Form):
    """It was submitted: to which National Agency (or EACEA), under which form id, by whom, on which day (today if not said)."""

    agency: Line
    form_id: Annotated[Line, Field(max_length=60)]
    submitted_by: Line
    submitted_on: Day | None = None

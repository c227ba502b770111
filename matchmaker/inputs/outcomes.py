"""What became of a finalised consortium."""

from matchmaker.inputs.forms import Form
from matchmaker.inputs.particulars import Day
from matchmaker.inputs.texts import Line, Remarks, ShortLine


class Finalising(Form):
    """Why a consortium is finalised although a seat is open; needed where one is, and kept with the document."""

    reason: Remarks = ""


class Submission(Form):
    """It was submitted: to which National Agency (or EACEA), under which form id, by whom, on which day (today if not said)."""

    agency: Line
    form_id: ShortLine
    submitted_by: Line
    submitted_on: Day | None = None

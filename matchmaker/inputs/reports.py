"""Reporting something to the moderators, and closing a report."""

from typing import Literal

from matchmaker.inputs.forms import Form
from matchmaker.inputs.texts import Remarks


class ReportForm(Form):
    """Why something is reported, and in one's own words what is wrong."""

    reason: Literal["many", "untrue", "money", "insulting", "other"]
    words: Remarks = ""


class Closing(Form):
    """What came of a report."""

    note: Remarks

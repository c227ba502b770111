"""What is typed in a consortium's workspace: a member to add, what a member contributes, a note."""

from matchmaker.inputs.forms import Form
from matchmaker.inputs.particulars import Role
from matchmaker.inputs.texts import Letter, Line, Paragraphs


class Addition(Form):
    """An organisation to add, by any id it is known under."""

    organisation: Line
    role: Role = "partner"


class Contribution(Form):
    """What a member contributes, and why one from a third country is essential."""

    contribution: Paragraphs = ""
    added_value: Paragraphs = ""


class Note(Form):
    """A few words that go with a hand-over or its answer."""

    note: Letter = ""

"""What an organisation offers as a partner."""

from typing import Annotated

from matchmaker.inputs.forms import Codes, Form, Listed, Slugs
from matchmaker.inputs.particulars import Day, Role
from matchmaker.inputs.texts import Paragraphs


class OfferForm(Form):
    """For what it may be asked, what it must know before it says yes, and until when."""

    summary: Paragraphs
    must_know: Paragraphs = ""
    until: Day | None = None
    calls: Codes = ()
    roles: Annotated[tuple[Role, ...], *Listed] = ()
    expertise: Slugs = ()

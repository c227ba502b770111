"""What an organisation offers as a partner."""

from typing import Annotated, Literal

from matchmaker.inputs.forms import Codes, Day, Form, Listed, Slugs
from matchmaker.inputs.texts import Paragraphs


class OfferForm(Form):
    """For what it may be asked, what it must know before it says yes, and until when."""

    summary: Paragraphs
    must_know: Paragraphs = ""
    until: Day | None = None
    calls: Codes = ()
    roles: Annotated[tuple[Literal["coordinator", "partner", "associated"], ...], *Listed] = ()
    expertise: Slugs = ()

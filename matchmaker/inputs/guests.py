"""A partner that is not here yet, as whoever brings it describes it."""

from matchmaker.inputs.accounts import KindSlug
from matchmaker.inputs.forms import Form
from matchmaker.inputs.particulars import Role
from matchmaker.inputs.texts import Name, Paragraphs
from matchmaker.programme.countries import CountryCode


class GuestForm(Form):
    """What counts in the rules, and what it is to do. is_another: not the one of this name that is registered here."""

    name: Name
    country: CountryCode
    kind: KindSlug
    role: Role = "partner"
    task: Paragraphs = ""
    is_another: bool = False

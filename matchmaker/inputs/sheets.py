"""What a partner says about itself for the application form, in three parts, and by whom it is confirmed."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from matchmaker.inputs.addresses import Address
from matchmaker.inputs.contacts import Phone
from matchmaker.inputs.forms import Form, Website
from matchmaker.inputs.invitations import Joining
from matchmaker.inputs.particulars import Day, Oid, Pic
from matchmaker.inputs.texts import Line, Name, Paragraphs
from matchmaker.language import N_, say

LONGEST_POST_CODE = 20
_CODE = re.compile(r"[0-9]{6}")


def _six_digits(text: str) -> str:
    """The code as it was mailed, however it was typed. Raises `ValueError` for anything else."""
    plain = re.sub(r"[\s-]", "", text)
    if not _CODE.fullmatch(plain):
        raise ValueError(say(N_("expected the six digits from the mail")))
    return plain


Code = Annotated[str, Field(max_length=20), AfterValidator(_six_digits)]


class OrganisationPart(Form):
    """The organisation as the form asks for it; what is left empty is not said. oid_of: whose the OID is."""

    legal_name: Name = ""
    oid: Oid | None = None
    oid_of: Literal["", "own", "governing"] = ""
    pic: Pic | None = None
    established: Day | None = None
    address: Name = ""
    post_code: Annotated[Line, Field(max_length=LONGEST_POST_CODE)] = ""
    city: Line = ""
    region: Line = ""
    website: Website = ""


class PeoplePart(Form):
    """Who may sign for it, and whom to write to. No bank data."""

    representative_name: Line = ""
    representative_function: Line = ""
    representative_email: Address | Literal[""] = ""
    contact_name: Line = ""
    contact_function: Line = ""
    contact_email: Address | Literal[""] = ""
    contact_phone: Phone = ""


class TextPart(Form):
    """What it does, what it has done, and the roles and skills of those who will work on it; names are not needed."""

    background: Paragraphs = ""
    experience: Paragraphs = ""
    key_staff: Paragraphs = ""


class Confirming(Joining):
    """“This is right”: who says so, in which function, on whose authority, and that they may."""


class JoiningByLink(Joining):
    """“We join”, by whoever holds the partner's link and has the code from its mail."""

    code: Code


class ConfirmingByLink(Confirming):
    """“This is right”, by whoever holds the partner's link and has the code from its mail."""

    code: Code


class ByCode(Form):
    """What is done for a partner by whoever holds its link and has the code from its mail, and needs no more words."""

    code: Code


class CodeAsked(Form):
    """Where the code goes, where that is not known yet."""

    email: Address
    agreed: bool = False

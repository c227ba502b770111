"""E-mail addresses in their one form, which is stored, compared, limited and sent to: one mailbox, one account."""

import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field

from matchmaker.language import N_, say

LONGEST = 254


def canonical(text: str) -> str:
    """The address as it is kept: NFKC, in small letters, its domain as the DNS has it (`xn--...`). Raises `ValueError`.

    What a mail library could read as another mailbox is no address: quoted names, and encoded words (`=?utf-8?q?...?=`).
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[: LONGEST + 1]).lower()).strip()
    try:
        found = validate_email(plain, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError(say(N_("expected an e-mail address, for example name@school.eu"))) from None
    if "=?" in found.local_part:
        raise ValueError(say(N_("“=?” cannot stand in an e-mail address")))
    return f"{found.local_part}@{found.ascii_domain}"


def is_canonical(text: str) -> bool:
    """Whether this is an address in its one form; some that were stored long ago are not."""
    try:
        return canonical(text) == text
    except ValueError:
        return False


def known_as(text: str) -> str:
    """What to look an address up and count it by: its one form, or what was typed, in plain characters, for what is none."""
    try:
        return canonical(text)
    except ValueError:
        return ascii(text.strip().lower()[:LONGEST])[1:-1]


Address = Annotated[str, Field(max_length=LONGEST), AfterValidator(canonical)]

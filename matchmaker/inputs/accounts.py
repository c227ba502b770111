"""Registering, logging in, and passwords."""

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationInfo, field_validator

from matchmaker.inputs.addresses import Address, known_as
from matchmaker.inputs.forms import Form, Listed
from matchmaker.inputs.texts import Line, Name, Paragraphs
from matchmaker.language import N_, Message, say
from matchmaker.programme import reading
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.kinds import KINDS

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
_OBVIOUS = frozenset(
    (
        *("password", "passwort", "hasło", "haslo", "geheim", "secret", "letmein", "welcome", "willkommen", "witamy"),
        *("qwerty", "qwertz", "qwertyuiop", "qwertzuiop", "asdfghjkl", "iloveyou", "admin", "administrator", "changeme"),
        *("matchmaker", "erasmus", "erasmusplus"),
    )
)
"""What a password must not come down to when its digits and punctuation are taken away, once or repeated."""
_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm")


def _secret(value: object) -> object:
    """A password in one Unicode form, so that it is the same from every keyboard; what is far too long has none."""
    if isinstance(value, str) and len(value) > 4 * LONGEST_PASSWORD:
        raise ValueError(say(N_("is too long: at most %(n)s characters"), n=LONGEST_PASSWORD))
    return unicodedata.normalize("NFKC", value) if isinstance(value, str) else value


Password = Annotated[SecretStr, BeforeValidator(_secret)]
FieldCode = Annotated[str, *reading.one_of(FIELDS, N_("a field of interest"))]
KindSlug = Annotated[str, *reading.one_of(KINDS, N_("a kind of organisation"))]


class Registration(Form):
    """A person and their organisation: five fields, and what logging in needs."""

    email: Address
    password: Password
    person_name: Line
    organisation_name: Name
    kind: KindSlug
    country: CountryCode
    fields: Annotated[tuple[FieldCode, ...], *Listed, Field(min_length=1)]
    looking_for: Paragraphs
    language: Literal["en", "pl", "de"] = "en"

    @field_validator("fields")
    @classmethod
    def _at_most_three(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if len(codes) > 3:
            raise ValueError(say(N_("choose one to three fields of interest")))
        return codes

    @field_validator("password")
    @classmethod
    def _hard_to_guess(cls, password: SecretStr, info: ValidationInfo) -> SecretStr:
        problem = weakness(password.get_secret_value(), info.data.get("email", ""))
        if problem is not None:
            raise ValueError(problem)
        return password


class Credentials(Form):
    """What a person logs in with. An address that cannot be one is simply not known."""

    email: Name
    password: Password

    @property
    def address(self) -> str:
        """The address in its one form."""
        return known_as(self.email)


class NewPassword(Form):
    """A password to have from now on; whether it is easy to guess is known where the address is."""

    password: Password


class PasswordChange(NewPassword):
    """A new password, asked for by who knows the present one."""

    present: Password


class Erasure(Form):
    """The wish to have one's account erased, said by who knows the password.

    even_alone: also if an organisation is without owner then.
    """

    present: Password
    even_alone: bool = False


class Forgotten(Form):
    """Where the link for a new password goes."""

    email: Address


def weakness(password: str, email: str) -> Message | None:
    """Why the password is too easy to guess, None when it is not."""
    if len(password) < SHORTEST_PASSWORD:
        return say(N_("is too short: at least %(n)s characters"), n=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return say(N_("is too long: at most %(n)s characters"), n=LONGEST_PASSWORD)
    small = password.lower()
    if email and small in (email, email.partition("@")[0]):
        return say(N_("must not be the e-mail address"))
    letters = re.sub(r"[\W\d_]+", "", small)
    if len(set(small)) < 4 or re.sub(r"^(.+?)\1+$", r"\1", letters) in _OBVIOUS or _is_run(small):
        return say(N_("is one that others try first: choose several words that do not belong together"))
    return None


def _is_run(text: str) -> bool:
    """Whether the text runs along a row of keys or the alphabet, forwards or backwards."""
    return any(text in row or text[::-1] in row for row in _ROWS)

"""Countries as people type them: by name in any of our languages, or by code."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from matchmaker.inputs.names import fold
from matchmaker.language import LANGUAGES, N_, Country, Either, say
from matchmaker.programme import countries
from matchmaker.programme.reading import LONGEST_CODE

_ALSO: Final[Mapping[str, str]] = {
    "Great Britain": "GB", "Britain": "GB", "England": "GB", "UK": "GB", "EL": "GR", "Großbritannien": "GB", "Anglia": "GB",
    "Wielka Brytania": "GB",
    "Holland": "NL", "Holandia": "NL", "Niderlandy": "NL", "Czech Republic": "CZ", "Republika Czeska": "CZ",
    "Tschechische Republik": "CZ", "Macedonia": "MK", "Macedonia Północna": "MK", "Turkey": "TR", "Bosnia": "BA",
    "Bośnia": "BA", "Bosnien": "BA", "Slovak Republic": "SK", "USA": "US", "Moldavia": "MD",
}  # fmt: skip
"""Further names by which people know a country."""
_NEAR: Final = 2


def named(text: str) -> str:
    """The code of the country that is meant by a name or a code. Raises ValueError with the names that come near."""
    typed = text.strip()
    code = _codes().get(fold(typed))
    if code is None and len(typed) == 2:
        code = countries.normalise(typed)
    if code is None:
        near = _near(fold(typed[:LONGEST_CODE]))
        if near:
            raise ValueError(
                say(N_("“%(name)s” is no country we know. Did you mean %(near)s?"), name=typed[:60], near=Either(near))
            )
        raise ValueError(say(N_("“%(name)s” is no country we know: write its name or its code, such as PL"), name=typed[:60]))
    return code


def codes(text: str) -> list[str]:
    """What is typed into one line, separated by commas or semicolons: codes of what is understood, the rest as typed."""
    return [_codes().get(fold(one), one) for part in text.split(",") for one in map(str.strip, part.split(";")) if one]


CountryNamed = Annotated[
    str, Field(max_length=LONGEST_CODE), BeforeValidator(lambda typed: named(typed) if isinstance(typed, str) else typed)
]
"""A country by its name or code, as its code."""


@cache
def _codes() -> Mapping[str, str]:
    """Folded names and codes -> code."""
    labels = {fold(Country(code).label(language)): code for language in LANGUAGES for code in countries.ALL}
    return {**labels, **{fold(name): code for name, code in _ALSO.items()}, **{code.casefold(): code for code in countries.ALL}}


def _near(folded: str) -> tuple[Country, ...]:
    """The countries whose names are most like it, or begin like it."""
    names = _codes()
    beginning = [name for name in names if len(folded) >= 3 and name.startswith(folded)]
    like = get_close_matches(folded, [name for name in names if len(name) > 2], n=4, cutoff=0.72)
    return tuple(dict.fromkeys(Country(names[name]) for name in (*beginning, *like)))[:_NEAR]

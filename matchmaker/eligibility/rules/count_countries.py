"""How many different countries are represented."""

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.rules import CountCountries

EXPLANATION = N_(
    "The number of different countries the organisations come from; an overseas territory counts as the country it belongs to."
)

_MET = {
    "counting": N_("Programme countries: %(countries)s (at least %(required)s)."),
    "other": N_("Other countries: %(countries)s (at least %(required)s)."),
    "all": N_("Countries: %(countries)s (at least %(required)s)."),
}
_SHORT = {
    "counting": nN_(
        "%(found)s of %(required)s programme countries%(named)s; one more programme country is missing.",
        "%(found)s of %(required)s programme countries%(named)s; %(n)s more programme countries are missing.",
    ),
    "other": nN_(
        "%(found)s of %(required)s other countries%(named)s; one more country outside the programme is missing.",
        "%(found)s of %(required)s other countries%(named)s; %(n)s more countries outside the programme are missing.",
    ),
    "all": nN_(
        "%(found)s of %(required)s countries%(named)s; one more country is missing.",
        "%(found)s of %(required)s countries%(named)s; %(n)s more countries are missing.",
    ),
}


def check(rule: CountCountries, reading: Reading) -> Finding:
    """At least `min` distinct countries in the scope; the witness is one member from each."""
    first: dict[str, str] = {}
    for member in reading.scope(rule.scope):
        first.setdefault(country(member), member.id)
    found = sorted(first)
    countries = tuple(CountryOf(code, reading.call.year) for code in found)
    message: Message
    if len(found) >= rule.min:
        message = say(_MET[rule.scope], countries=countries, required=rule.min)
    else:
        message = nsay(
            *_SHORT[rule.scope],
            rule.min - len(found),
            found=len(found),
            required=rule.min,
            named=say(N_(": %(countries)s"), countries=countries) if countries else "",
        )
    return Finding(
        rule=rule.id,
        scope="composition",
        status="pass" if len(found) >= rule.min else "fail",
        message=message,
        required=rule.min,
        found=len(found),
        witness=tuple(first[code] for code in found),
        source=rule.source,
    )

"""What every country represented must provide."""

from matchmaker.eligibility.filling import brought, complete, empty, places, providers
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import lacking, several
from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.rules import EachCountryHas

EXPLANATION = N_(
    "Every country represented provides the classes asked for, each by a different organisation; one more country may break this."
)


def check(rule: EachCountryHas, reading: Reading) -> Finding:
    """Each country in the scope has `need` by distinct organisations."""
    countries = brought(reading.scope(rule.scope), rule.need, rule.need_in)
    missing, met = tuple(empty(countries)), complete(countries)
    message: Message
    if missing:
        message = say(
            N_("%(found)s of %(required)s countries have what each must have; missing: %(missing)s."),
            found=met,
            required=len(countries),
            missing=lacking(missing, reading.call.year),
        )
    elif not countries:
        message = say(N_("No country is represented yet."))
    elif rule.need_in:
        codes = tuple(CountryOf(code, reading.call.year) for code in countries)
        message = say(N_("Each country (%(countries)s) has what it must have."), countries=codes)
    else:
        message = say(
            N_("Each country (%(countries)s) has: %(classes)s."),
            countries=tuple(CountryOf(code, reading.call.year) for code in countries),
            classes=several(places(rule.need)),
        )
    return Finding(
        rule=rule.id,
        scope="composition",
        status="fail" if missing else "pass",
        message=message,
        required=len(countries),
        found=met,
        witness=providers(countries),
        source=rule.source,
    )

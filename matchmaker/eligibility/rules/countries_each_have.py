"""What so many countries must each provide, whoever else takes part."""

from matchmaker.eligibility.filling import brought, complete, empty, nearest, places, providers
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import lacking, several
from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.rules import CountriesEachHave

EXPLANATION = N_(
    "As many countries as asked each provide the classes asked for, each by a different organisation; other countries need not."
)

_ANOTHER = {
    "counting": N_("another programme country with %(what)s"),
    "other": N_("another country outside the programme with %(what)s"),
    "all": N_("another country with %(what)s"),
}


def check(rule: CountriesEachHave, reading: Reading) -> Finding:
    """`at_least` countries in the scope each have `need` by distinct organisations; those that come nearest are the witness."""
    near = nearest(brought(reading.scope(rule.scope), rule.need), rule.at_least)
    found, year = complete(near), reading.call.year
    message: Message
    if found < rule.at_least:
        another = say(_ANOTHER[rule.scope], what=several(places(rule.need)))
        message = say(
            N_("%(found)s of %(required)s countries bring what is asked; missing: %(missing)s."),
            found=found,
            required=rule.at_least,
            missing=(*lacking(empty(near), year), *[another] * (rule.at_least - len(near))),
        )
    else:
        message = say(
            N_("Countries that bring what is asked of them: %(countries)s."),
            countries=tuple(CountryOf(code, year) for code in near),
        )
    return Finding(
        rule=rule.id,
        scope="composition",
        status="pass" if found == rule.at_least else "fail",
        message=message,
        required=rule.at_least,
        found=found,
        witness=providers(near),
        source=rule.source,
    )

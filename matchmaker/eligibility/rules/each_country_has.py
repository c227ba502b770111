"""What every country represented must provide."""

from matchmaker.eligibility.assignment import assign
from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country, is_in
from matchmaker.eligibility.wording import ids, lacking, several
from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.rules import EachCountryHas

EXPLANATION = N_(
    "Every country represented provides the classes asked for, each by a different organisation; one more country may break this."
)


def check(rule: EachCountryHas, reading: Reading) -> Finding:
    """Each country in the scope has `need` by distinct organisations; one assignment answers for all countries."""
    members = reading.scope(rule.scope)
    countries = sorted({country(member) for member in members})
    places = [(code, need) for code in countries for need, number in rule.need.items() for _ in range(number)]

    def fits(place: tuple[str, str], member: Member) -> bool:
        return country(member) == place[0] and is_in(place[1], member)

    filled = list(zip(places, assign(places, members, fits), strict=True))
    missing = [place for place, member in filled if member is None]
    met = len(countries) - len({code for code, _ in missing})
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
    else:
        message = say(
            N_("Each country (%(countries)s) has: %(classes)s."),
            countries=tuple(CountryOf(code, reading.call.year) for code in countries),
            classes=several(need for code, need in places if code == countries[0]),
        )
    return Finding(
        rule=rule.id,
        scope="composition",
        status="fail" if missing else "pass",
        message=message,
        required=len(countries),
        found=met,
        witness={code: ids(m for (place, _), m in filled if place == code and m is not None) for code in countries},
        source=rule.source,
    )

"""What the coordinator's country, other programme countries, or one that is named must each bring as a bundle."""

from collections.abc import Iterator

from matchmaker.eligibility.filling import Brought, brought, complete, empty, nearest, places, providers
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country
from matchmaker.eligibility.wording import lacking, several
from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.rules import Bundle, CountryBundles

EXPLANATION = N_(
    "The coordinator's country and other programme countries each bring a bundle of organisations, each place by a different one."
)


def check(rule: CountryBundles, reading: Reading) -> Finding:
    """Each bundle is brought by as many countries as it asks for; an organisation may serve in several bundles of its country."""
    required = found = 0
    missing: list[object] = []
    witness: dict[str, tuple[str, ...]] = {}
    for bundle in rule.bundles:
        bringing = nearest(_brought(bundle, reading), bundle.at_least)
        required += bundle.at_least
        found += complete(bringing)
        missing += _missing(bundle, bringing, reading.call.year)
        for code, provided in providers(bringing).items():
            witness[code] = tuple(dict.fromkeys((*witness.get(code, ()), *provided)))
    message: Message
    if missing:
        message = say(
            N_("%(found)s of %(required)s countries bring what is asked; missing: %(missing)s."),
            found=found,
            required=required,
            missing=tuple(missing),
        )
    else:
        countries = tuple(CountryOf(code, reading.call.year) for code in witness)
        message = say(N_("Countries that bring what is asked of them: %(countries)s."), countries=countries)
    return Finding(
        rule=rule.id,
        scope="composition",
        status="fail" if missing else "pass",
        message=message,
        required=required,
        found=found,
        witness=witness,
        source=rule.source,
    )


def _brought(bundle: Bundle, reading: Reading) -> Brought:
    """What the countries bring of it that may."""
    if bundle.names_country:
        return brought([m for m in reading.scope("all") if country(m) == bundle.country], bundle.need)
    home = reading.consortium.coordinator and country(reading.consortium.coordinator)
    return brought([m for m in reading.counting if (country(m) == home) == (bundle.country == "coordinator")], bundle.need)


def _missing(bundle: Bundle, bringing: Brought, year: int) -> Iterator[object]:
    """What is missing in the countries that come nearest, and the countries that are missing altogether."""
    yield from lacking(empty(bringing), year)
    for _ in range(bundle.at_least - len(bringing)):
        what = several(places(bundle.need))
        if bundle.names_country:
            yield say(N_("%(what)s in %(country)s"), what=what, country=CountryOf(bundle.country, year))
        elif bundle.country == "coordinator":
            yield say(N_("the coordinator's programme country with %(what)s"), what=what)
        else:
            yield say(N_("another programme country with %(what)s"), what=what)

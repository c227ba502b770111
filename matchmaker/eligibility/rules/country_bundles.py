"""What the coordinator's country and other programme countries must each bring as a bundle."""

from collections.abc import Iterator

from matchmaker.eligibility.assignment import assign
from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country, is_in
from matchmaker.eligibility.wording import ids, lacking, several
from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.rules import Bundle, CountryBundles

EXPLANATION = N_(
    "The coordinator's country and other programme countries each bring a bundle of organisations, each place by a different one."
)

Brought = dict[str, list[tuple[str, Member | None]]]
"""Country -> its places (an actor class each) and who fills them."""


def check(rule: CountryBundles, reading: Reading) -> Finding:
    """Each bundle is brought by as many countries as it asks for; a call states at most one bundle of each kind."""
    required = found = 0
    missing: list[object] = []
    witness: dict[str, tuple[str, ...]] = {}
    for bundle in rule.bundles:
        brought = _brought(bundle, reading)
        required += bundle.at_least
        found += sum(all(member for _, member in places) for places in brought.values())
        missing += _missing(bundle, brought, reading.call.year)
        witness |= {code: ids(m for _, m in places if m is not None) for code, places in brought.items()}
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
        message = say(N_("%(countries)s bring what is asked of their country."), countries=countries)
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
    """The countries that come nearest to the bundle, at most as many as it asks for, with who fills which place."""
    home = reading.consortium.coordinator and country(reading.consortium.coordinator)
    members = [m for m in reading.counting if (country(m) == home) == (bundle.country == "coordinator")]
    places = [(code, need) for code in sorted({country(m) for m in members}) for need in _places(bundle)]

    def fits(place: tuple[str, str], member: Member) -> bool:
        return country(member) == place[0] and is_in(place[1], member)

    brought: Brought = {}
    for (code, need), member in zip(places, assign(places, members, fits), strict=True):
        brought.setdefault(code, []).append((need, member))
    nearest = sorted(brought, key=lambda code: (sum(member is None for _, member in brought[code]), code))
    return {code: brought[code] for code in nearest[: bundle.at_least]}


def _missing(bundle: Bundle, brought: Brought, year: int) -> Iterator[object]:
    """What is missing in the countries that come nearest, and the countries that are missing altogether."""
    yield from lacking([(code, need) for code, places in brought.items() for need, member in places if member is None], year)
    for _ in range(bundle.at_least - len(brought)):
        text = (
            N_("the coordinator's programme country with %(what)s")
            if bundle.country == "coordinator"
            else N_("another programme country with %(what)s")
        )
        yield say(text, what=several(_places(bundle)))


def _places(bundle: Bundle) -> list[str]:
    """The bundle as places: an actor class for each organisation it asks for."""
    return [need for need, number in bundle.need.items() for _ in range(number)]

"""Which members from outside the programme countries may take part."""

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding, Status
from matchmaker.eligibility.reading import Reading, country
from matchmaker.eligibility.wording import ids, with_countries
from matchmaker.language import N_, Message, say
from matchmaker.programme import countries
from matchmaker.programme.calls import Call

EXPLANATION = N_("Every member comes from a programme country or from another country that the call admits.")


def check(reading: Reading) -> Finding:
    """`country-admissible`: unknown where the call admits a region whose countries we do not carry."""
    abroad = [member for member in reading.members if not reading.counts(member)]
    answers = {member: admits(reading.call, country(member)) for member in abroad}
    barred = [member for member in abroad if answers[member] is False]
    open_ = [member for member in abroad if answers[member] is None]
    admitted = [member for member in abroad if answers[member]]
    status: Status = "fail" if barred else "unknown" if open_ else "pass"
    return Finding(
        rule="country-admissible",
        scope="composition",
        status=status,
        message=_message(barred, open_, admitted, reading.call.year),
        required=len(abroad),
        found=len(admitted),
        witness=ids(admitted),
        missing=ids(barred + open_),
        source=reading.call.other_countries.source,
    )


def admits(call: Call, code: str) -> bool | None:
    """Whether the call admits a country that is not a counting one; None = its region is none of those we carry."""
    others = call.other_countries
    if others.allow == "none" or code in others.exclude:
        return False
    if others.allow == "all":
        return True
    region = countries.region(code, call.year)
    if region is not None:
        return region in others.regions
    return None if set(others.regions) - countries.carried_regions(call.year) else False


def _message(barred: list[Member], open_: list[Member], admitted: list[Member], year: int) -> Message:
    if barred:
        return say(N_("May not take part in this call: %(names)s."), names=with_countries(barred, year))
    if open_:
        return say(
            N_("Whether the call admits the country could not be checked, our list of regions is not complete: %(names)s."),
            names=with_countries(open_, year),
        )
    if admitted:
        return say(N_("From outside the programme countries, and admitted: %(names)s."), names=with_countries(admitted, year))
    return say(N_("All members are from programme countries."))

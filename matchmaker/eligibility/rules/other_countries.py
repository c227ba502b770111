"""Which members from outside the programme countries may take part, and what they must show."""

from collections.abc import Iterator

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding, Status
from matchmaker.eligibility.reading import Reading, country
from matchmaker.eligibility.wording import ids, with_countries
from matchmaker.language import N_, Message, say
from matchmaker.programme import countries
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions.other_countries import ADDED_VALUE, COUNTRY_ADMISSIBLE, OtherCountries

EXPLANATION = N_("Every member comes from a programme country or from another country that the call admits.")
_ADDED_VALUE = {
    "removed_at_assessment": N_(
        "A member from outside the programme countries shows what it alone can add, else the assessor removes it."
    ),
    "scored_under_partnership": N_(
        "A member from outside the programme countries shows what it alone can add, else the partnership scores lower."
    ),
}
_NOT_DESCRIBED = {
    "removed_at_assessment": N_(
        "Essential added value is not described yet: %(names)s. Without it the assessor removes the organisation."
    ),
    "scored_under_partnership": N_(
        "Essential added value is not described yet: %(names)s. Without it the quality of the partnership scores lower."
    ),
}


def explanations(condition: OtherCountries) -> Iterator[str]:
    """What is asked, in words."""
    yield EXPLANATION
    if condition.needs_added_value:
        yield _ADDED_VALUE[condition.if_not_shown]


def check(condition: OtherCountries, reading: Reading) -> Iterator[Finding]:
    """`country-admissible`, and `added-value` where it is asked for and such a member takes part."""
    abroad = [member for member in reading.members if not reading.counts(member)]
    yield _country_admissible(condition, abroad, reading)
    if condition.needs_added_value and abroad:
        yield _added_value(condition, abroad, reading)


def _country_admissible(condition: OtherCountries, abroad: list[Member], reading: Reading) -> Finding:
    """Unknown where the call admits a region whose countries we do not carry."""
    answers = {member: admits(condition, country(member), reading.call.year) for member in abroad}
    barred = [member for member in abroad if answers[member] is False]
    open_ = [member for member in abroad if answers[member] is None]
    admitted = [member for member in abroad if answers[member]]
    status: Status = "fail" if barred else "unknown" if open_ else "pass"
    return Finding(
        rule=COUNTRY_ADMISSIBLE,
        scope="composition",
        status=status,
        message=_message(barred, open_, admitted, reading.call),
        required=len(abroad),
        found=len(admitted),
        witness=ids(admitted),
        missing=ids(barred + open_),
        source=condition.source,
    )


def admits(condition: OtherCountries, code: str, year: int) -> bool | None:
    """Whether the call admits a country that is not a counting one; None = its region is none of those we carry."""
    if condition.allow == "none" or code in condition.exclude:
        return False
    if condition.allow == "all":
        return True
    return countries.lies_in(code, condition.regions, year)


def _added_value(condition: OtherCountries, abroad: list[Member], reading: Reading) -> Finding:
    """A warning while nothing is written."""
    silent = [member for member in abroad if not (member.added_value or "").strip()]
    if silent:
        message = say(_NOT_DESCRIBED[condition.if_not_shown], names=with_countries(silent, reading.call.year))
    else:
        message = say(N_("Essential added value is described: %(names)s."), names=with_countries(abroad, reading.call.year))
    return Finding(
        rule=ADDED_VALUE,
        scope="composition",
        status="warning" if silent else "pass",
        message=message,
        required=len(abroad),
        found=len(abroad) - len(silent),
        witness=ids(member for member in abroad if member not in silent),
        missing=ids(silent),
        source=condition.source,
    )


def _message(barred: list[Member], open_: list[Member], admitted: list[Member], call: Call) -> Message:
    year = call.year
    if barred:
        associated = call.associated_partners
        named = with_countries(barred, year)
        if associated and associated.allowed is True and associated.exclude.isdisjoint(map(country, barred)):
            return say(N_("May take part in this call as associated partners only: %(names)s."), names=named)
        return say(N_("May not take part in this call: %(names)s."), names=named)
    if open_:
        return say(
            N_("Whether the call admits the country could not be checked, our list of regions is not complete: %(names)s."),
            names=with_countries(open_, year),
        )
    if admitted:
        return say(N_("From outside the programme countries, and admitted: %(names)s."), names=with_countries(admitted, year))
    return say(N_("All members are from programme countries."))

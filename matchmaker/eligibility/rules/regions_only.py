"""Members from outside the programme countries must be from some regions."""

from matchmaker.eligibility.findings import Finding, Status
from matchmaker.eligibility.reading import Reading, country
from matchmaker.eligibility.wording import ids, with_countries
from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import lies_in
from matchmaker.programme.rules import RegionsOnly

EXPLANATION = N_("Organisations from outside the programme countries come from the regions of the world that are asked for.")


def check(rule: RegionsOnly, reading: Reading) -> Finding:
    """Whoever in the scope is from another region stands in the way; unknown where a region is meant that we do not carry."""
    members, year = reading.scope(rule.scope), reading.call.year
    answers = {member: lies_in(country(member), rule.among, year) for member in members}
    outside = [member for member in members if answers[member] is False]
    open_ = [member for member in members if answers[member] is None]
    status: Status = "fail" if outside else "unknown" if open_ else "pass"
    message: Message
    if outside:
        message = say(N_("From a region that is not open here: %(names)s."), names=with_countries(outside, year))
    elif open_:
        message = say(
            N_("Whether their region is open here could not be checked, our list of regions is not complete: %(names)s."),
            names=with_countries(open_, year),
        )
    elif members:
        message = say(N_("From regions that are open here: %(names)s."), names=with_countries(members, year))
    else:
        message = say(N_("Nobody from outside the programme countries takes part."))
    inside = [member for member in members if answers[member]]
    return Finding(
        rule=rule.id,
        scope="composition",
        status=status,
        message=message,
        required=len(members),
        found=len(inside),
        witness=ids(inside),
        missing=ids([*outside, *open_]),
        source=rule.source,
    )

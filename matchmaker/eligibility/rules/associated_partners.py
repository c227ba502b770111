"""Whether there may be associated partners, and from where not."""

from collections.abc import Iterable, Iterator

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country
from matchmaker.eligibility.wording import ids, names, with_countries
from matchmaker.language import N_, say
from matchmaker.programme.conditions import AssociatedPartners
from matchmaker.programme.conditions.associated_partners import ASSOCIATED_PARTNER, NOT_FORESEEN

EXPLANATION = N_("Associated partners come from a country that may send them, where the call foresees any.")


def explanations(condition: AssociatedPartners) -> Iterable[str]:
    """What is asked, in words."""
    return (EXPLANATION,)


def check(condition: AssociatedPartners, reading: Reading) -> Iterator[Finding]:
    """`associated-partner`; where the guide does not speak of any a warning about those there are."""
    there, year = reading.consortium.associated, reading.call.year
    if condition.allowed == "not_said":
        if there:
            message = say(N_("The guide does not speak of associated partners in this action: %(names)s."), names=names(there))
            yield Finding(NOT_FORESEEN, "composition", "warning", message, missing=ids(there), source=condition.source)
        return
    barred = [one for one in there if not condition.allowed or country(one) in condition.exclude]
    if not there:
        message = say(N_("There is no associated partner."))
    elif barred:
        message = say(N_("May not be an associated partner in this call: %(names)s."), names=with_countries(barred, year))
    else:
        message = say(N_("May be associated partners: %(names)s."), names=with_countries(there, year))
    yield Finding(
        rule=ASSOCIATED_PARTNER,
        scope="composition",
        status="fail" if barred else "pass",
        message=message,
        required=len(there),
        found=len(there) - len(barred),
        witness=ids(one for one in there if one not in barred),
        missing=ids(barred),
        source=condition.source,
    )

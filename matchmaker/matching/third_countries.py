"""Partners from countries that do not count: who of them is suggested, and which chosen priorities are about them in vain."""

from collections.abc import Iterator
from datetime import date

from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.language import N_, Message, say
from matchmaker.matching import conditions
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions.other_countries import COUNTRY_ADMISSIBLE
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.projects import PRIORITIES, PriorityOf


def are_welcome(request: Request, call: Call, country: str) -> bool:
    """Whether partners from a country, as written, are suggested whom nobody asks for by name.

    What one from a country that does not count would add is not known of anybody, so those who want confirmed facts only get
    them where the call's rules need them.
    """
    wished = bool(request.third_countries) and (call.third_countries or not request.confirmed_only)
    return wished or conditions.counts(call, country)


def admitted(call: Call, country: str) -> bool:
    """Whether members from a country that does not count may take part, as far as is known."""
    asked = (one for one in conditions.of_members(call, date.min) if one.id == COUNTRY_ADMISSIBLE)
    return not conditions.counts(call, country) and all(
        one.holds(Organisation("", "", country, "OTH")) is not False for one in asked
    )


def offers(request: Request, call: Call) -> Iterator[Message]:
    """For each chosen priority about organisations that are left out, though the call admits their country: that it is."""
    for priority in request.project.priorities:
        codes = PRIORITIES[priority].third_countries if priority in PRIORITIES else ()
        left_out = [one for one in sorted(codes) if not are_welcome(request, call, one) and admitted(call, one)]
        if left_out:
            yield say(
                N_(
                    "“%(priority)s” is about working with organisations in %(countries)s, too; they are left out, like all "
                    "from third countries."
                ),
                priority=PriorityOf(priority, call.year),
                countries=tuple(CountryOf(code, call.year) for code in left_out),
            )

"""What is asked about an idea: its fields in order, each with its label, its hint and its choices for a call."""

from collections.abc import Sequence

from matchmaker.language import N_, gettext_
from matchmaker.programme import rounds
from matchmaker.programme.calls import Call
from matchmaker.services import surroundings
from matchmaker.web import choices
from matchmaker.web.forms import Asked, Choice
from matchmaker.web.transactions import session


def _applicants() -> list[Choice]:
    return [
        Choice("we", gettext_("We apply ourselves")),
        Choice("find", gettext_("A partner we ask for: suggest one who may apply")),
        Choice("unknown", gettext_("Not known yet")),
    ]


def _foreign() -> list[Choice]:
    return [
        Choice("", gettext_("As is usual for this call")),
        Choice("no", gettext_("Only from other countries")),
        Choice("yes", gettext_("From our country too")),
    ]


def _why_third_countries(call: Call) -> str:
    """Why partners from there are left out unless one wishes for them."""
    if call.other_countries.may_be_removed:
        return N_(
            "From countries that are not associated to the programme, such as Ukraine. They are left out unless you tick this: a "
            "partner from there is taken out at assessment, unless the application shows what it alone can add."
        )
    if call.other_countries.needs_added_value:
        return N_(
            "From countries that are not associated to the programme, such as Ukraine. They are left out unless you tick this: "
            "the application has to show what a partner from there alone can add, and the assessors look at it."
        )
    return N_(
        "From countries that are not associated to the programme, such as Ukraine. They are left out unless you tick this: the "
        "call's rules can be met without them."
    )


def asked_for(call: Call, country: str, held: Sequence[str] = ()) -> tuple[Asked, ...]:
    """What is asked about an idea for this call: it knows which types, activities and priorities there are.

    held: the priorities of the idea so far, to be kept though the call may list them no more.
    """
    only_one = call.priorities_needed is not None and call.priorities_needed.max == 1
    so_many = N_("Exactly one, from this call.") if only_one else N_("From this call.")
    return (
        Asked("title", N_("Title of the idea"), missing=N_("Give the idea a title")),
        Asked(
            "summary", N_("The idea in a few sentences"), "area", N_("What should be different afterwards, and for whom?"), rows=4
        ),
        Asked(
            "round",
            N_("Round"),
            "radios",
            choices=lambda: choices.rounds_of(call, rounds.usual(call, country, surroundings.today(session()))),
        ),
        Asked("variant", N_("Kind of project"), "radios", choices=lambda: choices.variants_of(call)),
        Asked("project_type", N_("Type of project"), "select", choices=lambda: choices.project_types_of(call)),
        Asked("months", N_("Duration in months"), "number"),
        Asked("priorities", N_("Priorities"), "checks", so_many, choices=lambda: choices.priorities_of(call, held)),
        Asked("activities", N_("Activities"), "checks", choices=lambda: choices.activities_of(call)),
        Asked(
            "fields",
            N_("Field (trade), in your own words"),
            "fields",
            N_("Type a word, then tick what fits."),
            sought=choices.fields_sought,
        ),
        Asked("topics", N_("Topics"), "checks", N_("Our own list, not the official one."), choices=choices.topics),
        Asked(
            "expertise", N_("Expertise you miss"), "checks", N_("Our own list, not the official one."), choices=choices.expertise
        ),
        Asked("applicant", N_("Who will apply?"), "radios", choices=_applicants),
        Asked(
            "seats",
            N_("Which partners are you looking for?"),
            "seats",
            N_(
                "For example: 2 partners, from higher education. Each wish is met by partners of its own; leave it open if "
                "anybody may come."
            ),
            choices=lambda: choices.seats(call),
            missing=N_(
                "Say who they should be. If anybody may come, empty this number; how many you are at least is asked under "
                "“More wishes”."
            ),
        ),
        Asked("size_min", N_("At least this many organisations, including you"), "number"),
        Asked("size_max", N_("At most this many"), "number"),
        Asked("language", N_("Working language"), "select", choices=choices.tongues),
        Asked("same_country", N_("Partners from your own country?"), "radios", choices=_foreign),
        Asked("third_countries", N_("Partners from third countries, too"), "check", _why_third_countries(call)),
        Asked("countries", N_("Only from these countries"), "countries", choices=choices.all_countries),
        Asked("not_countries", N_("Not from these countries"), "countries", choices=choices.all_countries),
        Asked("confirmed_only", N_("Only partners with nothing left to confirm"), "check"),
        Asked(
            "is_shown",
            N_("Show this request to organisations that could fill what it lacks"),
            "check",
            N_("They see the call, your country, what kind of organisation you are, and what is missing; no names and no texts."),
        ),
    )

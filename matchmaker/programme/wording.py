"""What a call states beside its rules, in words: when to apply, how long, how much, how often, with which documents."""

from collections.abc import Iterator, Mapping
from functools import reduce

from matchmaker.language import N_, Either, Labelled, Message, nN_, nsay, say, together
from matchmaker.programme.application import Cap, Grant, PrioritiesNeeded
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import named_region
from matchmaker.programme.dates import DayAndMonth, Deadline, Duration, Starts
from matchmaker.programme.documents import Document
from matchmaker.programme.money import Euro
from matchmaker.programme.types import SECTORS

MANAGED: Mapping[str, Message] = {
    "NA": say(N_("The coordinator applies to the National Agency of its country.")),
    "EACEA": say(N_("The coordinator applies to the European Education and Culture Executive Agency (EACEA).")),
}
FIELDS: Mapping[str, Labelled | Message] = {
    **{code: SECTORS[code] for code in ("SCH", "VET", "HED", "ADU", "YOU")},
    "SPORT": SECTORS["SPO"],
    "CROSS": say(N_("Several fields")),
}
"""The field of a call by its name."""
DOCUMENTS: Mapping[str, Message] = {
    "mandate": say(N_("Mandate")),
    "declaration_on_honour": say(N_("Declaration on honour")),
    "accession_form": say(N_("Accession and Declaration on Honour Form")),
    "agreement_accession": say(N_("Accession to the grant agreement")),
    "identification_form": say(N_("Identification Form, uploaded where organisations register")),
    "project_list": say(N_("List of projects of the last four years")),
    "publication_list": say(N_("List of publications")),
    "accounts": say(N_("Accounts of up to three years")),
    "audit_report": say(N_("Audit report")),
    "form_part_a": say(N_("Part A of the application form")),
    "form_part_b": say(N_("Part B of the application form")),
    "budget_table": say(N_("Detailed budget table")),
    "draft_partnership_agreement": say(N_("Draft of the partnership agreement")),
}
"""The documents that calls ask for, by their kind."""
_FROM: Mapping[str, Message] = {
    "coordinator": say(N_("from the coordinator")),
    "partner": say(N_("from each partner")),
    "member": say(N_("from every member")),
}
"""Who signs or sends a document."""
STAGES: Mapping[str, Message] = {
    "application": say(N_("with the application")),
    "grant_agreement": say(N_("before the grant agreement is signed")),
    "request": say(N_("only when the Agency asks for it")),
}
"""By when."""
MONTHS = nN_("%(n)s month", "%(n)s months")
_SAME_PARTNERSHIP = nN_(
    "The same partnership: at most %(n)s application, to one Agency",
    "The same partnership: at most %(n)s applications, to one Agency",
)
_ALIKE: Mapping[str, Message] = {
    "similar_rejected": say(
        N_(
            "The same application handed in more than once is rejected everywhere;"
            " very similar ones, whoever hands them in, may all be rejected"
        )
    ),
    "similar_one": say(N_("Of very similar applications only one is accepted; the others have to be withdrawn")),
}
_BY_ROLES = {
    ("coordinator",): nN_(
        "Each organisation (%(identifier)s): at most %(n)s application for %(action)s as coordinator",
        "Each organisation (%(identifier)s): at most %(n)s applications for %(action)s as coordinator",
    ),
    ("partner",): nN_(
        "Each organisation (%(identifier)s): at most %(n)s application for %(action)s as partner",
        "Each organisation (%(identifier)s): at most %(n)s applications for %(action)s as partner",
    ),
    ("coordinator", "partner"): nN_(
        "Each organisation (%(identifier)s): at most %(n)s application for %(action)s as coordinator or partner",
        "Each organisation (%(identifier)s): at most %(n)s applications for %(action)s as coordinator or partner",
    ),
}
_COUNTED = {"deadline": N_("%(cap)s, per round"), "call": N_("%(cap)s, in the whole call")}


def deadline(one: Deadline) -> Message:
    """Until when, on the clocks of Brussels."""
    text = N_("Round %(round)s: until %(date)s, %(time)s (Brussels time)")
    return say(text, round=one.round, date=one.day, time=f"{one.local:%H:%M}")


def about_round(one: Deadline) -> Iterator[Message]:
    """What else is to be known of a round, in sentences: who decides whether it is held, when its projects begin."""
    if one.optional:
        yield say(N_("It is held only where the National Agency offers it."))
    if one.starts is not None:
        yield starts(one.starts)


def starts(when: Starts) -> Message:
    """When the projects of a round begin, as a sentence."""
    if when.first == when.last:
        return say(N_("Its projects begin on %(first)s."), first=when.first)
    return say(N_("Its projects begin between %(first)s and %(last)s."), first=when.first, last=when.last)


def round_in_full(one: Deadline) -> Message:
    """All of it."""
    about = list(about_round(one))
    return say(N_("%(round)s. %(about)s"), round=deadline(one), about=together(about)) if about else deadline(one)


def expected(one: Deadline, year: int) -> Message:
    """The date of a round that is not known yet in `year`, by that of the year before."""
    return say(N_("%(day)s in %(before)s; %(year)s not known"), day=DayAndMonth(one.day), before=one.day.year, year=year)


def round_of(call: Call, one: Deadline) -> Message:
    """One of its rounds in short, whether its date is known or not."""
    if one in call.deadlines:
        return deadline(one)
    return say(N_("Round %(round)s: %(date)s"), round=one.round, date=expected(one, call.year))


def portal_id(region: str | None, id_: str, year: int) -> Message:
    """An id of a call in the portal, with the region of third countries it is for; None = several."""
    where = say(N_("Several regions")) if region is None else named_region(region, year)
    return say(N_("%(region)s: %(id)s"), region=where, id=id_)


def provisional(call: Call) -> Message:
    """What it means that a call is provisional."""
    text = N_("Rules of %(before)s; the guide of %(year)s has not been read by us; check it before you apply.")
    return say(text, before=call.rules_of or call.year - 1, year=call.year)


def not_searched(call: Call) -> Message:
    """Why nobody is suggested for a call or one of its variants (`Call.is_searched`)."""
    text = N_(
        "For “%(kind)s” we check who takes part and suggest nobody: one organisation applies alone, or associated partners count."
    )
    return say(text, kind=call.variant or call)


def duration(one: Duration) -> Message:
    """The months that are possible."""
    if one.allowed:
        months = say(N_("%(months)s months"), months=Either(one.allowed))
    elif one.min is not None and one.min == one.max:
        months = nsay(*MONTHS, one.min)
    elif one.max is None:
        months = say(N_("at least %(min)s months"), min=one.min)
    else:
        months = say(N_("%(min)s to %(max)s months"), min=one.min or 1, max=one.max)
    if one.normally:
        months = say(N_("normally %(months)s"), months=months)
    if one.max_if is None:
        return months
    return say(N_("%(months)s, with long-term mobility of pupils up to %(max)s"), months=months, max=one.max_if.max)


def grant(one: Grant) -> Message:
    """The amounts that are possible, and the share of the costs that they may cover."""
    amount = _amount(one)
    if one.funding_rate is None:
        return amount
    return say(N_("%(grant)s, %(percent)s%% of the costs"), grant=amount, percent=round(100 * one.funding_rate))


def _amount(one: Grant) -> Message:
    match one.kind:
        case "per_month":
            return say(N_("%(amount)s a month, at most %(max)s"), amount=_euro(one.per_month), max=_euro(one.max))
        case "per_org_per_year":
            return say(N_("%(amount)s per organisation and year"), amount=_euro(one.amount))
        case "lump_sum_options":
            return say(N_("a lump sum of %(options)s"), options=Either(tuple(Euro(option) for option in one.options)))
        case "by_duration":
            amounts = (
                say(N_("at most %(max)s for %(months)s months"), max=Euro(amount), months=months)
                for months, amount in one.by_duration.items()
            )
            return reduce(lambda first, second: say(N_("%(first)s; %(second)s"), first=first, second=second), amounts)
        case "max":
            return say(N_("at most %(max)s"), max=_euro(one.max))
        case "range":
            return say(N_("%(min)s to %(max)s"), min=_euro(one.min), max=_euro(one.max))


def _euro(amount: int | None) -> object:
    return "" if amount is None else Euro(amount)


def cap(one: Cap) -> Message:
    """How many applications, of whom."""
    if one.kind in _ALIKE:
        return _ALIKE[one.kind]
    if one.kind == "same_consortium":
        said = nsay(*_SAME_PARTNERSHIP, one.max)
    else:
        roles = tuple(sorted(one.roles))
        said = nsay(*_BY_ROLES[roles], one.max, action=one.action or "", identifier=one.identifier)
    said = say(_COUNTED[one.per], cap=said)
    fields = tuple(FIELDS[code] for code in one.fields)
    return say(N_("%(cap)s, these fields together: %(fields)s"), cap=said, fields=fields) if fields else said


def stage_of(one: Document) -> Message:
    """When a document is due."""
    stage = STAGES[one.at_latest]
    if one.preferred and one.preferred != one.at_latest:
        return say(N_("preferably %(preferred)s, at the latest %(latest)s"), preferred=STAGES[one.preferred], latest=stage)
    return stage


def document(one: Document, number: int | None = None, grant: int | None = None) -> Message:
    """Which one, from whom, and when it is due; how many in a consortium, and what is asked for, where these are known."""
    stage = stage_of(one)
    text = N_("%(document)s: %(whom)s, %(stage)s, advised") if one.advised else N_("%(document)s: %(whom)s, %(stage)s")
    name = DOCUMENTS[one.kind]
    if number is not None:
        name = say(N_("%(document)s (%(number)s)"), document=name, number=number)
    said = say(text, document=name, whom=_FROM[one.per], stage=stage)
    if one.pages is not None:
        said = say(N_("%(document)s, at most %(pages)s pages"), document=said, pages=one.pages)
    if one.above is not None and grant is None:
        said = say(N_("%(document)s, where more than %(amount)s is asked for"), document=said, amount=Euro(one.above))
    return said


def priorities(one: PrioritiesNeeded | None) -> Message:
    """How many a project addresses."""
    least, most = (one.min, one.max) if one else (1, None)
    if most is None:
        return say(N_("at least %(min)s"), min=least)
    return say(N_("exactly %(n)s"), n=least) if least == most else say(N_("%(min)s to %(max)s"), min=least, max=most)

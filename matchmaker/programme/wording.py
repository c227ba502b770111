"""What a call states beside its rules, in words: when to apply, how long, how much, how often, with which documents."""

from collections.abc import Mapping
from functools import reduce

from matchmaker.language import N_, Either, Message, nN_, nsay, say
from matchmaker.programme.application import Cap, Document, Grant
from matchmaker.programme.dates import Deadline, Duration
from matchmaker.programme.money import Euro
from matchmaker.programme.types import SECTORS

MANAGED: Mapping[str, Message] = {
    "NA": say(N_("The coordinator applies to the National Agency of its country.")),
    "EACEA": say(N_("The coordinator applies to the European Education and Culture Executive Agency (EACEA).")),
}
_DOCUMENTS: Mapping[str, Message] = {
    "mandate": say(N_("Mandate")),
    "declaration_on_honour": say(N_("Declaration on honour")),
}
_PER: Mapping[str, str] = {
    "partner": N_("%(document)s: one per partner, %(stage)s"),
    "coordinator": N_("%(document)s: one per coordinator, %(stage)s"),
}
_STAGES: Mapping[str, Message] = {
    "application": say(N_("with the application")),
    "grant_agreement": say(N_("before the grant agreement is signed")),
}
_MONTHS = nN_("%(n)s month", "%(n)s months")
_SAME_PARTNERSHIP = nN_(
    "The same partnership: at most %(n)s application per round, to one Agency",
    "The same partnership: at most %(n)s applications per round, to one Agency",
)
_BY_ROLES = {
    ("coordinator",): nN_(
        "Each organisation (OID): at most %(n)s application for %(action)s per round as coordinator",
        "Each organisation (OID): at most %(n)s applications for %(action)s per round as coordinator",
    ),
    ("partner",): nN_(
        "Each organisation (OID): at most %(n)s application for %(action)s per round as partner",
        "Each organisation (OID): at most %(n)s applications for %(action)s per round as partner",
    ),
    ("coordinator", "partner"): nN_(
        "Each organisation (OID): at most %(n)s application for %(action)s per round as coordinator or partner",
        "Each organisation (OID): at most %(n)s applications for %(action)s per round as coordinator or partner",
    ),
}


def deadline(one: Deadline) -> Message:
    """Until when, on the clocks of Brussels."""
    text = N_("Round %(round)s: until %(date)s, %(time)s (Brussels time)")
    return say(text, round=one.round, date=one.local.date(), time=f"{one.local:%H:%M}")


def duration(one: Duration) -> Message:
    """The months that are possible."""
    if one.allowed:
        months = say(N_("%(months)s months"), months=Either(one.allowed))
    elif one.min is not None and one.min == one.max:
        months = nsay(*_MONTHS, one.min)
    elif one.max is None:
        months = say(N_("at least %(min)s months"), min=one.min)
    else:
        months = say(N_("%(min)s to %(max)s months"), min=one.min or 1, max=one.max)
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
    if one.kind == "same_consortium":
        return nsay(*_SAME_PARTNERSHIP, one.max)
    said = nsay(*_BY_ROLES[tuple(sorted(one.roles))], one.max, action=one.action or "")
    fields = tuple(SECTORS.get(code, code) for code in one.fields)
    return say(N_("%(cap)s, these fields together: %(fields)s"), cap=said, fields=fields) if fields else said


def document(one: Document) -> Message:
    """Which one, from whom, and when it is due."""
    stage = _STAGES[one.at_latest]
    if one.preferred and one.preferred != one.at_latest:
        stage = say(N_("preferably %(preferred)s, at the latest %(latest)s"), preferred=_STAGES[one.preferred], latest=stage)
    return say(_PER[one.per], document=_DOCUMENTS[one.kind], stage=stage)

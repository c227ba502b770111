"""Which call fits: what somebody says of themselves and of an idea, put to each call's own data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from typing import Final

from matchmaker.eligibility.alone import alone
from matchmaker.eligibility.facts import Member, Project, Role
from matchmaker.eligibility.findings import Status
from matchmaker.language import N_, SOURCE, Labelled, Message, nN_, nsay, render, say
from matchmaker.programme import wording
from matchmaker.programme.application import Grant
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import CoordinatorConditions
from matchmaker.programme.conditions.bars import BARRED
from matchmaker.programme.conditions.coordinator import AGE, COUNTRY
from matchmaker.programme.conditions.other_countries import COUNTRY_ADMISSIBLE
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.dates import BRUSSELS
from matchmaker.programme.money import Euro
from matchmaker.programme.titles import Together

ANY_FIELD: Final = "CROSS"
UNUSUAL: Final = ("duration", "warning")
"""A duration that the guide does not call normal: the check only warns of it, but another call fits better."""
_OF_COUNTRIES: Final = frozenset({COUNTRY_ADMISSIBLE, COUNTRY})
"""Ids of what a country alone decides."""
_ANYBODY: Final = "OTH"
"""The type of whoever has not said what they are."""
_BARS = say(N_("Nobody takes part whom the Programme Guide excludes from all calls"))
"""In short; the call's page names them."""
_ASKS = nN_("at least %(n)s organisation", "at least %(n)s organisations")
_FROM = nN_("%(organisations)s from %(n)s country", "%(organisations)s from %(n)s countries")
_TOO_MANY = nN_("at most %(n)s organisation", "at most %(n)s organisations")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Five answers, None where one is left open: who (type, flags, country), the field, how long, with whom, how much.

    months: of the project. organisations, countries: how many there are, one's own included. money: needed, in euro.
    """

    type: str | None = None
    flags: frozenset[str] = frozenset()
    country: str | None = None
    field: str | None = None
    months: int | None = None
    organisations: int | None = None
    countries: int | None = None
    money: int | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """One call. against: why it does not fit, half a sentence each. missing_...: how many are still to be found.

    applies: whether one may apply oneself, None while that is not known; who_applies: what stands in the way, or is not
    known. open_: what is asked of a member and not known yet.
    """

    call: Call
    against: tuple[Message, ...]
    missing_organisations: int
    missing_countries: int
    applies: bool | None
    who_applies: tuple[Message, ...]
    open_: tuple[Message, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.against


@dataclass(frozen=True, slots=True)
class Group:
    """Calls of one action that ask the same and fit in the same way, the fields apart."""

    fits: tuple[Fit, ...]

    @property
    def first(self) -> Fit:
        """Any of them, to tell what all ask."""
        return self.fits[0]

    def label(self, language: str) -> str:
        """The words with which the titles of all begin; one call's own title."""
        return Together(tuple(one.call for one in self.fits)).label(language)


def find(calls: Iterable[Call], wanted: Wanted, now: datetime) -> list[Fit]:
    """Every call that takes applications, or will, the smallest first: those of few organisations, countries, and euro."""
    return sorted((_fit(call, wanted, now) for call in calls if call.state(now) != "closed"), key=_order)


def in_order(calls: Iterable[Call], now: datetime) -> list[Group]:
    """Any calls, closed ones too, in groups, the smallest first, whoever looks for one."""
    return in_groups(sorted((_fit(call, Wanted(), now) for call in calls), key=_order))


def in_groups(fits: Iterable[Fit]) -> list[Group]:
    """The fits in their order, those of one action that ask the same together."""
    found: dict[object, list[Fit]] = {}
    for one in fits:
        same = (one.call.action, one.call.provisional, one.call.deadlines, *(_text(ask) for ask in asks(one.call)))
        judged = (one.missing_organisations, one.missing_countries, one.applies, *map(_text, (*one.who_applies, *one.open_)))
        found.setdefault((*same, *judged), []).append(one)
    return [Group(tuple(group)) for group in found.values()]


def in_short(call: Call) -> tuple[Labelled | Message, ...]:
    """By what calls are compared, each in a few words: how many from where, how long, from how much to how much."""
    size = nsay(*_FROM, call.min_countries, organisations=nsay(*_ASKS, call.least_named))
    months = [wording.duration(call.duration_months)] if call.duration_months else []
    grants = [one.grant for one in call.each_variant if one.grant]
    highest = max((one.most for one in grants if one.most), default=None)
    return (size, *months, *([] if highest is None else [_amount(min(one.least for one in grants), highest)]))


def asks(call: Call) -> tuple[Message, ...]:
    """What the call asks in short: how many from where, how long, how much, and of whoever applies."""
    organisations = nsay(*_ASKS, call.least_named)
    said = [nsay(*_FROM, call.min_countries, organisations=organisations)]
    if call.duration_months:
        said.append(wording.duration(call.duration_months))
    own = [(kind, kind.grant) for kind in call.variants if kind.grant]
    if call.grant and (not own or len(own) < len(call.variants)):
        said.append(wording.grant(call.grant))
    said += (say(N_("%(kind)s: %(rule)s"), kind=kind, rule=wording.grant(grant)) for kind, grant in own)
    return (*said, *asks_applicant(call))


def asks_applicant(call: Call) -> tuple[Message, ...]:
    """What it asks of whoever applies, the country apart."""
    return tuple(sentence for check, sentence in call.coordinator.sentences(call.year) if check != COUNTRY)


def _fit(call: Call, wanted: Wanted, now: datetime) -> Fit:
    today = now.astimezone(BRUSSELS).date()
    statuses = {role: _statuses(call, wanted, role, today) for role in ("partner", "coordinator")}
    barred = [one for one, status in statuses["partner"].items() if status == "fail" or (one, status) == UNUSUAL]
    applying = {one: status for one, status in statuses["coordinator"].items() if one in CoordinatorConditions.ids - {AGE}}
    in_words: dict[str, list[Message]] = {}
    for check, sentence in (said for one in call.conditions for said in one.sentences(call.year)):
        in_words.setdefault(check, []).append(_BARS if check == BARRED else sentence)
    return Fit(
        call=call,
        against=(*_against(call, wanted), *(why for one in barred for why in _barred(one, in_words, call, wanted))),
        missing_organisations=0 if wanted.organisations is None else max(0, call.least_named - wanted.organisations),
        missing_countries=0 if wanted.countries is None else max(0, call.min_countries - wanted.countries),
        applies=_all_met(applying.values()) if wanted.type or wanted.country else None,
        who_applies=_asked(in_words, (one for one, status in applying.items() if status != "pass")),
        open_=_asked(in_words, (one for one, status in statuses["partner"].items() if status == "unknown")),
    )


def _statuses(call: Call, wanted: Wanted, role: Role, today: date) -> dict[str, Status]:
    """What the check says of the organisation alone, by rule: of what was said about it, and the months of its project."""
    country = wanted.country or min(call.counting_countries)
    member = Member("you", role, "", country, wanted.type or _ANYBODY, wanted.flags)
    found = alone(member, Project(months=wanted.months), call, today)
    ids = {one.rule for one in found if one.scope == "composition"}
    if wanted.type is None:
        ids &= _OF_COUNTRIES
    if wanted.country is None:
        ids -= _OF_COUNTRIES
    return {one.rule: one.status for one in found if one.rule in ids or one.rule == "duration"}


def _all_met(statuses: Iterable[Status]) -> bool | None:
    found = set(statuses)
    return False if "fail" in found else None if "unknown" in found else True


def _against(call: Call, wanted: Wanted) -> Iterator[Message]:
    """What the answers and the call's data have between them, the organisation itself apart."""
    if wanted.field is not None and call.field not in (wanted.field, ANY_FIELD):
        yield say(N_("for %(field)s"), field=wording.FIELDS[call.field])
    if wanted.organisations is not None and call.max_size is not None and wanted.organisations > call.max_size:
        yield nsay(*_TOO_MANY, call.max_size)
    if wanted.money is not None:
        lowest, highest = _range(call, wanted.months)
        if wanted.money > highest:
            yield say(N_("gives at most %(max)s"), max=Euro(int(highest)))
        elif wanted.money < lowest:
            yield say(N_("gives at least %(min)s"), min=Euro(lowest))


def _barred(rule: str, in_words: Mapping[str, Sequence[Message]], call: Call, wanted: Wanted) -> Sequence[Message]:
    """Why the organisation, or its project, is none for this call."""
    if rule == "duration" and call.duration_months:
        return (say(N_("lasts %(months)s"), months=wording.duration(call.duration_months)),)
    if rule == COUNTRY_ADMISSIBLE and wanted.country:
        return (say(N_("not open to organisations from %(country)s"), country=CountryOf(wanted.country, call.year)),)
    return (say(N_("excluded from all calls by the Programme Guide")),) if rule == BARRED else in_words[rule]


def _asked(in_words: Mapping[str, Sequence[Message]], rules: Iterable[str]) -> tuple[Message, ...]:
    """What these conditions ask; what is judged beside the conditions has no words here."""
    return tuple(sentence for rule in rules for sentence in in_words.get(rule, ()))


def _amounts(grant: Grant, months: int | None) -> tuple[int, float]:
    """The lowest and the highest amount that are given; infinite where the call states no limit."""
    highest = [float(amount) for amount in (grant.max, max(grant.options, default=None)) if amount]
    if grant.by_duration:
        highest.append(grant.by_duration.get(str(months), max(grant.by_duration.values())))
    if grant.per_month and months:
        highest.append(grant.per_month * months)
    return grant.min or 0, min(highest, default=inf)


def _range(call: Call, months: int | None) -> tuple[int, float]:
    """The same of a call: of those of its variants that give least and most; any amount where one states none."""
    amounts = [_amounts(one.grant, months) if one.grant else (0, inf) for one in call.each_variant]
    return min(lowest for lowest, _ in amounts), max(highest for _, highest in amounts)


def _amount(lowest: int, highest: int) -> Labelled | Message:
    """From how much to how much, in euro."""
    if lowest == highest:
        return Euro(highest)
    if not lowest:
        return say(N_("at most %(max)s"), max=Euro(highest))
    return say(N_("%(min)s to %(max)s"), min=Euro(lowest), max=Euro(highest))


def _order(one: Fit) -> tuple[float, float, float, bool]:
    """How large a call is: organisations, countries, euro; of equals those for which one may not apply oneself last."""
    call = one.call
    _, highest = _range(call, None)
    return call.least_named, call.min_countries, highest, one.applies is False


def _text(message: Message) -> str:
    return render(message, SOURCE)

"""A call's composition rules in words, each with where it was read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme import classes
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import OtherCountries
from matchmaker.programme.countries import REGIONS, CountryOf
from matchmaker.programme.rules import (
    Bundle,
    Compare,
    CountClass,
    CountCountries,
    CountOrgs,
    CountryBundles,
    DisjointCover,
    EachCountryHas,
    Rule,
)
from matchmaker.programme.statements import Sourced
from matchmaker.programme.types import FLAGS

_WHERE = {
    "counting": say(N_("from programme countries")),
    "other": say(N_("from other countries")),
    "all": say(N_("in all")),
}
_SIDES = {
    "orgs_counting": say(N_("organisations from programme countries")),
    "orgs_other": say(N_("organisations from other countries")),
    "orgs_all": say(N_("all organisations")),
}
_BALANCE = {
    "<=": N_("Not more %(left)s than %(right)s"),
    "<": N_("Fewer %(left)s than %(right)s"),
    ">=": N_("Not fewer %(left)s than %(right)s"),
    ">": N_("More %(left)s than %(right)s"),
    "==": N_("As many %(left)s as %(right)s"),
}
_ORGANISATIONS = nN_("At least %(n)s organisation %(where)s", "At least %(n)s organisations %(where)s")
_COUNTRIES = nN_("At least %(n)s country %(where)s", "At least %(n)s different countries %(where)s")
_PROGRAMME_COUNTRIES = nN_("At least %(n)s programme country", "At least %(n)s different programme countries")
_MEMBERS = nN_("%(group)s: at least %(n)s organisation %(where)s", "%(group)s: at least %(n)s organisations %(where)s")
_EVERY = {
    "counting": N_("Every programme country represented provides %(what)s"),
    "other": N_("Every other country represented provides %(what)s"),
    "all": N_("Every country represented provides %(what)s"),
}
_OTHERS = nN_(
    "at least %(n)s other programme country provides %(what)s", "at least %(n)s other programme countries each provide %(what)s"
)
_AGE = nN_("Whoever applies has existed for at least %(n)s year", "Whoever applies has existed for at least %(n)s years")


@dataclass(frozen=True)
class Stated:
    """One rule in words; `settled` is false while it is not certain."""

    id: str
    sentence: Message
    source: str
    evidence: str
    settled: bool = True


def of(call: Call) -> list[Stated]:
    """The rules about who may take part: the call's own in their order, then the conditions that every call has."""
    own = [Stated(rule.id, _sentence(rule), rule.source, rule.ev, rule.settled) for rule in call.rules]
    return own + [Stated(rule_id, sentence, source.source, source.ev) for rule_id, sentence, source in _conditions(call)]


def _sentence(rule: Rule) -> Message:
    match rule:
        case CountOrgs() | CountCountries() | CountClass():
            return _counted(rule)
        case EachCountryHas():
            return say(_EVERY[rule.scope], what=_needs(rule.need))
        case CountryBundles():
            bundles = (_bundle(bundle) for bundle in rule.bundles)
            return reduce(lambda first, second: say(N_("%(first)s; %(second)s"), first=first, second=second), bundles)
        case DisjointCover():
            return say(N_("Different organisations provide %(what)s"), what=_needs(rule.needs))
        case Compare():
            return say(_BALANCE[rule.op], left=_SIDES[rule.left], right=_SIDES[rule.right])


def _counted(rule: CountOrgs | CountCountries | CountClass) -> Message:
    """How many of what, from where."""
    where = _WHERE[rule.scope]
    if isinstance(rule, CountClass):
        return nsay(*_MEMBERS, rule.min, where=where, group=classes.get(rule.actor_class))
    if isinstance(rule, CountCountries):
        return nsay(*_PROGRAMME_COUNTRIES, rule.min) if rule.scope == "counting" else nsay(*_COUNTRIES, rule.min, where=where)
    if rule.max is None:
        return nsay(*_ORGANISATIONS, rule.min, where=where)
    return say(N_("%(min)s to %(max)s organisations %(where)s"), min=rule.min, max=rule.max, where=where)


def _needs(needs: Mapping[str, int]) -> tuple[Message, ...]:
    return tuple(say(N_("%(number)s × %(group)s"), number=number, group=classes.get(group)) for group, number in needs.items())


def _bundle(bundle: Bundle) -> Message:
    if bundle.country == "coordinator":
        return say(N_("The coordinator's country provides %(what)s"), what=_needs(bundle.need))
    return nsay(*_OTHERS, bundle.at_least, what=_needs(bundle.need))


def _conditions(call: Call) -> Iterator[tuple[str, Message, Sourced]]:
    """Who may apply, who may take part, what must be held."""
    conditions = call.coordinator
    yield "coordinator-country", say(N_("Whoever applies is from a programme country")), conditions
    if conditions.classes:
        yield "coordinator-class", say(N_("Whoever applies is: %(groups)s"), groups=_groups(conditions.classes)), conditions
    if conditions.not_classes:
        yield (
            "coordinator-class",
            say(N_("Whoever applies is not: %(groups)s"), groups=_groups(conditions.not_classes)),
            conditions,
        )
    if conditions.min_legal_age_years:
        yield "coordinator-age", nsay(*_AGE, conditions.min_legal_age_years), conditions
    if call.member_types:
        yield (
            "member-type",
            say(N_("Every member is: %(group)s"), group=classes.get(call.member_types.actor_class)),
            call.member_types,
        )
    if call.forbidden_classes:
        yield (
            "forbidden-type",
            say(N_("No member is: %(groups)s"), groups=_groups(call.forbidden_classes.classes)),
            call.forbidden_classes,
        )
    yield "country-admissible", _admitted(call.other_countries, call.year), call.other_countries
    for one in call.declarations:
        sentence = N_("Every “%(group)s” %(where)s holds: %(needs)s")
        yield one.needs, say(sentence, group=classes.get(one.if_class), where=_WHERE[one.scope], needs=FLAGS[one.needs]), one


def _groups(ids: tuple[str, ...]) -> tuple[classes.ActorClass, ...]:
    return tuple(classes.get(one) for one in ids)


def _admitted(others: OtherCountries, year: int) -> Message:
    """Where members may come from besides the programme countries."""
    if others.allow == "none":
        return say(N_("Only organisations from programme countries take part"))
    sentence = say(N_("Organisations from other countries may take part"))
    if others.allow == "regions":
        sentence = say(
            N_("%(sentence)s, from %(regions)s only"), sentence=sentence, regions=tuple(_region(n) for n in others.regions)
        )
    if others.condition == "essential_added_value":
        sentence = say(N_("%(sentence)s, where they are essential and the application says why"), sentence=sentence)
    if others.exclude:
        excluded = tuple(CountryOf(code, year) for code in sorted(others.exclude))
        sentence = say(N_("%(sentence)s; excluded: %(countries)s"), sentence=sentence, countries=excluded)
    return sentence


def _region(number: int) -> Message:
    """A region by its number, and its name where we carry it."""
    if number in REGIONS:
        return say(N_("Region %(number)s (%(name)s)"), number=number, name=REGIONS[number])
    return say(N_("Region %(number)s"), number=number)

"""A call's composition rules in words, each with where it was read."""

from collections.abc import Iterator
from dataclasses import dataclass

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme import classes
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import OtherCountries
from matchmaker.programme.countries import REGIONS, CountryOf
from matchmaker.programme.rules.rule import WHERE
from matchmaker.programme.statements import Sourced
from matchmaker.programme.types import FLAGS

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
    own = [Stated(rule.id, rule.sentence, rule.source, rule.ev, rule.settled) for rule in call.rules]
    return own + [Stated(rule_id, sentence, source.source, source.ev) for rule_id, sentence, source in _conditions(call)]


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
        yield one.needs, say(sentence, group=classes.get(one.if_class), where=WHERE[one.scope], needs=FLAGS[one.needs]), one


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

"""What a proposed consortium is good at and what it lacks, in numbers and names."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matchmaker.inputs.organisations import Organisation
from matchmaker.language import Message
from matchmaker.matching.saying import things
from matchmaker.matching.saying.subject import Subject
from matchmaker.matching.saying.things import Thing
from matchmaker.matching.saying.unknowns import common_unknowns
from matchmaker.matching.saying.wording import word
from matchmaker.matching.score import SAME_BROAD, field_credit, sectors_covered
from matchmaker.programme import countries

_COUNTRIES = {"counting": "programme-countries", "other": "other-countries", "all": "countries"}


def summary(subject: Subject) -> tuple[Message, ...]:
    """Its countries, sectors, work, expertise, experience, what happens when somebody leaves, and what is not known."""
    return (
        *_countries(subject),
        *_sectors(subject),
        *_work(subject),
        *_expertise(subject),
        *_experience(subject),
        *_robustness(subject),
        *_unknown(subject),
    )


def _countries(subject: Subject) -> Iterator[Message]:
    """For each rule about their number those it counts; then those that no such rule counts."""
    rules = subject.country_minima().values()
    for rule in rules:
        named = _codes(subject, [one for one in subject.members if subject.in_scope(one, rule.scope)])
        if named:
            yield word(_COUNTRIES[rule.scope], countries=named, number=len(named), least=rule.least)
    rest = [one for one in subject.members if not any(subject.in_scope(one, rule.scope) for rule in rules)]
    if outside := _codes(subject, rest):
        yield (
            word("uncounted-countries", countries=outside)
            if rules
            else word("countries-alone", countries=outside, number=len(outside))
        )


def _codes(subject: Subject, members: Sequence[Organisation]) -> tuple[Thing, ...]:
    codes = dict.fromkeys(countries.counts_as(one.country) for one in members)
    return tuple(things.country(code, subject.call.year) for code in codes)


def _sectors(subject: Subject) -> Iterator[Message]:
    """Those of the six sectors that different members can stand for, as the score counts them."""
    if not subject.formula.weight("cross_sector"):
        return
    if covered := tuple(things.sector(code) for code in sectors_covered([one.sectors for one in subject.members])):
        yield word("sectors", sectors=covered, number=len(covered), target=subject.formula.target)
    else:
        yield word("no-sector")


def _work(subject: Subject) -> Iterator[Message]:
    """Who works in the field asked for, and what of priorities and topics nobody lists."""
    request = subject.request
    if request.fields and any(one.fields for one in subject.partners):
        first = subject.formula.number == 1
        inside = tuple(
            things.member(one)
            for one in subject.partners
            if any(_is_inside(field_credit(wanted, offered), first) for wanted in request.fields for offered in one.fields)
        )
        said, nobody = ("in-field", "not-in-field") if first else ("in-trade", "not-in-trade")
        yield word(said, names=inside) if inside else word(nobody)
    listed = {("priority", code) for one in subject.partners for code in one.priorities}
    listed |= {("topic", slug) for one in subject.partners for slug in one.topics}
    asked = [things.priority(code) for code in dict.fromkeys(request.project.priorities)]
    asked += [things.topic(slug) for slug in request.topics]
    missing = tuple(thing for thing in asked if (thing.kind, thing.code) not in listed)
    if missing and listed:
        yield word("nobody-lists", things=missing)


def _is_inside(credit: float, first: bool) -> bool:
    """Whether two fields are the same; in the first formula, or near each other."""
    return credit > SAME_BROAD if first else credit == 1


def _expertise(subject: Subject) -> Iterator[Message]:
    """Who offers what of the expertise wanted, and what nobody offers."""
    wanted = dict.fromkeys(wish.slug for wish in subject.request.expertise)
    offers = {slug: tuple(things.member(one) for one in subject.members if slug in one.expertise) for slug in wanted}
    if found := tuple(word("offered-by", expertise=things.skill(slug), names=by) for slug, by in offers.items() if by):
        yield word("offers", offers=found)
    if missing := tuple(things.skill(slug) for slug, by in offers.items() if not by):
        yield word("nobody-offers", expertise=missing)


def _experience(subject: Subject) -> Iterator[Message]:
    """Who did projects together before, and whether newcomers sit beside somebody with experience."""
    if tied := tuple(things.member(one) for one in subject.partners if subject.joint_projects.get(one.id)):
        yield word("did-projects" if len(subject.present) == 1 else "did-projects-with-members", names=tied)
    if not subject.formula.weight("newcomers"):
        return
    new = tuple(things.member(one) for one in subject.members if one.newcomer)
    experienced = tuple(things.member(one) for one in subject.members if one.newcomer is False)
    if new and experienced:
        yield word("mixed", newcomers=new, experienced=experienced)
    elif all(one.newcomer is not None for one in subject.members):
        yield word("nobody-experienced") if new else word("nobody-new")


def _robustness(subject: Subject) -> Iterator[Message]:
    """Which rules are no longer met when whom leaves."""
    breaks: dict[str, list[Thing]] = defaultdict(list)
    free = []
    for one in subject.partners:
        for rule in subject.left.get(one.id, ()):
            breaks[rule].append(things.member(one))
        if not subject.left.get(one.id, one.id == subject.coordinator):
            free.append(things.member(one))
    sentences, number = subject.sentences(), len(subject.partners)
    if free:
        yield _leaving(tuple(free), number, "it-may-leave", "anyone-may-leave", "these-may-leave")
    by_names: dict[tuple[Thing, ...], list[Message]] = defaultdict(list)
    for rule, names in breaks.items():
        by_names[tuple(names)].append(word("rule", rule=things.rule(rule, sentences)))
    for named, rules in by_names.items():
        yield _leaving(named, number, "it-must-stay", "nobody-may-leave", "these-must-stay", rules=tuple(rules))
    if leading := [one for one in subject.partners if one.id == subject.coordinator]:
        yield word("applicant-must-stay", name=things.member(leading[0]))


def _leaving(named: tuple[Thing, ...], number: int, one: str, everybody: str, some: str, **args: object) -> Message:
    """A sentence about who leaves, by whether it is one, everybody suggested, or some."""
    if len(named) == 1:
        return word(one, name=named[0], **args)
    return word(everybody, **args) if len(named) == number else word(some, names=named, **args)


def _unknown(subject: Subject) -> Iterator[Message]:
    if common := common_unknowns(subject):
        yield word("nobody-knows", things=common)

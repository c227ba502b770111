"""Why each suggested partner: what it does, what it brings, which rule it satisfies, and what is not known about it."""

from collections.abc import Iterator, Mapping

from matchmaker.inputs.organisations import Organisation
from matchmaker.language import Message
from matchmaker.matching.saying import things
from matchmaker.matching.saying.subject import Subject, provides
from matchmaker.matching.saying.unknowns import own_unknowns
from matchmaker.matching.saying.wording import count, word
from matchmaker.matching.score import SAME_BROAD, field_credit
from matchmaker.programme import classes, countries
from matchmaker.programme.rules import CountryMinimum
from matchmaker.programme.types import SIX_SECTORS

PROJECTS_NAMED = 3
"""So many joint projects are named; more are counted."""
_NTH = ("first-country", "second-country", "third-country", "fourth-country", "fifth-country", "sixth-country")


def reasons(subject: Subject) -> dict[str, tuple[Message, ...]]:
    """For each suggested partner what speaks for it, the strongest first; never empty."""
    sentences = subject.sentences()
    by_country, unknown = _countries(subject, sentences), own_unknowns(subject)
    found: dict[str, tuple[Message, ...]] = {}
    for one in subject.partners:
        said = [
            *_wished(subject, one),
            *_work(subject, one),
            *_expertise(subject, one),
            *_projects(subject, one),
            *([by_country[one.id]] if one.id in by_country else []),
            *_rules(subject, one, sentences),
            *_beside_others(subject, one),
        ] or [word("fits")]
        if things_unknown := unknown[one.id]:
            said.append(word("not-known", things=things_unknown))
        found[one.id] = tuple(said)
    return found


def _wished(subject: Subject, one: Organisation) -> Iterator[Message]:
    """The places it fills and the role it takes."""
    yield from (word("fills-place", place=things.place(seat)) for seat, by in subject.filled if one.id in by)
    if one.id == subject.coordinator:
        yield word("coordinates" if one.roles else "may-coordinate")


def _work(subject: Subject, one: Organisation) -> Iterator[Message]:
    """Fields, priorities and topics it shares with the idea; in the first formula what is near its field, too."""
    request, first = subject.request, subject.formula.number == 1
    fields: dict[str, float] = {}
    for wanted in request.fields:
        credit, code = max(((field_credit(wanted, offered), offered) for offered in one.fields), default=(0.0, ""))
        if credit == 1 or (first and credit):
            fields[code] = max(credit, fields.get(code, 0.0))
    for code, credit in fields.items():
        near = "broad-field" if credit <= SAME_BROAD else "near-field" if credit < 1 else "same-field"
        yield word(near, field=things.field(code))
    if shared := tuple(things.priority(code) for code in dict.fromkeys(request.project.priorities) if code in one.priorities):
        yield count("same-priority", len(shared), priorities=shared)
    if about := tuple(things.topic(slug) for slug in request.topics if slug in one.topics):
        yield count("same-topic", len(about), topics=about)


def _expertise(subject: Subject, one: Organisation) -> Iterator[Message]:
    """What it offers of the expertise wanted; first what nobody else offers."""
    wanted = [slug for slug in dict.fromkeys(wish.slug for wish in subject.request.expertise) if slug in one.expertise]
    elsewhere = {slug for other in subject.others(one) for slug in other.expertise}
    if alone := tuple(things.skill(slug) for slug in wanted if slug not in elsewhere):
        yield word("only-expertise", expertise=alone)
    if shared := tuple(things.skill(slug) for slug in wanted if slug in elsewhere):
        yield word("shared-expertise", expertise=shared)


def _projects(subject: Subject, one: Organisation) -> Iterator[Message]:
    """Past projects with members present, by name: first those whose title is known."""
    if joint := subject.joint_projects.get(one.id):
        name = "projects-with-you" if len(subject.present) == 1 else "projects-with-members"
        if len(joint) > PROJECTS_NAMED:
            name = "projects-among" if len(subject.present) == 1 else "projects-with-members-among"
        listed = sorted(joint, key=lambda key: (key not in subject.titles, key))[:PROJECTS_NAMED]
        yield count(name, len(joint), projects=tuple(things.project(key, subject.titles) for key in listed))


def _countries(subject: Subject, sentences: Mapping[str, Message]) -> dict[str, Message]:
    """Suggested partner -> what its country does for the call's rules about their number.

    Countries are counted in the order in which the partners are listed. A rule about some countries goes before one about
    all, and one that needs the country before one that has enough.
    """
    stated = [*subject.country_minima().items()]
    needed: dict[str, Message] = {}
    beyond: dict[str, Message] = {}
    for rule, minimum in sorted(stated, key=lambda one: one[1].scope == "all"):
        about = things.rule(rule, sentences)
        for one, place, earlier in _places(subject, minimum):
            country = things.country(countries.counts_as(one.country), subject.call.year)
            if earlier is not None:
                beyond.setdefault(one.id, word("same-country", name=things.member(earlier)))
            elif place > minimum.least:
                beyond.setdefault(one.id, word("further-country", country=country))
            else:
                name = _NTH[place - 1] if place <= len(_NTH) else "another-country"
                needed.setdefault(one.id, word(name, rule=about, country=country))
    for one in subject.partners:
        if stated and not any(subject.in_scope(one, minimum.scope) for _, minimum in stated):
            country = things.country(countries.counts_as(one.country), subject.call.year)
            beyond[one.id] = word("outside", rule=things.rule(stated[0][0], sentences), country=country)
    return {**beyond, **needed}


def _places(subject: Subject, minimum: CountryMinimum) -> Iterator[tuple[Organisation, int, Organisation | None]]:
    """Suggested partners a rule is about, with the place of their country among those represented.

    Who comes from the country of an earlier partner has that one beside it, where the countries are just enough; else it is
    left out.
    """
    inside = [one for one in subject.members if subject.in_scope(one, minimum.scope)]
    enough = len({countries.counts_as(one.country) for one in inside}) > minimum.least
    first: dict[str, Organisation | None] = {}
    for one in inside:
        code, suggested = countries.counts_as(one.country), one in subject.partners
        if code not in first:
            first[code] = one if suggested else None
            if suggested:
                yield one, len(first), None
        elif suggested and not enough and (earlier := first[code]) is not None:
            yield one, 0, earlier


def _rules(subject: Subject, one: Organisation, sentences: Mapping[str, Message]) -> Iterator[Message]:
    """The rules about classes that hang on it, those it counts for beside others, and what is asked of it and it has."""
    met, groups = subject.met(), dict[str, None]()
    for rule in subject.call.rules:
        asked = rule.classes
        if asked and rule.id in met and provides(met[rule.id], one.id):
            if rule.id in subject.left.get(one.id, ()):
                yield word("needed", rule=things.rule(rule.id, sentences))
            else:
                groups |= dict.fromkeys(name for name in asked if classes.is_in(name, one.type, one.flags))
    if groups:
        yield word("counts-as", groups=tuple(things.group(name) for name in groups))
    held = {declared.needs for declared in subject.call.declarations}
    findings = [finding for finding in subject.report.rules if finding.rule in held and provides(finding, one.id)]
    if has := tuple(things.flag(needs) for needs in dict.fromkeys(finding.rule for finding in findings)):
        yield word("declares", what=has)


def _beside_others(subject: Subject, one: Organisation) -> Iterator[Message]:
    """What it is beside the others: the only one of a sector, new beside experienced; and whether it may answer."""
    others = subject.others(one)
    taken = {sector for other in others for sector in other.sectors}
    if alone := tuple(things.sector(code) for code in SIX_SECTORS if code in one.sectors - taken):
        yield word("only-sector", sectors=alone)
    stated = {other.newcomer for other in others}
    if one.newcomer is not None and stated - {None} == {not one.newcomer}:
        yield word("newcomer" if one.newcomer else "experienced")
    if one.responsiveness is not None and one.responsiveness != 0.5:
        name = "answers" if one.responsiveness > 0.5 else "seldom-answers"
        yield word(name, percent=round(100 * one.responsiveness))

"""A call as a sheet to read at a desk: each fact with the number of the source it was read in."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from babel.dates import format_date, format_datetime

from matchmaker.cli.answers import wrapped
from matchmaker.language import SOURCE, Country, render
from matchmaker.programme import classes, countries, sentences, wording
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.dates import BRUSSELS, Starts
from matchmaker.programme.projects import ACTIVITIES, PRIORITIES, PROJECT_TYPES, PriorityOf
from matchmaker.programme.statements import Sourced

EVIDENCE = {"F": "read in the source", "I": "concluded from what was read", "K": "our own knowledge, not confirmed"}
MANAGED = {
    "NA": "the coordinator applies to the National Agency of its country",
    "EACEA": "the coordinator applies to the European Education and Culture Executive Agency (EACEA)",
}
DECIDES = {"NA": "The National Agency", "EACEA": "The Executive Agency (EACEA)"}


def day_and_time(moment: datetime, pattern: str = "EEEE d MMMM y, HH:mm") -> str:
    """The moment on the clocks of Brussels."""
    return str(format_datetime(moment, pattern, tzinfo=BRUSSELS, locale=SOURCE))


def call_sheet(call: Call, now: datetime) -> Iterator[str]:
    """The lines of the sheet."""
    sources = Sources(call.sources)
    yield call.label(SOURCE)
    yield f"{call.id} · {call.action} · call of {call.year} · {MANAGED[call.managed_by]}"
    yield from ("", wrapped(_when(call, now), hang=0))
    if call.provisional:
        yield wrapped(f"PROVISIONAL. {render(wording.provisional(call), SOURCE)}", hang=0)
    yield from _section("Who may take part", _rules(call, sources), hang=21)
    yield from _section("Programme countries", _countries(call, sources))
    yield from _section("Deadlines (Brussels time)", _deadlines(call, now, sources))
    yield from _section("The project", _project(call, sources))
    yield from _section("The plan of the project", _plan(call, sources))
    yield from _section("The application", _application(call, sources))
    yield from _section("What assessors look at, as far as it depends on who takes part", _assessment(call, sources))
    yield from _section("How we score fit: our own weights, not the funder's", _weights(call))
    yield from _section("What is not verified", (f"- {render(item, SOURCE)}" for item in call.unverified))
    yield from ("", "Sources", *sources.listed())
    yield from ("", wrapped("Letters: " + "; ".join(f"{letter} {meaning}" for letter, meaning in EVIDENCE.items()) + ".", hang=0))
    yield f"Our check covers the composition. {DECIDES[call.managed_by]} decides; read the Programme Guide of the year."
    yield f"Rule set {call.version}"


class Sources:
    """The sources of one sheet, numbered as they come."""

    def __init__(self, general: Iterable[str]) -> None:
        self._numbers: dict[str, int] = {}
        self._general = tuple(general)

    def of(self, stated: Sourced) -> str:
        """The mark of one fact: how we know it, and the number of its source."""
        return self.mark(stated.ev, stated.source)

    def mark(self, ev: str, source: str) -> str:
        """`[F3]`: read in source 3."""
        return f"[{ev}{self._numbers.setdefault(source, len(self._numbers) + 1)}]"

    def listed(self) -> Iterator[str]:
        """The sources by their numbers, then those that are named for the call as a whole."""
        for source in self._general:
            self._numbers.setdefault(source, len(self._numbers) + 1)
        yield from (f"  {number:>2} {source}" for source, number in self._numbers.items())


def _when(call: Call, now: datetime) -> str:
    """Whether it takes applications, first of all."""
    coming = call.next_deadline(now)
    if coming:
        return f"OPEN until {day_and_time(coming.at)} (Brussels)."
    if call.last_deadline:
        return f"CLOSED since {day_and_time(call.last_deadline)} (Brussels). It can be searched, checked and practised with."
    return "DEADLINE NOT KNOWN YET."


def _rules(call: Call, sources: Sources) -> Iterator[str]:
    stated = sentences.of(call)
    yield from (_rule(one, sources) for one in stated if one.variant is None)
    yield f"{'':20} Each legal entity counts once; associated partners count only where a rule says so."
    for kind in call.variants:
        alone = ": one organisation applies alone" if kind.single_applicant else ""
        yield f"Kind of project {kind.id}: {kind.label(SOURCE)}{alone}"
        yield from (f"  {_rule(one, sources)}" for one in stated if one.variant == kind)
        for seen in (one for one in call.each_variant if one.variant == kind and kind.deadlines is not None):
            yield from (f"  until {day_and_time(one.at)} (Brussels) {sources.of(one)}" for one in seen.deadlines)
        if kind.grant:
            yield f"  grant: {render(wording.grant(kind.grant), SOURCE)} {sources.of(kind.grant)}"


def _rule(rule: sentences.Stated, sources: Sources) -> str:
    doubt = "" if rule.settled else " (not settled: where it would fail, we say unknown)"
    doubt += " (read strictly: it only warns)" if rule.only_warns else ""
    return f"{rule.id:20} {render(rule.sentence, SOURCE)}{doubt} {sources.mark(rule.evidence, rule.source)}"


def _countries(call: Call, sources: Sources) -> Iterator[str]:
    names = sorted((countries.display_name(code, call.year, SOURCE) for code in call.counting_countries), key=str.casefold)
    yield f"{len(names)}: {', '.join(names)} {sources.mark(call.counting_ev, call.counting_source)}"
    territories = [code for code, country in countries.TERRITORIES.items() if country in call.counting_countries]
    yield "Counted under their country: " + ", ".join(render(CountryOf(code, call.year), SOURCE) for code in territories)
    for meant in (countries.INTENTIONS[code] for code in sorted(call.open_countries)):
        yield f"{meant.label(SOURCE)} {sources.of(meant)}"


def _deadlines(call: Call, now: datetime, sources: Sources) -> Iterator[str]:
    for one in call.deadlines:
        passed = " (passed)" if one.at < now else ""
        yield f"Round {one.round}: {day_and_time(one.at, 'EEEE d MMMM y, HH:mm (OOOO)')}{passed} {sources.of(one)}"
        if one.starts:
            yield f"  its projects begin {_starts(one.starts)}"
        if one.optional:
            yield f"  held only where the National Agency offers it; confirmed: {_agencies(call, one.round)}"
    if not call.deadlines:
        yield "not known"
    for one in call.expected:
        yield f"Round {one.round}: {render(wording.expected(one, call.year), SOURCE)}"


def _starts(starts: Starts) -> str:
    first, last = (str(format_date(day, "d MMMM y", locale=SOURCE)) for day in (starts.first, starts.last))
    return f"on {first}" if first == last else f"between {first} and {last}"


def _agencies(call: Call, number: int) -> str:
    """Where an optional round is known to be held, with where and when that was read."""
    read = [one for one in call.confirmations if one.round == number]
    return "; ".join(f"{render(Country(one.country), SOURCE)} ({one.source}, {one.date})" for one in read) or "nowhere yet"


def _project(call: Call, sources: Sources) -> Iterator[str]:
    if call.duration_months:
        yield f"Duration: {render(wording.duration(call.duration_months), SOURCE)} {sources.of(call.duration_months)}"
    if call.grant:
        yield f"Grant: {render(wording.grant(call.grant), SOURCE)} {sources.of(call.grant)}"
    for title, ids, choices in (
        ("Type, one of", call.project_types, PROJECT_TYPES),
        ("Activities", call.possible_activities, ACTIVITIES),
    ):
        if ids:
            yield f"{title}:"
        yield from (f"  - {choices[one].label(SOURCE)} ({one}) {sources.of(choices[one])}" for one in ids)
    if call.priorities:
        needed = call.priorities_needed
        mark = f" {sources.of(needed)}" if needed else ""
        yield f"Priorities, {render(wording.priorities(needed), SOURCE)}:{mark}"
    for one in call.priorities:
        yield f"  - {PriorityOf(one, call.year).label(SOURCE)} ({one}) {sources.of(PRIORITIES[one])}"


def _plan(call: Call, sources: Sources) -> Iterator[str]:
    """What the project keeps to: its tasks, and the numbers of its plan."""
    assessment = call.assessment
    if assessment and assessment.tasks:
        yield f"To choose: {render(assessment.tasks.sentence, SOURCE)} {sources.of(assessment.tasks)}"
    if assessment and assessment.limits:
        yield from (f"To keep to: {render(one, SOURCE)} {sources.of(assessment.limits)}" for one in call.limits())


def _application(call: Call, sources: Sources) -> Iterator[str]:
    if call.portal_ids:
        ids = (wording.portal_id(region, id_, call.year) for region, id_ in call.in_portal())
        yield from (f"Id in the portal: {render(one, SOURCE)} {sources.of(call.portal_ids)}" for one in ids)
    yield from (f"{render(wording.cap(cap), SOURCE)} {sources.of(cap)}" for cap in call.caps)
    yield from (f"{render(wording.document(document), SOURCE)} {sources.of(document)}" for document in call.papers)
    yield from (f"Recommended, not required: {render(one.text, SOURCE)} {sources.of(one)}" for one in call.recommendations)
    if call.contracting:
        yield "Each school signs a grant agreement with its own National Agency; no partner gives a mandate."


def _assessment(call: Call, sources: Sources) -> Iterator[str]:
    if call.assessment:
        for part in call.assessment.parts:
            yield render(part.sentence, SOURCE)
            yield from (f"  - {element.label(SOURCE)}" for element in part.elements)
        yield f"{render(call.assessment.total, SOURCE)} {sources.of(call.assessment)}"


def _weights(call: Call) -> Iterator[str]:
    parts = sorted(call.scoring.weights.items(), key=lambda item: -item[1])
    yield ", ".join(f"{part.replace('_', ' ')} {weight:.0%}" for part, weight in parts)
    yield f"Sectors aimed at: {call.scoring.sector_target}"
    if call.scoring.anchor_class:
        yield f"The call's own field is anchored by: {classes.get(call.scoring.anchor_class).label(SOURCE)}"


def _section(title: str, lines: Iterable[str], hang: int = 2) -> Iterator[str]:
    """A titled block, or nothing when there is nothing to say; what a line continues with stands `hang` further in."""
    found = list(lines)
    if found:
        yield from ("", title)
    for line in found:
        yield wrapped(line, 2, hang)

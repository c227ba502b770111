"""Who may apply: the coordinator's country, class and legal age."""

from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding, Status
from matchmaker.eligibility.reading import Reading, belongs, country, is_in
from matchmaker.eligibility.rules.member_types import decided_nationally
from matchmaker.eligibility.rules.other_countries import admits
from matchmaker.eligibility.wording import name
from matchmaker.language import N_, Either, Message, nN_, nsay, say
from matchmaker.programme import classes
from matchmaker.programme.conditions.coordinator import AGE, CLASS, COUNTRY, CoordinatorConditions
from matchmaker.programme.countries import CountryOf, region, regions
from matchmaker.programme.types import FLAGS

EXPLANATION = N_("The coordinator comes from a country that may apply, is one of those who may, and has existed long enough.")

_STATUS: Final[Mapping[bool | None, Status]] = {True: "pass", False: "fail", None: "unknown"}
_OLD_ENOUGH = nN_(
    "%(name)s was established on %(established)s, at least %(n)s year before %(by)s.",
    "%(name)s was established on %(established)s, at least %(n)s years before %(by)s.",
)
_TOO_YOUNG = nN_(
    "%(name)s was established on %(established)s; it must be at least %(n)s year before %(by)s.",
    "%(name)s was established on %(established)s; it must be at least %(n)s years before %(by)s.",
)
_TOO_YOUNG_YET = nN_(
    "%(name)s was established on %(established)s; old enough from %(day)s (%(n)s year). The deadline is not known yet.",
    "%(name)s was established on %(established)s; old enough from %(day)s (%(n)s years). The deadline is not known yet.",
)
_NO_DATE = nN_(
    "%(name)s must have been established at least %(n)s year before %(by)s; its founding date is missing.",
    "%(name)s must have been established at least %(n)s years before %(by)s; its founding date is missing.",
)


def explanations(conditions: CoordinatorConditions) -> Iterable[str]:
    """What is asked, in words."""
    return (EXPLANATION,)


def check(conditions: CoordinatorConditions, reading: Reading) -> list[Finding]:
    """`coordinator-country`, and `coordinator-class` and `coordinator-age` where the call states them."""
    checks = [(COUNTRY, _country)]
    if conditions.asks_class:
        checks.append((CLASS, _class))
    if conditions.min_legal_age_years:
        checks.append((AGE, _age))
    coordinator = reading.consortium.coordinator
    return [
        answer(rule, conditions, coordinator, reading) if coordinator else _nobody(rule, conditions, reading)
        for rule, answer in checks
    ]


def _country(rule: str, conditions: CoordinatorConditions, coordinator: Member, reading: Reading) -> Finding:
    """The coordinator counts as from a programme country, or is from another that the call admits and that may apply."""
    may = _may_apply(conditions, coordinator, reading)
    if reading.counts(coordinator):
        text = N_("%(name)s is from %(country)s, a programme country.")
    elif may:
        text = N_("%(name)s is from %(country)s, which may apply in this call.")
    elif may is None:
        text = N_(
            "Whether %(country)s, where %(name)s is from, may apply could not be checked, our list of regions is not complete."
        )
    elif conditions.country == "counting":
        text = N_("%(name)s is from %(country)s; only an organisation from a programme country may apply.")
    else:
        text = N_("%(name)s is from %(country)s, from where nobody may apply in this call.")
    message = say(text, name=name(coordinator), country=CountryOf(coordinator.country, reading.call.year))
    return _finding(rule, conditions, coordinator, _STATUS[may], message)


def _may_apply(conditions: CoordinatorConditions, coordinator: Member, reading: Reading) -> bool | None:
    """Whether an organisation from the coordinator's country may apply; None = its region is none of those we carry."""
    if reading.counts(coordinator):
        return True
    code, year = country(coordinator), reading.call.year
    if conditions.country == "counting" or code in conditions.not_countries:
        return False
    admitted, where = admits(reading.call.other_countries, code, year), region(code, year)
    if where in conditions.not_regions:
        return False
    may_be_in_one = where is None and not regions(year).keys() >= set(conditions.not_regions)
    return None if admitted and may_be_in_one else admitted


def _class(rule: str, conditions: CoordinatorConditions, coordinator: Member, reading: Reading) -> Finding:
    """The coordinator is in one of `classes` (if any are stated), in none of `not_classes`, and one of `flags` is true of it."""
    barred = tuple(classes.get(class_id) for class_id in conditions.not_classes if is_in(class_id, coordinator))
    asked: list[tuple[bool | None, tuple[object, ...]]] = []
    if conditions.classes:
        asked.append((belongs(conditions.classes, coordinator), tuple(classes.get(one) for one in conditions.classes)))
    if conditions.flags:
        asked.append((_states(conditions.flags, coordinator), tuple(FLAGS[slug] for slug in conditions.flags)))
    missing, open_ = ([labels for met, labels in asked if met is sought] for sought in (False, None))
    status: Status = "fail" if barred or missing else "unknown" if open_ else "pass"
    if barred:
        message = say(N_("%(name)s may not apply in this call: %(labels)s."), name=name(coordinator), labels=barred)
    elif missing:
        text = N_("%(name)s may not apply; the coordinator must be: %(labels)s.")
        message = say(text, name=name(coordinator), labels=Either(missing[0]))
    elif open_:
        text = N_("To be confirmed whether %(name)s may apply: %(labels)s.")
        message = decided_nationally(
            say(text, name=name(coordinator), labels=Either(open_[0])), national_list=conditions.national_list
        )
    else:
        message = say(N_("%(name)s is an organisation that may apply in this call."), name=name(coordinator))
    return _finding(rule, conditions, coordinator, status, message)


def _states(flags: Iterable[str], coordinator: Member) -> bool | None:
    """Whether one of the flags is true of it; None = nobody knows of one that is not denied."""
    answers = {coordinator.declares(flag) for flag in flags}
    return True if True in answers else None if None in answers else False


def _age(rule: str, conditions: CoordinatorConditions, coordinator: Member, reading: Reading) -> Finding:
    """Established at least N years before the deadline of the round.

    While that is not known, who is old enough today will be then, and of others nobody knows.
    """
    years, deadline = conditions.min_legal_age_years, reading.call.deadline
    reference = deadline.day if deadline else reading.today
    by = (
        say(N_("the deadline of %(date)s"), date=reference)
        if deadline
        else say(N_("today, %(date)s (the deadline is not known yet)"), date=reference)
    )
    if coordinator.established is None:
        message = nsay(*_NO_DATE, years, name=name(coordinator), by=by)
        return _finding(rule, conditions, coordinator, "unknown", message, required=years)
    found = _full_years(coordinator.established, reference)
    met = found >= years
    if not met and not deadline:
        day = _completed(coordinator.established, years)
        message = nsay(*_TOO_YOUNG_YET, years, name=name(coordinator), established=coordinator.established, day=day)
        return _finding(rule, conditions, coordinator, "unknown", message, required=years, found=found)
    message = nsay(
        *(_OLD_ENOUGH if met else _TOO_YOUNG), years, name=name(coordinator), established=coordinator.established, by=by
    )
    return _finding(rule, conditions, coordinator, "pass" if met else "fail", message, required=years, found=found)


def _completed(start: date, years: int) -> date:
    """The day on which so many years are completed; from 29 February on that is the last day of a February."""
    year = min(start.year + years, date.max.year)
    return start.replace(year=year, day=28 if (start.month, start.day) == (2, 29) and not isleap(year) else start.day)


def _full_years(start: date, end: date) -> int:
    """Completed years, as Regulation 1182/71, article 3, counts them."""
    years = end.year - start.year
    return max(years - (years > 0 and _completed(start, years) > end), 0)


def _nobody(rule: str, conditions: CoordinatorConditions, reading: Reading) -> Finding:
    """Without exactly one applicant its conditions are not met."""
    if any(member.role == "coordinator" for member in reading.members):
        message = say(N_("More than one coordinator is named; exactly one organisation applies."))
    else:
        message = say(N_("No coordinator is named yet."))
    return Finding(rule=rule, scope="composition", status="fail", message=message, source=conditions.source)


def _finding(
    rule: str,
    conditions: CoordinatorConditions,
    coordinator: Member,
    status: Status,
    message: Message,
    *,
    required: int | None = None,
    found: int | None = None,
) -> Finding:
    met = status == "pass"
    return Finding(
        rule=rule,
        scope="composition",
        status=status,
        message=message,
        required=required,
        found=found,
        witness=(coordinator.id,) if met else (),
        missing=() if met else (coordinator.id,),
        source=conditions.source,
    )

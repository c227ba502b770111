"""What one organisation must be, taken alone: to be a member under the call's rules, and to coordinate."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from matchmaker.inputs.organisations import Organisation
from matchmaker.programme import classes, countries
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import Declaration

Answer = bool | None
"""Yes, no, or nobody knows."""
Rule = Callable[[Organisation], Answer]
"""Whether an organisation meets a rule by itself."""


def counts(call: Call, country: str) -> bool:
    """Whether an organisation in `country`, as written, counts as from a programme country."""
    return countries.counts_as(country) in call.counting_countries


def country_admitted(call: Call, country: str) -> Answer:
    """Whether the call admits members from the country; None where it admits regions whose countries we do not carry."""
    counted, others = countries.counts_as(country), call.other_countries
    if counted in call.counting_countries:
        return True
    if others.allow == "none" or counted in others.exclude:
        return False
    if others.allow == "all":
        return True
    region = countries.region(counted, call.year)
    if region is not None:
        return region in others.regions
    return None if set(others.regions) - countries.carried_regions(call.year) else False


def member_rules(call: Call) -> dict[str, Rule]:
    """The rules each member meets or breaks by itself: rule id -> its answer."""
    asked: dict[str, Rule] = {"country-admissible": lambda o: country_admitted(call, o.country)}
    if call.member_types:
        needed = call.member_types.actor_class
        asked["member-type"] = lambda o: classes.is_in(needed, o.type, o.flags)
    if call.forbidden_classes:
        barred = call.forbidden_classes.classes
        asked["forbidden-type"] = lambda o: not any(classes.is_in(name, o.type, o.flags) for name in barred)
    for declaration in call.declarations:
        asked[declaration.needs] = partial(_holds_declaration, call, declaration)
    return asked


def coordinator_rules(call: Call, today: date) -> dict[str, Rule]:
    """The rules about who applies: rule id -> its answer for an organisation."""
    conditions = call.coordinator
    asked: dict[str, Rule] = {"coordinator-country": lambda o: counts(call, o.country)}
    if conditions.classes or conditions.not_classes:
        asked["coordinator-class"] = lambda o: (
            (not conditions.classes or any(classes.is_in(name, o.type, o.flags) for name in conditions.classes))
            and not any(classes.is_in(name, o.type, o.flags) for name in conditions.not_classes)
        )
    if conditions.min_legal_age_years:
        by = _age_counts_on(call, today)
        asked["coordinator-age"] = lambda o: (
            None if o.established is None else _anniversary(o.established, conditions.min_legal_age_years) <= by
        )
    return asked


def latest_founding(call: Call, today: date) -> date:
    """The last day on which a coordinator may have been established to be old enough."""
    years, by = call.coordinator.min_legal_age_years, _age_counts_on(call, today)
    found = _anniversary(by, -years)
    while _anniversary(found, years) > by:
        found -= timedelta(days=1)
    while _anniversary(found + timedelta(days=1), years) <= by:
        found += timedelta(days=1)
    return found


def _age_counts_on(call: Call, today: date) -> date:
    return call.last_deadline.date() if call.last_deadline else today


def _holds_declaration(call: Call, declaration: Declaration, organisation: Organisation) -> Answer:
    in_scope = declaration.scope == "all" or counts(call, organisation.country)
    if not in_scope or not classes.is_in(declaration.if_class, organisation.type, organisation.flags):
        return True
    if declaration.needs in organisation.flags:
        return True
    return False if f"no_{declaration.needs}" in organisation.flags else None


def _anniversary(day: date, years: int) -> date:
    """The same day so many years later; for 29 February the last day of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(min(day.year + years, date.max.year), 2, 28)

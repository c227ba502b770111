"""Check a finding again: an independent reader of the facts that confirms or refutes what a finding says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.findings import Finding
from matchmaker.programme import countries
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import Declaration
from matchmaker.programme.same import Same
from oracle import readings
from oracle.recounting import alike, count, home, possible, provides, within
from oracle.rounds import deadline_day
from oracle.supporting import supported

Answer = tuple[str, set[str], set[str]]
"""The status, who provides it, and who stands in the way or lacks data."""


def recheck(finding: Finding, consortium: Consortium, call: Call, today: date) -> bool:
    """Whether the facts say what `finding` says: its status, its numbers, and that those it names provide it.

    Counts by itself, so that a mistake in a rule does not confirm itself. Beside the composition only findings about award
    criteria have somebody who supports them: of the others only the ids are compared. Where the call is in doubt one of
    its readings must say it, or that it fails where another says something else; of several variants one.
    """
    each = readings.variants(Same(call))
    return any(_of_readings(finding, consortium, one, today) for one in each)


def _of_readings(finding: Finding, consortium: Consortium, call: Call, today: date) -> bool:
    plain_calls = readings.plain_calls(call, consortium)
    if any(_recheck(finding, consortium, plain, today) for plain in plain_calls):
        return True
    failing = [_recheck(replace(finding, status="fail"), consortium, plain, today) for plain in plain_calls]
    return finding.status == "unknown" and any(failing) and not all(failing)


def _recheck(finding: Finding, consortium: Consortium, call: Call, today: date) -> bool:
    known = {member.id for member in consortium.members}
    if not set(finding.missing) | _named(finding) <= known:
        return False
    if finding.scope == "award":
        return supported(finding, consortium, call)
    if finding.scope != "composition":
        return True
    for rule in call.rules:
        if rule.id == finding.rule:
            met, required, found = count(rule, consortium, call)
            status = "pass" if met else "warning" if rule.only_warns else "fail" if met is False else "unknown"
            numbers = (finding.status, finding.required, finding.found) == (status, required, found)
            return numbers and provides(rule, finding.witness, found, consortium, call)
    for declaration in call.declarations:
        if declaration.needs == finding.rule:
            return _agrees(finding, _declared(declaration, consortium, call))
    answers: dict[str, Callable[[Finding, Consortium, Call], bool]] = {
        "coordinator-age": partial(_coordinator_age, today=today),
        **_ANSWERS,
    }
    answer = answers.get(finding.rule)
    return answer is not None and answer(finding, consortium, call)


def _named(finding: Finding) -> set[str]:
    witness = finding.witness if isinstance(finding.witness, tuple) else sum(finding.witness.values(), ())
    return set(witness)


def _agrees(finding: Finding, answer: Answer) -> bool:
    return (finding.status, _named(finding), set(finding.missing)) == answer


def _ids(members: list[Member]) -> set[str]:
    return {member.id for member in members}


def _applicant(finding: Finding, consortium: Consortium, status: str) -> bool:
    """The coordinator's finding names it where it should; without exactly one coordinator it is a failure of nobody."""
    named = [member for member in consortium.members if member.role == "coordinator"]
    if len(named) != 1:
        return _agrees(finding, ("fail", set(), set()))
    return _agrees(finding, (status, _ids(named), set()) if status == "pass" else (status, set(), _ids(named)))


def _coordinator_country(finding: Finding, consortium: Consortium, call: Call) -> bool:
    applicants = [member for member in consortium.members if member.role == "coordinator"]
    codes = {home(member) for member in applicants} - call.counting_countries
    asked, numbers = call.coordinator, set(call.coordinator.not_regions)
    if not codes:
        return _applicant(finding, consortium, "pass")
    regions = {countries.region(code, call.year) for code in codes}
    status = _admitted(codes, call)
    if asked.country == "counting" or codes & asked.not_countries or regions & numbers or status == "fail":
        return _applicant(finding, consortium, "fail")
    unclear = None in regions and numbers - countries.regions(call.year).keys()
    return _applicant(finding, consortium, "unknown" if unclear else status)


def _admitted(codes: set[str], call: Call) -> str:
    """Whether the call admits these countries, none of which counts."""
    others = call.other_countries
    regions = {countries.region(code, call.year) for code in codes}
    if others.allow == "none" or codes & others.exclude:
        return "fail"
    if others.allow == "all" or regions <= set(others.regions):
        return "pass"
    uncarried = set(others.regions) - countries.regions(call.year).keys()
    return "unknown" if regions <= {None, *others.regions} and uncarried else "fail"


def _coordinator_class(finding: Finding, consortium: Consortium, call: Call) -> bool:
    applicants = [member for member in consortium.members if member.role == "coordinator"]
    statuses = {_fits(member, call) for member in applicants}
    return _applicant(finding, consortium, next((one for one in ("fail", "unknown") if one in statuses), "pass"))


def _fits(applicant: Member, call: Call) -> str:
    """Whether it is in one of the classes, in none of those that may not apply, and one of the flags is true of it."""
    allowed, flags = call.coordinator.classes, set(call.coordinator.flags)
    said = {flag.removeprefix("no_") for flag in applicant.flags if flag.startswith("no_")}
    inside = not allowed or any(within(one, applicant) for one in allowed)
    true = not flags or bool(flags & applicant.flags)
    if any(within(one, applicant) for one in call.coordinator.not_classes):
        return "fail"
    if not (inside or any(possible(one, applicant) for one in allowed)) or not (true or flags - said):
        return "fail"
    return "pass" if inside and true else "unknown"


def _coordinator_age(finding: Finding, consortium: Consortium, call: Call, today: date) -> bool:
    applicants = [member for member in consortium.members if member.role == "coordinator"]
    years = call.coordinator.min_legal_age_years
    if len(applicants) == 1 and applicants[0].established is None:
        return finding.found is None and _applicant(finding, consortium, "unknown")
    if len(applicants) != 1 or applicants[0].established is None:
        return _applicant(finding, consortium, "fail")
    deadline = deadline_day(call, consortium.round, applicants[0].country, today)
    by = deadline or today
    old = _later(applicants[0].established, years) <= (by.year, by.month, by.day)
    return _applicant(finding, consortium, "pass" if old else "fail" if deadline else "unknown")


def _later(start: date, years: int) -> tuple[int, int, int]:
    """The same day some years later; 29 February becomes 28 February where there is none."""
    year = start.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return year, start.month, 28 if (start.month, start.day) == (2, 29) and not leap else start.day


def _member_type(finding: Finding, consortium: Consortium, call: Call) -> bool:
    asked = call.member_types
    if asked is None:
        return False
    fitting = [m for m in consortium.taking_part if any(within(one, m) for one in asked.any_of)]
    rest = [member for member in consortium.taking_part if member not in fitting]
    open_ = [member for member in rest if any(possible(one, member) for one in asked.any_of)]
    status = "fail" if len(open_) < len(rest) else "unknown" if open_ else "pass"
    return _agrees(finding, (status, _ids(fitting), _ids(rest)))


def _forbidden_type(finding: Finding, consortium: Consortium, call: Call) -> bool:
    barred = call.forbidden_classes.classes if call.forbidden_classes else ()
    those = [member for member in consortium.taking_part if any(within(one, member) for one in barred)]
    return _agrees(finding, ("fail" if those else "pass", set(), _ids(those)))


def _abroad(consortium: Consortium, call: Call) -> list[Member]:
    return [member for member in consortium.taking_part if home(member) not in call.counting_countries]


def _country_admissible(finding: Finding, consortium: Consortium, call: Call) -> bool:
    others = call.other_countries
    admitted: set[str] = set()
    barred: set[str] = set()
    open_: set[str] = set()
    for member in _abroad(consortium, call):
        region = countries.region(home(member), call.year)
        listed = others.allow == "all" or (others.allow == "regions" and region in others.regions)
        uncarried = any(number not in countries.regions(call.year) for number in others.regions)
        if home(member) in others.exclude or others.allow == "none":
            barred.add(member.id)
        elif listed:
            admitted.add(member.id)
        else:
            (open_ if region is None and uncarried else barred).add(member.id)
    return _agrees(finding, ("fail" if barred else "unknown" if open_ else "pass", admitted, barred | open_))


def _added_value(finding: Finding, consortium: Consortium, call: Call) -> bool:
    abroad = _abroad(consortium, call)
    argued = [member for member in abroad if member.added_value and not member.added_value.isspace()]
    silent = [member for member in abroad if member not in argued]
    asked = call.other_countries.condition == "essential_added_value" and bool(abroad)
    return asked and _agrees(finding, ("warning" if silent else "pass", _ids(argued), _ids(silent)))


def _declared(declaration: Declaration, consortium: Consortium, call: Call) -> Answer:
    pools = {
        "all": set(consortium.taking_part),
        "counting": set(consortium.taking_part) - set(_abroad(consortium, call)),
        "other": set(_abroad(consortium, call)),
        "coordinator": {member for member in consortium.taking_part if member.role == "coordinator"},
    }
    asked = [member for member in pools[declaration.scope] if within(declaration.if_class, member)]
    holding = [member for member in asked if declaration.needs in member.flags]
    without = [member for member in asked if member not in holding and f"no_{declaration.needs}" in member.flags]
    status = "fail" if without else "unknown" if len(holding) < len(asked) else "pass"
    return status, _ids(holding), _ids([member for member in asked if member not in holding])


def _associated_partner(finding: Finding, consortium: Consortium, call: Call) -> bool:
    asked = call.associated_partners
    if asked is None:
        return False
    there = {member.id: home(member) for member in consortium.members if member.role == "associated"}
    if asked.allowed == "not_said":
        return bool(there) and finding.rule == "associated-foreseen" and _agrees(finding, ("warning", set(), set(there)))
    barred = {one for one, code in there.items() if not asked.allowed or code in asked.exclude}
    may = finding.rule == "associated-partner"
    return may and _agrees(finding, ("fail" if barred else "pass", set(there) - barred, barred))


def _barred_everywhere(finding: Finding, consortium: Consortium, call: Call) -> bool:
    found: set[str] = set()
    failing = False
    for bar in call.bars.held if call.bars else ():
        for member in consortium.members:
            concerned = (bar.associated or member.role != "associated") and (not bar.countries or home(member) in bar.countries)
            inside = not bar.classes or any(within(one, member) for one in bar.classes)
            if concerned and (inside or any(possible(one, member) for one in bar.classes)):
                found.add(member.id)
                failing |= inside and bar.in_calls_of.count(call.managed_by) == 1
    return _agrees(finding, ("fail" if failing else "unknown" if found else "pass", set(), found))


def _one_entity_once(finding: Finding, consortium: Consortium, call: Call) -> bool:
    """Each group of a failure shares something; a pass means that no two entries do. A warning names entries that differ."""
    members = list(consortium.taking_part)
    pairs = [(one, other) for n, one in enumerate(members) for other in members[n + 1 :] if alike(one, other)]
    if finding.status == "pass":
        return not pairs and _named(finding) == _ids(members)
    if finding.status == "fail":
        return bool(pairs) and _named(finding) == {member.id for pair in pairs for member in pair}
    return len(_named(finding)) > 1 or any(member.role == "associated" for member in consortium.members)


def _n_minus_1(finding: Finding, consortium: Consortium, call: Call) -> bool:
    """The rules counted without those who may have to leave, among them all trusts and whoever needs added value."""
    others = call.other_countries
    removed = others.condition == "essential_added_value" and others.if_not_shown == "removed_at_assessment"
    abroad = _abroad(consortium, call) if removed else []
    trusts = [member for member in consortium.taking_part if "hu_public_interest_trust" in member.flags and _signs_late(call)]
    if not _ids(abroad + trusts) <= set(finding.missing):
        return False
    staying = tuple(member for member in consortium.members if member.id not in finding.missing)
    rest = Consortium(staying, consortium.project)
    met = all(count(rule, rest, call)[0] is not False or rule.only_warns for rule in call.rules)
    leads = any(member.role == "coordinator" and member.id in finding.missing for member in consortium.members)
    return bool(finding.missing) and (finding.status == "pass") == (met and not leads)


def _signs_late(call: Call) -> bool:
    """Whether its grants are signed after 16 December 2022: five months after the deadline, or nine with the Executive Agency."""
    days = [call.deadline] if call.deadline else list(call.deadlines)
    if not days:
        return call.year >= 2022
    last = max(one.day for one in days)
    month = last.year * 12 + last.month - 1 + (5 if call.managed_by == "NA" else 9)
    return (month, last.day) > (2022 * 12 + 11, 16)


_ANSWERS: dict[str, Callable[[Finding, Consortium, Call], bool]] = {
    "coordinator-country": _coordinator_country,
    "coordinator-class": _coordinator_class,
    "member-type": _member_type,
    "forbidden-type": _forbidden_type,
    "country-admissible": _country_admissible,
    "added-value": _added_value,
    "associated-partner": _associated_partner,
    "associated-foreseen": _associated_partner,
    "barred-everywhere": _barred_everywhere,
    "one-entity-once": _one_entity_once,
    "n-minus-1": _n_minus_1,
}

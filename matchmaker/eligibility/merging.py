"""What the readings of a call say of one consortium, put together: where they do not agree it is unknown, with both said."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from matchmaker.eligibility.findings import Finding, Report
from matchmaker.language import N_, Message, say, together
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import INTENTIONS, CountryOf
from matchmaker.programme.plain import Plain

_SEVERITY: Final = {"pass": 0, "unknown": 1, "fail": 2}

_Said = tuple[Plain, Finding]
"""What a reading answers."""


def merged(call: Call, reports: Sequence[tuple[Plain, Report]]) -> Report:
    """One report of those of all readings, in their order.

    The verdict is that of all readings where they agree, else unknown: then no rule fails. What only warns, or is judged beside
    the composition, is as the first reading says it.
    """
    if len(reports) == 1:
        return reports[0][1]
    said = [(reading, dict(_judged(report))) for reading, report in reports]
    first, strict = reports[0][1], next(report for reading, report in reports if not reading.loosely)
    own = {rule.id for rule in call.rules}
    keys = {id(one): key for report in (first, strict) for key, one in _judged(report)}
    # A rule that one reading does not ask at all stands where the others have it.
    in_order = [one for one in strict.findings if one.rule in own] + [one for one in first.findings if one.rule not in own]
    findings = [
        _merged(call, [(reading, found[key]) for reading, found in said if key in found], len(said))
        if (key := keys.get(id(one)))
        else one
        for one in in_order
    ]
    report = replace(first, findings=tuple(findings))
    if report.verdict == "unknown" and all(one.verdict == "ineligible" for _, one in reports):
        # Each reading refuses it for another reason.
        refused = frozenset(rule for _, one in reports for rule in one.failing)
        open_ = [one for one in report.rules if one.status == "unknown" and one.rule in refused]
        return replace(report, findings=tuple(replace(one, status="fail") if one in open_ else one for one in findings))
    return report


def _judged(report: Report) -> Iterator[tuple[tuple[str, int], Finding]]:
    """The findings that decide the verdict, by the id of their rule and their place among those about it."""
    seen: Counter[str] = Counter()
    for one in report.rules:
        yield (one.rule, seen[one.rule]), one
        seen[one.rule] += 1


def _merged(call: Call, said: Sequence[_Said], readings: int) -> Finding:
    """What they say where they agree, as it is said where the rules ask most; else unknown, with the strictest and the mildest.

    Numbers, and who is named, are those of the strictest. readings: how many there are; a rule is met where it is not asked.
    """
    severities = [_SEVERITY[one.status] for _, one in said]
    most, least = max(severities), min(severities) if len(said) == readings else 0
    strictest = sorted((one for one in said if _SEVERITY[one[1].status] == most), key=lambda one: one[0].loosely)
    finding = strictest[0][1]
    if most == least:
        return finding
    if mildest := [one for one in said if _SEVERITY[one[1].status] == least]:
        strict, mild = min(product(strictest, mildest), key=_apart)
        if strict[0].counted != mild[0].counted:
            return replace(strict[1], status="unknown", message=_if_it_counts(call, strict, mild))
        finding = strict[1]
    rule = next(one for one in call.rules if one.id == finding.rule)
    concerned = finding.witness if isinstance(finding.witness, Mapping) else ()
    return replace(finding, status="unknown", message=rule.in_doubt(finding.message, call.year, concerned))


def _apart(pair: tuple[_Said, _Said]) -> int:
    """In how much two readings differ."""
    (one, _), (other, _) = pair
    return len(one.counted ^ other.counted) + (one.loosely != other.loosely)


def _if_it_counts(call: Call, one: _Said, other: _Said) -> Message:
    """What two readings say that differ in which countries count, and why nobody knows."""
    codes = sorted(one[0].counted ^ other[0].counted)
    counted, otherwise = sorted((one, other), key=lambda said: -len(said[0].counted))
    return say(
        N_("If counted as a programme country (%(countries)s): %(counted)s If not: %(otherwise)s %(why)s"),
        countries=tuple(CountryOf(code, call.year) for code in codes),
        counted=counted[1].message,
        otherwise=otherwise[1].message,
        why=together(say("%(sentence)s", sentence=INTENTIONS[code]) for code in codes),
    )

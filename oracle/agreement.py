"""What follows where a call may mean several things: the check of each by itself, put together in the plainest way."""

from datetime import date

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium
from matchmaker.programme.calls import Call
from oracle.readings import kinds, plain_calls


def verdict(call: Call, consortium: Consortium, today: date) -> str:
    """What all readings agree about, else `unknown`; of several variants the best, unless the project names one."""
    said = {_verdict(one, consortium, today) for one in kinds(call, consortium.project.variant)}
    return next(one for one in ("eligible", "unknown", "ineligible") if one in said)


def _verdict(call: Call, consortium: Consortium, today: date) -> str:
    found = {eligibility.check(consortium, plain, today).verdict for plain in plain_calls(call, consortium)}
    return found.pop() if len(found) == 1 else "unknown"


def status(rule: str, call: Call, consortium: Consortium, today: date) -> str:
    """The status of a rule that decides the verdict, of a call without variants.

    What all say that ask it, met where it is not asked; else `unknown`. Where all refuse the consortium, and none of its rules
    is refused by all, it fails by each that one refuses it for.
    """
    reports = [eligibility.check(consortium, plain, today) for plain in plain_calls(call, consortium)]
    said = [{one.rule: one.status for one in report.rules} for report in reports]
    found = {one.get(rule, "pass") for one in said}
    if len(found) == 1:
        return found.pop()
    refused = [{name for name, status in one.items() if status == "fail"} for one in said]
    if all(refused) and not set.intersection(*refused) and "fail" in found:
        return "fail"
    return "unknown"

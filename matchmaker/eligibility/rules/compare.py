"""How the numbers of organisations from two sides compare."""

import operator

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import ids
from matchmaker.language import N_, say
from matchmaker.programme.rules import Compare, Scope, Side

EXPLANATION = N_("The numbers of organisations from two sides are in the balance asked for; one more partner may break it.")

_OPERATORS = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt, "==": operator.eq}
_SIDES: dict[Side, tuple[Scope, str]] = {
    "orgs_counting": ("counting", N_("Organisations from programme countries: %(number)s")),
    "orgs_other": ("other", N_("Organisations from other countries: %(number)s")),
    "orgs_all": ("all", N_("All organisations: %(number)s")),
}
_BALANCE = {
    "<=": N_("%(left)s. %(right)s. The second number may not be smaller than the first."),
    "<": N_("%(left)s. %(right)s. The second number must be larger than the first."),
    ">=": N_("%(left)s. %(right)s. The first number may not be smaller than the second."),
    ">": N_("%(left)s. %(right)s. The first number must be larger than the second."),
    "==": N_("%(left)s. %(right)s. The two numbers must be equal."),
}


def check(rule: Compare, reading: Reading) -> Finding:
    """`left op right`; `found` is the left number, `required` the right one, the witness who is on which side."""
    (left_scope, left_text), (right_scope, right_text) = _SIDES[rule.left], _SIDES[rule.right]
    left, right = reading.scope(left_scope), reading.scope(right_scope)
    return Finding(
        rule=rule.id,
        scope="composition",
        status="pass" if _OPERATORS[rule.op](len(left), len(right)) else "fail",
        message=say(_BALANCE[rule.op], left=say(left_text, number=len(left)), right=say(right_text, number=len(right))),
        required=len(right),
        found=len(left),
        witness={rule.left: ids(left), rule.right: ids(right)},
        source=rule.source,
    )

"""A comparison of two numbers of organisations: what a call states."""

from typing import Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme.rules.rule import RuleData

Side = Literal["orgs_counting", "orgs_other", "orgs_all"]
_SIDES = {
    "orgs_counting": say(N_("organisations from programme countries")),
    "orgs_other": say(N_("organisations from other countries")),
    "orgs_all": say(N_("all organisations")),
}
_BALANCE = {
    "<=": N_("Not more %(left)s than %(right)s"),
    "<": N_("Fewer %(left)s than %(right)s"),
    ">=": N_("Not fewer %(left)s than %(right)s"),
    ">": N_("More %(left)s than %(right)s"),
    "==": N_("As many %(left)s as %(right)s"),
}


class Compare(RuleData):
    """`left` and `right` are numbers of organisations."""

    check: Literal["compare"]
    left: Side
    op: Literal["<=", "<", ">=", ">", "=="]
    right: Side

    @property
    def sentence(self) -> Message:
        """How they compare."""
        return say(_BALANCE[self.op], left=_SIDES[self.left], right=_SIDES[self.right])

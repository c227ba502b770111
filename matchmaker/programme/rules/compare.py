"""A comparison of two numbers of organisations: what a call states."""

from math import inf
from typing import Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme.rules.rule import RuleData
from matchmaker.programme.sizes import Sizes

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

    def bound(self, sizes: Sizes) -> None:
        """The larger of `orgs_all` and one side is never smaller, by as many as there are on the other."""
        low, high = {"<=": (-inf, 0), "<": (-inf, -1), "==": (0, 0), ">=": (0, inf), ">": (1, inf)}[self.op]
        match self.left, self.right:
            case "orgs_counting", "orgs_other":
                sizes.more_counting.narrow(low, high)
            case "orgs_other", "orgs_counting":
                sizes.more_counting.narrow(-high, -low)
            case "orgs_all", "orgs_counting" | "orgs_other":
                sizes.of["other" if self.right == "orgs_counting" else "counting"].narrow(low, high)
            case "orgs_counting" | "orgs_other", "orgs_all":
                sizes.of["other" if self.left == "orgs_counting" else "counting"].narrow(-high, -low)

    def sentence(self, year: int) -> Message:
        """How they compare."""
        return say(_BALANCE[self.op], left=_SIDES[self.left], right=_SIDES[self.right])

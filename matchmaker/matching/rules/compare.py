"""A comparison of two numbers of organisations."""

from collections.abc import Sequence

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import Kind
from matchmaker.matching.standing import Standing, in_scope, scoped
from matchmaker.programme import rules

SCOPES = {"orgs_counting": "counting", "orgs_other": "other", "orgs_all": "all"}


class Compare(Kind[rules.Compare]):
    """One more member moves the difference by one at most."""

    by_sides = True
    is_balance = True

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """By how much the difference is off."""
        over = len(scoped(members, SCOPES[self.rule.left])) - len(scoped(members, SCOPES[self.rule.right]))
        match self.rule.op:
            case "<=":
                return max(0, over)
            case "<":
                return max(0, over + 1)
            case ">=":
                return max(0, -over)
            case ">":
                return max(0, 1 - over)
            case "==":
                return abs(over)

    def constrain(self, program: Constraints) -> None:
        """Who moves the difference the wrong way can leave while there is room."""
        left, right = SCOPES[self.rule.left], SCOPES[self.rule.right]
        over = program.number(program.scoped(left)) - program.number(program.scoped(right))
        strict = 1 if self.rule.op in {"<", ">"} else 0
        for sign in {"<": (1,), "<=": (1,), ">": (-1,), ">=": (-1,), "==": (1, -1)}[self.rule.op]:
            room = over * -sign - strict
            program.holds(room)
            spare = program.up_to_one(room)
            for cell in program.cells:
                if sign * (in_scope(cell.standing, right) - in_scope(cell.standing, left)) > 0:
                    program.leaves_when(cell, spare)

    @property
    def can_be_broken(self) -> bool:
        """By one more on the wrong side."""
        return True

"""So many members of an actor class at least."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import Kind, States
from matchmaker.matching.searching.automata import Automaton
from matchmaker.matching.standing import Standing, in_scope, scoped, unfilled
from matchmaker.programme import rules


class CountClass(Kind[rules.CountClass]):
    """Every member of the class in the scope counts."""

    helped_by_more = True

    @cached_property
    def bit(self) -> int:
        """The class."""
        return self._context.bits[self.rule.actor_class]

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """How many fewer than the minimum."""
        return unfilled({self.bit: self.rule.min}, scoped(members, self.rule.scope))

    def constrain(self, program: Constraints) -> None:
        """One of the class can leave while there are more than the minimum."""
        program.cover(program.scoped(self.rule.scope), {self.bit: self.rule.min})

    def automata(self, states: States) -> Iterator[Automaton]:
        """How many there are, up to one more than the minimum."""
        yield states.at_least(self.rule.min, lambda one: bool(one.classes & self.bit) and in_scope(one, self.rule.scope))

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """As many as the minimum."""
        return self.rule.min if self.missing(staying, "") else 0

"""Places for several actor classes, filled by different members."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import Kind, States
from matchmaker.matching.searching.automata import Automaton
from matchmaker.matching.standing import Needs, Standing, unfilled
from matchmaker.programme import rules


class DisjointCover(Kind[rules.DisjointCover]):
    """Nobody fills two of them."""

    helped_by_more = True

    @cached_property
    def needs(self) -> Needs:
        """The places."""
        return self._by_bit(self.rule.needs)

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """Places that stay empty."""
        return unfilled(self.needs, members)

    def constrain(self, program: Constraints) -> None:
        """Hall's conditions."""
        program.cover(program.scoped("all"), self.needs)

    def automata(self, states: States) -> Iterator[Automaton]:
        """How the places are filled."""
        return states.filled(self.rule.needs)

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """One for each place."""
        return sum(self.needs.values()) if self.missing(staying, "") else 0

"""How many organisations a call's rules admit: from programme countries, from others, and in all."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from math import inf

from matchmaker.programme.scopes import Scope


@dataclass(slots=True)
class Range:
    """From `least` to `most`."""

    least: float = 0
    most: float = inf

    def narrow(self, least: float = 0, most: float = inf) -> None:
        """No less than that, and no more."""
        self.least, self.most = max(self.least, least), min(self.most, most)


@dataclass(slots=True)
class Sizes:
    """What rules write into (`RuleData.bound`). counting_countries: whose organisations are from programme countries.

    of: for each scope how many organisations; countries: how many different ones at least. more_counting: by how much those
    from programme countries outnumber the others, a negative number where there are fewer of them. named: so many a project names
    at least, associated partners counted.
    """

    counting_countries: Collection[str]
    of: defaultdict[Scope, Range] = field(default_factory=lambda: defaultdict(Range))
    countries: defaultdict[Scope, int] = field(default_factory=lambda: defaultdict(int))
    more_counting: Range = field(default_factory=lambda: Range(least=-inf))
    named: int = 0

    def side(self, country: str) -> Scope:
        """Where an organisation from that country counts."""
        return "counting" if country in self.counting_countries else "other"

    @property
    def least(self) -> int | None:
        """The fewest organisations in all, at least 1; None where no numbers meet all rules."""
        return next((number for number in (self.at_least, self.at_least + 1) if self._admits(number)), None)

    @property
    def at_least(self) -> int:
        """So many it takes, whatever the most may be."""
        counting, other, more = self.of["counting"], self.of["other"], self.more_counting
        together = (counting.least + other.least, 2 * counting.least - more.most, 2 * other.least + more.least)
        return int(max(1, self.of["all"].least, *together))

    @property
    def most(self) -> int | None:
        """The most organisations in all, None without a limit."""
        counting, other, more = self.of["counting"], self.of["other"], self.more_counting
        together = (counting.most + other.most, 2 * counting.most - more.least, 2 * other.most + more.most)
        highest = min(self.of["all"].most, *together)
        if highest == inf:
            return None
        return int(next((number for number in (highest, highest - 1) if self._admits(number)), highest))

    def _admits(self, number: float) -> bool:
        """Whether so many in all can be split between both sides.

        With `more` of them from programme countries than from others, there are (number + more) / 2 and (number - more) / 2.
        """
        counting, other, everybody, more = self.of["counting"], self.of["other"], self.of["all"], self.more_counting
        low = max(more.least, 2 * counting.least - number, number - 2 * other.most)
        high = min(more.most, number - 2 * other.least, 2 * counting.most - number)
        low = low + 1 if (low - number) % 2 else low
        return everybody.least <= number <= everybody.most and low <= high

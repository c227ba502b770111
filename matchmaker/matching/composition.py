"""The call's rules about numbers, countries and classes as the search asks them: how many members are missing at least?"""

from collections.abc import Iterable, Sequence
from typing import Any

from matchmaker.matching.rules import KINDS
from matchmaker.matching.rules.count_countries import CountCountries
from matchmaker.matching.rules.kind import Context, Kind
from matchmaker.matching.standing import Standing
from matchmaker.programme import rules
from matchmaker.programme.calls import Call


class Composition:
    """The rules of a call as their kinds see them. `binding`: those a suggestion must meet.

    What our sources do not settle is unknown where it would fail, and unknown is not no: it binds nobody.
    """

    def __init__(self, call: Call, *, without: Iterable[str] = ()) -> None:
        dropped = frozenset(without)
        stated = [rule for rule in call.rules if rule.settled and rule.id not in dropped]
        self.classes = tuple(sorted({name for rule in stated for name in rule.classes}))
        counted = (rule.min for rule in stated if isinstance(rule, rules.CountCountries) and rule.scope == "counting")
        context = Context({name: 1 << place for place, name in enumerate(self.classes)}, max(counted, default=0))
        self.binding: tuple[Kind[Any], ...] = tuple(KINDS[rule.check](rule, context) for rule in stated)

    @property
    def by_country(self) -> bool:
        """Whether it matters which country a member is from, not only how many countries there are."""
        return any(one.by_country for one in self.binding)

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """The fewest further members without whom the rules do not all hold; 0 = they hold."""
        return max((one.missing(members, home) for one in self.binding), default=0)

    def in_reach(self, members: Sequence[Standing], home: str) -> bool:
        """Whether those rules hold for all these that more members can only help; else they hold for none of their subsets."""
        return all(one.missing(members, home) == 0 for one in self.binding if one.helped_by_more)

    def holds_without(self, members: Sequence[Standing], leaving: int, home: str) -> bool:
        """Whether no rule fails once the member at that place has left."""
        staying = [*members[:leaving], *members[leaving + 1 :]]
        return all(one.missing(staying, home) == 0 for one in self.binding)

    @property
    def smallest(self) -> int:
        """The number of members below which a rule fails."""
        return max((one.smallest for one in self.binding), default=0)

    def country_minima(self) -> list[tuple[rules.Scope, int]]:
        """The rules about the number of countries: scope and minimum."""
        return [(one.rule.scope, one.rule.min) for one in self.binding if isinstance(one, CountCountries)]

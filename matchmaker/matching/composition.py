"""The call's rules about numbers, countries and classes as the search asks them: how many members are missing at least?"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from matchmaker.matching.rules import KINDS
from matchmaker.matching.rules.kind import Context, Kind
from matchmaker.matching.standing import Standing, in_scope
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import CountryMinimum


class Composition:
    """The rules of a plain call as their kinds see them, but those that only warn. without: ids of rules to leave out."""

    def __init__(self, call: Call, *, without: Iterable[str] = ()) -> None:
        dropped = frozenset(without)
        stated = [rule for rule in call.rules if not rule.only_warns and rule.id not in dropped]
        self.classes = tuple(sorted({name for rule in stated for name in rule.classes}))
        fewest: Counter[str] = Counter()
        for minimum in (rule.country_minimum for rule in stated):
            if minimum is not None:
                fewest[minimum.scope] = max(fewest[minimum.scope], minimum.least)
        fewest["all"] = max(fewest["all"], fewest["counting"] + fewest["other"])
        context = Context({name: 1 << place for place, name in enumerate(self.classes)}, fewest, call.year)
        self.binding: tuple[Kind[Any], ...] = tuple(KINDS[rule.check](rule, context) for rule in stated)

    @property
    def by_country(self) -> bool:
        """Whether it matters which country a member is from, not only how many countries there are."""
        return any(one.by_country for one in self.binding)

    def part(self, member: Standing) -> tuple[Hashable, ...]:
        """For each rule that keeps countries apart the part a member belongs to; None: it may sit with all."""
        return tuple(
            (one.of_country(str(member.country)),) if in_scope(member, one.rule.scope) else None
            for one in self.binding
            if one.keeps_apart
        )

    def barring(self, member: Standing, *, known: bool = False) -> list[str]:
        """Ids of the rules that cannot hold where that member takes part; `known`: of those too that may not for all we know."""
        return [one.rule.id for one in self.binding if not (admitted := one.admits(member)) and (known or admitted is not None)]

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

    def country_minima(self) -> list[CountryMinimum]:
        """The rules about the number of countries."""
        return [one.rule.country_minimum for one in self.binding if one.rule.country_minimum is not None]

    @property
    def too_many_of(self) -> tuple[str, ...]:
        """The classes of which one more member can break a rule."""
        return tuple(sorted({name for one in self.binding for name in one.too_many_of}))

    def bits(self, names: Iterable[str]) -> int:
        """Some of its classes as bits."""
        return sum(1 << self.classes.index(name) for name in names)

    def of_country(self, country: str) -> Hashable:
        """What of a country, as it counts, decides rules beside whether it counts and whether it is admitted."""
        return tuple(one.of_country(country) for one in self.binding)

"""The call's rules about numbers, countries and classes as the search asks them: how many members are missing at least?

Written from the programme's rule kinds, apart from `eligibility/`: the solver and the checker stay independent.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from matchmaker.programme import rules
from matchmaker.programme.calls import Call

NEVER = 1_000_000
"""Missing: what no addition can mend."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules see of a member: the country it counts under (None: not decided yet), and the classes it is in.

    counting: from a counting country. classes: a bit for each of `Composition.classes`.
    """

    country: str | None
    counting: bool
    classes: int


Missing = Callable[[Sequence[Standing], str], int]
"""Members and the coordinator's country -> the fewest further members without whom the rule does not hold; 0 = it holds.

Exact at 0 and at NEVER, else a lower bound. A country that is not decided counts as a new one, which is never too little.
"""


_HELPED_BY_MORE = (rules.CountCountries, rules.CountClass, rules.DisjointCover, rules.CountryBundles)
"""Kinds of rule that hold for a set of members as soon as they hold for a part of it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule and the question what is missing for it."""

    rule: rules.Rule
    missing: Missing


class Composition:
    """The rules of a call, compiled. `binding`: those a suggestion must meet.

    What our sources do not settle is unknown where it would fail, and unknown is not no: it binds nobody.
    """

    def __init__(self, call: Call, *, without: Iterable[str] = ()) -> None:
        dropped = frozenset(without)
        stated = [rule for rule in call.rules if rule.settled and rule.id not in dropped]
        self.classes = tuple(sorted({name for rule in stated for name in _classes(rule)}))
        bits = {name: 1 << place for place, name in enumerate(self.classes)}
        counted = (rule for rule in stated if isinstance(rule, rules.CountCountries) and rule.scope == "counting")
        countries = max((rule.min for rule in counted), default=0)
        self.binding = tuple(Compiled(rule, _compile(rule, bits, countries)) for rule in stated)

    @property
    def by_country(self) -> bool:
        """Whether it matters which country a member is from, not only how many countries there are."""
        return any(isinstance(one.rule, rules.EachCountryHas | rules.CountryBundles) for one in self.binding)

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """The fewest further members without whom the rules do not all hold; 0 = they hold."""
        return max((one.missing(members, home) for one in self.binding), default=0)

    def in_reach(self, members: Sequence[Standing], home: str) -> bool:
        """Whether those rules hold for all these that more members can only help; else they hold for none of their subsets."""
        return all(one.missing(members, home) == 0 for one in self.binding if isinstance(one.rule, _HELPED_BY_MORE))

    def holds_without(self, members: Sequence[Standing], leaving: int, home: str) -> bool:
        """Whether no rule fails once the member at that place has left."""
        staying = [*members[:leaving], *members[leaving + 1 :]]
        return all(one.missing(staying, home) == 0 for one in self.binding)

    @property
    def smallest(self) -> int:
        """The number of members below which a rule fails."""
        return max(
            (one.rule.min for one in self.binding if isinstance(one.rule, rules.CountOrgs) and one.rule.scope != "other"),
            default=0,
        )

    def country_minima(self) -> list[tuple[rules.Scope, int]]:
        """The rules about the number of countries: scope and minimum."""
        stated = (one.rule for one in self.binding)
        return [(rule.scope, rule.min) for rule in stated if isinstance(rule, rules.CountCountries)]


def _classes(rule: rules.Rule) -> Iterable[str]:
    match rule:
        case rules.CountClass():
            return (rule.actor_class,)
        case rules.EachCountryHas():
            return rule.need
        case rules.DisjointCover():
            return rule.needs
        case rules.CountryBundles():
            return chain.from_iterable(bundle.need for bundle in rule.bundles)
        case _:
            return ()


def _compile(rule: rules.Rule, bits: Mapping[str, int], countries: int) -> Missing:
    if isinstance(rule, rules.CountOrgs | rules.CountCountries | rules.Compare):
        return _of_numbers(rule)
    return _of_classes(rule, bits, countries)


def _of_numbers(rule: rules.CountOrgs | rules.CountCountries | rules.Compare) -> Missing:
    match rule:
        case rules.CountOrgs():
            return lambda members, home: _count_orgs(rule, members)
        case rules.CountCountries():
            return lambda members, home: max(0, rule.min - _countries(members, rule.scope))
        case rules.Compare():
            return lambda members, home: _compare(rule, members)


def _of_classes(
    rule: rules.CountClass | rules.EachCountryHas | rules.DisjointCover | rules.CountryBundles,
    bits: Mapping[str, int],
    countries: int,
) -> Missing:
    """`countries`: so many programme countries must be represented in any case."""

    def by_bit(needs: Mapping[str, int]) -> dict[int, int]:
        return {bits[name]: number for name, number in needs.items()}

    match rule:
        case rules.CountClass():
            asked = by_bit({rule.actor_class: rule.min})
            return lambda members, home: _unfilled(asked, _scope(members, rule.scope))
        case rules.EachCountryHas():
            needs = by_bit(rule.need)
            least = countries if rule.scope == "counting" else 0
            return lambda members, home: _each_country(needs, _by_country(_scope(members, rule.scope)), least)
        case rules.DisjointCover():
            cover = by_bit(rule.needs)
            return lambda members, home: _unfilled(cover, members)
        case rules.CountryBundles():
            bundles = [(bundle, by_bit(bundle.need)) for bundle in rule.bundles]
            return lambda members, home: sum(_bundle(bundle, needs, members, home) for bundle, needs in bundles)


def in_scope(member: Standing, scope: str) -> bool:
    """Whether a rule with that scope is about the member."""
    return scope == "all" or member.counting == (scope == "counting")


def _scope(members: Sequence[Standing], scope: str) -> Sequence[Standing]:
    return [member for member in members if in_scope(member, scope)]


def _by_country(members: Iterable[Standing]) -> dict[str | None, list[Standing]]:
    groups: dict[str | None, list[Standing]] = defaultdict(list)
    for member in members:
        groups[member.country].append(member)
    return groups


def _count_orgs(rule: rules.CountOrgs, members: Sequence[Standing]) -> int:
    found = len(_scope(members, rule.scope))
    return NEVER if rule.max is not None and found > rule.max else max(0, rule.min - found)


def _countries(members: Sequence[Standing], scope: str) -> int:
    countries = Counter(member.country for member in _scope(members, scope))
    undecided = countries.pop(None, 0)
    return len(countries) + undecided


def _unfilled(needs: Mapping[int, int], members: Sequence[Standing]) -> int:
    """Places that stay empty when different members fill as many as they can.

    By König and Hall: the largest assignment leaves as many places empty as the worst set of classes has more places
    than members that are in any of them.
    """
    worst = 0
    for size in range(1, len(needs) + 1):
        for chosen in combinations(needs, size):
            either = sum(chosen)
            fitting = sum(1 for member in members if member.classes & either)
            worst = max(worst, sum(needs[bit] for bit in chosen) - fitting)
    return worst


def _each_country(needs: Mapping[int, int], groups: Mapping[str | None, Sequence[Standing]], countries: int) -> int:
    """Members missing in the countries represented; nothing less helps in those that must still come."""
    there = sum(_unfilled(needs, group) for group in groups.values())
    return there + max(0, countries - len(groups)) * sum(needs.values())


def _bundle(bundle: rules.Bundle, needs: Mapping[int, int], members: Sequence[Standing], home: str) -> int:
    """Members missing from the bundle: at the coordinator's, or in the other countries that come nearest to it."""
    at_home = bundle.country == "coordinator"
    groups = _by_country(member for member in members if member.counting and (member.country == home) == at_home)
    nearest = sorted(_unfilled(needs, group) for group in groups.values())[: bundle.at_least]
    return sum(nearest) + (bundle.at_least - len(nearest)) * sum(needs.values())


_SIDES: Mapping[rules.Side, str] = {"orgs_counting": "counting", "orgs_other": "other", "orgs_all": "all"}


def _compare(rule: rules.Compare, members: Sequence[Standing]) -> int:
    """One more member moves the difference by one at most."""
    over = len(_scope(members, _SIDES[rule.left])) - len(_scope(members, _SIDES[rule.right]))
    match rule.op:
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

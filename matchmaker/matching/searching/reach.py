"""How many countries chosen sorts can represent at most, and what that leaves of the rules about their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np

from matchmaker.matching.composition import Composition
from matchmaker.matching.searching.sorts import Sorts
from matchmaker.matching.standing import Standing, in_scope


@dataclass(frozen=True, slots=True)
class _Minimum:
    """A least number of countries in a scope.

    members: of those who sit there already, in the scope; known: their countries. by_sort: the countries of each sort, 0
    when it is not in the scope. A set of countries is a number, one bit for each.
    """

    least: int
    members: int
    known: int
    by_sort: tuple[int, ...]


class Reach:
    """The rules about the number of countries, for members who sit there already and sorts to choose from."""

    def __init__(self, composition: Composition, there: Sequence[Standing], sorts: Sorts) -> None:
        codes = {one.country for one in there} | {code for countries in sorts.countries for code in countries}
        bit = {code: 1 << place for place, code in enumerate(sorted(str(code) for code in codes))}
        self._minima: list[_Minimum] = []
        for scope, least in composition.country_minima():
            inside = [one for one in there if in_scope(one, scope)]
            by_sort = [
                reduce(or_, (bit[str(code)] for code in countries)) if in_scope(standing, scope) else 0
                for standing, countries in zip(sorts.standing, sorts.countries, strict=True)
            ]
            self._minima.append(
                _Minimum(
                    least=least,
                    members=len(inside),
                    known=reduce(or_, (bit[str(one.country)] for one in inside), 0),
                    by_sort=tuple(by_sort),
                )
            )

    def robust(self, number: int, chosen: Sequence[int]) -> float:
        """The largest share of `number` partners, of these sorts, who can leave; -inf where the minima cannot hold.

        Where the countries are just enough, only those can leave who share theirs. Of t members from c countries at least
        2c - t do not share theirs.
        """
        share = 1.0
        for one in self._minima:
            partners = [one.by_sort[sort] for sort in chosen if one.by_sort[sort]]
            new = (reduce(or_, partners, 0) & ~one.known).bit_count()
            countries = one.known.bit_count() + min(len(partners), new)
            if countries < one.least:
                return -np.inf
            if countries == one.least and number:
                members = one.members + len(partners)
                leaving = min(len(partners), members - max(0, 2 * countries - members))
                share = min(share, (number - len(partners) + leaving) / number)
        return share

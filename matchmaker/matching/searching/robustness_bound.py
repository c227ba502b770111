"""Upper bound of robustness: how many countries chosen cells can represent, and who can leave when they are just enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np

from matchmaker.matching.composition import Composition
from matchmaker.matching.searching.equivalence import Equivalence
from matchmaker.matching.standing import Standing, in_scope


@dataclass(frozen=True, slots=True)
class _Minimum:
    """A least number of countries in a scope, perhaps of members of some classes.

    members: of those who sit there already, so many count for it; known: their countries. by_cell: the countries of each cell, 0
    when it does not count. A set of countries is a number, one bit for each.
    """

    least: int
    members: int
    known: int
    by_cell: tuple[int, ...]


class RobustnessBound:
    """By the rules about the number of countries, for members who sit there already and cells to choose from."""

    def __init__(self, composition: Composition, there: Sequence[Standing], equivalence: Equivalence) -> None:
        """there: the members present and the partners asked for by name."""
        codes = {one.country for one in there} | {code for countries in equivalence.countries for code in countries}
        bit = {code: 1 << place for place, code in enumerate(sorted(str(code) for code in codes))}
        self._minima: list[_Minimum] = []
        for minimum in composition.country_minima():
            either = composition.bits(minimum.classes)

            def counts(one: Standing, scope: str = minimum.scope, either: int = either) -> bool:
                return in_scope(one, scope) and (not either or bool(one.classes & either))

            inside = [one for one in there if counts(one)]
            by_cell = [
                reduce(or_, (bit[str(code)] for code in countries)) if counts(standing) else 0
                for standing, countries in zip(equivalence.standing, equivalence.countries, strict=True)
            ]
            self._minima.append(
                _Minimum(
                    least=minimum.least,
                    members=len(inside),
                    known=reduce(or_, (bit[str(one.country)] for one in inside), 0),
                    by_cell=tuple(by_cell),
                )
            )

    def of(self, number: int, chosen: Sequence[int]) -> float:
        """The largest share, 0..1, of `number` partners who can leave; -inf where the minima cannot hold.

        chosen: their cells, each as often as it is chosen. Takes O(rules partners).

        Where the countries are just enough, only those can leave who share theirs. Of t members from c countries at least
        2c - t do not share theirs.
        """
        share = 1.0
        for one in self._minima:
            partners = [one.by_cell[cell] for cell in chosen if one.by_cell[cell]]
            new = (reduce(or_, partners, 0) & ~one.known).bit_count()
            countries = one.known.bit_count() + min(len(partners), new)
            if countries < one.least:
                return -np.inf
            if countries == one.least and number:
                members = one.members + len(partners)
                leaving = min(len(partners), members - max(0, 2 * countries - members))
                share = min(share, (number - len(partners) + leaving) / number)
        return share

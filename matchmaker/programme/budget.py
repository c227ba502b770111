"""What a plan gives to whom: the shares of the grant by work package and by organisation, and what is left of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts in whole euro. packages: of each work package, in their order. organisations: id -> of all packages together.

    left: of the amount that is asked for, below 0 where the shares come to more; None while no amount is known.
    """

    packages: tuple[int, ...]
    organisations: Mapping[str, int]
    left: int | None

    @property
    def total(self) -> int:
        """All shares together."""
        return sum(self.packages)


def budget(shares: Sequence[Mapping[str, int]], asked: int | None) -> Budget:
    """shares: for each work package, id of an organisation -> its share. asked: the amount asked for, None = not known."""
    of_organisations: defaultdict[str, int] = defaultdict(int)
    for package in shares:
        for who, amount in package.items():
            of_organisations[who] += amount
    packages = tuple(sum(package.values()) for package in shares)
    return Budget(packages, dict(of_organisations), None if asked is None else asked - sum(packages))

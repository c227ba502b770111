"""Places for several actor classes, filled by different members: what a call states."""

from collections.abc import Iterable
from typing import Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme.rules.naming import NamesClasses
from matchmaker.programme.rules.rule import Needs, places
from matchmaker.programme.sizes import Sizes


class DisjointCover(NamesClasses):
    """One assignment of distinct members to slots: class -> number of slots. Scope: all members that take part in rules."""

    check: Literal["disjoint_cover"]
    needs: Needs

    def sentence(self, year: int) -> Message:
        """What different organisations provide."""
        return self.noted(say(N_("Different organisations provide %(what)s"), what=places(self.needs)))

    @property
    def widely(self) -> dict[str, object]:
        """Its slots."""
        return {"needs": self.renamed(self.needs)}

    def bound(self, sizes: Sizes) -> None:
        """One for each slot."""
        sizes.of["all"].narrow(sum(self.needs.values()))

    @property
    def classes(self) -> Iterable[str]:
        """Those there are slots for."""
        return self.needs

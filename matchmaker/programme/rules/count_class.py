"""So many members of an actor class at least: what a call states."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from matchmaker.language import Message, nN_, nsay
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.rules.naming import NamesClasses
from matchmaker.programme.scopes import WHERE, Scope
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Positive

_MEMBERS = nN_("%(group)s: at least %(n)s organisation %(where)s", "%(group)s: at least %(n)s organisations %(where)s")


class CountClass(NamesClasses):
    """At least `min` members of an actor class in the scope."""

    check: Literal["count_class"]
    actor_class: ClassId = Field(alias="class")
    scope: Scope
    min: Positive

    def sentence(self, year: int) -> Message:
        """How many of what, from where."""
        return self.noted(nsay(*_MEMBERS, self.min, where=WHERE[self.scope], group=classes.get(self.actor_class)))

    @property
    def widely(self) -> dict[str, object]:
        """Its class."""
        return {"actor_class": self.perhaps.get(self.actor_class, self.actor_class)}

    def bound(self, sizes: Sizes) -> None:
        """As many as the minimum, from there."""
        sizes.of[self.scope].narrow(self.min)

    @property
    def classes(self) -> Iterable[str]:
        """The one it counts."""
        return (self.actor_class,)

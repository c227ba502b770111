"""What members of a class must hold, such as the Erasmus Charter for Higher Education: what a call states."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition
from matchmaker.programme.scopes import WHERE, Scope
from matchmaker.programme.types import FLAGS, FlagSlug


class Declaration(Condition):
    """Members of a class in the scope, or the coordinator if it is in the class, need a declaration flag (a Charter, say).

    The check bears the flag's slug.
    """

    key: ClassVar[str] = "declarations"
    ids: ClassVar[frozenset[str]] = frozenset(FLAGS)

    if_class: ClassId
    scope: Literal[Scope, "coordinator"]
    needs: FlagSlug

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """Who holds what."""
        of_class, needs = classes.get(self.if_class), FLAGS[self.needs]
        if self.scope == "coordinator":
            yield self.needs, say(N_("Whoever applies, if “%(group)s”, holds: %(needs)s"), group=of_class, needs=needs)
        elif self.scope == "all":
            yield self.needs, say(N_("Every “%(group)s” holds: %(needs)s"), group=of_class, needs=needs)
        else:
            sentence = N_("Every “%(group)s” %(where)s holds: %(needs)s")
            yield self.needs, say(sentence, group=of_class, where=WHERE[self.scope], needs=needs)

    @property
    def named_classes(self) -> Iterable[str]:
        """The class it is asked of."""
        return (self.if_class,)

    @property
    def named_flags(self) -> Iterable[str]:
        """What is to be held."""
        return (self.needs,)

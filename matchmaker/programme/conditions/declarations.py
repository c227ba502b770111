"""What members of a class must hold, such as the Erasmus Charter for Higher Education: what a call states."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition
from matchmaker.programme.scopes import WHERE
from matchmaker.programme.types import FLAGS, FlagSlug


class Declaration(Condition):
    """Members of a class in the scope need a declaration flag (a Charter, for example)."""

    key: ClassVar[str] = "declarations"
    # The check bears the flag's slug; this is the one flag that the guide asks for.
    ids: ClassVar[frozenset[str]] = frozenset({"eche"})

    if_class: ClassId
    scope: Literal["counting", "all"]
    needs: FlagSlug

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """Who holds what."""
        sentence = N_("Every “%(group)s” %(where)s holds: %(needs)s")
        yield self.needs, say(sentence, group=classes.get(self.if_class), where=WHERE[self.scope], needs=FLAGS[self.needs])

    @property
    def named_classes(self) -> Iterable[str]:
        """The class it is asked of."""
        return (self.if_class,)

    @property
    def named_flags(self) -> Iterable[str]:
        """What is to be held."""
        return (self.needs,)

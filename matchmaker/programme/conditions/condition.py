"""What every condition that a call may state is made of, as frozen data; each has a file here, named as a call's key."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import ClassVar

from matchmaker.language import Either, Message
from matchmaker.programme import classes
from matchmaker.programme.statements import Sourced


class Condition(Sourced, ABC):
    """What each member, or whoever applies, meets or breaks by itself.

    key: how the call's file calls it. ids: of the checks it may come to; no rule of a call bears one of them.
    """

    key: ClassVar[str]
    ids: ClassVar[frozenset[str]]

    @abstractmethod
    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """What it asks in words, with the id of the check; year: the call's, for the names of countries."""

    @property
    def named_classes(self) -> Iterable[str]:
        """The actor classes it names."""
        return ()

    @property
    def named_flags(self) -> Iterable[str]:
        """The flags it looks at beside those that put an organisation into a class."""
        return ()


def groups(ids: Iterable[str]) -> Either:
    """Actor classes in a sentence, of which one is enough."""
    return Either(tuple(classes.get(one) for one in ids))

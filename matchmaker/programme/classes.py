"""Actor classes: what the rules of a call count, by an organisation's type or by what it states about itself."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Annotated

from matchmaker.errors import NotFound
from matchmaker.language import N_, say
from matchmaker.programme import reading
from matchmaker.programme.statements import Named, Sourced
from matchmaker.programme.types import FlagSlug, TypeCode


class ActorClass(Sourced, Named):
    """A class: the official types that belong to it, and the flags that put any other type into it."""

    id: str
    types: frozenset[TypeCode] = frozenset()
    flags: frozenset[FlagSlug] = frozenset()


_CLASSES: Mapping[str, ActorClass] = reading.shipped("classes", ActorClass, "id")

CLASSES: tuple[str, ...] = tuple(_CLASSES)


def get(class_id: str) -> ActorClass:
    """The class. Raises `NotFound`."""
    if class_id not in _CLASSES:
        raise NotFound(say(N_("“%(name)s” is not an actor class we know"), name=class_id[:60]))
    return _CLASSES[class_id]


def is_in(actor_class: str, type_code: str, flags: AbstractSet[str]) -> bool:
    """Whether an organisation of this type with these flags is in the class; a flag counts only when it is present."""
    found = get(actor_class)
    return type_code in found.types or not found.flags.isdisjoint(flags)


ClassId = Annotated[str, *reading.one_of(_CLASSES, N_("an actor class"))]
"""The id of an actor class, for the data that refers to one."""

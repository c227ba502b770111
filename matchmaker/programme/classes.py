"""Actor classes: what the rules and conditions of a call name, by an organisation's type or by what it states about itself."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Annotated, ClassVar, Literal, Self

from matchmaker.errors import NotFound
from matchmaker.language import N_, say
from matchmaker.programme import reading
from matchmaker.programme.statements import Named, Sourced
from matchmaker.programme.types import FlagSlug, TypeCode


class ActorClass(Sourced, Named):
    """A class: the official types that belong to it, and the flags that put any other type into it.

    need: "all_flags" where an organisation of these types is in it only when it states every flag, and no other ever is.
    open_types: some of these types are in it and some are not; unless a flag says so, nobody knows. Whoever denies every flag
    of the class, or one of `denied_by`, is not in it.
    """

    is_common: ClassVar[bool] = True

    id: str
    types: frozenset[TypeCode] = frozenset()
    flags: frozenset[FlagSlug] = frozenset()
    need: Literal["type_or_flag", "all_flags"] = "type_or_flag"
    open_types: frozenset[TypeCode] | Literal["all"] = frozenset()
    denied_by: frozenset[FlagSlug] = frozenset()

    def has(self, type_code: str, flags: AbstractSet[str]) -> bool:
        """Whether an organisation of this type with these flags is known to be in it."""
        if self.need == "all_flags":
            return type_code in self.types and self.flags <= flags
        return type_code in self.types or not self.flags.isdisjoint(flags)

    def may_have(self, type_code: str, flags: AbstractSet[str]) -> bool:
        """Whether one may be in it as far as is known: whoever is, and those of open types who do not deny it."""
        denied = {flag for flag in self.flags if f"no_{flag}" in flags}
        if self.need == "all_flags":
            return type_code in self.types and not denied
        is_open = self.open_types == "all" or type_code in self.open_types
        ruled_out = denied == self.flags or any(f"no_{flag}" in flags for flag in self.denied_by)
        return self.has(type_code, flags) or (is_open and not ruled_out)

    def includes(self, other: Self) -> bool:
        """Whether whoever is known to be in the other is known to be in it, by its types and flags."""
        if self.need == "all_flags":
            return other.need == "all_flags" and other.types <= self.types and self.flags <= other.flags
        return other.types <= self.types and (other.need == "all_flags" or other.flags <= self.flags)


_CLASSES: Mapping[str, ActorClass] = reading.shipped("classes", ActorClass, "id")

CLASSES: tuple[str, ...] = tuple(_CLASSES)


def get(class_id: str) -> ActorClass:
    """The class. Raises `NotFound`."""
    if class_id not in _CLASSES:
        raise NotFound(say(N_("“%(name)s” is not an actor class we know"), name=class_id[:60]))
    return _CLASSES[class_id]


def is_in(actor_class: str, type_code: str, flags: AbstractSet[str]) -> bool:
    """Whether an organisation of this type with these flags is in the class; a flag counts only when it is present."""
    return get(actor_class).has(type_code, flags)


def belongs(actor_classes: Iterable[str], type_code: str, flags: AbstractSet[str]) -> bool | None:
    """Whether an organisation is in one of the classes; None = what is not known of it may put it there."""
    named = [get(one) for one in actor_classes]
    if any(one.has(type_code, flags) for one in named):
        return True
    return None if any(one.may_have(type_code, flags) for one in named) else False


ClassId = Annotated[str, *reading.one_of(_CLASSES, N_("an actor class"))]
"""The id of an actor class, for the data that refers to one."""

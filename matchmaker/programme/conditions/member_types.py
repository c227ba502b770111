"""What every member must be: what a call states."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from pydantic import Field

from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition

MEMBER_TYPE = "member-type"


class MemberTypes(Condition):
    """Every member, coordinator included, is in this actor class."""

    key: ClassVar[str] = "member_types"
    ids: ClassVar[frozenset[str]] = frozenset({MEMBER_TYPE})

    actor_class: ClassId = Field(alias="class")

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """The class."""
        yield MEMBER_TYPE, say(N_("Every member is: %(group)s"), group=classes.get(self.actor_class))

    @property
    def named_classes(self) -> Iterable[str]:
        """The one."""
        return (self.actor_class,)

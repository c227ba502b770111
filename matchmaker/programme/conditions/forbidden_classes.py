"""What no member may be: what a call states."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from matchmaker.language import N_, Message, say
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition, groups

FORBIDDEN_TYPE = "forbidden-type"


class ForbiddenClasses(Condition):
    """No member is in any of these actor classes."""

    key: ClassVar[str] = "forbidden_classes"
    ids: ClassVar[frozenset[str]] = frozenset({FORBIDDEN_TYPE})

    classes: Annotated[tuple[ClassId, ...], Field(min_length=1)]

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """The classes."""
        yield FORBIDDEN_TYPE, say(N_("No member is: %(groups)s"), groups=groups(self.classes))

    @property
    def named_classes(self) -> Iterable[str]:
        """All of them."""
        return self.classes

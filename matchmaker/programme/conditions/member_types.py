"""What every member must be: what a call states."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from matchmaker.language import N_, Message, say
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition, groups
from matchmaker.programme.statements import YesNo

MEMBER_TYPE = "member-type"


class MemberTypes(Condition):
    """Every member, coordinator included, is in one of these actor classes.

    national_list: who is in them is laid down for each country and published by its National Agency.
    """

    key: ClassVar[str] = "member_types"
    ids: ClassVar[frozenset[str]] = frozenset({MEMBER_TYPE})

    any_of: Annotated[tuple[ClassId, ...], Field(min_length=1)]
    national_list: YesNo = False

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """The classes, and who says which body is in them."""
        text = N_("Every member is: %(groups)s") if len(self.any_of) == 1 else N_("Every member is one of these: %(groups)s")
        sentence = say(text, groups=groups(self.any_of))
        yield MEMBER_TYPE, listed_nationally(sentence) if self.national_list else sentence

    @property
    def named_classes(self) -> Iterable[str]:
        """All of them."""
        return self.any_of


def listed_nationally(sentence: Message) -> Message:
    """The same of bodies that a list of each country names."""
    return say(N_("%(sentence)s (the list of the country’s National Agency decides)"), sentence=sentence)

"""What a project may choose: its type, its priorities, its kinds of activity, and what an innovation project brings about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from matchmaker.language import N_
from matchmaker.programme import reading
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.statements import Labels, Named, Sourced

_FILE = reading.DATA / "projects.toml"
_STATED = reading.table(_FILE)


class Choice(Sourced, Named):
    """One thing to choose; `explanation` says in a line what is meant where the name does not."""

    is_common: ClassVar[bool] = True

    id: str
    explanation: Labels | None = None


class EarlierName(Named):
    """What a priority was called in the guides until a call year."""

    until: int


class Priority(Choice):
    """A priority of the programme: of one field, or of all (`field` None, horizontal), in a period of years.

    A guide may widen a priority and call it otherwise; it stays the same one, `before` holds what it was called, and `also`
    the ids that files may name it by. third_countries: where the organisations outside the programme are that it is about, too.
    """

    first_year: int
    last_year: int
    before: tuple[EarlierName, ...] = ()
    also: tuple[str, ...] = ()
    third_countries: frozenset[CountryCode] = frozenset()
    field: Literal["VET", "HED", "SCH", "ADU", "YOU", "SPORT", "CROSS"] | None = None

    @property
    def horizontal(self) -> bool:
        """Whether it is open to every field."""
        return self.field is None


@dataclass(frozen=True, slots=True)
class PriorityOf:
    """A priority under its name of one call year; one that we do not know is told by its code."""

    is_common: ClassVar[bool] = True

    code: str
    year: int

    def label(self, language: str) -> str:
        """The name in `language`."""
        one = PRIORITIES.get(self.code)
        if one is None:
            return self.code
        dated = min((name for name in one.before if self.year <= name.until), key=lambda name: name.until, default=one)
        return dated.label(language)


PROJECT_TYPES: Mapping[str, Choice] = reading.entries(_FILE.name, _STATED["types"], Choice, "id")
RESULTS: Mapping[str, Choice] = reading.entries(_FILE.name, _STATED["results"], Choice, "id")
"""What an innovation project may bring about; examples, none is prescribed."""
ACTIVITIES: Mapping[str, Choice] = reading.entries(_FILE.name, _STATED["activities"], Choice, "id")
PRIORITIES: Mapping[str, Priority] = reading.shipped("priorities", Priority, "id")


_ALSO: Mapping[str, str] = {other: one.id for one in PRIORITIES.values() for other in one.also}


def priority_id(stated: object) -> object:
    """The id of a priority, where it is named by another of its ids; anything else as it is."""
    return _ALSO.get(stated, stated) if isinstance(stated, str) else stated


PriorityId = Annotated[str, BeforeValidator(priority_id), *reading.one_of(PRIORITIES, N_("a priority"))]
ProjectType = Annotated[str, *reading.one_of(PROJECT_TYPES, N_("a project type"))]
ActivityId = Annotated[str, *reading.one_of(ACTIVITIES, N_("a kind of activity"))]

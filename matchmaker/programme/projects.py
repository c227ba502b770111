"""What a project may choose: its type, its priorities, its kinds of activity, and what an innovation project brings about."""

from collections.abc import Mapping
from typing import Annotated, Literal

from matchmaker.language import N_
from matchmaker.programme import reading
from matchmaker.programme.statements import Labels, Named, Sourced

_FILE = reading.DATA / "projects.toml"
_STATED = reading.table(_FILE)


class Choice(Sourced, Named):
    """One thing to choose; `explanation` says in a line what is meant where the name does not."""

    id: str
    explanation: Labels | None = None


class Priority(Choice):
    """A priority of the programme: of one field, or of all (`field` None, horizontal), in a period of years."""

    first_year: int
    last_year: int
    field: Literal["VET", "HED", "SCH", "ADU", "YOU"] | None = None

    @property
    def horizontal(self) -> bool:
        """Whether it is open to every field."""
        return self.field is None


PROJECT_TYPES: Mapping[str, Choice] = reading.entries(_FILE.name, _STATED["types"], Choice, "id")
RESULTS: Mapping[str, Choice] = reading.entries(_FILE.name, _STATED["results"], Choice, "id")
"""What an innovation project may bring about; examples, none is prescribed."""
ACTIVITIES: Mapping[str, Choice] = reading.entries(_FILE.name, _STATED["activities"], Choice, "id")
PRIORITIES: Mapping[str, Priority] = reading.shipped("priorities", Priority, "id")


PriorityId = Annotated[str, *reading.one_of(PRIORITIES, N_("a priority"))]
ProjectType = Annotated[str, *reading.one_of(PROJECT_TYPES, N_("a project type"))]
ActivityId = Annotated[str, *reading.one_of(ACTIVITIES, N_("a kind of activity"))]

"""An organisation and a past participation as the interchange format states them: what matching and imports work on."""

from dataclasses import dataclass
from datetime import date

from matchmaker.inputs.particulars import Role


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation. None or empty = unknown.

    sectors: what it stands for after its type's rule (`programme.types`); fields: ISCED-F codes of 2 to 4 digits;
    flags: present flags and `no_<flag>` for those known absent; responsiveness: 0..1; other_ids: every further id it was
    imported under; known_only: known from public records, has not joined; newcomer_in_doubt: it says that it is new or has
    little experience, which what is known speaks against, so that `newcomer` is unknown.
    """

    id: str
    name: str
    country: str
    type: str
    sectors: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    newcomer: bool | None = None
    responsiveness: float | None = None
    established: date | None = None
    oid: str | None = None
    pic: str | None = None
    flags: frozenset[str] = frozenset()
    region: str = ""
    city: str = ""
    website: str = ""
    registration: str | None = None
    other_ids: tuple[str, ...] = ()
    known_only: bool = False
    newcomer_in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class PastProject:
    """A past project as `projects.csv` states it."""

    id: str
    call: str
    year: int | None
    title: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """Who took part in which past project, as what."""

    project_id: str
    organisation_id: str
    role: Role

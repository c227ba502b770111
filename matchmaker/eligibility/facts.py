"""What is known about a consortium, as frozen facts: the only input of the check."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Literal

Role = Literal["coordinator", "partner", "associated"]


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation in the consortium.

    country: ISO 3166-1 alpha-2 as written (GL stays GL). flags: present flags and `no_<flag>` for those known absent.
    oid, pic, registration: identifiers of the legal entity, None = unknown. sectors: what it stands for beside what follows
    from its type. newcomer: new or of little experience in this kind of action, None = unknown. contribution: what it brings
    to this project. These and the city matter to no rule, only to what assessors look at.
    """

    id: str
    role: Role
    name: str
    country: str
    type: str
    flags: frozenset[str] = frozenset()
    established: date | None = None
    oid: str | None = None
    pic: str | None = None
    registration: str | None = None
    added_value: str | None = None
    sectors: frozenset[str] = frozenset()
    newcomer: bool | None = None
    contribution: str | None = None
    city: str = ""

    def declares(self, flag: str) -> bool | None:
        """True present, False known absent, None unknown."""
        if flag in self.flags:
            return True
        return False if f"no_{flag}" in self.flags else None


@dataclass(frozen=True, slots=True)
class Agency:
    """The National Agency as the coordinator knows it; empty = not entered.

    priorities: ids of those it takes as European priorities in the national context, as it says at the address `source`.
    """

    name: str = ""
    website: str = ""
    priorities: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """What is said about the project; None or empty = not given, and then not judged.

    variant: id of the kind of project it is, where the call has several. grant: amount asked for, in euro.
    """

    type: str | None = None
    variant: str | None = None
    months: int | None = None
    grant: int | None = None
    priorities: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Consortium:
    """The members in any order; the answer never depends on it. round: the number of the one named, None = none is."""

    members: tuple[Member, ...]
    project: Project = field(default_factory=Project)
    round: int | None = None
    agency: Agency = field(default_factory=Agency)

    @property
    def taking_part(self) -> tuple[Member, ...]:
        """The members that take part in rules: all but the associated partners, in order of id."""
        return _in_order(m for m in self.members if m.role != "associated")

    @property
    def associated(self) -> tuple[Member, ...]:
        """The associated partners, which take part in no rule, in order of id."""
        return _in_order(m for m in self.members if m.role == "associated")

    @property
    def coordinator(self) -> Member | None:
        """The one applicant; None while nobody, or more than one, is named."""
        named = [m for m in self.members if m.role == "coordinator"]
        return named[0] if len(named) == 1 else None


def _in_order(members: Iterable[Member]) -> tuple[Member, ...]:
    by_id = sorted(members, key=attrgetter("id"))
    return tuple(by_id if len({member.id for member in by_id}) == len(by_id) else sorted(by_id, key=_order))


def _order(member: Member) -> tuple[str, ...]:
    """By id; what follows decides between two entries of one id, so that no answer depends on the order of members."""
    established = member.established.isoformat() if member.established else ""
    rest = (
        member.oid,
        member.pic,
        member.registration,
        member.added_value,
        member.contribution,
        member.city,
        str(member.newcomer),
    )
    facts = (member.role, member.country, member.type, member.name, established, *sorted(member.flags), *sorted(member.sectors))
    return (member.id, *facts, *(text or "" for text in rest))

"""A consortium as one call reads it: which legal entities take part, where each counts, and which class it is in."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.programme import classes, countries
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import Scope


@dataclass(frozen=True, slots=True)
class Reading:
    """What every rule looks at; all tuples of members are in order of id.

    members: all that take part, every entry. entities: the same, one tuple of entries per legal entity.
    counting, other: one entry per legal entity, from counting countries and from elsewhere.
    """

    consortium: Consortium
    call: Call
    today: date
    members: tuple[Member, ...]
    entities: tuple[tuple[Member, ...], ...]
    counting: tuple[Member, ...]
    other: tuple[Member, ...]

    def scope(self, scope: Scope, *, with_associated: bool = False) -> tuple[Member, ...]:
        """One entry per legal entity in the scope; with_associated: of associated partners, too."""
        if with_associated:
            everybody = tuple(_chosen(entity) for entity in _entities((*self.members, *self.consortium.associated)))
            return tuple(m for m in everybody if scope == "all" or self.counts(m) == (scope == "counting"))
        if scope == "counting":
            return self.counting
        return self.other if scope == "other" else tuple(_chosen(entity) for entity in self.entities)

    def counts(self, member: Member) -> bool:
        """Whether the member comes from a counting country (EU or associated, in the call's year)."""
        return country(member) in self.call.counting_countries


def read(consortium: Consortium, call: Call, today: date) -> Reading:
    """The consortium under `call`."""
    members = consortium.taking_part
    entities = tuple(_entities(members))
    chosen = [_chosen(entity) for entity in entities]
    counting = tuple(m for m in chosen if country(m) in call.counting_countries)
    other = tuple(m for m in chosen if country(m) not in call.counting_countries)
    return Reading(consortium, call, today, members, entities, counting, other)


def country(member: Member) -> str:
    """The country the member is counted under: an overseas territory counts as the country it belongs to."""
    return countries.counts_as(member.country)


def is_in(actor_class: str, member: Member) -> bool:
    """Whether the member's type or a flag that is present puts it in the class."""
    return classes.is_in(actor_class, member.type, member.flags)


def belongs(actor_classes: Iterable[str], member: Member) -> bool | None:
    """Whether the member is in one of the classes; None = its type leaves it open, and its flags do not say."""
    return classes.belongs(actor_classes, member.type, member.flags)


def identifiers(member: Member) -> Iterator[tuple[str, str]]:
    """What makes two entries one legal entity: kind and value. A name does not, nor does a shared registration number."""
    yield "id", member.id
    if member.oid:
        yield "OID", member.oid
    if member.pic:
        yield "PIC", member.pic


def _chosen(entity: tuple[Member, ...]) -> Member:
    """The entry that stands for a legal entity: the coordinator's, else the first that takes part, else the first."""
    return next((member for member in entity if member.role == "coordinator"), entity[0])


def _entities(members: tuple[Member, ...]) -> list[tuple[Member, ...]]:
    """Group the entries that share an id, an OID or a PIC, directly or through a third."""
    known = [key for member in members for key in identifiers(member)]
    if len(set(known)) == len(known):
        return [(member,) for member in members]
    numbers = count()
    group_of: dict[Hashable, int] = {}
    groups: dict[int, list[Member]] = {}
    for member in members:
        keys = list(identifiers(member))
        joined = sorted({group_of[key] for key in keys if key in group_of})
        group = joined[0] if joined else next(numbers)
        for merged in joined[1:]:
            groups[group] += groups.pop(merged)
            group_of = {key: group if number == merged else number for key, number in group_of.items()}
        groups.setdefault(group, []).append(member)
        group_of.update(dict.fromkeys(keys, group))
    return [tuple(group) for group in groups.values()]

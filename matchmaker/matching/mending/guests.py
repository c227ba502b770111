"""Members that a document tells of, made known to a population: what the document says goes before what the population knows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.population import Population, Texts, TextSource
from matchmaker.programme.types import sectors


def received(consortium: Consortium, population: Population) -> tuple[Consortium, Population]:
    """The consortium with first ids, and the population in which all its members are.

    A member is found by its id, then by its OID, then by its PIC. What the consortium does not say of it is taken from the
    population; whoever is in the population already is there with what the consortium says. Flags are put together; where
    they contradict each other the consortium's hold. Whoever nobody knows is added. Associated partners stay as they are.
    """
    rows: dict[str, Organisation] = {}
    members = []
    for one in consortium.members:
        if one.role == "associated":
            members.append(one)
            continue
        known = _found(one, population)
        row = rows.get(one.id if known is None else known.id, known)
        member = one if row is None else _completed(one, row)
        rows.setdefault(member.id, _as_organisation(member, row, one.id))
        members.append(member)
    after = population.updated(rows.values()).reading(_texts(population, rows))
    return replace(consortium, members=tuple(members)), after


def _found(member: Member, population: Population) -> Organisation | None:
    """Who it is."""
    for known in (member.id, member.oid, member.pic):
        if known and known in population.index:
            return population.read([population.index[known]])[0]
    return None


def _completed(member: Member, row: Organisation) -> Member:
    """The member with what the population knows besides."""
    contradicted = {flag.removeprefix("no_") if flag.startswith("no_") else f"no_{flag}" for flag in member.flags}
    return replace(
        member,
        id=row.id,
        name=member.name or row.name,
        flags=member.flags | (row.flags - contradicted),
        established=member.established or row.established,
        oid=member.oid or row.oid,
        pic=member.pic or row.pic,
        registration=member.registration or row.registration,
    )


def _as_organisation(member: Member, row: Organisation | None, written: str) -> Organisation:
    """The member as matching reads it, found under the id that the document gives it too."""
    known = row or Organisation(id=member.id, name=member.name, country=member.country, type=member.type)
    others = dict.fromkeys((*known.other_ids, written))
    return replace(
        known,
        name=member.name,
        country=member.country,
        type=member.type,
        flags=member.flags,
        sectors=sectors(member.type, member.flags, known.sectors)[0],
        established=member.established,
        oid=member.oid,
        pic=member.pic,
        registration=member.registration,
        other_ids=tuple(one for one in others if one != known.id),
    )


def _texts(population: Population, rows: Mapping[str, Organisation]) -> TextSource:
    """What is shown of everybody: of the members what the document says."""

    def read(ids: Sequence[str]) -> dict[str, Texts]:
        others = [population.index[one] for one in ids if one not in rows and one in population.index]
        shown = [*population.read(others), *(rows[one] for one in ids if one in rows)]
        return {one.id: Texts(one.name, one.region, one.city, one.website, one.registration) for one in shown}

    return read

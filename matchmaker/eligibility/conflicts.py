"""What may get an application rejected: the same partners elsewhere, one entity twice, too often, a coordinator too young."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.findings import Finding, Report
from matchmaker.eligibility.reading import identifiers
from matchmaker.eligibility.rules.one_entity_once import RULE as ONE_ENTITY
from matchmaker.language import N_, Message, say
from matchmaker.programme.conditions.coordinator import AGE
from matchmaker.programme.search import fold

Kind = Literal["same_partners", "one_entity", "several_oids", "registration", "too_young", "too_often", "cap"]
"""`cap` is asked of every application; the others only where there is something."""
_SAME_IN_FOUR: Final = 3
"""So many of four partners of a consortium sit in another one, and it is the same partnership once more."""
_LEAST: Final = 2
_WHY: Final = {"number": N_("one registration or tax number"), "name": N_("one name in one country")}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing. of: ids of the members that it is about, none = of all. is_question: nobody knows until somebody is asked.

    other: the number of the other consortium, title: its title; only for whoever may read that one.
    """

    kind: Kind
    said: Message
    of: tuple[str, ...] = ()
    is_question: bool = False
    other: int | None = None
    title: str = ""


def is_same(one: Consortium, other: Consortium) -> bool:
    """Whether three quarters of the legal entities of the one, and two of them at least, sit in the other, by id, OID or PIC."""
    there = {key for member in other.taking_part for key in identifiers(member)}
    mine = list(one.taking_part)
    shared = sum(not there.isdisjoint(identifiers(member)) for member in mine)
    return shared >= _LEAST and shared * 4 >= len(mine) * _SAME_IN_FOUR


def within(consortium: Consortium, report: Report, different: Collection[frozenset[str]] = ()) -> Iterator[Conflict]:
    """What is so within a consortium by its check, and entities that may have several OIDs.

    different: pairs of ids that somebody has decided are two bodies.
    """
    several = list(_several_oids(consortium, different))
    about = {frozenset(one.of) for one in several}
    for finding in report.findings:
        if finding.rule == ONE_ENTITY and finding.status == "fail":
            yield Conflict("one_entity", finding.message, _in(finding))
        elif finding.rule == ONE_ENTITY and finding.status == "warning" and frozenset(_in(finding)) not in about:
            yield Conflict("registration", finding.message, _in(finding), is_question=True)
    yield from several
    for finding in report.findings:
        if finding.rule == AGE and finding.status in ("fail", "unknown"):
            leads = (consortium.coordinator.id,) if consortium.coordinator else ()
            yield Conflict("too_young", finding.message, leads, is_question=finding.status == "unknown")


def caps(report: Report) -> Iterator[Conflict]:
    """How often one may apply: what was handed in elsewhere nobody knows here, so each is a question."""
    return (Conflict("cap", one.message, is_question=True) for one in report.findings if one.scope == "caps")


def _several_oids(consortium: Consortium, different: Collection[frozenset[str]]) -> Iterator[Conflict]:
    """Organisations with different OIDs that may be one body, by their number or their name."""
    seen: set[frozenset[str]] = set()
    for why, groups in (("number", _by_number(consortium.members)), ("name", _by_name(consortium.members))):
        for members in groups.values():
            for pair in combinations(members, 2):
                ids, oids = frozenset(one.id for one in pair), {one.oid for one in pair if one.oid}
                if len(ids) == len(oids) == _LEAST and ids not in different and ids not in seen:
                    seen.add(ids)
                    yield _may_be_one(pair, why)


def _may_be_one(pair: Iterable[Member], why: str) -> Conflict:
    names = tuple(one.name or one.id for one in pair)
    text = N_(
        "%(names)s have different OIDs and %(why)s. Several OIDs of one legal entity may be taken as misrepresentation: make "
        "sure that they are different bodies."
    )
    return Conflict("several_oids", say(text, names=names, why=say(_WHY[why])), tuple(one.id for one in pair), is_question=True)


def _by_number(members: Iterable[Member]) -> Mapping[str, list[Member]]:
    found: dict[str, list[Member]] = defaultdict(list)
    for one in members:
        if number := "".join(character for character in one.registration or "" if character.isalnum()).upper():
            found[number].append(one)
    return found


def _by_name(members: Iterable[Member]) -> Mapping[tuple[str, str], list[Member]]:
    found: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for one in members:
        if name := fold(one.name):
            found[one.country, name].append(one)
    return found


def _in(finding: Finding) -> tuple[str, ...]:
    """Ids of the members that a finding is about."""
    witness = finding.witness
    listed = witness if isinstance(witness, tuple) else tuple(one for some in witness.values() for one in some)
    return tuple(dict.fromkeys(listed))

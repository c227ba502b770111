"""Invented organisations and past projects of any number, drawn in blocks: the first of many are the same as of few.

Countries, languages, types, flags and roles come in the shares of the demo; fields of interest, topics, priorities and
expertise from the programme's vocabularies, some much more popular than others. Much is unknown, as in any register.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Final

import numpy as np

from benchmarks.draws import NO, UNKNOWN, YES, Draws, Floats, Ints, Lists, Table, Vocabulary
from matchmaker.demo.ingredients import areas, characters, trades
from matchmaker.demo.population import COUNTING, FIRST_OID, FIRST_PIC, NEWEST, OLDEST
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.projects import PRIORITIES
from matchmaker.programme.topics import TOPICS
from matchmaker.programme.types import sectors

SEED: Final = 2018
BLOCK: Final = 8192
"""Organisations drawn at a time; a block's numbers depend on the seed and on its place alone."""
PER_PROJECT: Final = 10
"""So many organisations for each past project."""
PER_DOUBT: Final = 1000
"""So many for each pair in doubt or blocked; and one in so many repeats the OID of an earlier one."""
TOPICS_OF_A_FIELD: Final = 6
LANGUAGES: Final = (1.0, 0.85, 0.3, 0.3)
"""Chances that an organisation answers in the languages of its area."""
ADDED: Final = 0.4
"""Chance that it adds a sector it may add."""
ROLES: Final = tuple(
    frozenset(role for place, role in enumerate(("partner", "coordinator", "associated")) if bits >> place & 1)
    for bits in range(8)
)
NEWCOMER: Final = {UNKNOWN: None, YES: True, NO: False}


@dataclass(frozen=True, slots=True)
class World:
    """A population with its past projects."""

    population: Population
    history: History


def world(number: int, seed: int = SEED, beside: Iterable[Organisation] = ()) -> World:
    """So many organisations, their past projects, and those beside them. Doubts about names are listed, as in the service."""
    population = Population(chain(organisations(number, seed), beside), doubts(number, seed), doubts_listed=True)
    return World(population, History(participations(number, seed), topics=project_topics(number, seed)))


def organisations(number: int, seed: int = SEED) -> Iterator[Organisation]:
    """The organisations, one by one."""
    for start in range(0, number, BLOCK):
        yield from _block(start, min(BLOCK, number - start), seed)


def authorities(seed: int = SEED) -> Iterator[Organisation]:
    """For each country that is no programme country its authority in charge of higher education; not among the others."""
    made = _made()
    abroad = list({area.country: area for area in made.areas if area.country not in COUNTING}.values())
    draws = Draws(np.random.default_rng([seed, 4]), len(abroad))
    topics, priorities, expertise = (
        vocabulary.some(draws, between, [])
        for vocabulary, between in ((made.topics, (1, 4)), (made.priorities, (0, 2)), (made.expertise, (1, 3)))
    )
    responsiveness = _responsiveness(draws).tolist()
    for at, area in enumerate(abroad):
        city, region, *_ = area.towns[0]
        yield Organisation(
            id=f"authority-{area.country.lower()}",
            name=f"{city} authority for higher education",
            country=area.country,
            type="EPLUS-BODY-PUB-NAT",
            topics=topics.of(at),
            priorities=priorities.of(at),
            expertise=expertise.of(at),
            languages=frozenset(area.languages),
            roles=frozenset({"partner"}),
            responsiveness=None if responsiveness[at] < 0 else responsiveness[at],
            flags=frozenset({"national_authority_he", "public_body"}),
            region=region,
            city=city,
        )


def doubts(number: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Pairs of ids that do not sit together: they may be one body, or one has blocked the other."""
    pairs = np.random.default_rng([seed, number, 1]).integers(0, number, (number // PER_DOUBT, 2))
    yield from ((_id(one), _id(other)) for one, other in pairs.tolist() if one != other)


def participations(number: int, seed: int = SEED) -> Iterator[Participation]:
    """Who did which past project: three to six members each, everybody equally likely."""
    generator = np.random.default_rng([seed, number, 2])
    sizes = generator.integers(3, 7, number // PER_PROJECT).tolist()
    members = generator.integers(0, number, (len(sizes), 6)).tolist()
    for project, (size, who) in enumerate(zip(sizes, members, strict=True)):
        for place, one in enumerate(dict.fromkeys(who[:size])):
            yield Participation(f"p{project}", _id(one), "partner" if place else "coordinator")


def project_topics(number: int, seed: int = SEED) -> dict[str, tuple[str, ...]]:
    """Past project -> what it was about: one to three topics, by their popularity; of one in four nobody knows."""
    topics, draws = _made().topics, Draws(np.random.default_rng([seed, number, 3]), number // PER_PROJECT)
    about = topics.some(draws, (1, 3), [])
    stated = (draws.uniform() < 3 / 4).tolist()
    return {f"p{project}": about.of(project) for project in range(draws.rows) if stated[project]}


def _id(number: int) -> str:
    return f"org-{number:07}"


def _block(start: int, rows: int, seed: int) -> Iterator[Organisation]:
    """Number `start` and those after it; a block is always drawn whole, so that `rows` changes nobody."""
    draws, made = Draws(np.random.default_rng([seed, start]), BLOCK), _made()
    area, character = draws.pick(made.area_shares), draws.pick(made.character_shares)
    fields = _fields(draws, character)
    topics = made.topics.some(
        draws, (1, 4), [(0.5, made.topics_of, character), (0.3, made.topics_of_field, made.broad_of[fields.picks[:, 0]])]
    )
    priorities = made.priorities.some(draws, (0, 2), [(0.7, made.priorities_of, character)])
    expertise = made.expertise.some(draws, (1, 3), [(0.7, made.expertise_of, character)])
    flags = (draws.chances(made.flags[character]) @ made.powers).tolist()
    added = draws.bits((ADDED, ADDED)).tolist()
    tongues = (draws.bits(LANGUAGES) * (draws.uniform() > 0.05)).tolist()
    roles = _roles(draws, area, character).tolist()
    newcomer = draws.chances(made.newcomer[character])[:, 0].tolist()
    responsiveness, established = _responsiveness(draws).tolist(), _established(draws, character).tolist()
    oid, pic, town = _oid(draws, start).tolist(), (draws.uniform() < 0.6).tolist(), draws.uniform().tolist()
    for at, (where, what) in enumerate(zip(area[:rows].tolist(), character[:rows].tolist(), strict=True)):
        place, kind = made.areas[where], made.characters[what]
        city, region, *_ = place.towns[int(town[at] * len(place.towns))]
        stated = _stated(what, flags[at], charter=place.country in COUNTING)
        yield Organisation(
            id=_id(start + at),
            name=f"{city} {kind.kind} {start + at}",
            country=place.country,
            type=kind.type,
            sectors=_sectors(what, stated, added[at]),
            fields=fields.of(at),
            priorities=priorities.of(at),
            topics=topics.of(at),
            expertise=expertise.of(at),
            languages=_languages(where, tongues[at]),
            roles=ROLES[roles[at]],
            newcomer=NEWCOMER[newcomer[at]],
            responsiveness=None if responsiveness[at] < 0 else responsiveness[at],
            established=date.fromordinal(established[at]) if established[at] else None,
            oid=f"E{FIRST_OID + oid[at]}" if oid[at] >= 0 else None,
            pic=str(FIRST_PIC + start + at) if pic[at] else None,
            flags=stated,
            region=region,
            city=city,
        )


def _fields(draws: Draws, character: Ints) -> Lists:
    """One to three detailed fields, or none; two out of three further ones lie near the first."""
    made = _made()
    first = draws.pick(made.fields.shares)
    near = [np.where(draws.uniform() < 2 / 3, made.near.pick(draws, first), draws.pick(made.fields.shares)) for _ in range(2)]
    says = draws.uniform() < np.where(made.trained[character], 0.93, 0.5)
    lengths = np.where(says, 1 + draws.pick((0.6, 0.3, 0.1)), 0)
    return Lists(made.fields.codes, np.column_stack((first, *near)), lengths)


def _roles(draws: Draws, area: Ints, character: Ints) -> Ints:
    """Places in `ROLES`: everybody is a partner; some would coordinate, in programme countries; some would associate."""
    made = _made()
    leads = (draws.uniform() < made.coordinator[character]) & made.counting[area]
    return np.asarray(1 + 2 * leads + 4 * (draws.uniform() < 0.2), dtype=np.int64)


def _responsiveness(draws: Draws) -> Floats:
    """Known of seven in ten (else -1); half of those two digits only, as somebody would state it."""
    value = draws.generator.beta(5, 2, draws.rows)
    value = np.where(draws.uniform() < 0.5, value.round(2), value)
    return np.where(draws.uniform() < 0.7, value, -1.0)


def _established(draws: Draws, character: Ints) -> Ints:
    """A day as its ordinal: firms and associations are younger, one in seven does not say (0)."""
    age = draws.uniform() ** np.where(_made().young[character], 0.35, 0.9)
    days = OLDEST.toordinal() + (age * (NEWEST - OLDEST).days).astype(np.int64)
    return np.where(draws.uniform() < 0.14, 0, days)


def _oid(draws: Draws, start: int) -> Ints:
    """A number for each OID, -1 for none; a few are the number of somebody earlier."""
    own, share = np.arange(start, start + draws.rows), draws.uniform() * PER_DOUBT
    number = np.where(share < 1, (own * share).astype(np.int64), own)
    return np.where(draws.uniform() < 0.85, number, -1)


@cache
def _stated(what: int, answers: int, *, charter: bool) -> frozenset[str]:
    """What it is, and what it states or denies (a digit to the base 3 for each); a Charter is for programme countries only."""
    kind = _made().characters[what]
    flags = set(kind.always)
    for place, flag in enumerate(kind.maybe):
        answer = answers // 3**place % 3
        if answer != UNKNOWN and (flag != "eche" or charter):
            flags.add(flag if answer == YES else f"no_{flag}")
    return frozenset(flags)


@cache
def _sectors(what: int, flags: frozenset[str], added: int) -> frozenset[str]:
    """What it stands for when it adds what a bit says of what it may add."""
    kind = _made().characters[what]
    return sectors(kind.type, flags, {code for place, code in enumerate(kind.adds) if added >> place & 1})[0]


@cache
def _languages(where: int, bits: int) -> frozenset[str]:
    return frozenset(code for place, code in enumerate(_made().areas[where].languages) if bits >> place & 1)


class _Made:
    """What organisations are made of, as tables: a row or entry for each area, character or field."""

    def __init__(self) -> None:
        self.areas, self.characters = areas(), characters()
        self.area_shares = [area.share for area in self.areas]
        self.character_shares = [kind.share for kind in self.characters]
        self.counting = np.array([area.country in COUNTING for area in self.areas])
        self.trained = np.array([kind.trained for kind in self.characters])
        self.young = np.array([kind.names in {"firm", "ngo", "foundation"} for kind in self.characters])
        self.coordinator = np.array([kind.coordinator for kind in self.characters])
        self.newcomer = np.array([[(kind.newcomer, 0.9 - kind.newcomer)] for kind in self.characters])
        self.flags = np.zeros((len(self.characters), max(len(kind.maybe) for kind in self.characters), 2))
        for at, kind in enumerate(self.characters):
            for place, chances in enumerate(kind.maybe.values()):
                self.flags[at, place] = chances
        self.powers = 3 ** np.arange(self.flags.shape[1])
        self.fields, self.topics = popular_fields(), Vocabulary(TOPICS)
        self.priorities, self.expertise = Vocabulary(PRIORITIES), Vocabulary(EXPERTISE)
        self.topics_of = self.topics.table(kind.topics for kind in self.characters)
        self.priorities_of = self.priorities.table(kind.priorities for kind in self.characters)
        self.expertise_of = self.expertise.table(kind.expertise for kind in self.characters)
        self.near: Table = self.fields.table(
            [near for near in self.fields.codes if near[:3] == code[:3]] for code in self.fields.codes
        )
        broad = sorted({code[:2] for code in self.fields.codes})
        self.broad_of = np.array([broad.index(code[:2]) for code in self.fields.codes])
        slugs = list(TOPICS)
        self.topics_of_field = self.topics.table(
            [slugs[(TOPICS_OF_A_FIELD * at + step) % len(slugs)] for step in range(TOPICS_OF_A_FIELD)] for at in range(len(broad))
        )


def popular_fields() -> Vocabulary:
    """The detailed fields that are no remainders: those of the demo's trades first, then the others, mixed."""
    known = list(dict.fromkeys(code for trade in trades().values() for code in trade.fields))
    others = [code for code, field in FIELDS.items() if field.level == "detailed" and not field.is_residual and code not in known]
    return Vocabulary([*known, *(others[at] for at in np.random.default_rng(SEED).permutation(len(others)))])


@cache
def _made() -> _Made:
    return _Made()

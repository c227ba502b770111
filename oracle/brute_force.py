"""The judge of the search: every combination, scored as the published formula says, in the plainest way.

Written from docs/score.md alone; shares no code with the search or the score. Whether rules hold is asked of the eligibility
check, which has a judge of its own (`rechecking.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations, permutations
from math import log
from typing import Final

from matchmaker.inputs.names import fold
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.inputs.request import Request, Seat
from matchmaker.programme import classes, countries
from matchmaker.programme.calls import Call
from matchmaker.programme.scoring import Part
from matchmaker.programme.types import fills_business_seat
from oracle.readings import kinds
from oracle.rounds import usual_round
from oracle.verdicts import Verdicts

SIX: Final = ("VET", "HED", "SCH", "ADU", "YOU", "BUS")
"""The sectors that the part `cross_sector` counts."""


@dataclass
class World:
    """One question, small enough to try everything: all combinations of the organisations are looked at.

    request: complete (`Request.for_call`). apart: pairs of ids that have blocked each other. topics: id of a past project -> its
    topics, where they are stated. distinct: pairs of ids that are two bodies, however alike their names are. present: the members
    already there, who starts first.
    """

    organisations: Sequence[Organisation]
    participations: Sequence[Participation]
    request: Request
    call: Call
    today: date
    apart: Sequence[tuple[str, str]] = ()
    topics: Mapping[str, Sequence[str]] = field(default_factory=dict)
    distinct: Sequence[tuple[str, str]] = ()
    _by_id: dict[str, Organisation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """What the answers are looked up in, and who is there."""
        self._by_id = {o.id: o for o in self.organisations}
        self._ties: dict[str, float] = {}
        self.present = [self._by_id[i] for i in dict.fromkeys([self.request.initiator, *self.request.members])]
        named = {"initiator": self.present[0].country, "find": None}
        wanted = self.request.coordinator
        self.country = named[wanted] if wanted in named else self._by_id[wanted].country
        self.round = self.request.round or usual_round(self.call, self.country, self.today)
        self.verdicts = Verdicts(self.call, self.today, self.round, self.request.confirmed_only)

    # The rules -----------------------------------------------------------------------------------------------------

    def rules_hold(self, members: Sequence[Organisation], coordinator: str) -> bool:
        """No rule fails in at least one reading; what is unknown stands in nobody's way."""
        asked = self.verdicts
        return any(asked.holds(members, coordinator, reading) for reading in asked.readings(members))

    # The wishes ----------------------------------------------------------------------------------------------------
    def may_be_suggested(self, one: Organisation) -> bool:
        """Whether everything wished of one partner holds."""
        wishes = self.request
        if not one.name or one in self.present or one.id in wishes.exclude or not self.may_be_from_there(one):
            return False
        if wishes.language and one.languages and wishes.language not in one.languages:
            return False
        return not wishes.confirmed_only or self.is_confirmed(one)

    def may_be_from_there(self, one: Organisation) -> bool:
        """Whether everything wished of the country of one partner holds."""
        wishes, wished = self.request, self.request.countries
        if wished.include and one.country not in wished.include:
            return False
        if one.country in wished.exclude or (not wishes.same_country and one.country == self.present[0].country):
            return False
        by_name = one.id in wishes.include
        if countries.counts_as(one.country) in self.call.open_countries:
            return by_name or one.country in wished.include
        return by_name or bool(wishes.third_countries) or self.is_counting(one)

    def is_counting(self, one: Organisation) -> bool:
        """Whether it is from a programme country."""
        return countries.counts_as(one.country) in self.call.counting_countries

    def is_confirmed(self, one: Organisation) -> bool:
        """Whether nothing that a rule or a wish asks of it is unknown."""
        if not (self.is_counting(one) or self.call.third_countries) or (self.request.language and not one.languages):
            return False
        return not self.verdicts.unknown(one, "partner")

    def may_coordinate(self, one: Organisation) -> bool:
        """As a coordinator who is found: offers the role, or states none; whether it meets the rules the check says."""
        unknown = not one.roles or self.verdicts.unknown(one, "coordinator")
        refuses = bool(one.roles) and "coordinator" not in one.roles
        return not refuses and not (self.request.confirmed_only and unknown)

    def seats_filled(self, partners: Sequence[Organisation]) -> bool:
        """Whether different partners fill every place asked for."""
        places = [seat for seat in self.request.seats for _ in range(seat.count)]
        if len(places) > len(partners):
            return False
        return any(
            all(self.fits(seat, one) for seat, one in zip(places, order, strict=False))
            for order in permutations(partners, len(places))
        )

    @staticmethod
    def fits(seat: Seat, one: Organisation) -> bool:
        """Whether one organisation may take the place."""
        if seat.sector:
            return seat.sector in one.sectors and (seat.sector != "BUS" or fills_business_seat(one.type, one.flags))
        if seat.actor_class:
            business = seat.actor_class in {"enterprise", "labour_market_actor"}
            return classes.is_in(seat.actor_class, one.type, one.flags) and not (
                business and not fills_business_seat(one.type, one.flags)
            )
        return seat.kind == one.type or seat.kind in one.flags

    def in_conflict(self, one: Organisation, other: Organisation) -> bool:
        """Whether two are, or may be, one body, or have blocked each other."""
        same = (one.oid and one.oid == other.oid) or (one.pic and one.pic == other.pic)
        alike = one.country == other.country and one.name and other.name and fold(one.name) == fold(other.name)
        alike = alike and (one.id, other.id) not in self.distinct and (other.id, one.id) not in self.distinct
        return bool(same or alike or (one.id, other.id) in self.apart or (other.id, one.id) in self.apart)

    # The score -----------------------------------------------------------------------------------------------------

    def score(self, partners: Sequence[Organisation], coordinator: str) -> float:
        """In points, 0..100; partners: those suggested to the members present."""
        return 100 * sum(weight * value for weight, value in self.weighted(partners, coordinator).values())

    def weighted(self, partners: Sequence[Organisation], coordinator: str) -> dict[Part, tuple[float, float]]:
        """Part -> its weight and its value, both 0..1; without the parts that nothing was asked for."""
        everybody = [*self.present, *partners]
        values: dict[Part, float] = {
            "relevance": self.mean(self.relevance(o) for o in partners),
            "expertise": self.expertise(everybody),
            "cross_sector": min(1, self.sectors(everybody) / self.call.scoring.sector_target),
            "robustness": self.robustness(partners, coordinator),
            "responsiveness": self.mean(0.5 if o.responsiveness is None else o.responsiveness for o in partners),
            "ties": self.mean(self.ties(o) for o in partners),
            "newcomers": float({True, False} <= {o.newcomer for o in everybody}),
        }
        asked = self.request
        if not (asked.fields or asked.topics or asked.project.priorities):
            del values["relevance"]
        if not asked.expertise:
            del values["expertise"]
        total = sum(self.call.scoring.weights[part] for part in values)
        return {part: (self.call.scoring.weights[part] / total, value) for part, value in values.items()}

    @staticmethod
    def mean(values: Iterable[float]) -> float:
        """0 when there are none."""
        listed = list(values)
        return sum(listed) / len(listed) if listed else 0.0

    def relevance(self, one: Organisation) -> float:
        """The share, by weight, of the fields, priorities and topics asked for that it lists, 0..1."""
        earned = asked = 0.0
        for code in set(self.request.fields):
            weight = 4 * self.idf(code in o.fields for o in self.organisations)
            asked += weight
            earned += weight * max((self.credit(code, offered) for offered in one.fields), default=0)
        for code in set(self.request.project.priorities):
            weight = self.idf(code in o.priorities for o in self.organisations)
            asked += weight
            earned += weight * (code in one.priorities)
        for slug in set(self.request.topics):
            weight = self.idf(slug in o.topics for o in self.organisations)
            asked += weight
            earned += weight * (slug in one.topics)
        return earned / asked if asked else 0.0

    @staticmethod
    def idf(listed: Iterable[bool]) -> float:
        """Rarity, at least 1; listed: for each organisation whether it lists what was asked for."""
        each = list(listed)
        return 1 + log((1 + len(each)) / (1 + sum(each)))

    @staticmethod
    def credit(wanted: str, offered: str) -> float:
        """What a field offered earns for one wanted, 0..1."""
        if wanted == offered[: len(wanted)] or offered == wanted[: len(offered)]:
            return 1
        if len(wanted) >= 3 and len(offered) >= 3 and wanted[:3] == offered[:3]:
            return 0.5
        return 0.2 if wanted[:2] == offered[:2] else 0

    def expertise(self, everybody: Sequence[Organisation]) -> float:
        """The share, by weight, of the expertise asked for that somebody offers, 0..1."""
        wanted: dict[str, float] = {}
        for wish in self.request.expertise:
            wanted.setdefault(wish.slug, wish.weight)
        offered = {slug for o in everybody for slug in o.expertise}
        return sum(weight for slug, weight in wanted.items() if slug in offered) / sum(wanted.values()) if wanted else 0.0

    @staticmethod
    def sectors(everybody: Sequence[Organisation]) -> int:
        """The largest number of sectors with a different member for each."""
        states: set[frozenset[str]] = {frozenset()}
        for one in everybody:
            states |= {covered | {sector} for covered in states for sector in one.sectors & set(SIX)}
        return max(map(len, states))

    def ties(self, one: Organisation) -> float:
        """What it was part of in the past of those present: a hundredth fills half of it, two hundredths three quarters."""
        if one.id not in self._ties:
            theirs = self.took_part_in(one.id)
            shares = []
            for member in self.present:
                past = self.took_part_in(member.id)
                shares.append(sum(self.counts(project) for project in past & theirs) / (len(past) + 1))
            self._ties[one.id] = 1 - 2 ** (-100 * self.mean(shares))
        return self._ties[one.id]

    def took_part_in(self, one: str) -> set[str]:
        """Ids of the past projects of the organisation with this id."""
        return {p.project_id for p in self.participations if p.organisation_id == one and p.role != "associated"}

    def counts(self, project: str) -> float:
        """What a past project counts: half when its topics and those asked for are stated and none is shared."""
        asked, stated = set(self.request.topics), set(self.topics.get(project, ()))
        return 0.5 if asked and stated and not asked & stated else 1

    def robustness(self, partners: Sequence[Organisation], coordinator: str) -> float:
        """The share of the partners each of whom could leave alone and no rule would fail, 0..1.

        In the reading in which most could, of those in which no rule fails now; of all, where it fails in each.
        """
        readings = self.verdicts.readings(everybody := [*self.present, *partners])
        admitting = [one for one in readings if self.verdicts.holds(everybody, coordinator, one)] or readings
        return max(self.could_leave(partners, coordinator, reading) for reading in admitting)

    def could_leave(self, partners: Sequence[Organisation], coordinator: str, reading: Call) -> float:
        """The same in one reading."""
        staying = 0
        for leaving in partners:
            rest = [o for o in [*self.present, *partners] if o is not leaving]
            staying += leaving.id != coordinator and self.verdicts.holds(rest, coordinator, reading)
        return staying / len(partners) if partners else 0.0

    # All combinations ----------------------------------------------------------------------------------------------

    def each_variant(self) -> list["World"]:
        """The same world under each kind of project that may be meant, as a call by itself; itself where there are none."""
        return [replace(self, call=one, _by_id={}) for one in kinds(self.call, self.request.project.variant)]

    def answers(self, earlier: Sequence[set[str]] = ()) -> Iterator[tuple[float, frozenset[str], str]]:
        """Every allowed answer: score, ids of the suggested partners, id of the coordinator; once for each variant it is one of.

        earlier: the partners of earlier answers, from which it must differ. As many sets as there are combinations: with 40
        organisations and three partners some ten thousand.
        """
        if self.call.variants:
            for seen in self.each_variant():
                yield from seen.answers(earlier)
            return
        wished = [self._by_id[i] for i in dict.fromkeys(self.request.include)]
        if not all(self.may_be_suggested(o) for o in wished):
            return
        others = [o for o in self.organisations if self.may_be_suggested(o) and o not in wished]
        for size in self.request.sizes:
            number = size - len(self.present) - len(wished)
            for chosen in combinations(others, number) if number >= 0 else ():
                yield from self._judged([*wished, *chosen], earlier)

    def _judged(self, partners: list[Organisation], earlier: Sequence[set[str]]) -> Iterator[tuple[float, frozenset[str], str]]:
        ids = frozenset(o.id for o in partners)
        if any(len(ids - other) < self.request.min_difference for other in earlier):
            return
        everybody = [*self.present, *partners]
        if any(self.in_conflict(a, b) for a in partners for b in everybody if a is not b) or not self.seats_filled(partners):
            return
        for coordinator in self.coordinators(partners):
            if self.rules_hold(everybody, coordinator):
                yield self.score(partners, coordinator), ids, coordinator

    def coordinators(self, partners: Sequence[Organisation]) -> list[str]:
        """Ids of those who may be the coordinator beside these partners, as the request wishes it."""
        if self.request.coordinator == "initiator":
            return [self.present[0].id]
        if self.request.coordinator == "find":
            return [o.id for o in partners if self.may_coordinate(o)]
        return [self.request.coordinator]

    def best(self, earlier: Sequence[set[str]] = ()) -> tuple[float, frozenset[str], str] | None:
        """The answer with the highest score, as in `answers`; None when there is none."""
        return max(self.answers(earlier), default=None, key=lambda answer: answer[0])

    def without(self, **wishes: object) -> "World":
        """The same world with some wishes changed."""
        return replace(self, request=self.request.model_copy(update=wishes), _by_id={})

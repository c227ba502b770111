"""The published score: what it is made of, what each part weighs, and how each is computed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

import numpy as np

from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.matching import affinity, graphs
from matchmaker.matching.population import Floats, Population
from matchmaker.programme.calls import Call
from matchmaker.programme.scoring import FORMULA, FORMULAS, Part
from matchmaker.programme.types import SIX_SECTORS

PARTS: tuple[Part, ...] = ("relevance", "expertise", "cross_sector", "robustness", "responsiveness", "ties", "newcomers")
SAME_NARROW, SAME_BROAD = 0.5, 0.2
"""Credit for a field that agrees in its first three digits, or in its first two."""
COVERINGS: Final = 1024
"""So many choices of members are remembered with the sectors they cover: what is scored is also told of."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked: `field:1013`, `priority:...` or `topic:...`, and what it weighs (its amount times its idf)."""

    key: str
    weight: float


@dataclass(frozen=True, slots=True)
class Formula:
    """The score for one request: the weights of the parts present (they sum to 1), and what the parts are about.

    target: sectors that make the cross-sector part full. expertise: slug -> weight, the heaviest 1. number: which formula it
    is, of `FORMULAS`.
    """

    weights: Mapping[Part, float]
    terms: tuple[Term, ...]
    expertise: Mapping[str, float]
    target: int
    number: int = FORMULA

    def weight(self, part: Part) -> float:
        """The part's weight, 0 when it is absent."""
        return self.weights.get(part, 0.0)

    def points(self, part: Part) -> float:
        """What the part brings when it is full, in points."""
        return 100.0 * self.weight(part)

    @property
    def expertise_points(self) -> Mapping[str, float]:
        """What each kind of expertise wanted brings, once anybody offers it, in points."""
        each = self.points("expertise") / (sum(self.expertise.values()) or 1.0)
        return {slug: each * weight for slug, weight in self.expertise.items()}

    @property
    def sector_points(self) -> float:
        """What each sector that is covered brings, up to the target, in points."""
        return self.points("cross_sector") / self.target

    def sectors(self, covered: int) -> float:
        """The cross-sector part when so many are covered, 0..1."""
        return min(1.0, covered / self.target)

    def total(self, parts: Mapping[Part, float]) -> float:
        """The score, 0..100."""
        return 100.0 * sum(self.weights[part] * parts[part] for part in PARTS if part in self.weights)


@dataclass(frozen=True, slots=True)
class Own:
    """What each organisation brings whoever sits with it: columns of a population, each value 0..1."""

    relevance: Floats
    responsiveness: Floats
    ties: Floats

    def value(self, formula: Formula) -> Floats:
        """The weighted sum; a consortium's share of the score from it is 100 times the mean over its suggested partners."""
        weighted = formula.weight("relevance") * self.relevance
        weighted += formula.weight("responsiveness") * self.responsiveness
        known = np.flatnonzero(self.ties)  # most have done nothing together
        weighted[known] += formula.weight("ties") * self.ties[known]
        return weighted


def asked_terms(request: Request) -> tuple[str, ...]:
    """What was asked, each once: fields, priorities of the idea, topics."""
    keys = [f"field:{code}" for code in request.fields]
    keys += [f"priority:{code}" for code in request.project.priorities]
    keys += [f"topic:{slug}" for slug in request.topics]
    return tuple(dict.fromkeys(keys))


def formula(call: Call, request: Request, size: int, df: Mapping[str, int], number: int = FORMULA) -> Formula:
    """The call's weights without the parts that nobody asked for, rescaled; size and df: counts of the population."""
    amounts = {str(kind): weight for kind, weight in FORMULAS[number].items()}
    terms = tuple(
        Term(key, amounts[key.partition(":")[0]] * (1.0 + log((1 + size) / (1 + df.get(key, 0))))) for key in asked_terms(request)
    )
    # In proportion to the heaviest: only shares matter, and weights near the smallest float would lose their digits.
    expertise = {wanted.slug: wanted.weight for wanted in reversed(request.expertise)}
    heaviest = max(expertise.values(), default=1.0)
    expertise = {slug: weight / heaviest for slug, weight in expertise.items()}
    absent = {part for part, asked in (("relevance", terms), ("expertise", expertise)) if not asked}
    present = {part: call.scoring.weights.get(part, 0.0) for part in PARTS if part not in absent}
    total = sum(present.values())
    weights = {part: weight / total if total else 0.0 for part, weight in present.items()}
    return Formula(weights, terms, dict(sorted(expertise.items())), call.scoring.sector_target, number)


def field_credit(wanted: str, offered: str) -> float:
    """How near one ISCED-F code is to another: 1 if one begins with the other, else by the digits they share."""
    if wanted.startswith(offered) or offered.startswith(wanted):
        return 1.0
    if min(len(wanted), len(offered)) >= 3 and wanted[:3] == offered[:3]:
        return SAME_NARROW
    return SAME_BROAD if wanted[:2] == offered[:2] else 0.0


def relevance(population: Population, terms: Sequence[Term]) -> Floats:
    """For each organisation the share of what was asked that it lists, by weight."""
    total = np.zeros(population.size)
    for term in terms:
        kind, _, code = term.key.partition(":")
        if kind == "field":
            credit = np.zeros(population.size)
            # Nearer fields come later, so the nearest that an organisation lists is what it is credited with.
            for near, offered in sorted((field_credit(code, offered), offered) for offered in population.fields):
                if near:
                    credit[population.holding(f"field:{offered}")] = near * term.weight
            total += credit
        else:
            total[population.holding(term.key)] += term.weight
    if asked := sum(term.weight for term in terms):
        total /= asked
    return total


def ties(population: Population, shares: Mapping[int, float]) -> Floats:
    """For each organisation its part for past projects; shares: organisation -> its affinity with the members present.

    0 for those not in it; see `past.Ties`.
    """
    column = np.zeros(population.size)
    column[list(shares)] = affinity.filled(np.array(list(shares.values()), dtype=np.float64))
    return column


def own(population: Population, formula: Formula, shares: Mapping[int, float]) -> Own:
    """The columns; shares: as in `ties`."""
    return Own(relevance(population, formula.terms), population.responsiveness, ties(population, shares))


def parts(
    formula: Formula, own: Own, members: Sequence[Organisation], partners: Sequence[int], *, robustness: float
) -> dict[Part, float]:
    """The parts present, 0..1. members: all of them; partners: the suggested ones, as positions of the population."""
    newcomer = {organisation.newcomer for organisation in members}
    values: dict[Part, float] = {
        "relevance": _mean(own.relevance, partners),
        "expertise": _expertise(formula, {slug for organisation in members for slug in organisation.expertise}),
        "cross_sector": formula.sectors(len(sectors_covered([o.sectors for o in members]))),
        "robustness": robustness,
        "responsiveness": _mean(own.responsiveness, partners),
        "ties": _mean(own.ties, partners),
        "newcomers": float(True in newcomer and False in newcomer),
    }
    return {part: values[part] for part in formula.weights}


def sectors_covered(standing: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """As many of the six sectors as different organisations can stand for, in their order."""
    return _covered(tuple(standing))


@lru_cache(maxsize=COVERINGS)
def _covered(standing: tuple[frozenset[str], ...]) -> tuple[str, ...]:
    fits = [[place for place, sector in enumerate(SIX_SECTORS) if sector in sectors] for sectors in standing]
    assigned = graphs.assign(fits, dict.fromkeys(range(len(SIX_SECTORS)), 1))
    return tuple(sector for place, sector in enumerate(SIX_SECTORS) if assigned[place])


def _expertise(formula: Formula, offered: set[str]) -> float:
    wanted = sum(formula.expertise.values())
    return sum(weight for slug, weight in formula.expertise.items() if slug in offered) / wanted if wanted else 0.0


def _mean(column: Floats, partners: Sequence[int]) -> float:
    return float(column[list(partners)].mean()) if partners else 0.0

"""What one alternative is better at than the first, what it lacks, and what is merely another: why one would take it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matchmaker.eligibility.findings import Report
from matchmaker.inputs.suggestion import ProposalForm
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.matching.saying.glance import Glance
from matchmaker.matching.saying.labels import LEAD
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.scoring import Part

Compared = tuple[ProposalForm[Message, Report], Glance]
"""A proposal, and what is seen first of it."""
MOST_GAINS: Final = 3
"""What is better, at most so much of it in one line; of what is worse or only different at most one less."""
MOST_NAMED: Final = 1
"""So many partners, of whom each has its card, are named; more are counted."""
_COUNTED: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "known": (
        nN_("%(n)s more partner known from past projects", "%(n)s more partners known from past projects"),
        nN_("%(n)s fewer partner known from past projects", "%(n)s fewer partners known from past projects"),
    ),
    "in_field": (
        nN_("%(n)s more partner in your trade", "%(n)s more partners in your trade"),
        nN_("%(n)s fewer partner in your trade", "%(n)s fewer partners in your trade"),
    ),
    "countries": (
        nN_("%(n)s more country", "%(n)s more countries"),
        nN_("%(n)s fewer country", "%(n)s fewer countries"),
    ),
    "sectors": (
        nN_("%(n)s more sector", "%(n)s more sectors"),
        nN_("%(n)s fewer sector", "%(n)s fewer sectors"),
    ),
    "open": (
        nN_("%(n)s more point to be confirmed", "%(n)s more points to be confirmed"),
        nN_("%(n)s fewer point to be confirmed", "%(n)s fewer points to be confirmed"),
    ),
    "newcomers": (
        nN_("%(n)s more organisation new to the programme", "%(n)s more organisations new to the programme"),
        nN_("%(n)s fewer organisation new to the programme", "%(n)s fewer organisations new to the programme"),
    ),
    "partners": (
        nN_("%(n)s more partner", "%(n)s more partners"),
        nN_("%(n)s fewer partner", "%(n)s fewer partners"),
    ),
}
"""What is counted: in words where there are more than in the first, and where there are fewer."""
_SHARES: Final[dict[Part, tuple[str, str]]] = {
    "expertise": (N_("covers more of the expertise you want"), N_("covers less of the expertise you want")),
    "relevance": (N_("closer to what you want to work on"), N_("further from what you want to work on")),
    "robustness": (N_("depends less on single partners"), N_("depends more on single partners")),
}
"""Parts of the score, where they are higher and where they are lower; not how likely an answer is, of which little is known."""
_ORDER: Final = ("known", "in_field", "robustness", "countries", "sectors", "expertise", "relevance", "open")
"""What may be better or worse, that first which tells most."""
_NEUTRAL: Final = ("newcomers", "partners")
_OTHERS: Final = nN_("%(n)s other partner", "%(n)s other partners")


@dataclass(frozen=True, slots=True)
class Difference:
    """An alternative beside the first one; each part with what tells most first.

    better, worse: in what. other: what differs and is neither. points: its score less that of the first, with one decimal;
    None where one of them says nothing about how it fits.
    """

    better: tuple[Message, ...]
    worse: tuple[Message, ...]
    other: tuple[Message, ...]
    points: float | None

    @property
    def why(self) -> tuple[Message, ...]:
        """Why one would take it; where nothing is better, what differs. Empty only where the two are the same."""
        return self.better[:MOST_GAINS] or self.other[: MOST_GAINS - 1]

    @property
    def but(self) -> tuple[Message, ...]:
        """What speaks against it."""
        return self.worse[: MOST_GAINS - 1]


def difference(first: Compared, other: Compared, year: int) -> Difference:
    """What `other` is beside `first`, an answer to the same request. year: of the call, whose countries' names count."""
    told = dict(_told(first, other))
    return Difference(
        better=tuple(told[name][1] for name in _ORDER if name in told and told[name][0]),
        worse=tuple(told[name][1] for name in _ORDER if name in told and not told[name][0]),
        other=(*_elsewise(first, other, year), *(told[name][1] for name in _NEUTRAL if name in told)),
        points=_points(first, other),
    )


def _told(first: Compared, other: Compared) -> Iterator[tuple[str, tuple[bool, Message]]]:
    """By what they differ: whether that is better, and in words."""
    before, after = _counts(first), _counts(other)
    for name in before.keys() & after.keys():
        if more := after[name] - before[name]:
            yield name, (more > 0 if name != "open" else more < 0, nsay(*_COUNTED[name][more < 0], abs(more)))
    for part, words in _SHARES.items():
        values = [one.parts.get(part) for one, _ in (first, other)]
        if None not in values and abs(lead := (values[1] or 0.0) - (values[0] or 0.0)) >= LEAD:
            yield part, (lead > 0, say(words[lead < 0]))


def _counts(one: Compared) -> dict[str, int]:
    proposal, seen = one
    found = {
        "known": sum(bool(projects) for projects in proposal.joint_projects.values()),
        "in_field": seen.in_field,
        "countries": len(seen.countries),
        "sectors": seen.sectors,
        "open": len(proposal.to_confirm),
        "newcomers": sum(proposal.facts[key].newcomer is True for key in proposal.members),
        "partners": seen.partners,
    }
    return {name: number for name, number in found.items() if number is not None}


def _elsewise(first: Compared, other: Compared, year: int) -> Iterator[Message]:
    """Who applies, the countries, and who is in it instead of whom."""
    (before, seen_before), (after, seen_after) = first, other
    if before.coordinator != after.coordinator:
        yield say(N_("%(name)s applies"), name=after.facts[after.coordinator].name)
    lands = [
        tuple(CountryOf(code, year) for code in sorted({*one.countries} - {*than.countries}))
        for one, than in ((seen_after, seen_before), (seen_before, seen_after))
    ]
    if len(lands[0]) == len(lands[1]) > 0:
        yield say(N_("%(these)s instead of %(those)s"), these=lands[0], those=lands[1])

    joining = [after.facts[one].name for one in after.partners if one not in before.partners]
    leaving = [before.facts[one].name for one in before.partners if one not in after.partners]
    if joining and len(joining) == len(leaving) <= MOST_NAMED:
        yield say(N_("%(these)s instead of %(those)s"), these=tuple(joining), those=tuple(leaving))
    elif joining and leaving:
        yield nsay(*_OTHERS, len(joining))
    elif joining:
        yield say(N_("with %(names)s"), names=tuple(joining))
    elif leaving:
        yield say(N_("without %(names)s"), names=tuple(leaving))


def _points(first: Compared, other: Compared) -> float | None:
    (before, _), (after, _) = first, other
    if "unknown" in (before.fit, after.fit):
        return None
    return round(round(after.score, 1) - round(before.score, 1), 1)

"""What each proposal of an answer is better at than all the others, in a few words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from matchmaker.inputs.suggestion import ProposalForm
from matchmaker.language import Message
from matchmaker.matching.saying.wording import word
from matchmaker.matching.score import PARTS
from matchmaker.programme import countries
from matchmaker.programme.scoring import Part

LEAD: Final = 0.01
"""Share of a part by which a proposal must lead before it is called better."""
LEAD_IN_POINTS: Final = 0.1
"""The same for the score: what one sees when it is written with one decimal place."""
WHOLE: Final = 1 - 1e-9
NOBODY_KNOWS: Final = 0.5
"""How likely an answer is while nobody knows."""
_CALLED: Final[dict[Part, tuple[str, str]]] = {
    "relevance": ("closest", "closest"),
    "expertise": ("all-expertise", "most-expertise"),
    "cross_sector": ("most-sectors", "most-sectors"),
    "robustness": ("holds", "holds-best"),
    "responsiveness": ("answers-best", "answers-best"),
    "newcomers": ("gives-a-chance", "gives-a-chance"),
}
"""What leads in a part: when it is full, and otherwise."""
_BESIDES: Final = ("least-shown", "least-open", "most-newcomers", "most-experienced", "most-countries", "fewest")
"""What is said of a proposal that leads in no part of the score, the first that it leads in."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What proposals are compared by. weighed: the parts of the score present -> (value, points it can bring).

    alone: whether nobody but the initiator was there before. shown: how often the most-shown partner was shown, None when
    that was not asked for. open: points to be confirmed. newcomers, experienced: members who state it.
    """

    score: float
    fit: Literal["known", "unknown"]
    weighed: dict[Part, tuple[float, float]]
    alone: bool
    shown: int | None
    open: int
    newcomers: int
    experienced: int
    countries: int
    members: int

    def value(self, part: Part) -> float:
        """The value of a part, 0 when it is absent."""
        return self.weighed.get(part, (0.0, 0.0))[0]


def profile(proposal: ProposalForm[Any, Any]) -> Profile:
    """What the proposal, one of ours or in a document, is compared by."""
    known = proposal.facts.values()
    return Profile(
        score=proposal.score,
        fit=proposal.fit,
        weighed={part: (value, 100.0 * proposal.weights.get(part, 0.0)) for part, value in proposal.parts.items()},
        alone=len(proposal.members) - len(proposal.partners) == 1,
        shown=max(proposal.shown.values()) if proposal.shown else None,
        open=len(proposal.to_confirm),
        newcomers=sum(one.newcomer is True for one in known),
        experienced=sum(one.newcomer is False for one in known),
        countries=len({countries.counts_as(one.country) for one in known}),
        members=len(proposal.members),
    )


def label(proposals: Sequence[ProposalForm[Any, Any]]) -> tuple[Message | None, ...]:
    """For each proposal what it leads in; None when it leads in nothing, or when there is nothing to compare it with."""
    return label_profiles([profile(one) for one in proposals])


def label_profiles(profiles: Sequence[Profile]) -> tuple[Message | None, ...]:
    """The same from what proposals are compared by. No two can lead in the same, so no label is used twice."""
    return tuple(_label(one, [*profiles[:place], *profiles[place + 1 :]]) for place, one in enumerate(profiles))


def _label(one: Profile, others: Sequence[Profile]) -> Message | None:
    if not others:
        return None
    best = _best_part(one, others) or next((word(name) for name in _BESIDES if _LEADS[name](one, others)), None)
    if one.fit == "known" and all(one.score >= other.score + LEAD_IN_POINTS for other in others):
        highest = word("highest-score")
        return word("first-and", first=highest, second=best) if best else highest
    return best


def _best_part(one: Profile, others: Sequence[Profile]) -> Message | None:
    """The part in which it leads by the most points, in words; of equal ones the first of the formula."""
    leads: list[tuple[float, str]] = []
    for part in PARTS:
        value, points = one.weighed.get(part, (0.0, 0.0))
        lead = value - max(other.value(part) for other in others)
        if points and lead >= LEAD and (name := _name(part, one, others)):
            leads.append((points * lead, name))
    return word(max(leads, key=lambda lead: lead[0])[1]) if leads else None


def _name(part: Part, one: Profile, others: Sequence[Profile]) -> str | None:
    """What a lead in the part is called; None where it would say too much."""
    if part == "ties":
        only = not any(other.value(part) for other in others)
        if one.alone:
            return "worked-with-you" if only else "worked-most"
        return "worked-with-members" if only else "worked-most-with-members"
    if part == "responsiveness" and one.value(part) <= NOBODY_KNOWS:
        return None
    whole, leading = _CALLED[part]
    return whole if one.value(part) >= WHOLE else leading


def _least_shown(one: Profile, others: Sequence[Profile]) -> bool:
    return one.shown is not None and all(other.shown is not None and one.shown < other.shown for other in others)


_LEADS: Final[dict[str, Callable[[Profile, Sequence[Profile]], bool]]] = {
    "least-shown": _least_shown,
    "least-open": lambda one, others: all(one.open < other.open for other in others),
    "most-newcomers": lambda one, others: all(one.newcomers > other.newcomers for other in others),
    "most-experienced": lambda one, others: all(one.experienced > other.experienced for other in others),
    "most-countries": lambda one, others: all(one.countries > other.countries for other in others),
    "fewest": lambda one, others: all(one.members < other.members for other in others),
}

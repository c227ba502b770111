"""What a proposal says about itself, told again from the facts it carries and compared with what it carries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from matchmaker.inputs.suggestion import AnswerDocument, ProposalDocument, SayingDocument
from matchmaker.language import N_, Message, say
from matchmaker.matching.saying.circle import Circle
from matchmaker.matching.saying.labels import Profile, label_profiles
from matchmaker.matching.saying.reasons import reasons
from matchmaker.matching.saying.sayings import essence, saying
from matchmaker.matching.saying.summaries import summary
from matchmaker.matching.saying.unknowns import to_confirm
from matchmaker.programme import countries

_REWORDED = N_("what it says is worded in another way than today")


@dataclass(frozen=True, slots=True)
class Retold:
    """refused: what is said and does not follow from the facts. reworded: what follows from them in other words than today's."""

    refused: tuple[Message, ...] = ()
    reworded: tuple[Message, ...] = ()


def retell(circle: Circle, proposal: ProposalDocument) -> Retold:
    """Compare reasons, open points and summary with what follows from the facts."""
    if proposal.summary is None or any(isinstance(one, str) for one in (*proposal.to_confirm, *_reasons(proposal))):
        return Retold(reworded=(say(N_("its reasons were written before they could be compared")),))
    today = [
        *((one, [saying(reason) for reason in why]) for one, why in sorted(reasons(circle).items())),
        ("to_confirm", [saying(message) for message in to_confirm(circle)]),
        ("summary", [saying(message) for message in summary(circle)]),
    ]
    carried = [
        *((one, [_plain(reason) for reason in why]) for one, why in sorted(proposal.reasons.items())),
        ("to_confirm", [_plain(message) for message in proposal.to_confirm]),
        ("summary", [_plain(message) for message in proposal.summary]),
    ]
    if [(about, essence(said)) for about, said in today] != [(about, essence(said)) for about, said in carried]:
        return Retold(refused=(say(N_("what it says about its members and itself does not follow from the facts")),))
    if today != carried:
        return Retold(reworded=(say(_REWORDED),))
    return Retold()


def relabel(answer: AnswerDocument) -> Iterator[Retold]:
    """For each proposal whether its label follows from the comparison with the others."""
    for found, carried in zip(label_profiles(_profiles(answer)), answer.proposals, strict=True):
        today = None if found is None else saying(found)
        said = None if carried.label is None else _plain(carried.label)
        if carried.summary is None or said == today:
            yield Retold()
        elif None in (said, today) or essence(said) != essence(today):
            yield Retold(refused=(say(N_("it is not better than the others in what its label says")),))
        else:
            yield Retold(reworded=(say(_REWORDED),))


def _profiles(answer: AnswerDocument) -> Sequence[Profile]:
    return [
        Profile(
            score=one.score,
            fit=one.fit,
            weighed={part: (value, 100.0 * one.weights.get(part, 0.0)) for part, value in one.parts.items()},
            alone=len(one.members) - len(one.partners) == 1,
            shown=max(one.fairness.shown.values()) if one.fairness and one.fairness.shown else None,
            open=len(one.to_confirm),
            newcomers=sum(facts.newcomer is True for facts in one.facts.values()),
            experienced=sum(facts.newcomer is False for facts in one.facts.values()),
            countries=len({countries.counts_as(facts.country) for facts in one.facts.values()}),
            members=len(one.members),
        )
        for one in answer.proposals
    ]


def _reasons(proposal: ProposalDocument) -> Iterator[SayingDocument | str]:
    for why in proposal.reasons.values():
        yield from why


def _plain(said: SayingDocument | str) -> Any:
    return said if isinstance(said, str) else said.model_dump(mode="json")

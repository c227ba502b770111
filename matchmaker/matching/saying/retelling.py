"""What a proposal says about itself, told again from the facts it carries and compared with what it carries."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from matchmaker.eligibility.documents import report_json
from matchmaker.eligibility.findings import Finding, Report, Status
from matchmaker.inputs.suggestion import AnswerDocument, ProposalDocument, SayingDocument
from matchmaker.language import N_, Message, say
from matchmaker.matching.saying.labels import label
from matchmaker.matching.saying.reasons import reasons
from matchmaker.matching.saying.sayings import essence, saying
from matchmaker.matching.saying.subject import Subject
from matchmaker.matching.saying.summaries import summary
from matchmaker.matching.saying.unknowns import to_confirm
from matchmaker.matching.saying.whole import possible

_REWORDED: Final = say(N_("what it says is worded in another way than today"))
_NUMBER: Final = re.compile(r"[0-9]+")
_STATUSES: Final[tuple[Status, ...]] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Retold:
    """refused: what is said and does not follow from the facts. reworded: what follows from them in other words than today's."""

    refused: tuple[Message, ...] = ()
    reworded: tuple[Message, ...] = ()


def retell(subject: Subject, proposal: ProposalDocument) -> Retold:
    """Compare reasons, open points and summary with what follows from the facts."""
    today = [
        *((one, [saying(reason) for reason in why]) for one, why in sorted(reasons(subject).items())),
        ("to_confirm", [saying(message) for message in to_confirm(subject)]),
        ("summary", [saying(message) for message in summary(subject)]),
    ]
    carried = [
        *((one, [_plain(reason) for reason in why]) for one, why in sorted(proposal.reasons.items())),
        ("to_confirm", [_plain(message) for message in proposal.to_confirm]),
        ("summary", [_plain(message) for message in proposal.summary]),
    ]
    if [(about, essence(said)) for about, said in today] != [(about, essence(said)) for about, said in carried]:
        return Retold(refused=(say(N_("what it says about its members and itself does not follow from the facts")),))
    if today != carried:
        return Retold(reworded=(_REWORDED,))
    return Retold()


def retell_report(report: Report, carried: Mapping[str, Any], names: Sequence[str]) -> Retold:
    """Compare the words of a report whose findings are those of today. names: of the members, as it may name them."""
    today: Any = report_json(report)
    if today == carried:
        return Retold()
    pairs = [(now.get("message"), then.get("message")) for now, then in zip(today["findings"], carried["findings"], strict=True)]
    if not all(_agree(now, then, names) for now, then in pairs) or not _same_verdict(report, carried.get("summary")):
        return Retold(refused=(say(N_("what it says about the rules does not follow from the facts")),))
    return Retold(reworded=(_REWORDED,))


def _agree(now: str, then: object, names: Sequence[str]) -> bool:
    """Whether two texts name the same numbers and members, in whatever words."""
    if not isinstance(then, str):
        return False
    numbers = [Counter(_NUMBER.findall(text)) for text in (now, then)]
    return numbers[0] == numbers[1] and all((name in now) == (name in then) for name in names if name)


def _same_verdict(report: Report, said: object) -> bool:
    """Whether a verdict in words has the numbers of the report, and is not how we say another verdict."""
    if not isinstance(said, str) or not _agree(str(report.summary), said, ()):
        return False
    one_each = [Report("", "", (Finding("", "composition", status, say("")),)) for status in _STATUSES]
    others = {_NUMBER.sub("", str(one.summary)) for one in one_each if one.verdict != report.verdict}
    return _NUMBER.sub("", said) not in others


def reexplain(answer: AnswerDocument) -> Retold:
    """Whether what is said about the whole answer may be said of its proposals."""
    said = None if answer.explanation is None else _plain(answer.explanation)
    proposals, asks = answer.proposals, answer.request.fairness > 0
    counted = any(one.shown for one in proposals)
    nobody = not any(one.partners for one in proposals)
    found = [
        None if one is None else saying(one)
        for uncounted in {asks and not counted, asks and not counted and not nobody}
        for one in possible(
            len(proposals),
            answer.request.limit,
            bounded=any(one.proof.status == "bounded" for one in proposals),
            uncounted=uncounted,
        )
    ]
    if said in found:
        return Retold()
    if said is not None and _unread(said) in [_unread(one) for one in found]:
        return Retold(reworded=(say(N_("What it says about itself as a whole is worded in another way than today.")),))
    return Retold(refused=(say(N_("What it says about itself as a whole does not follow from its proposals.")),))


def _unread(value: Any) -> Any:
    """A sentence of ours without how it reads: its English text with the places, and what stands there."""
    return {key: _unread(one) for key, one in value.items() if key != "text"} if isinstance(value, dict) else value


def relabel(answer: AnswerDocument) -> Iterator[Retold]:
    """For each proposal whether its label follows from the comparison with the others."""
    for found, carried in zip(label(answer.proposals), answer.proposals, strict=True):
        today = None if found is None else saying(found)
        said = None if carried.label is None else _plain(carried.label)
        if said == today:
            yield Retold()
        elif None in (said, today) or essence(said) != essence(today):
            yield Retold(refused=(say(N_("it is not better than the others in what its label says")),))
        else:
            yield Retold(reworded=(_REWORDED,))


def _plain(said: SayingDocument) -> Any:
    return said.model_dump(mode="json")

"""What became of an idea, a consortium or a snapshot when its call changed: frozen as it reads, in each language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matchmaker.documents.told import Frozen, Told, told
from matchmaker.eligibility.findings import Finding, Status, Verdict
from matchmaker.language import Message
from matchmaker.programme.calls import Call
from matchmaker.programme.differences import Difference, in_groups

SCOPES: Final = frozenset({"composition", "project"})
"""What is compared finding by finding; documents and limits are told as the call states them."""
NO_MATTER: Final = frozenset({"title", "unverified"})
"""Keys of a call that change nothing for anybody by themselves."""


class Judged(Frozen):
    """A verdict and its sentence."""

    verdict: Verdict
    summary: Told


class Said(Frozen):
    """What one rule said."""

    status: Status
    message: Told


class Changed(Frozen):
    """A rule that says something else now; None where it was not judged."""

    rule: str
    before: Said | None
    after: Said | None


class Group(Frozen):
    """What the call states otherwise about one thing."""

    name: Told
    sentences: tuple[Told, ...]


class Review(Frozen):
    """was_provisional, is_provisional: the call before and now. before: None where it can no longer be told."""

    was_provisional: bool
    is_provisional: bool
    before: Judged | None
    after: Judged
    rules: tuple[Changed, ...]
    call: tuple[Group, ...]

    @property
    def is_published(self) -> bool:
        """Whether the guide has come: the rules were provisional, and are no longer."""
        return self.was_provisional and not self.is_provisional


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the rules say of something: a verdict, a sentence for it, and the findings it comes from."""

    verdict: Verdict
    summary: Message
    findings: tuple[Finding, ...]


def matters(differences: Iterable[Difference]) -> bool:
    """Whether any of them may change something for somebody."""
    return any(one.about not in NO_MATTER for one in differences)


def review(
    before: Opinion | None, after: Opinion, differences: Sequence[Difference], call: Call, *, was_provisional: bool
) -> Review:
    """The review of a thing under its call as it is now. before: under the call as it was, None where it cannot be read."""
    return Review(
        was_provisional=was_provisional,
        is_provisional=call.provisional,
        before=None if before is None else _judged(before),
        after=_judged(after),
        rules=() if before is None else tuple(_changed(before.findings, after.findings)),
        call=tuple(
            Group(name=told(name), sentences=tuple(told(one.sentence) for one in sentences))
            for name, sentences in in_groups(differences)
        ),
    )


def _judged(opinion: Opinion) -> Judged:
    return Judged(verdict=opinion.verdict, summary=told(opinion.summary))


def _changed(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Changed]:
    """Rules whose findings changed, those of one rule side by side in their order; what is met in other words has not changed."""
    earlier, later = ([one for one in found if one.scope in SCOPES] for found in (before, after))
    for rule in dict.fromkeys(one.rule for one in (*later, *earlier)):
        was, now = ([one for one in found if one.rule == rule] for found in (earlier, later))
        for place in range(max(len(was), len(now))):
            old, new = (found[place] if place < len(found) else None for found in (was, now))
            same = old is not None and new is not None and old.status == new.status
            if not same or (old and new and new.status != "pass" and old.message != new.message):
                yield Changed(rule=rule, before=_said(old), after=_said(new))


def _said(finding: Finding | None) -> Said | None:
    return None if finding is None else Said(status=finding.status, message=told(finding.message))

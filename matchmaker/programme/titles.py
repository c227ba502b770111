"""What several calls are called together: the words with which all their titles begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.language import SOURCE
from matchmaker.programme.calls import Call
from matchmaker.programme.search import JOINING_WORDS, fold

_SAME = 2
"""So many words of their English titles are the same where calls are of one kind."""


@dataclass(frozen=True, slots=True)
class Together:
    """Calls, at least one."""

    calls: tuple[Call, ...]

    def label(self, language: str) -> str:
        """One call's own title; else what all titles share, without a joining word at its end; else their action."""
        titles = [one.label(language).split() for one in self.calls]
        shared: list[str] = []
        for words in zip(*titles, strict=False):
            if len(set(words)) > 1:
                break
            shared.append(words[0])
        while len(titles) > 1 and shared and fold(shared[-1]) in JOINING_WORDS | {""}:
            shared.pop()
        return " ".join(shared) or self.calls[0].action


@dataclass(frozen=True, slots=True)
class Kind(Together):
    """Calls of one kind, whose numbered parts are not told apart."""

    def label(self, language: str) -> str:
        """The same, and of what is numbered only what stands before."""
        title = super(Kind, self).label(language)  # slots: the class that was decorated is another one
        return title if len(self.calls) == 1 else title.split(", ")[0]


def kinds(calls: Iterable[Call]) -> tuple[Kind, ...]:
    """The calls by kind, the kind of most calls first."""
    found: dict[tuple[str, ...], list[Call]] = {}
    for call in calls:
        found.setdefault(tuple(call.label(SOURCE).split()[:_SAME]), []).append(call)
    groups: Sequence[list[Call]] = sorted(found.values(), key=len, reverse=True)
    return tuple(Kind(tuple(group)) for group in groups)

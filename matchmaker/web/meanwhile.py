"""Two people who save at once: the second sees what the first changed, and loses nothing that was typed."""

from collections.abc import Iterable
from typing import Any, Final, Protocol

from matchmaker.language import N_, Message, say

FASTER: Final[Message] = say(
    N_(
        "Somebody else changed this in the meantime. What you typed stands here as you left it; "
        "save again to put it in place of theirs."
    )
)


class Named(Protocol):
    """A choice: what is sent, and what is read."""

    @property
    def value(self) -> str:
        """What is sent."""
        ...

    @property
    def label(self) -> str:
        """What is read."""
        ...


def theirs(stored: Any, typed: Any, choices: Iterable[Named]) -> str | None:
    """What is stored meanwhile, in words, where it is something else than what was typed; None where it is the same."""
    if _plain(stored) == _plain(typed):
        return None
    labels = {choice.value: choice.label for choice in choices}
    return "; ".join(labels.get(one, one) for one in _plain(stored))


def _plain(said: Any) -> list[str]:
    """The entries of a field in one order, whatever kind it is of."""
    entries = said if isinstance(said, list | tuple | set | frozenset) else [said]
    return sorted(str(one).replace("\r\n", "\n").strip() for one in entries if one not in (None, "", False))

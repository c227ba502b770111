"""Several sentences as one message."""

from collections.abc import Sequence

from matchmaker.language import N_, Message, say


def one_after_another(sentences: Sequence[Message]) -> Message:
    """Whole sentences, at least one, each with its own full stop."""
    first, *others = sentences
    return say(N_("%(first)s %(others)s"), first=first, others=one_after_another(others)) if others else first

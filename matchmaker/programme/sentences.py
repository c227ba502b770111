"""A call's composition rules in words, each with where it was read."""

from dataclasses import dataclass

from matchmaker.language import Message
from matchmaker.programme.calls import Call


@dataclass(frozen=True)
class Stated:
    """One rule in words; `settled` is false while it is not certain. only_warns: a stricter reading that decides nothing."""

    id: str
    sentence: Message
    source: str
    evidence: str
    settled: bool = True
    only_warns: bool = False


def of(call: Call) -> list[Stated]:
    """The rules about who may take part: the call's own in their order, then its conditions."""
    own = [Stated(rule.id, rule.sentence(call.year), rule.source, rule.ev, rule.settled, rule.only_warns) for rule in call.rules]
    return own + [
        Stated(check, sentence, one.source, one.ev) for one in call.conditions for check, sentence in one.sentences(call.year)
    ]

"""A call's composition rules in words, each with where it was read."""

from dataclasses import dataclass

from matchmaker.language import Message
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import Rule
from matchmaker.programme.variants import Variant


@dataclass(frozen=True)
class Stated:
    """One rule in words; `settled` is false while it is not certain. only_warns: a stricter reading that decides nothing.

    variant: the one that states it, where it is not the whole call.
    """

    id: str
    sentence: Message
    source: str
    evidence: str
    settled: bool = True
    only_warns: bool = False
    variant: Variant | None = None


def of(call: Call) -> list[Stated]:
    """The rules about who may take part: the call's own in their order, those of each variant, then its conditions."""
    own = [_rule(call, rule) for rule in call.rules]
    own += [_rule(call, rule, variant) for variant in call.variants for rule in variant.rules]
    return own + [
        Stated(check, sentence, one.source, one.ev) for one in call.conditions for check, sentence in one.sentences(call.year)
    ]


def _rule(call: Call, rule: Rule, variant: Variant | None = None) -> Stated:
    return Stated(rule.id, rule.sentence(call.year), rule.source, rule.ev, rule.settled, rule.only_warns, variant)

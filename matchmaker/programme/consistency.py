"""What a call states, looked at together: whether one part of it can be true beside the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from matchmaker.language import N_, Message, say
from matchmaker.programme.dates import check_rounds

if TYPE_CHECKING:
    from matchmaker.programme.calls import Call


def once(ids: Iterable[str]) -> None:
    """Raises ValueError with a message for an id that stands twice."""
    listed = list(ids)
    if twice := sorted({one for one in listed if listed.count(one) > 1}):
        raise ValueError(say(N_("the id “%(id)s” stands more than once"), id=twice[0]))


def check(call: Call) -> None:
    """Raises ValueError with a message for a call without variants whose parts do not go together."""
    once(rule.id for rule in call.rules)
    ids = {rule.id for rule in call.rules}
    for one in call.recommendations:
        if one.id in ids:
            raise ValueError(say(N_("recommendations: the id “%(id)s” stands more than once"), id=one.id))
        ids.add(one.id)
    if call.priorities_needed and call.priorities_needed.min > len(set(call.priorities)):
        text = N_("priorities_needed: a project cannot address %(min)s of the %(number)s priorities of the call")
        raise ValueError(say(text, min=call.priorities_needed.min, number=len(set(call.priorities))))
    check_rounds(call.deadlines, call.year)
    sizes = call.sizes
    if sizes.least is None:
        if sizes.most is not None and sizes.at_least > sizes.most:
            text = N_("rules: no consortium has at least %(min)s and at most %(max)s members")
            raise ValueError(say(text, min=sizes.at_least, max=sizes.most))
        raise ValueError(say(N_("rules: no numbers of organisations from programme countries and from others meet them all")))


def needs_third_countries(call: Call) -> bool:
    """Whether no consortium from programme countries alone meets the rules of the call, in any of its variants."""
    nobody = call.other_countries.model_copy(update={"allow": "none", "regions": ()})
    return all(one.sizes.least is None for one in call.model_copy(update={"other_countries": nobody}).each_variant)


def left_out(call: Call) -> Message | None:
    """What is wrong where the rules of a call need third countries and its file does not say so."""
    if call.third_countries or not needs_third_countries(call):
        return None
    return say(N_("the rules need organisations from countries outside the programme: expected third_countries = true"))

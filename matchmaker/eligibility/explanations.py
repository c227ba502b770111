"""What was checked and what was not, in words: stands under every verdict."""

from collections.abc import Iterator

from matchmaker.eligibility import conditions
from matchmaker.eligibility.minima import KINDS
from matchmaker.eligibility.rules import (
    activities,
    award,
    caps,
    deadline,
    documents,
    duration,
    grant,
    identifiers,
    n_minus_1,
    one_entity_once,
    priority_chosen,
    project_type,
    recommendations,
    unverified,
)
from matchmaker.language import N_, Message, say
from matchmaker.programme import wording
from matchmaker.programme.calls import Call

_PROJECT = (priority_chosen, project_type, activities, duration, grant, deadline, identifiers)


def checked(call: Call) -> tuple[Message, ...]:
    """What the check looks at under this call: the composition first, then what is judged beside it where it is stated."""
    beside = (*_PROJECT, *((recommendations,) if call.recommendations else ()), *((award,) if call.assessment else ()))
    return tuple(say(text) for text in dict.fromkeys([*_composition(call), *(rule.EXPLANATION for rule in beside)]))


def not_checked(call: Call) -> tuple[Message, ...]:
    """What the check leaves open, whether the rules are those of the year, and who decides."""
    *open_, decides = left_open(call)
    return (*open_, *((wording.provisional(call),) if call.provisional else ()), decides)


def left_open(call: Call) -> tuple[Message, ...]:
    """What the check leaves open, and who decides: for a page that says elsewhere that rules are provisional."""
    decides = (
        N_("The National Agency decides; read the Programme Guide of your year.")
        if call.managed_by == "NA"
        else N_("The European Education and Culture Executive Agency decides; read the Programme Guide of your year.")
    )
    quality = N_("The quality of the project and of the partnership, and whether what the members state is true.")
    open_ = [documents.EXPLANATION, caps.EXPLANATION] + ([unverified.EXPLANATION] if call.unverified else [])
    return tuple(say(text) for text in (quality, *open_, decides))


def _composition(call: Call) -> Iterator[str]:
    """The explanations of the rules that decide the verdict, and of the warnings that go with them."""
    yield from (KINDS[rule.check].EXPLANATION for one in call.each_variant for rule in one.rules)
    yield from conditions.explanations(call)
    yield one_entity_once.EXPLANATION
    yield n_minus_1.explanation(call)

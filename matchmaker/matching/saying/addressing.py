"""Reasons for an organisation as one would write them to it: what stands at the beginning of “why exactly you”."""

from collections.abc import Iterable
from typing import Final

from matchmaker.language import N_, Message, say
from matchmaker.matching.saying.glance import STRONGEST
from matchmaker.matching.saying.wording import name_of

SAID: Final = 2
"""So many reasons begin a letter; whoever writes it knows more."""
_TO_YOU: Final = {
    "same-field": N_("You work in our field: %(field)s."),
    "near-field": N_("You work in a field near ours: %(field)s."),
    "fills-place": N_("You are what we look for: %(place)s."),
    "only-expertise": N_("You offer what nobody else of us has: %(expertise)s."),
    "shared-expertise": N_("You offer what we need: %(expertise)s."),
    "same-priority": N_("You have the same priority as we: %(priorities)s."),
    "same-topic": N_("You work on our topic: %(topics)s."),
    "projects-with-you": N_("We have worked together before: %(projects)s."),
    "projects-among": N_("We have worked together before, for example here: %(projects)s."),
    "projects-with-members": N_("You have worked with partners of ours before: %(projects)s."),
    "projects-with-members-among": N_("You have worked with partners of ours before, for example here: %(projects)s."),
    "only-sector": N_("You would be the only one of us who stands for this: %(sectors)s."),
    "coordinates": N_("You say that you can coordinate."),
}
"""By their short names, those reasons that one would give; each with what the reason itself names."""


def to_them(reasons: Iterable[Message]) -> tuple[Message, ...]:
    """The two that tell most, said to whom they are about; none where nothing is known that one would write."""
    named = {name_of(one): one for one in reasons}
    found = []
    for name in STRONGEST:
        text, reason = _TO_YOU.get(name), named.get(name)
        if text is not None and reason is not None:
            found.append(say(text, **{place: said for place, said in reason.args if f"%({place})s" in text}))
    return tuple(found[:SAID])

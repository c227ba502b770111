"""Whether a past project was one of Erasmus+, by the call that it names."""

import re
from functools import lru_cache
from typing import Final

from matchmaker.programme import families

_ITSELF: Final = re.compile(r"\berasmus\s*(?:\+|plus\b)|\berasmus-[a-z0-9]+-20\d\d\b", re.IGNORECASE)
_BEFORE: Final = re.compile(
    r"\b(?:leonardo\b|comenius\b|grundtvig\b|socrates\b|tempus\b|llp\b|life-?\s?long learning (?:programme|\()|youth in action\b"
    r"|erasmus mundus\b(?! joint master))",
    re.IGNORECASE,
)
"""Programmes until 2013, some of which had actions of the same number: Erasmus+ begins in 2014."""
_ACTION: Final = re.compile(r"\berasmus\b|\bka[123]\d{0,2}\b|\beppka[123]\b|\bkey action [123]\b", re.IGNORECASE)
"""The programme by half its name, or one of its actions by its number."""
_NAMED: Final = re.compile(
    r"\W*(?:(?:strategic|cooperation|small-scale|collaborative) partnerships?\b|forward[- ]looking (?:cooperation )?projects?\b"
    r"|learning mobility of individuals\b|cooperation among organisations and institutions\b"
    r"|cooperation for innovation and the exchange of good practices\b|support for policy reform\b)",
    re.IGNORECASE,
)
"""Key actions and action types as the European Commission's list of projects names them; other programmes have partnerships
too, so that only the beginning of a name is looked at."""


@lru_cache(maxsize=4096)
def is_erasmus(call: str) -> bool:
    """Whether the call is one of Erasmus+: by the programme's name, or by one of its actions; its predecessors are not.

    Calls are few and name many projects each: what was found is kept.
    """
    if _ITSELF.search(call):
        return True
    if _BEFORE.search(call):
        return False
    return bool(_ACTION.search(call) or _NAMED.match(call) or families.of_project(call))

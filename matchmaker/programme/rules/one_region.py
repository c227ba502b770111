"""Members from outside the programme countries must be from one region: what a call states."""

from typing import Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme.rules.rule import RuleData


class OneRegion(RuleData):
    """Regions of third countries as they are numbered in the call's year (`programme.countries.region`)."""

    check: Literal["one_region"]
    scope: Literal["other"]

    def sentence(self, year: int) -> Message:
        """That it is one."""
        return say(N_("All organisations from other countries come from one region"))

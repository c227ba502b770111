"""Which members a rule or a condition is about, by where they come from."""

from collections.abc import Mapping
from typing import Literal

from matchmaker.language import N_, Message, say

Scope = Literal["counting", "other", "all"]
"""Members of counting countries (EU and associated), of other countries, or both; associated partners are in none."""

WHERE: Mapping[Scope, Message] = {
    "counting": say(N_("from programme countries")),
    "other": say(N_("from other countries")),
    "all": say(N_("in all")),
}

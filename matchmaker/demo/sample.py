"""The answer that the start page shows: computed once for invented organisations (`tools/sample.py`) and kept as any other."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from matchmaker.matching.answers import Proposal
from matchmaker.matching.documents import kept
from matchmaker.matching.saying.glance import Glance, glance
from matchmaker.programme import guides
from matchmaker.programme.calls import Call

FILE: Final = Path(__file__).resolve().parent / "data" / "sample.json"


@dataclass(frozen=True, slots=True)
class Sample:
    """A suggested consortium, what is seen of it first, and the call it is for."""

    proposal: Proposal
    seen: Glance
    call: Call


@cache
def sample() -> Sample:
    """The sample, read once in a process."""
    answer = kept(json.loads(FILE.read_text("utf-8")))
    (proposal,) = answer.proposals
    return Sample(proposal, glance(proposal), guides.load().call(answer.request.call))

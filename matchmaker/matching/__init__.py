"""Who fits together? Whole consortia that meet a call's rules and one's wishes, scored by a published formula. Pure."""

from matchmaker.matching.answers import Answer, Proposal
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from matchmaker.matching.suggestion import suggest

__all__ = ["Answer", "History", "Population", "Proposal", "suggest"]

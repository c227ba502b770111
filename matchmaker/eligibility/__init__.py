"""May this consortium apply? Facts in, findings with who provides what out; one file per rule kind. Pure."""

from matchmaker.eligibility.checking import check, seen_as
from matchmaker.eligibility.rules.n_minus_1 import n_minus_one
from matchmaker.eligibility.withdrawals import withdrawals

__all__ = ["check", "n_minus_one", "seen_as", "withdrawals"]

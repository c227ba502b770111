"""The weights of our score, as each call shifts them, and the formulas that answers state."""

import pytest

from matchmaker.programme import guides
from matchmaker.programme.scoring import FORMULA, FORMULAS

CALLS = guides.load().calls
BY_NEWCOMERS = ("ka220-", "ka210-", "sport-scp-", "sport-sscp-", "cbhe-strand1-")
"""Of 2026 and 2027: where newcomers are an element of the award criteria by name, or the aim of the action."""


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_newcomers_weigh_where_assessors_look_at_them_and_the_rest_goes_to_relevance(call):
    weights = call.scoring.weights
    looked_at = call.year < 2026 or call.id.startswith(BY_NEWCOMERS)
    assert weights["newcomers"] == (0.05 if looked_at else 0)
    assert weights["cross_sector"] in (0.2, 0.1, 0.05, 0)
    assert weights["relevance"] + weights["cross_sector"] + weights["newcomers"] == pytest.approx(0.55)
    others = ("expertise", "robustness", "responsiveness", "ties")
    assert [weights[part] for part in others] == [0.2, 0.1, 0.1, 0.05]


def test_the_trade_counts_more_than_all_else_that_one_term_asks():
    """Formulas that answers state stay as they were."""
    assert FORMULA == 2
    assert FORMULAS == {
        1: {"field": 2, "priority": 2, "topic": 1},
        2: {"field": 4, "priority": 1, "topic": 1},
    }

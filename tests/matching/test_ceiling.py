"""The bound on what candidates can bring is never below what some of them do bring."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.candidates import Candidates
from matchmaker.matching.ceiling import ceiling
from matchmaker.matching.coverage import Coverage
from matchmaker.matching.demands import Demand
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.sorts import Sorts, sort_out
from tests.matching.worlds import GUIDE, TODAY

CALL = GUIDE.call("ka202-2018")
SKILLS = ("evaluation", "management", "dissemination")
organisations = st.builds(
    dict,
    sectors=st.frozensets(st.sampled_from(["VET", "HED", "SCH", "BUS"]), max_size=3),
    expertise=st.lists(st.sampled_from(SKILLS), max_size=3, unique=True).map(tuple),
    responsiveness=st.sampled_from([0.0, 0.5, 1.0]),
)


def board(facts: list[dict[str, object]]) -> tuple[Coverage, Sorts, np.ndarray]:
    """Coverage and sorts of these organisations beside an initiator, and the points of each candidate for two places."""
    listed = [
        Organisation(id=f"o{n}", name=f"Name {n}", country="PL" if n == 0 else "DE", type="OTH", **one)
        for n, one in enumerate(facts)
    ]
    wished = {"call": CALL.id, "initiator": "o0", "expertise": [{"slug": slug, "weight": n + 1} for n, slug in enumerate(SKILLS)]}
    question = Question(requests.parse(wished, GUIDE.call), Circumstances(Population(listed), History(), CALL, TODAY))
    candidates = Candidates(question.task, question.formula, question.own)
    everybody = candidates._listed(np.arange(len(candidates._who)), np.zeros(len(candidates._who), dtype=bool))
    standing = [question.task.standing(who) for who in everybody.who.tolist()]
    sorts = sort_out(everybody, standing, by_country=False)
    return Coverage(question.formula, everybody.columns, everybody.seated, sorts), sorts, 50.0 * everybody.value[sorts.at]


@given(
    st.lists(organisations, min_size=4, max_size=9), st.integers(1, 3), st.integers(0, 2), st.sampled_from([-100.0, 5.0, 20.0])
)
@settings(max_examples=150)
def test_nothing_goes_through_the_ceiling(facts: list[dict[str, object]], places: int, needed: int, enough: float) -> None:
    coverage, sorts, own = board(facts)
    rng = np.random.default_rng(len(facts) * 7 + places)
    fits = rng.random((len(sorts.standing), 2)) < 0.5
    demand = Demand(fits, np.array([min(needed, places), 0]), np.zeros(2, dtype=np.int64))
    demands = [Demand(fits[:, :0], np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)), demand]
    slots = [one.slots((), sorts.of, places) for one in demands]
    nothing = coverage.of(())
    met = [
        (some, own[list(some)].sum() + coverage.points(coverage.of(sorts.of[list(some)])) - coverage.points(nothing))
        for some in combinations(range(len(own)), places)
        if fits[sorts.of[list(some)], 0].sum() >= demand.number[0]
    ]
    if slots[1] is None:
        assert not met
        return
    found = ceiling(own, sorts.of, [one for one in slots if one is not None], coverage.cuts(nothing, 0), enough)
    for some, points in met:
        assert points <= found.bound + 1e-9
        for at in some:
            assert points <= found.with_each[at] + 1e-9


def test_the_ceiling_comes_down_to_what_is_brought_where_nobody_shares_anything() -> None:
    coverage, sorts, own = board(
        [
            {"sectors": frozenset({"VET"})},
            {"sectors": frozenset({"HED"}), "expertise": ("evaluation",)},
            {"sectors": frozenset({"SCH"}), "expertise": ("management",)},
        ]
    )
    slots = Demand(np.empty((2, 0), dtype=bool), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)).slots((), sorts.of, 2)
    assert slots is not None
    nothing = coverage.of(())
    found = ceiling(own, sorts.of, [slots], coverage.cuts(nothing, 0), -100.0)
    brought = own.sum() + coverage.points(coverage.of((0, 1))) - coverage.points(nothing)
    assert found.bound == pytest.approx(brought, abs=0.1)

"""Where a hidden partner stands: counted again one by one, in every pool."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.evaluation import Dataset
from matchmaker.evaluation.affinity import Floats, PastConsortium
from matchmaker.evaluation.hiding import Hidden, hide
from matchmaker.evaluation.pools import POOLS, SAMPLED, Pools
from matchmaker.evaluation.trials import Question, countries, leave_one_out
from tests.evaluation.consortia import Asked, asked, organisation


class Given:
    """A ranker whose scores were written down before."""

    name = "given"

    def __init__(self, scores: Sequence[Sequence[float]]) -> None:
        self._scores = np.array(scores, dtype=np.float64)

    def scores(self, question: Question) -> Floats:
        return self._scores


def hidden_by(dataset: Dataset, number: int, scores: Sequence[Sequence[float]]) -> tuple[Question, Hidden]:
    question = next(one for one in leave_one_out(dataset).questions if one.number == number)
    return question, hide([question], [Given(scores)], Pools(dataset, 1), lambda done, of: None)


@given(asked(), st.data())
def test_places_are_what_counting_gives(case: Asked, data: st.DataObject) -> None:
    organisations, members = case.dataset.organisations, case.dataset.projects[case.number].members
    row = st.lists(st.sampled_from([0.0, 0.1, 0.3, 1.0]), min_size=len(organisations), max_size=len(organisations))
    scores = data.draw(st.lists(row, min_size=len(members), max_size=len(members)))
    _, hidden = hidden_by(case.dataset, case.number, scores)
    for at, who in enumerate(members):
        wanted = organisations[who]

        def fits(pool: str, one: int, wanted: object = wanted) -> bool:
            other = organisations[one]
            there = other.country == wanted.country or "country" not in pool
            return there and (bool(other.sectors & wanted.sectors) or "sector" not in pool or not wanted.sectors)

        for pool in POOLS:
            others = [one for one in range(len(organisations)) if one not in members and fits(pool, one)]
            ahead = sum(scores[at][one] > scores[at][who] for one in others)
            level = sum(scores[at][one] == scores[at][who] for one in others) + 1
            places = hidden.places[pool, "given"]
            assert (places.ahead[at], places.level[at]) == (ahead, level), pool
    assert hidden.project.tolist() == [case.number] * len(members)


def test_scores_that_differ_by_rounding_are_level() -> None:
    dataset = Dataset(tuple(organisation(one) for one in "abcd"), (PastConsortium((0, 1)),), (None,))
    _, hidden = hidden_by(dataset, 0, [[0.3, 0.0, 0.1 + 0.2, 0.2999999], [0.0, 0.0, 0.0, 1e-300]])
    places = hidden.places["full", "given"]
    assert (places.ahead.tolist(), places.level.tolist()) == ([0, 1], [2, 2])


def test_a_hundred_are_drawn_from_those_that_are_no_members_the_same_for_everybody() -> None:
    dataset = Dataset(
        tuple(organisation(f"o{one}") for one in range(300)), (PastConsortium((3, 7, 9)), PastConsortium((1, 2))), (None, None)
    )
    first, second = leave_one_out(dataset).questions
    drawn = Pools(dataset, 1).sampled(first)
    assert drawn.shape == (3, SAMPLED)
    for row in drawn:
        assert len(set(row.tolist())) == SAMPLED
        assert not {3, 7, 9} & set(row.tolist())
    np.testing.assert_array_equal(drawn, Pools(dataset, 1).sampled(first))
    assert (drawn != Pools(dataset, 2).sampled(first)).any()
    assert (drawn[:2] != Pools(dataset, 1).sampled(second)).any()
    # Everybody is drawn about equally often: 297 others, 99 of them a row.
    often = np.bincount(np.concatenate([Pools(dataset, seed).sampled(first).ravel() for seed in range(300)]), minlength=300)
    assert often[[3, 7, 9]].sum() == 0
    assert np.delete(often, [3, 7, 9]).min() > 230
    assert often.max() < 370


def test_where_there_are_fewer_than_a_hundred_all_are_drawn() -> None:
    dataset = Dataset(tuple(organisation(f"o{one}") for one in range(10)), (PastConsortium((0, 1)),), (None,))
    drawn = Pools(dataset, 1).sampled(leave_one_out(dataset).questions[0])
    assert [sorted(row) for row in drawn.tolist()] == [list(range(2, 10))] * 2


def test_countries_are_numbered_alike_for_one_country() -> None:
    rows = (organisation("a", "PL"), organisation("b", "DE"), organisation("c", "PL"))
    assert countries(Dataset(rows, (), ())).tolist() == [0, 1, 0]

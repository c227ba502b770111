"""Trials: what is known when a partner is hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import Invalid
from matchmaker.evaluation import Dataset
from matchmaker.evaluation.affinity import PastConsortium
from matchmaker.evaluation.trials import leave_one_out, split, usual_split
from tests.evaluation.consortia import datasets, organisation

FOUR = Dataset(
    organisations=tuple(organisation(one) for one in "abcd"),
    projects=(
        PastConsortium((0, 1)),
        PastConsortium((0, 2)),
        PastConsortium((1,)),
        PastConsortium((1, 3)),
        PastConsortium((2, 3)),
    ),
    years=(2014, 2015, 2015, 2016, None),
)


def test_split_knows_earlier_projects_and_asks_about_later_ones_with_somebody_to_be_seen() -> None:
    trial = split(FOUR, 2015)
    assert trial.past.projects == (PastConsortium((0, 1)),)
    assert [(one.number, one.members.tolist(), one.without) for one in trial.questions] == [(1, [0, 2], None), (3, [1, 3], None)]
    assert [one.warm.tolist() for one in trial.questions] == [[True, False], [True, False]]


def test_leave_one_out_asks_about_every_project_with_all_others_known() -> None:
    trial = leave_one_out(FOUR)
    assert trial.past.projects == FOUR.projects
    assert [(one.number, one.without) for one in trial.questions] == [(0, 0), (1, 1), (3, 3), (4, 4)]
    assert [one.warm.tolist() for one in trial.questions] == [[True] * 2] * 4
    assert leave_one_out(Dataset(FOUR.organisations, (PastConsortium((0, 1)), PastConsortium((0, 2))), (None, None))).questions[
        0
    ].warm.tolist() == [
        True,
        False,
    ]


@pytest.mark.parametrize("year", [2014, 2017])
def test_a_year_with_nothing_on_one_side_is_refused(year: int) -> None:
    with pytest.raises(Invalid, match=str(year)):
        split(FOUR, year)


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ([2014, 2014, 2014, 2015, 2016], 2015),
        ([2016, 2015, 2014, 2014, 2015], 2016),
        ([2014, None, None, 2015], None),
        ([2014, 2014], None),
        ([None], None),
        ([], None),
    ],
)
def test_usual_split_leaves_three_fifths_before_it(years: list[int | None], found: int | None) -> None:
    assert usual_split(years) == found


@given(datasets(), st.integers(2014, 2019))
def test_no_project_from_the_year_on_is_ever_in_the_past_of_a_split(dataset: Dataset, year: int) -> None:
    dated = list(zip(dataset.projects, dataset.years, strict=True))
    try:
        trial = split(dataset, year)
    except Invalid:
        assert not any(at and at < year for _, at in dated) or not any(at and at >= year for _, at in dated)
        return
    assert trial.past.projects == tuple(project for project, at in dated if at is not None and at < year)
    assert {one.number for one in trial.questions} == {
        number for number, (project, at) in enumerate(dated) if at is not None and at >= year and len(project.members) > 1
    }

"""Rankers: reckoned by hand, against the product's own score, and blind to who is hidden and to what comes later."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.evaluation import Dataset
from matchmaker.evaluation.affinity import Affinity, PastConsortium
from matchmaker.evaluation.published import CROSS_SECTOR, RELEVANCE, TARGET, Score, by_affinity, ties
from matchmaker.evaluation.rankers import ByAffinity, CommonNeighbours, Popularity, Ranker, Relevance
from matchmaker.evaluation.trials import Question, countries, leave_one_out, split
from matchmaker.inputs.organisations import Participation
from matchmaker.matching import History, Population, graphs, score
from tests.evaluation.consortia import TOPICS, Asked, asked, datasets, organisation


def every_ranker(dataset: Dataset, past: Affinity) -> list[Ranker]:
    found: list[Ranker] = [ByAffinity(past), CommonNeighbours(past), Popularity(past), Relevance(past)]
    return [*found, Score("ties", dataset, past, ties, 0.05), Score("score by affinity", dataset, past, by_affinity, 0.10)]


def question(dataset: Dataset, number: int) -> Question:
    return next(one for one in leave_one_out(dataset).questions if one.number == number)


def unseen(dataset: Dataset, asked: Question) -> list[int]:
    """Whose score decides about places: everybody but the members."""
    return [one for one in range(len(dataset.organisations)) if one not in asked.members]


@given(asked())
def test_the_project_asked_about_is_never_known(case: Asked) -> None:
    """Whatever ranks with the project left out ranks as if the data had never had it, also for the one that is hidden."""
    dataset, number = case.dataset, case.number
    here, looked_at = question(dataset, number), unseen(dataset, question(dataset, number))
    own = np.arange(len(here.members)), here.members
    without = Affinity(countries(dataset), dataset.projects[:number] + dataset.projects[number + 1 :])
    for ranker, other in zip(every_ranker(dataset, leave_one_out(dataset).past), every_ranker(dataset, without), strict=True):
        found, expected = ranker.scores(here), other.scores(replace(here, without=None))
        np.testing.assert_allclose(found[:, looked_at], expected[:, looked_at], atol=1e-12, err_msg=ranker.name)
        np.testing.assert_allclose(found[own], expected[own], atol=1e-12, err_msg=ranker.name)


@given(asked(), st.data())
def test_who_is_hidden_changes_nothing(case: Asked, data: st.DataObject) -> None:
    """Put another in the place of the hidden partner: everybody is ranked as before."""
    dataset, here = case.dataset, question(case.dataset, case.number)
    hidden = data.draw(st.integers(0, len(here.members) - 1))
    members = here.members.copy()
    members[hidden] = data.draw(st.sampled_from([*unseen(dataset, here), int(here.members[hidden])]))
    seen = np.delete(here.members, hidden)
    looked_at = [one for one in range(len(dataset.organisations)) if one not in seen]
    past = Affinity(countries(dataset), dataset.projects[: case.number] + dataset.projects[case.number + 1 :])
    for ranker in every_ranker(dataset, past):
        before = ranker.scores(replace(here, without=None))[hidden, looked_at]
        after = ranker.scores(replace(here, without=None, members=members))[hidden, looked_at]
        np.testing.assert_allclose(before, after, atol=1e-12, err_msg=ranker.name)


@given(datasets(), st.data())
def test_later_projects_are_never_known(dataset: Dataset, data: st.DataObject) -> None:
    years = (2014, *(2015 if at is None else at for at in dataset.years[1:-1]), 2018)
    anybody = st.frozensets(st.integers(0, len(dataset.organisations) - 1), min_size=1)
    rewritten = tuple(
        project if at < 2016 else PastConsortium(tuple(sorted(data.draw(anybody))), frozenset(TOPICS[:1]))
        for project, at in zip(dataset.projects, years, strict=True)
    )
    here = Question(0, np.array([0, 1]), frozenset(TOPICS), None, np.array([True, True]))
    both = [replace(dataset, years=years), replace(dataset, years=years, projects=rewritten)]
    for rankers in zip(*(every_ranker(one, split(one, 2016).past) for one in both), strict=True):
        np.testing.assert_array_equal(*(ranker.scores(here) for ranker in rankers))


ABCD = Dataset(
    organisations=tuple(organisation(one) for one in "abcd"),
    projects=(
        PastConsortium((0, 1), frozenset({"tourism"})),
        PastConsortium((0, 1, 2), frozenset({"tourism"})),
        PastConsortium((0, 3), frozenset({"inclusion"})),
        PastConsortium((1, 3), frozenset({"inclusion"})),
        PastConsortium((0, 1, 3), frozenset({"tourism"})),
    ),
    years=(None,) * 5,
)


def test_common_neighbours_add_up_past_projects_with_those_seen() -> None:
    scores = CommonNeighbours(leave_one_out(ABCD).past).scores(question(ABCD, 4))
    # Project 4 left out; a and b did two projects together, c one with each of them, d one with each.
    assert scores[2].tolist() == [2, 2, 2, 2]  # d hidden, a and b seen
    assert scores[0, [0, 2]].tolist() == [3, 1]  # a hidden, b and d seen


def test_popularity_counts_past_projects() -> None:
    assert Popularity(leave_one_out(ABCD).past).scores(question(ABCD, 4)).tolist() == [[3, 3, 1, 2]] * 3


def test_affinity_is_the_mean_over_those_seen() -> None:
    past = leave_one_out(ABCD).past
    scores = ByAffinity(past).scores(question(ABCD, 4))
    for row, seen in enumerate([[1, 3], [0, 3], [0, 1]]):
        expected = past.shares(seen, ["tourism"], 4).mean(axis=0)
        looked_at = [one for one in range(4) if one not in seen]
        np.testing.assert_allclose(scores[row, looked_at], expected[looked_at])


@given(asked())
def test_relevance_is_that_of_the_published_score(case: Asked) -> None:
    """Organisations that list the topics of their other projects, scored by the product's own code."""
    dataset, here = case.dataset, question(case.dataset, case.number)
    past = [project for number, project in enumerate(dataset.projects) if number != case.number]
    population = Population(
        replace(one, topics=tuple(sorted({topic for project in past if who in project.members for topic in project.topics})))
        for who, one in enumerate(dataset.organisations)
    )
    idf = {topic: 1 + np.log((1 + population.size) / (1 + population.df(f"topic:{topic}"))) for topic in here.topics}
    expected = score.relevance(population, [score.Term(f"topic:{topic}", weight) for topic, weight in idf.items()])
    np.testing.assert_allclose(Relevance(leave_one_out(dataset).past).column(here), expected, atol=1e-12)


@given(asked())
def test_score_adds_the_parts_that_the_data_can_tell_of(case: Asked) -> None:
    dataset, here = case.dataset, question(case.dataset, case.number)
    rows = [
        Participation(f"p{number}", dataset.organisations[who].id, "partner")
        for number, project in enumerate(dataset.projects)
        for who in project.members
        if number != case.number
    ]
    population, history, past = Population(dataset.organisations), History(rows), leave_one_out(dataset).past
    relevance = Relevance(past).column(here)
    scores = Score("score", dataset, past, ties, 0.05).scores(here)
    for row, hidden in enumerate(here.members.tolist()):
        seen = [one for one in here.members.tolist() if one != hidden]
        joint = graphs.joint_projects(graphs.ties(population, history, seen), seen)
        for who in {*unseen(dataset, here), hidden}:
            sectors = [dataset.organisations[one].sectors for one in (*seen, who)]
            tied = 1 - 2.0 ** -len(joint.get(who, ()))
            cross = min(1.0, len(score.sectors_covered(sectors)) / TARGET)
            assert scores[row, who] == pytest.approx(RELEVANCE * relevance[who] + CROSS_SECTOR * cross + 0.05 * tied)

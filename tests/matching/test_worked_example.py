"""The example in docs/search.md: its figures are what the search computes."""

from datetime import date

import numpy as np
import pytest

from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import parse
from matchmaker.matching import History, Population
from matchmaker.matching.clock import Clock
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.searching.branch_and_bound import BranchAndBound
from matchmaker.programme import guides
from matchmaker.programme.types import sectors
from tests.house.tree import ROOT

SAID = (ROOT / "docs" / "search.md").read_text("utf-8")
SIX = (
    ("start", "PL", "EPLUS-EDU-VOC-SEC", "0713", None),
    ("a", "DE", "EPLUS-EDU-VOC-SEC", "0713", 0.9),
    ("b", "DE", "EPLUS-EDU-VOC-SEC", "0713", 0.8),
    ("c", "FR", "EPLUS-EDU-HEI", "0714", 0.7),
    ("d", "DE", "EPLUS-ENT-SME", None, 0.9),
    ("e", "FR", "EPLUS-EDU-VOC-SEC", "0713", 0.5),
)


def organisation(name: str, country: str, kind: str, field: str | None, responsiveness: float | None) -> Organisation:
    stands_for = sectors(kind, frozenset(), frozenset())[0]
    fields = () if field is None else (field,)
    return Organisation(name, name, country, kind, stands_for, fields=fields, responsiveness=responsiveness)


def test_worked_example() -> None:
    guide, population = guides.load(), Population([organisation(*one) for one in SIX])
    document = {"call": "ka220-vet-2026", "initiator": "start", "fields": ["0713"], "size": {"min": 3, "max": 4}, "limit": 1}
    request = parse(document, guide.call)
    question = Question(request, Circumstances(population, History(()), guide.call(request.call), date(2026, 11, 23)))
    shortlist = question._candidates[0].shortlist(0)
    ids = [population.id_of(one) for one in shortlist.who]
    assert ids == ["a", "b", "e", "c", "d"]
    for name, points in zip(ids, shortlist.points, strict=True):
        line = next(line for line in SAID.splitlines() if line.startswith(f"| {name} |"))
        assert line.endswith(f"| {points:.2f} |")
    search = BranchAndBound(shortlist)
    assert [len(range(*pair)) for pair in zip(search._start, search._start[1:], strict=False)] == [3, 1, 1]
    figures = [f"cannot exceed {search._known[2]:.2f}, three not {search._known[3]:.2f}"]
    search.run(Clock.of(60), any_will_do=False, enough=-np.inf)
    promised = [one.bound for one in search._upper_bounds[3].listed(-1e9)]
    figures += [f", {bound:.2f}" for bound in promised]
    first, second = search._bounds[0, 0, 1], search._bounds[0, 0, 0]
    assert first is not None
    assert second is not None
    figures += [
        f"**{search.incumbent.score:.2f}**",
        f"{first.own:.2f} of own values, {first.fixed:.2f} for two sectors",
        f"{second.own:.2f} + {second.fixed:.2f} + {second.robust:.2f} = {second.own + second.fixed + second.robust:.2f}",
    ]
    said = " ".join(SAID.split())
    assert [figure for figure in figures if figure not in said] == []
    assert {population.id_of(one) for one in search.incumbent.partners} == {"a", "b", "c"}
    assert question.search(Clock.of(60)).bound == pytest.approx(search.incumbent.score)

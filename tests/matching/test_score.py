"""The published formula, number by number."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import Population, score
from matchmaker.programme.types import SIX_SECTORS
from oracle.brute_force import World
from tests.matching.worlds import GUIDE

CALL = GUIDE.call("ka202-2018")


def asking(**wishes: object) -> requests.Request:
    return requests.parse({"call": "ka202-2018", "initiator": "o0", **wishes}, GUIDE.call)


def one(number: int, **facts: object) -> Organisation:
    given = {"name": f"Organisation {number}", "country": "PL", "type": "OTH", **facts}
    return Organisation(id=f"o{number}", **given)


@pytest.mark.parametrize(
    ("wanted", "offered", "credit"),
    [
        ("1013", "1013", 1), ("1013", "101", 1), ("1013", "10", 1), ("10", "1013", 1), ("1013", "1012", 0.5), ("101", "102", 0.2),
        ("1013", "1031", 0.2), ("10", "11", 0), ("0713", "7130", 0), ("1013", "0113", 0), ("101", "1021", 0.2),
    ],
)  # fmt: skip
def test_a_field_earns_credit_by_the_digits_it_shares(wanted: str, offered: str, credit: float) -> None:
    assert score.field_credit(wanted, offered) == credit
    assert World.credit(wanted, offered) == credit


def test_terms_weigh_by_kind_and_by_how_rare_they_are() -> None:
    request = asking(fields=["1013", "1013"], topics=["inclusion"], project={"priorities": ["VET18-WBL"]})
    formula = score.formula(CALL, request, 9, {"field:1013": 4, "topic:inclusion": 0})
    assert [(term.key, term.weight) for term in formula.terms] == [
        ("field:1013", 4 * (1 + log(10 / 5))),
        ("priority:VET18-WBL", 1 + log(10)),
        ("topic:inclusion", 1 + log(10)),
    ]
    assert [term.weight for term in score.formula(CALL, request, 9, {}, 1).terms] == [
        2 * (1 + log(10)),
        2 * (1 + log(10)),
        1 + log(10),
    ]


def test_parts_that_nobody_asked_for_are_absent_and_the_rest_is_rescaled() -> None:
    nothing = score.formula(CALL, asking(), 9, {})
    assert set(nothing.weights) == {"cross_sector", "robustness", "responsiveness", "ties", "newcomers"}
    everything = score.formula(CALL, asking(topics=["x"], expertise=[{"slug": "y"}, {"slug": "y", "weight": 5}]), 9, {})
    assert set(everything.weights) == set(score.PARTS)
    assert everything.expertise == {"y": 1.0}
    for formula in (nothing, everything):
        assert sum(formula.weights.values()) == pytest.approx(1)
    assert nothing.weights["cross_sector"] == pytest.approx(0.2 / 0.5)
    assert everything.weights["relevance"] == pytest.approx(0.30)


def test_a_call_whose_weights_all_fall_away_scores_nothing() -> None:
    only_relevance = CALL.model_copy(update={"scoring": CALL.scoring.model_copy(update={"weights": {"relevance": 1.0}})})
    formula = score.formula(only_relevance, asking(), 9, {})
    assert set(formula.weights.values()) == {0.0}
    assert formula.total(dict.fromkeys(score.PARTS, 1.0)) == 0.0


def test_parts_of_a_consortium() -> None:
    members = [
        one(0, sectors=frozenset({"VET"}), newcomer=False, expertise=("evaluation",)),
        one(1, sectors=frozenset({"VET", "HED"}), fields=("1013",), newcomer=True, responsiveness=1.0),
        one(2, sectors=frozenset({"CIV"}), topics=("inclusion",)),
    ]
    request = asking(
        fields=["1012"], topics=["inclusion"], expertise=[{"slug": "evaluation", "weight": 3}, {"slug": "management"}]
    )
    population = Population(members)
    formula = score.formula(CALL, request, 3, {"field:1012": 0, "topic:inclusion": 1})
    own = score.own(population, formula, {1: 0.02, 2: 0.0})
    parts = score.parts(formula, own, members, [1, 2], robustness=0.5)
    field, topic = 4 * (1 + log(4)), 1 + log(2)
    assert parts == pytest.approx(
        {
            "relevance": (0.5 * field + topic) / (field + topic) / 2,
            "expertise": 0.75,
            "cross_sector": 0.5,
            "robustness": 0.5,
            "responsiveness": 0.75,
            "ties": 0.375,  # two hundredths fill three quarters, nothing nothing; the mean of both
            "newcomers": 1.0,
        }
    )
    assert formula.total(parts) == pytest.approx(100 * sum(formula.weights[part] * parts[part] for part in parts))
    alone = score.parts(formula, own, members[:1], [], robustness=0.0)
    assert (alone["relevance"], alone["responsiveness"], alone["ties"], alone["newcomers"]) == (0, 0, 0, 0)


@given(st.lists(st.frozensets(st.sampled_from([*SIX_SECTORS, "CIV", "PUB"]), max_size=3), max_size=7))
def test_sectors_are_covered_by_different_members(standing: list[frozenset[str]]) -> None:
    members = [one(number, sectors=sectors) for number, sectors in enumerate(standing)]
    assert len(score.sectors_covered(standing)) == World.sectors(members)


def test_expertise_counts_in_proportion_however_small_the_weights() -> None:
    tiny = asking(expertise=[{"slug": "evaluation", "weight": 3e-320}, {"slug": "management", "weight": 1e-320}])
    formula = score.formula(CALL, tiny, 1, {})
    members = [one(0, expertise=("evaluation",))]
    own = score.own(Population(members), formula, {})
    assert score.parts(formula, own, members, [], robustness=0.0)["expertise"] == pytest.approx(0.75, rel=1e-3)

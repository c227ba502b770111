"""The integer program that the referees are given has the same optimum as all combinations, and the same score."""

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from benchmarks.judge import Setting, judge, of_size, setting, worth
from benchmarks.model import Model, build
from benchmarks.requests import TODAY, requests
from matchmaker.inputs.request import Request

NUMBER = 26


@pytest.fixture(scope="module")
def given() -> Setting:
    return setting(NUMBER)


@pytest.fixture(scope="module")
def asked() -> list[Request]:
    return requests(40, first=NUMBER)


def solved(model: Model, path) -> tuple[float, list[int]] | None:
    """The optimum and the chosen candidates, by the HiGHS that scipy carries; None when there is no solution."""
    model.program.save(path)
    with np.load(path) as saved:
        rows = csr_array((saved["values"], saved["columns"], saved["starts"]), shape=(len(saved["low"]), len(saved["gain"])))
        found = milp(
            -saved["gain"],
            constraints=LinearConstraint(rows, saved["low"], saved["high"]),
            bounds=Bounds(0, saved["upper"]),
            integrality=np.ones(len(saved["gain"])),
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            return None
        chosen = np.flatnonzero(found.x[: len(model.candidates)] > 0.5).tolist()
        return float(saved["constant"]) - found.fun, chosen


@pytest.mark.parametrize("number", range(24))
def test_program_has_the_optimum_of_all_combinations(number: int, given: Setting, asked: list[Request], tmp_path) -> None:
    world = judge(of_size(asked[number], 3 + number % 2), given)
    population = given.world.population
    first = solved(build(world, population, TODAY), tmp_path / "first.npz")
    best = world.best()
    if best is None:
        assert first is None
        return
    value, chosen = first
    candidates = build(world, population, TODAY).candidates
    found = worth(world, [candidates[at] for at in chosen])
    assert found.meets
    assert value == pytest.approx(found.score, abs=1e-6) == pytest.approx(best[0], abs=1e-6)
    earlier = [{candidates[at].id for at in chosen}]
    again, then = solved(build(world, population, TODAY, earlier), tmp_path / "then.npz"), world.best(earlier)
    assert (again is None) == (then is None)
    if again is not None:
        assert again[0] == pytest.approx(then[0], abs=1e-6)


def test_requests_hold_what_is_hard_to_model(asked: list[Request]) -> None:
    assert any(one.seats for one in asked[:24])
    assert any(one.coordinator == "find" for one in asked)
    assert any(len(one.expertise) > 1 for one in asked[:24])

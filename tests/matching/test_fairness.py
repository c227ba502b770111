"""Fair exposure: the least-shown answer among those nearly as good, with its price."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oracle.brute_force import World
from tests.examples import examples
from tests.matching.worlds import SMALL_CALLS, ask, plain, world

seeds = st.integers(0, 2**40)


def fair_world(random: Random) -> World:
    asked = plain(random, "ka205-2018", 9) if random.random() < 0.5 else world(random, random.choice(SMALL_CALLS), 9)
    return asked.without(fairness=random.choice((0.5, 3.0, 20.0)), limit=1)


@given(seeds)
@example(4194305)  # two answers that are as far apart as is given up, but for rounding
@examples(60)
def test_nobody_shown_less_is_within_the_points_given(seed: int) -> None:
    random = Random(seed)
    asked = fair_world(random)
    shown = {one.id: random.randint(0, 4) for one in asked.organisations}
    answers = list(asked.answers())
    proposals = ask(asked, exposure=shown).proposals
    assert bool(proposals) == bool(answers)
    if not proposals:
        return
    best = max(score for score, _, _ in answers)

    def most(partners) -> int:
        return max((shown[one] for one in partners if one not in asked.request.include), default=0)

    near = [(most(ids), -score) for score, ids, _ in answers if score >= best - asked.request.fairness - 1e-9]
    (found,) = proposals
    level, score = min(near)
    assert (most(found.partners), found.score) == (level, pytest.approx(-score))
    assert found.price == pytest.approx(best - found.score, abs=1e-6)
    assert found.price <= asked.request.fairness + 1e-6
    assert found.proof.bound == pytest.approx(best)
    assert found.proof.gap == pytest.approx(0, abs=1e-6)
    assert found.shown == {one: shown[one] for one in found.partners}


def test_without_the_wish_nothing_is_given_up() -> None:
    asked = plain(Random(4), "ka202-2018", 12)
    shown = {one.id: 9 for one in asked.organisations[:6]}
    (first, *_), (same, *_) = ask(asked).proposals, ask(asked, exposure=shown).proposals
    assert (same.partners, same.price, same.shown) == (first.partners, 0.0, {})

"""Wishes that cannot be met are given up in the form of the idea, and then it can be met."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import NotFound
from matchmaker.language import render
from matchmaker.services import ideas, suggestions, wishes
from tests import factories
from tests.factories import Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.mark.parametrize(
    "said",
    [
        {"countries": ["MT", "LU"]},
        {"not_countries": ["DE", "AT"]},
        {"language": "is", "confirmed_only": True},
        {"seats": ["sector:HED:2", "class:labour_market_actor"], "size_max": 5},
        {"size_min": 6, "size_max": 6},
        {"applicant": "find", "countries": ["AT"], "same_country": False},
        {"seats": ["kind:EPLUS-BODY-CONS"], "countries": ["MT"], "size_max": 4},
    ],
)
def test_each_smallest_set_of_wishes_given_up_helps(session: Session, cast: Cast, said: dict[str, Any]) -> None:
    idea = factories.idea(session, cast.alice, **said)
    answer = suggestions.suggest(session, idea, by=cast.alice.user)
    assert answer.status == "infeasible"
    before = ideas.form_of(idea)
    assert answer.to_give_up
    for way in answer.to_give_up:
        form, given_up = wishes.give_up(session, idea, list(way), by=cast.alice.user)
        assert {render(one, "en") for one in given_up} == {render(one, "en") for one in way.values()}
        assert ideas.form_of(idea) == before
        ideas.change(session, idea, form, version=None, by=cast.alice.user)
        assert suggestions.suggest(session, idea, by=cast.alice.user).status == "ok"
        ideas.change(session, idea, before, version=None, by=cast.alice.user)


def test_unknown_wish_gives_up_nothing_and_strangers_nothing_at_all(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice, countries=["MT"])
    assert wishes.give_up(session, idea, ["seats.9", "language", "odd"], by=cast.alice.user) == (ideas.form_of(idea), ())
    with pytest.raises(NotFound):
        wishes.give_up(session, idea, ["countries.include"], by=cast.bob.user)

"""Who could take a member's place, against trying everybody."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import matching
from matchmaker.errors import Invalid
from matchmaker.matching import History, Population
from matchmaker.matching.mending.cases import case_of
from matchmaker.matching.mending.reserves import replacements, reserves
from matchmaker.matching.mending.single_steps import SingleSteps
from matchmaker.matching.question import Circumstances
from tests.examples import examples
from tests.matching.repair_by_trying import Trial, trial
from tests.matching.test_repairs import SIZES
from tests.matching.worlds import SMALL_CALLS, TODAY, history, plain, world

seeds = st.integers(0, 2**40)


def agree(asked: Trial, leaving: str, found: SingleSteps) -> None:
    """Every replacement that trying finds, the best listed with the score it leads to, in the order of their scores."""
    expected = {
        come: score
        for (kind, gone, come), score in asked.single_steps(tolerated=asked.fails(asked.start)).items()
        if kind == "replace" and gone == leaving
    }
    assert (found.kind, found.count) == ("replace", len(expected))
    listed = [(each.joining[0].id, each.score) for each in found.best]
    assert [score for _, score in listed] == pytest.approx(sorted(expected.values(), reverse=True)[:3], abs=1e-7)
    for one, score in listed:
        assert score == pytest.approx(expected[one], abs=1e-9)


@given(seeds)
@examples(40)
def test_replacements_keep_every_rule_and_every_seat(seed: int) -> None:
    random = Random(seed)
    call = random.choice((*SMALL_CALLS, *SIZES))
    asked = trial(random, call, *SIZES.get(call, (9, 4)))
    found = reserves(asked.case, asked.circumstances, limit=3)
    for leaving, ways in found.items():
        agree(asked, leaving, ways)
    if len(asked.members) > 1:
        assert set(found) == {one for one in asked.members if asked.anyone_may_leave or one not in asked.core}
        for leaving in list(found)[:1]:
            assert replacements(asked.case, asked.circumstances, leaving, limit=3) == found[leaving]


@pytest.mark.parametrize("call", ["ka202-2018", "ka229-2018"])
def test_reserves_of_a_proposal_score_no_higher_than_who_was_suggested(call: str) -> None:
    """The proposal is the best there is; so is the order of those who could replace one of its partners."""
    random = Random(f"reserves {call}")
    compared = 0
    for number in range(10):
        asked = plain(random, call, 14) if number % 2 else world(random, call, 10, coordinator="initiator")
        population, past = Population(asked.organisations, asked.apart), history(asked)
        answer = matching.suggest(asked.request, population, past, asked.call, TODAY, limit=1)
        given_ = Circumstances(population, past, asked.call, TODAY)
        for proposal in answer.proposals:
            case = case_of(answer.request, proposal.organisations, proposal.coordinator)
            found = reserves(case, given_)
            assert set(found) == set(proposal.partners)
            for ways in found.values():
                scores = [each.score for each in ways.best]
                assert scores == sorted(scores, reverse=True)
                assert all(each.effect.before.score == pytest.approx(proposal.score, abs=1e-9) for each in ways.best)
                # Wishes that bind the whole consortium, such as those about who is included, bind no reserve.
                if not answer.request.include:
                    assert all(score <= proposal.score + 1e-9 for score in scores)
                compared += len(scores)
    assert compared


def test_replacements_are_asked_of_members_that_may_leave() -> None:
    asked = plain(Random(4), "ka202-2018", 8)
    given_ = Circumstances(Population(asked.organisations), History(), asked.call, TODAY)
    case = case_of(asked.request, asked.organisations[:3], "o0")
    with pytest.raises(Invalid, match="o7 is not a member"):
        replacements(case, given_, "o7")
    with pytest.raises(Invalid, match="nobody is not a member"):
        replacements(case, given_, "nobody")
    with pytest.raises(Invalid, match="o0 cannot be replaced"):
        replacements(case, given_, "o0")

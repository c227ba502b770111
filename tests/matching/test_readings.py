"""Calls in doubt: what is suggested holds in one reading, or in all, and nothing better does; tried in every combination."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population, suggest
from matchmaker.matching.documents import answer_json
from matchmaker.matching.mending.repairs import repair
from matchmaker.matching.verification import verify
from tests.examples import examples, part_of
from tests.matching.doubts import world_in_doubt
from tests.matching.repair_by_trying import Trial, trial_of
from tests.matching.small import in_haste, in_small
from tests.matching.test_openings import agree as openings_agree
from tests.matching.test_repairs import agree as repairs_agree
from tests.matching.test_suggestion import agree
from tests.matching.worlds import GUIDE, TODAY, ask

seeds = st.integers(0, 2**40)
CALM = {"seats": [], "language": None, "exclude": [], "coordinator": "initiator", "same_country": True}


@pytest.mark.parametrize("confirmed_only", [False, True])
def test_suggest_finds_what_brute_force_finds_in_all_readings(confirmed_only: bool) -> None:
    """Where all is to be confirmed fewer are in doubt, or next to nothing could be found."""
    random, share = (Random("readings c"), 0.05) if confirmed_only else (Random("readings False"), 0.35)
    wished = {**CALM, "limit": 2, "confirmed_only": confirmed_only}
    wanted = max(24, part_of(60))
    feasible = [agree(world_in_doubt(random, 10, share, **wished)) for _ in range(wanted)]
    assert sum(feasible) >= len(feasible) / 2


@given(seeds)
@examples(60)
def test_suggest_finds_what_brute_force_finds_whatever_is_wished(seed: int) -> None:
    random = Random(seed)
    asked = world_in_doubt(random, random.randint(5, 9))
    tuning = in_small(random)
    agree(asked, in_haste(random, tuning) if random.random() < 0.3 else tuning)


@given(seeds)
@examples(30)
def test_answers_in_doubt_verify(seed: int) -> None:
    judge = world_in_doubt(Random(seed), 8, limit=2)
    answer = ask(judge)
    if answer.proposals:
        found = verify(answer_json(answer), lambda _: judge.call)
        assert found.holds, [str(one) for one in found.refused]


def some_trial(random: Random, size: int, members: int) -> Trial:
    return trial_of(random, world_in_doubt(random, size, include=[], coordinator="initiator"), members)


@given(seeds)
@examples(40)
def test_repairs_are_those_that_trying_finds_in_all_readings(seed: int) -> None:
    random = Random(seed)
    asked = some_trial(random, 8, random.randint(1, 4))
    repairs_agree(asked, repair(asked.case, asked.circumstances, limit=3, time_limit=600))


@given(seeds)
@examples(25)
def test_openings_are_the_additions_that_repairs_list_in_all_readings(seed: int) -> None:
    random = Random(seed)
    openings_agree(some_trial(random, 8, 2))


@given(seeds)
@examples(20)
def test_fewest_steps_are_those_that_trying_finds_in_all_readings(seed: int) -> None:
    random = Random(seed)
    asked = some_trial(random, 6, random.randint(1, 3))
    answer = repair(asked.case, asked.circumstances, time_limit=600)
    assert answer.fewest == asked.fewest(3) or (answer.fewest or 4) > 3


def one(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given)


PEOPLE = [one("pl", "PL"), one("de", "DE"), one("gb", "GB"), one("ch", "CH"), one("fr", "FR")]


def suggested(*people: Organisation, **wishes: object) -> list[set[str]]:
    call = GUIDE.call("ka210-vet-2027")
    document = {"call": call.id, "initiator": people[0].id, "size": {"min": 2, "max": 2}, **wishes}
    answer = suggest(requests.parse(document, GUIDE.call), Population(people), History(), call, TODAY)
    return [set(proposal.partners) for proposal in answer.proposals]


def test_whose_country_is_open_is_suggested_only_where_it_is_wished() -> None:
    pl, de, gb, ch, _ = PEOPLE
    assert suggested(pl, gb, ch) == []
    assert suggested(pl, de, gb, ch) == [{"de"}]
    assert suggested(pl, gb, ch, countries={"include": ["GB", "DE"]}) == [{"gb"}]
    assert suggested(pl, de, gb, include=["gb"]) == [{"gb"}]
    assert suggested(pl, de, gb, include=["gb"], confirmed_only=True) == []
    assert suggested(pl, gb, countries={"include": ["GB"]}, confirmed_only=True) == []


def test_who_starts_in_an_open_country_is_answered_with_what_is_to_be_confirmed() -> None:
    call = GUIDE.call("ka210-vet-2027")
    _, de, gb, _, _ = PEOPLE
    for confirmed_only in (False, True):
        document = {"call": call.id, "initiator": "gb", "confirmed_only": confirmed_only}
        answer = suggest(requests.parse(document, GUIDE.call), Population([gb, de]), History(), call, TODAY)
        (proposal,) = answer.proposals
        assert proposal.eligibility.verdict == "unknown"
        assert any("The United Kingdom means to take part from 2027" in str(said) for said in proposal.to_confirm)


def test_verify_refuses_a_partner_whose_country_is_open_and_was_not_wished() -> None:
    call = GUIDE.call("ka210-vet-2027")
    document = {"call": call.id, "initiator": "pl", "include": ["gb"]}
    answer = suggest(requests.parse(document, GUIDE.call), Population(PEOPLE[:3]), History(), call, TODAY)
    assert verify(answer_json(answer), GUIDE.call).holds
    forged = answer.model_copy(update={"request": answer.request.model_copy(update={"include": ()})})
    assert not verify(answer_json(forged), GUIDE.call).holds

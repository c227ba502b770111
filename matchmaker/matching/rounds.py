"""The call as it is seen in the round that a request or a consortium applies in."""

from datetime import date
from functools import lru_cache

from matchmaker.eligibility.facts import Consortium
from matchmaker.inputs.request import Request
from matchmaker.matching.population import Population
from matchmaker.matching.roster import look_up
from matchmaker.programme import rounds
from matchmaker.programme.calls import Call
from matchmaker.programme.same import Same

KEPT = 128
"""So many calls seen in a round are kept, with all that is worked out once for one and the same call."""


def round_of_request(call: Call, request: Request, population: Population, today: date) -> int | None:
    """The number of the round that the request names, else of the usual one of who coordinates. Raises like `look_up`."""
    if call.seen_in is not None:
        return call.seen_in
    coordinator = look_up(request, population).coordinator
    country = None if coordinator is None else population.countries[population.country[coordinator]]
    return rounds.chosen(call, request.round, country, today)


def round_of(call: Call, consortium: Consortium, request: Request | None, today: date) -> int | None:
    """The number of the round that a consortium applies in: its own, else the request's, else the usual one."""
    named = request.round if consortium.round is None and request is not None else consortium.round
    return rounds.chosen(call, named, consortium.coordinator.country if consortium.coordinator else None, today)


def in_round(call: Call, number: int | None) -> Call:
    """The call seen in a round: one and the same for one call and number."""
    return call if number == call.seen_in else _in_round(Same(call), number)


@lru_cache(maxsize=KEPT)
def _in_round(call: Same[Call], number: int | None) -> Call:
    return call.thing.in_round(number)

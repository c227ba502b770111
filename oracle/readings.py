"""What a call in doubt may mean, every combination by itself."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations

from matchmaker.eligibility.facts import Consortium
from matchmaker.programme import countries
from matchmaker.programme.calls import Call
from matchmaker.programme.same import Same


def some_of(things: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every choice of them, from none to all."""
    listed = sorted(things)
    return map(frozenset, chain.from_iterable(combinations(listed, number) for number in range(len(listed) + 1)))


def plain_calls(call: Call, consortium: Consortium) -> list[Call]:
    """All of them for the countries that members are from."""
    return among(call, (member.country for member in consortium.members))


@lru_cache(maxsize=1024)
def _among(key: Same[Call], open_: frozenset[str]) -> list[Call]:
    call = key.thing
    unsettled = [rule.id for rule in call.rules if not rule.settled]
    return [
        call.model_copy(
            update={
                "rules": tuple(rule.model_copy(update={"settled": True}) for rule in call.rules if rule.id not in dropped),
                "counting_countries": call.counting_countries | counted,
                "open_countries": frozenset(),
            }
        )
        for counted in some_of(open_)
        for dropped in some_of(unsettled)
    ]


def among(call: Call, places: Iterable[str], *, asking_most: bool = False) -> list[Call]:
    """Each rule that is not settled asked or not, each open country of these counting or not; asking_most: all rules asked."""
    found = _among(Same(call), call.open_countries & {countries.counts_as(code) for code in places})
    most = max(len(one.rules) for one in found)
    return [one for one in found if len(one.rules) == most or not asking_most]

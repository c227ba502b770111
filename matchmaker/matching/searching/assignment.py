"""Assignment of members to places, each to one at most, as an automaton: how places fill up, by the best of all assignments."""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class AssignmentAutomaton:
    """States 0..n-1, the first to start with. step: state -> for each symbol the next; most: places filled in each state."""

    step: tuple[tuple[int, ...], ...]
    most: tuple[int, ...]


@lru_cache(maxsize=512)
def assignment_automaton(
    capacity: tuple[int, ...], there: tuple[int, ...], symbols: tuple[int, ...], enough: int, members: int
) -> AssignmentAutomaton:
    """The automaton of places with a capacity each that fill up with members.

    there, symbols: the places an organisation fits, as bits: of each who is there, and of each symbol, of which `members` may
    come at most. With `enough` places filled it does not matter how.

    A state is the set of all ways in which places can be filled, as bits of a number: bit i stands for the way that has i
    written to the bases capacity + 1. There are prod(capacity + 1) ways, and mostly few sets of them are reached.
    """
    strides, ways = [], 1
    for number in capacity:
        strides.append(ways)
        ways *= number + 1
    filled = [sum(way // stride % (number + 1) for stride, number in zip(strides, capacity, strict=True)) for way in range(ways)]
    room = [
        sum(1 << way for way in range(ways) if way // stride % (number + 1) < number)
        for stride, number in zip(strides, capacity, strict=True)
    ]
    done = sum(1 << way for way in range(ways) if filled[way] >= enough)

    def then(state: int, fits: int) -> int:
        more = state
        for place, stride in enumerate(strides):
            if fits >> place & 1:
                more |= (state & room[place]) << stride
        return done if more & done else more

    start = done if enough == 0 else 1
    for fits in there:
        start = then(start, fits)
    numbers, newest = {start: 0}, [start]
    for _ in range(members):
        newest = [state for state in {then(one, fits): None for one in newest for fits in symbols} if state not in numbers]
        for state in newest:
            numbers[state] = len(numbers)
    step = tuple(tuple(numbers.get(then(state, fits), 0) for fits in symbols) for state in numbers)
    return AssignmentAutomaton(
        step, tuple(min(enough, max(filled[way] for way in range(ways) if state >> way & 1)) for state in numbers)
    )

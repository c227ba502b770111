"""The search for the alternatives of an answer, one after the other, each in its share of the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from matchmaker.matching.clock import Clock
from matchmaker.matching.fairness import Fair, fairest
from matchmaker.matching.population import Ints
from matchmaker.matching.question import Question
from matchmaker.matching.questions import Questions
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.solution import Solution


@dataclass(frozen=True, slots=True)
class Found:
    """What the search named. price: how far `best` lies below the best one that was found; seconds: how long it took."""

    question: Question
    outcome: Outcome
    best: Solution
    price: float
    seconds: float


def alternatives(questions: Questions, clock: Clock, shown: Ints | None) -> tuple[Sequence[Found], bool]:
    """As many as are asked for, the best first, and whether no more were left out because time ended.

    The seconds are shared out as n : n - 1 : ... : 1, for the first prepares what all of them use, and counts most; what one
    does not need goes to the next. shown: how often each organisation was shown, where fair exposure is asked for.
    """
    limit, complete = questions.request.limit, True
    found: list[Found] = []
    earlier: list[frozenset[int]] = []
    while len(found) < limit:
        started, share = monotonic(), clock.part(2 / (limit - len(found) + 1))
        outcome = questions.search(share, earlier)
        if outcome.best is None and not outcome.complete:
            outcome = questions.search(clock, earlier)
        complete = outcome.complete
        if outcome.best is None:
            break
        fair = Fair(outcome, 0.0) if shown is None else fairest(questions, outcome, shown, share, earlier)
        best, question = fair.outcome.best or outcome.best, questions.of(fair.outcome)
        found.append(Found(question, outcome, best, fair.price, monotonic() - started))
        earlier.append(frozenset(best.partners))
        clock.tell(len(found), limit, best.score, outcome.bound)
    return found, complete

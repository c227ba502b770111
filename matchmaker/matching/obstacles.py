"""Why nothing meets a request: the rules that stand in the way, and the fewest wishes whose giving up helps."""

from collections.abc import Iterable
from itertools import combinations

from matchmaker.inputs.request import Request
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.wishes import Wish, wishes
from matchmaker.programme import sentences
from matchmaker.programme.calls import Call

MOST_WISHES = 3
"""So many wishes at once are tried to be given up."""
SHOWN = 4
SECONDS = 4.0
"""Time for the explanation, of what is left for the answer."""

_NOTHING = nN_(
    "Looking at %(n)s organisation, nothing meets the call's rules and all your wishes.",
    "Of the %(n)s organisations we looked at, no combination meets the call's rules and all your wishes.",
)


class _Trial:
    """Whether anything meets a request, with some wishes or rules left out."""

    def __init__(self, given: Circumstances, clock: Clock) -> None:
        self._given, self._clock = given, clock

    def works(self, request: Request, without: Iterable[str] = ()) -> bool:
        """Raises `TimeIsUp`."""
        outcome = Question(request, self._given, without).search(self._clock, any_will_do=True)
        if outcome.best is None and not outcome.complete:
            raise TimeIsUp
        return outcome.best is not None


def explain(request: Request, given: Circumstances, clock: Clock) -> Message:
    """What stands in the way, for a request that nothing meets."""
    trial = _Trial(given, Clock.of(min(clock.left, SECONDS)))
    first = nsay(*_NOTHING, given.population.size)
    try:
        rules = [sentence for rule, sentence in _rules(given.call).items() if trial.works(request, {rule})]
        helpful = _fewest(trial, request, wishes(request, given.population, given.call))
    except TimeIsUp:
        return say(N_("%(first)s What stands in the way was not found in the time given."), first=first)
    if rules:
        first = say(N_("%(first)s Cannot be met: %(rules)s."), first=first, rules=tuple(dict.fromkeys(rules[:SHOWN])))
    if not helpful:
        return say(N_("%(first)s Giving up wishes does not help."), first=first)
    ways = tuple(say(N_("“%(wishes)s”"), wishes=tuple(wish.label for wish in way)) for way in helpful[:SHOWN])
    text = (
        N_("%(first)s It would help to give up %(ways)s.")
        if len(ways) == 1
        else N_("%(first)s It would help to give up one of: %(ways)s.")
    )
    return say(text, first=first, ways=ways)


def _rules(call: Call) -> dict[str, Message]:
    """Rule id -> its sentence."""
    return {
        **{stated.id: stated.sentence for stated in sentences.of(call)},
        "one-entity-once": say(N_("One legal entity takes part once")),
    }


def _fewest(trial: _Trial, request: Request, asked: list[Wish]) -> list[tuple[Wish, ...]]:
    """All smallest sets of wishes without which something meets the request."""
    for number in range(1, min(len(asked), MOST_WISHES) + 1):
        helpful = []
        for way in combinations(asked, number):
            changed = request
            for wish in way:
                changed = wish.give_up(changed)
            if trial.works(changed):
                helpful.append(way)
        if helpful:
            return helpful
    return []

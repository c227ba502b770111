"""Why nothing meets a request: the rules that stand in the way, and the fewest wishes whose giving up helps."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from matchmaker.inputs.request import Request, Size
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.wishes import Wish, wishes
from matchmaker.programme import sentences
from matchmaker.programme.calls import Call

MOST = 3
"""So many wishes, or rules, at once are tried to be left out."""
SHOWN = 4
SECONDS = 4.0
"""Time for the explanation, of what is left for the answer."""

_NOTHING = nN_(
    "Looking at %(n)s organisation, nothing meets the call's rules and all your wishes.",
    "Of the %(n)s organisations we looked at, no combination meets the call's rules and all your wishes.",
)
OptionT = TypeVar("OptionT")


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
    asked = wishes(request, given.population, given.call)
    rules = _rules(given.call)
    try:
        free = [_wishless(request, asked, decided=decided) for decided in (True, False)]
        if not any(trial.works(one) for one in free):
            ways = _fewest(list(rules), lambda some: any(trial.works(one, some) for one in free))
            return _whatever_is_wished(first, [tuple(rules[rule] for rule in way) for way in ways])
        helpful = _fewest(asked, lambda some: trial.works(_without(request, some)))
        standing = tuple(rules[rule] for rule in rules if trial.works(request, {rule}))
    except TimeIsUp:
        return say(N_("%(first)s What stands in the way was not found in the time given."), first=first)
    if standing:
        first = say(N_("%(first)s Cannot be met beside your wishes: %(rules)s."), first=first, rules=standing[:SHOWN])
    return _helped_by(first, [tuple(wish.label for wish in way) for way in helpful])


def _whatever_is_wished(first: Message, ways: Sequence[tuple[Message, ...]]) -> Message:
    """The rules that nobody we know can meet."""
    if not ways:
        return say(N_("%(first)s Giving up wishes does not help."), first=first)
    rules = tuple(dict.fromkeys(rule for way in ways for rule in way))[:SHOWN]
    text = N_("%(first)s Whatever you wish, the organisations we know and those already there cannot meet: %(rules)s.")
    return say(text, first=first, rules=rules)


def _helped_by(first: Message, ways: Sequence[tuple[object, ...]]) -> Message:
    """The wishes whose giving up helps."""
    if not ways:
        return say(N_("%(first)s More than %(n)s of your wishes would have to be given up."), first=first, n=MOST)
    listed = tuple(say(N_("“%(wishes)s”"), wishes=way) for way in ways[:SHOWN])
    text = N_("%(first)s It would help to give up %(ways)s.")
    several = N_("%(first)s It would help to give up one of these: %(ways)s.")
    return say(text if len(listed) == 1 else several, first=first, ways=listed)


def _rules(call: Call) -> dict[str, Message]:
    """Rule id -> its sentence in quotation marks."""
    found = {stated.id: stated.sentence for stated in sentences.of(call)}
    found["one-entity-once"] = say(N_("One legal entity takes part once"))
    return {rule: say(N_("“%(sentence)s”"), sentence=sentence) for rule, sentence in found.items()}


def _wishless(request: Request, asked: Iterable[Wish], *, decided: bool) -> Request:
    """The request without any wish, for any smaller size too; with `decided` who coordinates stays as it was asked."""
    bare = _without(request, (wish for wish in asked if not (decided and wish.decides)))
    return bare.model_copy(update={"size": Size(min=1, max=bare.size.max)})


def _without(request: Request, given_up: Iterable[Wish]) -> Request:
    for wish in given_up:
        request = wish.give_up(request)
    return request


def _fewest(options: Sequence[OptionT], helps: Callable[[Sequence[OptionT]], bool]) -> list[tuple[OptionT, ...]]:
    """All smallest sets of options that help."""
    for number in range(1, min(len(options), MOST) + 1):
        if helpful := [some for some in combinations(options, number) if helps(some)]:
            return helpful
    return []

"""Why no steps mend a consortium: the rules that nobody who is known can meet, or the wishes about whoever joins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaker.inputs.request import CountryWishes
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.mending.cases import Case
from matchmaker.matching.mending.fewest import possible
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.obstacles import rules_of
from matchmaker.matching.smallest import smallest

_NOBODY = nN_(
    "Looking at %(n)s organisation, no change of members mends this.",
    "With the %(n)s organisations we looked at, no change of members mends this.",
)


@dataclass(frozen=True, slots=True)
class Unrepairable:
    """The ids of the rules in the way, and a sentence that names them."""

    rules: tuple[str, ...]
    message: Message


def why(neighbourhood: Neighbourhood, clock: Clock) -> Unrepairable:
    """What stands in the way of a neighbourhood that no number of steps mends."""
    first = nsay(*_NOBODY, neighbourhood.situation.population.size)
    try:
        return _why(neighbourhood, Clock.of(max(clock.left, neighbourhood.situation.given.tuning.explaining), clock.watch), first)
    except TimeIsUp:
        return Unrepairable((), say(N_("%(first)s What stands in the way was not found in the time given."), first=first))


def _why(neighbourhood: Neighbourhood, clock: Clock, first: Message) -> Unrepairable:
    """The same. Raises `TimeIsUp`."""
    situation, named = neighbourhood.situation, rules_of(neighbourhood.situation.given.call)
    sets = situation.given.tuning.reasons

    def helps(dropped: Sequence[str]) -> bool:
        return possible(neighbourhood, clock, dropped)

    # Rules that fail now come first: that others could be dropped instead says less.
    failing = [rule for rule in named if rule in neighbourhood.fails]
    found = smallest(failing, helps, sets=sets) or smallest(list(named), helps, sets=sets)
    rules = tuple(dict.fromkeys(rule for some in found for rule in some))
    text = N_("%(first)s The organisations we know and those already there cannot meet: %(rules)s.")
    message = say(text, first=first, rules=tuple(named[rule] for rule in rules)) if rules else first
    if _without_wishes(situation.case) != situation.case and possible(_freed(neighbourhood), clock):
        message = say(N_("%(first)s It would be possible without your wishes about who joins."), first=message)
    return Unrepairable(rules, message)


def _freed(neighbourhood: Neighbourhood) -> Neighbourhood:
    """The same members, with no wishes about whoever joins."""
    return Neighbourhood(Situation(_without_wishes(neighbourhood.situation.case), neighbourhood.situation.given))


def _without_wishes(case: Case) -> Case:
    nothing = {"language": None, "countries": CountryWishes(), "exclude": (), "confirmed_only": False, "seats": ()}
    return replace(case, request=case.request.model_copy(update=nothing))

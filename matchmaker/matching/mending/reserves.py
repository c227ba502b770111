"""Who could take a member's place: one after the other, with the score each would give."""

from collections.abc import Mapping

from matchmaker.errors import Invalid
from matchmaker.language import N_, say
from matchmaker.matching.mending import single_steps
from matchmaker.matching.mending.cases import Case
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.mending.repairs import LIMIT
from matchmaker.matching.mending.single_steps import SingleSteps
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.mending.states import State, assess
from matchmaker.matching.question import Circumstances


def replacements(case: Case, given: Circumstances, leaving: str, *, limit: int = LIMIT) -> SingleSteps:
    """Who could take the place of a member that withdraws, so that no rule that is met now fails and no seat is emptied.

    Raises `Invalid` when it is no member, or one that stays.
    """
    situation = Situation(case, given)
    neighbourhood = Neighbourhood(situation)
    position = given.population.index.get(leaving)
    member = leaving if position is None else given.population.id_of(position)
    if member not in neighbourhood.ids:
        raise Invalid({"leaving": say(N_("%(id)s is not a member of the consortium"), id=leaving[:80])})
    if member not in neighbourhood.may_leave:
        raise Invalid({"leaving": say(N_("%(id)s cannot be replaced: the consortium is its own"), id=leaving[:80])})
    return _replaced(neighbourhood, assess(situation, situation.case.consortium), member, limit)


def reserves(case: Case, given: Circumstances, *, limit: int = LIMIT) -> Mapping[str, SingleSteps]:
    """The same for every member that may leave: its id -> who could take its place."""
    situation = Situation(case, given)
    neighbourhood, before = Neighbourhood(situation), assess(situation, situation.case.consortium)
    return {one: _replaced(neighbourhood, before, one, limit) for one in neighbourhood.may_leave}


def _replaced(neighbourhood: Neighbourhood, before: State, leaving: str, limit: int) -> SingleSteps:
    """Nobody where the call, or the variant that the consortium is of, is only checked."""
    whom = [leaving] if neighbourhood.situation.given.call.is_searched else []
    return single_steps.replaced(neighbourhood, before, whom, limit, neighbourhood.fails)

"""A request as questions: one for each variant of its call, where it does not name one, and the best answer to any of them."""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial

from matchmaker.inputs.request import Request
from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Bools
from matchmaker.matching.question import Circumstances, Question, Weighing
from matchmaker.matching.searching.parts import PartedSearch
from matchmaker.matching.searching.search import Outcome
from matchmaker.programme import plain


class Questions:
    """All questions that a request puts to its circumstances. Raises `Invalid` when it does not suit the population.

    each: none where the call, or the variant that is named, is only checked (`Call.is_searched`). without: ids of rules to
    leave out, to see whether they stand in the way. weighing: of the same idea, if it is there.
    """

    def __init__(
        self, request: Request, given: Circumstances, without: Iterable[str] = (), weighing: Weighing | None = None
    ) -> None:
        self._asked, self.given = request.for_call(given.call), given
        self.weighing = weighing or Weighing(self._asked, given)
        calls = plain.asked(given.call, self._asked.project.variant)
        self._is_settled = len(calls) == 1
        self.each = tuple(
            Question(self._asked.for_call(one), given.under(one), without, self.weighing) for one in calls if one.is_searched
        )

    def otherwise(self, request: Request, without: Iterable[str] = ()) -> "Questions":
        """The same idea with other wishes, or without some rules."""
        return Questions(request, self.given, without, self.weighing)

    @property
    def request(self) -> Request:
        """What is asked, with first ids; what differs from variant to variant as it was asked."""
        if not self.each:
            return self._asked
        own, asked = self.each[0].task.request, self._asked
        return (
            own
            if self._is_settled
            else own.model_copy(update={"size": asked.size, "round": asked.round, "project": asked.project})
        )

    def of(self, outcome: Outcome) -> Question:
        """The question that an outcome of `search` answers best."""
        return self.each[outcome.part if len(self.each) > 1 else 0]

    def search(
        self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False, among: Bools | None = None
    ) -> Outcome:
        """As `Question.search`, of all of them."""
        if len(self.each) == 1:
            return self.each[0].search(clock, earlier, any_will_do=any_will_do, among=among)
        parted = self._parted if among is None else PartedSearch([partial(one.search, among=among) for one in self.each])
        return parted.run(clock, earlier, any_will_do=any_will_do)

    @cached_property
    def _parted(self) -> PartedSearch:
        return PartedSearch([one.search for one in self.each])

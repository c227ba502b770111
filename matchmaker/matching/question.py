"""A task with everything the search and the score need: the formula, own values, past projects, who may be suggested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matchmaker.inputs.request import Request
from matchmaker.matching import past, score
from matchmaker.matching.clock import Clock
from matchmaker.matching.history import History
from matchmaker.matching.past import Past
from matchmaker.matching.population import Bools, Population
from matchmaker.matching.searching.candidates import Candidates, conflict_among
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.widening import Widening
from matchmaker.matching.task import resolve
from matchmaker.programme.calls import Call


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What requests are put to: who there is, what they did together, which call, and which day it is (in Brussels)."""

    population: Population
    history: History
    call: Call
    today: date

    def __post_init__(self) -> None:
        """Who is a newcomer depends on the call."""
        object.__setattr__(self, "population", self.population.seen_from(self.call))


class Question:
    """One request put to its circumstances. Raises `Invalid` when it does not suit the population.

    without: ids of rules to leave out, to see whether they stand in the way.
    """

    def __init__(self, request: Request, given: Circumstances, without: Iterable[str] = ()) -> None:
        population, call = given.population, given.call
        self._search: Widening | None = None
        self._spare = 0
        self.task = resolve(request, population, call, given.today, without)
        self._history = given.history
        self._ties = past.ties(population, given.history, self.task.present, request.topics)
        self.joint_projects = self._ties.joint_projects
        self.titles = given.history.titles
        self.df = {term: population.df(term) for term in score.asked_terms(request)}
        self.formula = score.formula(call, request, population.size, self.df)
        self.own = score.own(population, self.formula, self._ties.shares)

    @property
    def is_contradictory(self) -> bool:
        """Whether no answer is possible before anybody is added: by who is there, or by who was asked for by name."""
        task = self.task
        return bool(task.broken) or not all(task.suggestible[list(task.included)]) or conflict_among(task)

    def past(self, joint: Iterable[str]) -> Past:
        """What the ties of partners follow from; joint: ids of the projects they did with the members present."""
        return past.past(self.task.population, self._history, self._ties.numbers, joint)

    def search(
        self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False, among: Bools | None = None
    ) -> Outcome:
        """The best answer that differs from the earlier ones (sets of suggested partners).

        among: who may be suggested besides those asked for by name; everybody who fits if not given.
        """
        if self.is_contradictory:
            return Outcome(None, float("-inf"), complete=True)
        used = len(frozenset().union(*earlier))
        if among is not None:
            return self._among(among, used).run(clock, earlier, any_will_do=any_will_do)
        if self._search is None or used > self._spare:
            self._spare = max(self._spare, used + self._more)
            self._search = self._among(None, self._spare)
        return self._search.run(clock, earlier, any_will_do=any_will_do)

    def _among(self, among: Bools | None, spare: int) -> Widening:
        candidates = self._candidates if among is None else Candidates(self.task, self.formula, self.own, among)
        return Widening(candidates, spare)

    @property
    def _more(self) -> int:
        """Partners that the further proposals may have beyond those there are: all of one, and what the others must differ in."""
        request = self.task.request
        if request.limit == 1:
            return 0
        return max(self.task.partner_numbers, default=0) + (request.limit - 2) * request.min_difference

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.task, self.formula, self.own)

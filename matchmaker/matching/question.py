"""A request with everything the search and the score need: its tasks, the formula, own values, past projects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from matchmaker.inputs.request import Request
from matchmaker.inputs.suggestion import Past
from matchmaker.matching import past, score
from matchmaker.matching.clock import Clock
from matchmaker.matching.history import History
from matchmaker.matching.past import Ties
from matchmaker.matching.population import Bools, Population
from matchmaker.matching.rounds import in_round, round_of_request
from matchmaker.matching.score import Own
from matchmaker.matching.searching.candidates import Candidates, conflict_among
from matchmaker.matching.searching.parts import PartedSearch, parts
from matchmaker.matching.searching.restricted_search import RestrictedSearch
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.task import Task, tasks
from matchmaker.matching.tuning import TUNING, Tuning
from matchmaker.programme.calls import Call


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What requests are put to: who there is, what they did together, which call in which round, and which day it is.

    tuning: how far searches go at each step.
    """

    population: Population
    history: History
    call: Call
    today: date
    tuning: Tuning = TUNING

    def __post_init__(self) -> None:
        """Who is a newcomer depends on the call."""
        object.__setattr__(self, "population", self.population.seen_from(self.call))

    def in_round(self, number: int | None) -> "Circumstances":
        """The same with the call seen in a round."""
        return self.under(in_round(self.call, number))

    def under(self, call: Call) -> "Circumstances":
        """The same under another call, or this one seen otherwise."""
        return self if call is self.call else replace(self, call=call)


class Weighing:
    """What the score makes of an idea, whoever takes part: the formula, and what each organisation brings beside some members.

    counts: the population whose size and counts the formula takes, when it is not the one that is looked at.
    """

    def __init__(self, request: Request, given: Circumstances, counts: Population | None = None) -> None:
        self._given, self._topics = given, request.topics
        counted = counts or given.population
        self.df = {term: counted.df(term) for term in score.asked_terms(request)}
        self.formula = score.formula(given.call, request, counted.size, self.df)
        self._ties: dict[tuple[int, ...], Ties] = {}

    def ties(self, present: tuple[int, ...]) -> Ties:
        """The past projects of these and of others with them."""
        if (known := self._ties.get(present)) is None:
            if len(self._ties) == self._given.tuning.ties_kept:
                del self._ties[next(iter(self._ties))]
            known = self._ties[present] = past.ties(self._given.population, self._given.history, present, self._topics)
        return known

    def own(self, present: tuple[int, ...]) -> Own:
        """What each organisation brings beside these."""
        return replace(self._alone, ties=score.ties(self._given.population, self.ties(present).shares))

    @cached_property
    def _alone(self) -> Own:
        return score.own(self._given.population, self.formula, {})


class Question:
    """One request put to its circumstances, of a call without variants. Raises `Invalid` when it does not suit the population.

    without: ids of rules to leave out, to see whether they stand in the way. weighing: of the same idea, if it is there.
    calls: the plain calls it is asked under, all that the call may be if not given.
    """

    def __init__(
        self,
        request: Request,
        given: Circumstances,
        without: Iterable[str] = (),
        weighing: Weighing | None = None,
        calls: Sequence[Call] | None = None,
    ) -> None:
        number = round_of_request(given.call, request, given.population, given.today)
        self.given = given = given.in_round(number)
        request = request.model_copy(update={"round": number})
        self._search: RestrictedSearch | PartedSearch | None = None
        self._spare = 0
        self.tasks = tasks(request, given.population, given.call, given.today, without, tuning=given.tuning, calls=calls)
        self._weighing = weighing or Weighing(request, given)
        self.df, self.formula = self._weighing.df, self._weighing.formula
        self._ties, self.own = self._weighing.ties(self.task.present), self._weighing.own(self.task.present)
        self.joint_projects, self.titles = self._ties.joint_projects, given.history.titles

    @property
    def task(self) -> Task:
        """One of the tasks, for what all share: the request, who is there, the seats."""
        return self.tasks[0]

    @property
    def is_contradictory(self) -> bool:
        """Whether no answer is possible before anybody is added: by who is there, or by who was asked for by name."""
        return all(map(_is_contradictory, self.tasks))

    def past(self, joint: Iterable[str]) -> Past:
        """What the ties of partners follow from; joint: ids of the projects they did with the members present."""
        return past.past(self.task.population, self.given.history, self._ties.numbers, joint)

    def search(
        self,
        clock: Clock,
        earlier: Sequence[frozenset[int]] = (),
        *,
        any_will_do: bool = False,
        enough: float = float("-inf"),
        among: Bools | None = None,
    ) -> Outcome:
        """The best answer that differs from the earlier ones (sets of suggested partners).

        enough: as for `Search.run`. among: who may be suggested besides those asked for by name; everybody who fits if not given.
        """
        if self.is_contradictory:
            return Outcome(None, float("-inf"), complete=True)
        used = len(frozenset().union(*earlier))
        if among is not None:
            return self._among(among, used).run(clock, earlier, any_will_do=any_will_do, enough=enough)
        if self._search is None or used > self._spare:
            self._spare = max(self._spare, used + self._more)
            self._search = self._among(None, self._spare)
        return self._search.run(clock, earlier, any_will_do=any_will_do, enough=enough)

    def _among(self, among: Bools | None, spare: int) -> RestrictedSearch | PartedSearch:
        candidates = self._candidates if among is None else self._of(among)
        searches = [RestrictedSearch(some, spare) for some in candidates]
        return searches[0] if len(searches) == 1 else PartedSearch([one.run for one in searches])

    def _of(self, among: Bools | None) -> list[Candidates]:
        """The candidates of each task, in parts where its rules keep some apart."""
        return [
            Candidates(task, self.formula, self.own, among if part is None else part if among is None else part & among)
            for task, split in self._parts
            for part in split
        ]

    @cached_property
    def _parts(self) -> list[tuple[Task, Sequence[Bools | None]]]:
        return [(task, [None] if (split := parts(task)) is None else split) for task in self.tasks if not _is_contradictory(task)]

    @property
    def _more(self) -> int:
        """Partners that the further proposals may have beyond those there are: all of one, and what the others must differ in."""
        request = self.task.request
        if request.limit == 1:
            return 0
        return max(self.task.partner_numbers, default=0) + (request.limit - 2) * request.min_difference

    @cached_property
    def _candidates(self) -> list[Candidates]:
        return self._of(None)


def _is_contradictory(task: Task) -> bool:
    return bool(task.broken) or not all(task.suggestible[list(task.included)]) or conflict_among(task)

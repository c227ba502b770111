"""Why nothing meets a request, seen from who there is: how many meet each wish by themselves, and beside all the others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from matchmaker.inputs.request import Request, Size
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.matching.population import Bools, Population
from matchmaker.matching.questions import Questions
from matchmaker.matching.seats import fits_seat
from matchmaker.matching.task import Task
from matchmaker.matching.wishes import Wish, less
from matchmaker.programme import classes, countries
from matchmaker.programme.calls import Call

Kept = Callable[[Task], Bools]
"""Whom a wish or a rule is about, of all organisations."""

_NOBODY = nN_("%(what)s: not the %(n)s organisation we looked at.", "%(what)s: none of the %(n)s organisations we looked at.")
_SOME = nN_(
    "%(what)s: %(n)s organisation, as far as is known (countries: %(countries)s); beside all your other wishes: %(beside)s.",
    "%(what)s: %(n)s organisations, as far as is known (countries: %(countries)s); beside all your other wishes: %(beside)s.",
)
_RULED = nN_(
    "%(what)s: %(n)s organisation (countries: %(countries)s).", "%(what)s: %(n)s organisations (countries: %(countries)s)."
)

_APPLIES: Final = N_("Offers to coordinate and may apply, or states no role")


def of_wishes(questions: Questions, asked: Sequence[Wish]) -> Iterator[Message]:
    """For each wish about who takes part how many organisations meet it; asked: all wishes of the request."""
    request, population = questions.request, questions.given.population
    for wish in asked:
        kept = _kept(wish, request)
        if kept is None:
            continue
        alone = _who(questions.otherwise(less(request, (one for one in asked if one is not wish))), kept)
        number = int(np.count_nonzero(alone))
        if not number:
            yield nsay(*_NOBODY, population.size, what=_what(wish))
            continue
        beside = int(np.count_nonzero(_who(questions, kept)))
        yield nsay(*_SOME, number, what=_what(wish), countries=_countries(population, alone), beside=beside)


def of_rules(questions: Questions, call: Call, rules: Iterable[str], asked: Sequence[Wish]) -> Iterator[Message]:
    """How many organisations the call admits whatever is wished, and how many of these each of the rules asks for."""
    population, standing = questions.given.population, set(rules)
    free = less(questions.request, (one for one in asked if not one.decides)).model_copy(update={"size": Size(min=1)})
    bare = questions.otherwise(free)
    yield from _ruled(population, say(N_("May take part in this call, as far as is known")), _who(bare, _all))
    named = (one for rule in call.rules if rule.id in standing for one in rule.classes)
    for name in dict.fromkeys(named):
        yield from _ruled(population, say("%(group)s", group=classes.get(name)), _who(bare, _of_class(name)))
    if free.coordinator == "find":
        yield from _ruled(population, say(_APPLIES), _who(bare, lambda task: task.able))


def _ruled(population: Population, what: Message, there: Bools) -> Iterator[Message]:
    number = int(np.count_nonzero(there))
    if number:
        yield nsay(*_RULED, number, what=what, countries=_countries(population, there))
    else:
        yield nsay(*_NOBODY, population.size, what=what)


def _what(wish: Wish) -> Message:
    return say(_APPLIES) if wish.decides else say(N_("“%(wish)s”"), wish=wish.label)


def _kept(wish: Wish, request: Request) -> Kept | None:
    """Whom the wish is about; None where it is not about who takes part, or about one by name."""
    kind, _, place = wish.id.partition(".")
    if kind == "seats":
        seat = request.seats[int(place)]
        return lambda task: _natures(task, [fits_seat(seat, one.type, one.flags, one.sectors) for one in task.population.natures])
    if wish.decides:
        return (lambda task: task.able) if request.coordinator == "find" else None
    return _all if wish.id in ("countries.include", "same_country", "language", "confirmed_only") else None


def _all(task: Task) -> Bools:
    return np.ones(task.population.size, dtype=bool)


def _of_class(name: str) -> Kept:
    return lambda task: _natures(task, [classes.is_in(name, one.type, one.flags) for one in task.population.natures])


def _natures(task: Task, holds: Sequence[bool]) -> Bools:
    return np.asarray(np.array(holds, dtype=bool)[task.population.nature], dtype=bool)


def _who(questions: Questions, kept: Kept) -> Bools:
    """Who may be suggested in one reading or kind of the call at least, and is kept."""
    tasks = [task for one in questions.each for task in one.tasks]
    return np.asarray(np.any([task.suggestible & kept(task) for task in tasks], axis=0), dtype=bool)


def _countries(population: Population, there: Bools) -> int:
    codes = np.unique(population.country[there]).tolist()
    return len({countries.counts_as(population.countries[code]) for code in codes})

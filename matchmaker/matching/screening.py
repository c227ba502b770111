"""Who may be suggested, and who may be the coordinator that is found, asked of all organisations at once."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.matching import conditions, third_countries
from matchmaker.matching.composition import Composition
from matchmaker.matching.conditions import Condition, roles
from matchmaker.matching.conditions.condition import ByColumn
from matchmaker.matching.population import Bools, Nature, Population
from matchmaker.matching.roster import Roster
from matchmaker.matching.standing import Standing
from matchmaker.programme import countries
from matchmaker.programme.calls import Call
from matchmaker.programme.same import Same

EVERYBODY: Final = slice(None)
SURVEYS = 64
"""So many calls, for the natures and countries of a population, whose answers are kept."""


class _Surveyed(NamedTuple):
    """What type, flags and country alone decide, for each nature and country: whether it does not fail, and is unknown."""

    id: str
    of_coordinator: bool
    holds: Bools
    unknown: Bools


def suggestible(
    request: Request,
    population: Population,
    call: Call,
    today: date,
    found: Roster,
    *,
    composition: Composition,
    dropped: frozenset[str],
    left_out: frozenset[str],
) -> Bools:
    """Whoever has a name, is not there yet, breaks no rule by itself and meets the wishes about each suggested partner.

    dropped: ids of rules that are not asked. left_out: countries, as they count, of which nobody knows whether they do: from
    there only who is asked for, by name or by country, and nobody where all is to be confirmed.
    """
    strict, included = request.confirmed_only, list(found.included)
    home = population.countries[population.country[found.present[0]]]
    wished = () if strict else request.countries.include
    doubtful = [countries.counts_as(code) in left_out and code not in wished for code in population.countries]
    sure = ~np.array(doubtful, dtype=bool)
    holding = _holding(call, population, dropped, coordinators=False, strict=strict)
    holding &= _admitted(request, population, call, composition)
    # Who is asked for by name may come from a third country though others may not.
    by_name = holding & _countries(request.model_copy(update={"third_countries": True}), population, call, home)
    there = _at(holding & sure & _countries(request, population, call, home), population)
    there[included] = _at(by_name & sure if strict else by_name, population, included)
    there &= population.available
    _columns(there, conditions.of_members(call, today, dropped), population, strict=strict)
    if request.language is not None:
        speaks = [request.language in known or not (known or strict) for known in population.tongue_sets]
        there &= np.array(speaks, dtype=bool)[population.tongues]
    there[[*found.present, *found.excluded]] = False
    return there


def able(request: Request, population: Population, call: Call, today: date, *, dropped: frozenset[str]) -> Bools:
    """Whoever offers to coordinate, or states no role, and meets the call's conditions for that, as far as is known."""
    strict = request.confirmed_only
    table = _holding(call, population, dropped, coordinators=True, strict=strict)
    offers, unknown = roles.column(population)
    there = _at(table, population)
    there &= offers & ~(unknown & strict)
    _columns(there, conditions.of_coordinator(call, today, dropped), population, strict=strict)
    return there


def _countries(request: Request, population: Population, call: Call, home: str) -> Bools:
    """From which countries of the population partners are wished for; home: that of who starts."""
    wish = request.countries
    return np.array(
        [
            (not wish.include or code in wish.include)
            and code not in wish.exclude
            and (bool(request.same_country) or code != home)
            and third_countries.are_welcome(request, call, code)
            for code in population.countries
        ],
        dtype=bool,
    )


def _admitted(request: Request, population: Population, call: Call, composition: Composition) -> Bools:
    """From which countries of the population a member breaks no rule of the composition."""
    codes = [Standing(countries.counts_as(code), conditions.counts(call, code), 0) for code in population.countries]
    return np.array([not composition.barring(one, known=request.confirmed_only) for one in codes], dtype=bool)


def _at(table: Bools, population: Population, some: Sequence[int] | slice = EVERYBODY) -> Bools:
    """The entry for each organisation, or for some, of a table of natures and countries."""
    # The way of numpy's that takes least: other types of index are converted, or gathered in two dimensions.
    rows = population.nature[some].astype(np.intp) * table.shape[1]
    rows += population.country[some]
    return np.asarray(table.reshape(-1).take(rows), dtype=bool)


def _columns(there: Bools, asked: Sequence[Condition[Any]], population: Population, *, strict: bool) -> None:
    """Strike out whom a condition bars that a column decides; with `strict` also of whom nobody knows whether it does."""
    for one in asked:
        if isinstance(one, ByColumn):
            holds, unknown = one.column(population)
            there &= holds & ~(unknown & strict)


def _holding(call: Call, population: Population, dropped: frozenset[str], *, coordinators: bool, strict: bool) -> Bools:
    """For each nature and country whether no condition fails; with `strict` whether all are known to hold."""
    found = np.ones((len(population.natures), len(population.countries)), dtype=bool)
    for one in _survey(Same(call), Same(population.natures), Same(population.countries)):
        if one.of_coordinator == coordinators and one.id not in dropped:
            found &= one.holds & ~(one.unknown & strict)
    return found


@lru_cache(maxsize=SURVEYS)
def _survey(call: Same[Call], these: Same[tuple[Nature, ...]], theirs: Same[tuple[str, ...]]) -> tuple[_Surveyed, ...]:
    """The answers of all conditions but those that columns decide."""
    # The day plays no part in what type, flags and country decide.
    asked = [one for one in conditions.asked(call.thing, date.min) if not isinstance(one, ByColumn)]
    # Conditions tell countries apart only by whether they count, and by what each looks at.
    alike = [(conditions.counts(call.thing, code), *(one.of_country(code) for one in asked)) for code in theirs.thing]
    examples = dict(zip(alike, theirs.thing, strict=True))
    numbers = {key: number for number, key in enumerate(examples)}
    column = [numbers[key] for key in alike]
    return tuple(
        _Surveyed(one.id, one.of_coordinator, *_answers(one, these.thing, tuple(examples.values()), column)) for one in asked
    )


def _answers(
    asked: Condition[Any], natures: tuple[Nature, ...], examples: tuple[str, ...], column: list[int]
) -> tuple[Bools, Bools]:
    people = [[Organisation("", "", code, one.type, one.sectors, flags=one.flags) for code in examples] for one in natures]
    table = [[asked.holds(one) for one in row] for row in people]
    answers = np.array([[-1 if answer is None else int(answer) for answer in row] for row in table], dtype=np.int8)
    answers = answers.reshape(len(natures), len(examples))[:, column]
    return answers != 0, answers == -1

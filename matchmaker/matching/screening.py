"""Who may be suggested, and who may be the coordinator that is found, asked of all organisations at once."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import numpy as np

from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.matching import conditions
from matchmaker.matching.conditions import Rule
from matchmaker.matching.population import Bools, Nature, Population
from matchmaker.matching.roster import Roster
from matchmaker.matching.same import Same
from matchmaker.programme.calls import Call

SURVEYS = 64
"""So many calls, for the natures and countries of a population, whose answers are kept."""


def suggestible(request: Request, population: Population, call: Call, found: Roster, dropped: frozenset[str]) -> Bools:
    """Whoever has a name, is not there yet, breaks no rule by itself and meets the wishes about each suggested partner.

    dropped: ids of rules that are not asked.
    """
    wish, strict = request.countries, request.confirmed_only
    home = population.countries[population.country[found.present[0]]]
    good_country = np.array(
        [
            (not wish.include or code in wish.include)
            and code not in wish.exclude
            and (bool(request.same_country) or code != home)
            and (not strict or conditions.counts(call, code))
            for code in population.countries
        ],
        dtype=bool,
    )
    good = _holding(call, population, dropped, coordinators=False, strict=strict) & good_country
    there = population.available & _at(good, population)
    if request.language is not None:
        speaks = [request.language in known or not (known or strict) for known in population.tongue_sets]
        there &= np.array(speaks, dtype=bool)[population.tongues]
    there[[*found.present, *found.excluded]] = False
    return np.asarray(there, dtype=bool)


def able(request: Request, population: Population, call: Call, today: date, dropped: frozenset[str]) -> Bools:
    """Whoever has `coordinator` among its roles and meets the call's coordinator rules, as far as is known."""
    strict = request.confirmed_only
    there = population.coordinates & _at(_holding(call, population, dropped, coordinators=True, strict=strict), population)
    if call.coordinator.min_legal_age_years and "coordinator-age" not in dropped:
        latest = conditions.latest_founding(call, today).toordinal()
        there &= (population.established <= latest) & ((population.established > 0) | (not strict))
    return np.asarray(there, dtype=bool)


def _at(table: Bools, population: Population) -> Bools:
    """The entry for each organisation of a table of natures and countries."""
    return np.asarray(table.reshape(-1)[population.nature * np.int32(table.shape[1]) + population.country], dtype=bool)


def _holding(call: Call, population: Population, dropped: frozenset[str], *, coordinators: bool, strict: bool) -> Bools:
    """For each nature and country whether no rule fails; with `strict` whether all are known to hold."""
    answers = _survey(Same(call), Same(population.natures), Same(population.countries), coordinators)
    found = np.ones((len(population.natures), len(population.countries)), dtype=bool)
    for rule, (holds, unknown) in answers.items():
        if rule not in dropped:
            found &= holds & ~(unknown & strict)
    return found


@lru_cache(maxsize=SURVEYS)
def _survey(
    asked: Same[Call], these: Same[tuple[Nature, ...]], theirs: Same[tuple[str, ...]], coordinators: bool
) -> Mapping[str, tuple[Bools, Bools]]:
    """The rules that type, flags and country alone decide: whether each does not fail, and whether it is unknown."""
    call, natures, countries = asked.thing, these.thing, theirs.thing
    rules = conditions.coordinator_rules(call, date.min) if coordinators else conditions.member_rules(call)
    rules = {rule: ask for rule, ask in rules.items() if rule != "coordinator-age"}
    # Rules tell countries apart only by whether they count, and whether they are admitted.
    alike = [(conditions.counts(call, code), conditions.country_admitted(call, code)) for code in countries]
    examples = dict(zip(alike, countries, strict=True))
    numbers = {key: number for number, key in enumerate(examples)}
    column = [numbers[key] for key in alike]
    return {rule: _answers(ask, natures, tuple(examples.values()), column) for rule, ask in rules.items()}


def _answers(ask: Rule, natures: tuple[Nature, ...], examples: tuple[str, ...], column: list[int]) -> tuple[Bools, Bools]:
    table = [[ask(Organisation("", "", code, one.type, one.sectors, flags=one.flags)) for code in examples] for one in natures]
    answers = np.array([[-1 if answer is None else int(answer) for answer in row] for row in table], dtype=np.int8)
    answers = answers.reshape(len(natures), len(examples))[:, column]
    return answers != 0, answers == -1

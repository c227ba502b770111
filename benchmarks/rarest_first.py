"""RarestFirst, the textbook algorithm of team formation (Lappas, Liu and Terzi, KDD 2009), for consortia.

Skills are what the request asks for: its fields, the wanted expertise, the seats, a coordinator when one is to be found.
For each holder of the rarest skill the closest holders of the other skills are taken; the one whose farthest holder is
closest wins. The book knows neither countries nor sizes: as a help the closest holder from a country that is not there yet
goes first, and the closest ones fill each size that is asked. Two distances: how little of what two organisations list is
common (Jaccard), as in the book, or how little the two are worth to the request.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.draws import Floats
from benchmarks.pool import Pool
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.population import terms
from matchmaker.matching.score import SAME_NARROW, field_credit
from oracle.brute_force import World

Skill = Callable[[Organisation], bool]


def by_book(world: World, pool: Pool) -> list[list[Organisation]]:
    """The team for each size, the distance being how little of what two organisations list is common."""
    return _rarest_first(world, pool, lambda some: _jaccard(pool.candidates, some))


def by_worth(world: World, pool: Pool) -> list[list[Organisation]]:
    """The team for each size, the distance being how little two organisations bring to the request by themselves."""
    return _rarest_first(world, pool, lambda some: 1.0 - (pool.own[some][:, None] + pool.own[None, :]) / 2)


def _rarest_first(world: World, pool: Pool, distances: Callable[[list[int]], Floats]) -> list[list[Organisation]]:
    """The teams; none when nobody has a skill. distances: of some candidates (rows) to all."""
    asked = [skill for skill in _skills(world) if not any(skill(one) for one in world.present)]
    holders = [[at for at, one in enumerate(pool.candidates) if skill(one)] for skill in asked]
    if not all(holders):
        return []
    rarest = min(holders, key=len, default=list(range(len(pool.candidates))))
    distance = distances(rarest)
    farthest = np.max([distance[:, some].min(axis=1) for some in holders] or [np.zeros(len(rarest))], axis=0)
    first = int(farthest.argmin())
    team = [rarest[first]]
    for some in holders:
        if not set(some) & set(team):
            team.append(_closest(world, pool, team, some, distance[first]))
    teams = []
    for size in world.request.sizes:
        while len(team) < size - len(world.present):
            team.append(_closest(world, pool, team, range(len(pool.candidates)), distance[first]))
        teams.append([pool.candidates[at] for at in team])
    return teams


def _closest(world: World, pool: Pool, team: Sequence[int], some: Sequence[int], distance: Floats) -> int:
    """The closest one who is not in the team, from a new country if there is one."""
    there = {one.country for one in [*world.present, *(pool.candidates[at] for at in team)]}
    left = [at for at in some if at not in team]
    return min(left, key=lambda at: (pool.candidates[at].country in there, distance[at]))


def _skills(world: World) -> list[Skill]:
    request = world.request
    skills: list[Skill] = [_of_field(code) for code in request.fields]
    skills += [_of_expertise(wanted.slug) for wanted in request.expertise]
    skills += [lambda one, seat=seat: world.fits(seat, one) for seat in request.seats]  # type: ignore[misc]
    if request.coordinator == "find":
        skills.append(world.may_coordinate)
    return skills


def _of_field(code: str) -> Skill:
    return lambda one: any(field_credit(code, offered) >= SAME_NARROW for offered in one.fields)


def _of_expertise(slug: str) -> Skill:
    return lambda one: slug in one.expertise


def _jaccard(organisations: Sequence[Organisation], of: list[int]) -> Floats:
    """For each of some organisations (rows) its distance to all, 0..1."""
    listed = [terms(one) for one in organisations]
    columns = {term: at for at, term in enumerate(sorted({term for some in listed for term in some}))}
    starts = np.cumsum([0, *map(len, listed)])
    entries = np.array([columns[term] for some in listed for term in some])
    matrix = csr_matrix((np.ones(len(entries)), entries, starts), shape=(len(listed), len(columns)))
    common = (matrix[of] @ matrix.T).toarray()
    sizes = np.diff(starts)
    together = sizes[of][:, None] + sizes[None, :] - common
    return np.asarray(1.0 - np.divide(common, together, out=np.zeros_like(common), where=together > 0))

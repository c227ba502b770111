"""Two who meet: whoever is faster, the other gets a sentence, and nothing is half-written."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count

import pytest

from matchmaker.db import Database
from matchmaker.programme import guides
from tests.conftest import QUICK, Clock, Databases
from tests.racing import RACES
from tests.racing.running import Way, judge, run
from tests.racing.scene import Scene

TAGS = count(1)
SAMPLE = (
    ("sqlite", "together"),
    pytest.param("postgresql", "first", marks=pytest.mark.postgres),
    pytest.param("postgresql", "second", marks=pytest.mark.postgres),
)
"""On SQLite one writes after the other, whoever comes first; on PostgreSQL the second waits while the first is not done."""


@pytest.fixture(scope="module")
def arenas(databases: Databases) -> Iterator[Callable[[str], Database]]:
    """One database of each kind for all races, each of which has people of its own."""

    @cache
    def arena(kind: str) -> Database:
        made.append(Database(databases.migrated(kind), guides.load(), Clock(), QUICK))
        return made[-1]

    made: list[Database] = []
    yield arena
    for one in made:
        one.engine.dispose()


@pytest.mark.parametrize("name", RACES)
@pytest.mark.parametrize(("kind", "way"), SAMPLE)
def test_one_wins_and_the_other_gets_a_sentence(arenas: Callable[[str], Database], kind: str, way: Way, name: str) -> None:
    arena = arenas(kind)
    with arena.unit_of_work() as session:
        scene = Scene(session, f"{next(TAGS)}")
        race = RACES[name](scene)
        numbers = scene.organisations
    results = run(arena, race, way)
    with arena.session(reads=True) as session:
        assert judge(session, race, results, numbers) == []

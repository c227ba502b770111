"""Let two meet, 500 times in each way that two can (`python -m tools.soak.races 500`): one is done, the other gets a sentence."""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from matchmaker.db import Database
from matchmaker.programme import guides
from tests.conftest import Clock
from tests.racing import RACES
from tests.racing.running import WAYS, judge, run
from tests.racing.scene import Scene
from tools.soak import databases


def race(database: Database, name: str, number: int) -> Iterator[str]:
    """Run a race so many times, in each way by turns, and say what was wrong."""
    ended: Counter[str] = Counter()
    for place, way in enumerate(islice(cycle(WAYS), number)):
        with database.unit_of_work() as session:
            scene = Scene(session, f"{list(RACES).index(name)}-{place}")
            two, people = RACES[name](scene), scene.organisations
        results = run(database, two, way)
        ended[" and ".join(results)] += 1
        with database.session(reads=True) as session:
            yield from (f"{name}, {way}: {one}" for one in judge(session, two, results, people))
    came = ", ".join(f"{what} {often} times" for what, often in ended.most_common())
    print(f"{database.engine.dialect.name}, {name}: {came}", flush=True)


def race_all(kind: str, url: str, names: Sequence[str], number: int) -> list[str]:
    """Run each of these races on a database; what was wrong."""
    database = Database(url, guides.load(), Clock(), PasswordHasher.from_parameters(CHEAPEST))
    print(f"{kind}: {len(names)} races, {number} times each", flush=True)
    reasons = [f"{kind}: {one}" for name in names for one in race(database, name, number)]
    database.engine.dispose()
    return reasons


def main() -> int:
    """Race, and judge; the databases side by side, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak.races", description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--only", default="", help="races whose names match this expression")
    options = parser.parse_args()
    names = [name for name in RACES if re.search(options.only, name)]
    with (
        databases.made(options.databases) as found,
        ProcessPoolExecutor(len(options.databases), get_context("spawn")) as pool,
    ):
        running = [pool.submit(race_all, kind, url, names, options.number) for kind, url, _ in found]
        reasons = [one for each in running for one in each.result()]
    print(*(reasons or ["Whoever was faster: one was done, and the other got a sentence."]), sep="\n")
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())

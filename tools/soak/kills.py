"""Kill who invites and who sends at every step (`python -m tools.soak.kills 200`): nothing is lost, and nothing done twice."""

import argparse
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import SecretStr

from matchmaker import config
from matchmaker.db import Database
from matchmaker.programme import guides
from tests.conftest import Clock
from tests.killing import CONSUMER, NEVER, WRITER, Town, nursery, sample
from tests.smtp import Server
from tools.soak import databases

WRITERS = 0.25
"""The share of the kills that whoever invites gets; it takes fewer steps than who sends."""


def kill(town: Town, number: int) -> tuple[int, list[str]]:
    """Kill so many, spread over all steps; how many died, and what is wrong then."""
    kills, last = 0, 0
    with nursery(town) as born:
        for who, some in ((WRITER, round(number * WRITERS)), (CONSUMER, number - round(number * WRITERS))):
            if who == CONSUMER:
                town.invite()
            _, steps = born.live(who, NEVER)
            town.end_time()
            town.recover()
            for step in sample(steps, some):
                kills += born.kill(town, who, step)
                if wrong := town.wrong(kills):
                    return kills, [f"{who} killed at step {step} of {steps}: {one}" for one in wrong]
                last = steps
    print(f"{kills} killed, at each of {last} steps of who sends; {len(town.server.received)} mails arrived", flush=True)
    return kills, []


@contextmanager
def towns(kinds: list[str]) -> Iterator[Iterator[tuple[str, Town]]]:
    """One after the other, on a database of each kind; everything is gone afterwards."""
    with databases.made(kinds) as found, closing(_towns(found)) as made:
        yield made


def _towns(found: Iterator[tuple[str, str, Path]]) -> Generator[tuple[str, Town], None, None]:
    for kind, url, folder in found:
        clock = Clock()
        database = Database(url, guides.load(), clock)
        with Server() as sink:
            settings = config.load(instance=folder, database_url=url, smtp_url=SecretStr(sink.url))
            yield kind, Town(database, clock, settings, sink)
        database.engine.dispose()


def main() -> int:
    """Kill, and judge."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak.kills", description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    options = parser.parse_args()
    reasons = []
    with towns(options.databases) as all_of_them:
        for kind, town in all_of_them:
            kills, wrong = kill(town, options.number)
            reasons += [f"{kind}: {one}" for one in wrong]
            if kills < options.number / 2:
                reasons.append(f"{kind}: only {kills} were killed")
    print(*(reasons or ["Nothing was lost, and nothing was done twice."]), sep="\n")
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long `matchmaker pack` and `matchmaker verify` take for a consortium of ten as processes of their own: medians."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from benchmarks.pieces import save
from benchmarks.sections import packs as section
from benchmarks.server import of_ten

TIMES: Final = 7


def measure(times: int = TIMES) -> list[dict[str, Any]]:
    """Each command: median and longest in seconds, what of it any command with a database takes; how large the pack is."""
    with of_ten() as (folder, number):
        file = folder / "pack.zip"
        commands = (("pack", ("pack", str(number), "--output", str(file), "--language", "pl")), ("verify", ("verify", str(file))))
        found = [{"command": name, **_timed(folder, told, times)} for name, told in commands]
        started = _timed(folder, ("db", "current"), times)
        return [{**one, "started": started["median"], "bytes": file.stat().st_size} for one in found]


def _timed(folder: Path, told: Sequence[str], times: int) -> dict[str, float]:
    taken = []
    for _ in range(times + 1):
        began = perf_counter()
        environment = {**os.environ, "MATCHMAKER_INSTANCE": str(folder)}
        subprocess.run([sys.executable, "-m", "matchmaker", *told], check=True, env=environment, stdout=subprocess.DEVNULL)
        taken.append(perf_counter() - began)
    return {"median": median(taken[1:]), "longest": max(taken[1:])}  # the first one reads files that nobody has read yet


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help="runs of each command")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.times)
    print(section(found))
    if options.save:
        save("packs", found)


if __name__ == "__main__":
    main()

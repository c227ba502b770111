"""`make bench`: every measurement in a process of its own, one after the other, then one report.

`--short` measures a small part of everything and writes its report beside the throw-away files.
"""

import argparse
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.pieces import FOLDER, ROOT, forget
from benchmarks.report import write

FULL: Final[Mapping[str, list[str]]] = {
    "speed": [],
    "memory": [],
    "families": ["--requests", "4"],
    "pages": [],
    "lighthouse": [],
    "mails": [],
    "server": [],
    "packs": [],
    "exactness": [],
    "competitors": [],
    "fairness": [],
    "quality": [],
}
SHORT: Final[Mapping[str, list[str]]] = {
    "speed": ["--organisations", "3000", "--organisations", "30000", "--requests", "40"],
    "memory": ["--organisations", "30000"],
    "families": ["--organisations", "3000", "--requests", "2"],
    "pages": [],
    "lighthouse": [],
    "mails": ["--mails", "200"],
    "server": ["--times", "20"],
    "packs": ["--times", "3"],
    "exactness": ["--scale", "0.1"],
    "competitors": ["--requests", "10"],
    "fairness": ["--requests", "12"],
    "quality": ["--sample", "20"],
}
"""Measurement -> what it is told, in the order of running: first what a busy machine would spoil."""


def measure(name: str, told: list[str]) -> bool:
    """Make one measurement; whether it ended well."""
    started = perf_counter()
    print(f"Measuring {name}", flush=True)
    forget(name)
    ran = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *told, "--save"], cwd=ROOT, check=False)
    print(f"{name}: {perf_counter() - started:.0f} s" + (", and it failed" if ran.returncode else ""), flush=True)
    return ran.returncode == 0


def main() -> None:
    """Measure and report; exit code 1 when a measurement failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a small part of everything")
    parser.add_argument(
        "--only", action="append", choices=list(FULL), help="only this one; the report keeps the others; may be repeated"
    )
    parser.add_argument("--report", action="store_true", help="measure nothing, write the report from what was measured last")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with data sets of real consortia; none is needed")
    options = parser.parse_args()
    steps = SHORT if options.short else FULL
    chosen = [] if options.report else options.only or list(steps)
    extra = {"quality": ["--data", str(options.data)]}
    failed = [name for name in chosen if not measure(name, [*steps[name], *extra.get(name, [])])]
    folder = FOLDER / "short" if options.short else ROOT / "benchmarks"
    print(f"Report: {write(folder, options.only).relative_to(ROOT)}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

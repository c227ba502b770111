"""How well partners of real consortia are found again: what `matchmaker evaluate` says of each data set, where there are any."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.pieces import save

NEEDED: Final = ("organisations", "projects", "participations")
PATIENCE: Final = 1200
MEASURES: Final = ("recall@1", "recall@10", "recall@50", "MRR")


def datasets(folder: Path) -> list[Path]:
    """The folders that hold organisations, projects and participations."""
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if all(any(one.glob(f"{name}.csv*")) for name in NEEDED))


def evaluated(dataset: Path, sample: int | None = None) -> dict[str, Any]:
    """What the command prints, and the seconds; `said` instead when it fails."""
    command: list[str | Path] = [sys.executable, "-m", "matchmaker", "evaluate", dataset, "--json"]
    command += ["--sample", str(sample)] if sample else []
    started = perf_counter()
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return {"name": dataset.name, "said": f"no answer within {PATIENCE} seconds"}
    if ran.returncode:
        return {"name": dataset.name, "said": ran.stderr.strip().splitlines()[-1][:200] if ran.stderr.strip() else "no answer"}
    found = json.loads(ran.stdout)
    return {"name": dataset.name, "seconds": perf_counter() - started, "trials": found["trials"], "dataset": found["dataset"]}


def lines(found: Mapping[str, Any], pool: str = "full", among: str = "all") -> Iterator[dict[str, Any]]:
    """For each trial and ranker its measures, and how affinity differs from it in recall@10 with the 95 % interval."""
    for trial in found["trials"]:
        asked = trial["pools"][pool]
        against = {
            one["against"]: one
            for one in asked["differences"]
            if one["ranker"] == "affinity" and one["measure"] == "recall@10" and one["among"] == among
        }
        for ranker, measures in asked["rankers"].items():
            yield {"trial": trial["trial"], "split": trial["split"], "hidden": trial["hidden"], "ranker": ranker} | {
                "measures": {name: measures[among][name] for name in MEASURES},
                "difference": against.get(ranker),
            }


def measure(data: Path, sample: int | None = None) -> list[dict[str, Any]]:
    """Every data set of the folder."""
    return [evaluated(one, sample) for one in datasets(data)]


def main() -> None:
    """Evaluate and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with data sets of real consortia; it may hold none")
    parser.add_argument("--sample", type=int, help="ask about so many projects in each trial only")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.data, options.sample)
    for one in found:
        print(one["name"], one.get("said", ""))
        for line in lines(one) if "trials" in one else ():
            print("   ", line)
    if options.save:
        save("quality", found)


if __name__ == "__main__":
    main()

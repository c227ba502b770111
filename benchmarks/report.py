"""The report: what was measured, in words, tables and plots, and as one JSON document."""

import json
import os
import platform
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy

from benchmarks import plots, sections
from benchmarks.competitors import ROSTER
from benchmarks.generator import SEED
from benchmarks.growth import exponent
from benchmarks.pieces import kept, load
from benchmarks.quality import lines
from benchmarks.targets import LARGE, RATIOS, targets

TEMPLATE: Final = Path(__file__).parent / "report.template.md"
SECTIONS: Final[Mapping[str, Callable[[Any], str]]] = {
    "exactness": sections.exactness,
    "speed": sections.speed,
    "quality": sections.quality,
    "fairness": sections.fairness,
    "memory": sections.memory,
    "competitors": sections.competitors,
    "families": sections.families,
}
"""Measurement -> its section."""


def write(folder: Path) -> Path:
    """Write report.md, report.json and the plots into a folder; the path of report.md."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {name: kept(name) for name in SECTIONS}
    reached = list(targets(found))
    fields = {name: section(found[name]) if found[name] else sections.NOTHING for name, section in SECTIONS.items()}
    fields["growth"] = sections.growth(found["speed"] or [])
    fields["targets"] = sections.table(
        ("what was asked", "target", "measured", "reached"),
        [(one.what, one.asked, one.measured, {True: "yes", False: "**no**", None: ""}[one.reached]) for one in reached],
    )
    text = TEMPLATE.read_text("utf-8").format(**fields, **_circumstances(), roster=ROSTER)
    (folder / "report.md").write_text(text, "utf-8")
    document = {
        "circumstances": _circumstances(),
        "targets": [asdict(one) for one in reached],
        **found,
        **_short(found),
    }
    (folder / "report.json").write_text(_on_few_lines(json.dumps(document, indent=1)) + "\n", "utf-8")
    for name, picture in _pictures(found).items():
        (folder / f"{name}.svg").write_text(picture, "utf-8")
    return folder / "report.md"


def _circumstances() -> dict[str, str]:
    loads = {name: load(name) for name in SECTIONS}
    return {
        "seed": str(SEED),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "cores": str(os.cpu_count()),
        "machine": platform.machine(),
        "loads": ", ".join(f"{name} {busy:.1f}" for name, busy in loads.items() if busy is not None) or "nothing was measured",
    }


def _on_few_lines(document: str) -> str:
    """The document with each list of numbers on one line."""
    return re.sub(r"\[[-\d.,\se]+\]", lambda numbers: " ".join(numbers.group().split()), document)


def _short(found: Mapping[str, Any]) -> dict[str, Any]:
    """What is long, in short: timings as lists of numbers, of the evaluation what the report shows; and the growth."""
    speed, quality = found["speed"] or [], found["quality"] or []
    times = [
        {
            **{name: value for name, value in one.items() if name != "timings"},
            "milliseconds": [round(1000 * timing["seconds"], 2) for timing in one["timings"]],
            "ratios": [round(timing["seconds"] / timing["floor"], 2) for timing in one["timings"]],
        }
        for one in speed
    ]
    again = [{**one, "trials": list(lines(one))} if "trials" in one else one for one in quality]
    return {"speed": times, "quality": again, "growth": exponent(speed) if len(speed) > 1 else None}


def _pictures(found: Mapping[str, Any]) -> dict[str, str]:
    """Name -> the plot, for what was measured."""
    pictures = {}
    if speed := found["speed"]:
        pictures["growth"] = plots.growth(speed)
        shown = next((one for one in speed if one["organisations"] == LARGE), speed[-1])
        _, median, most = RATIOS[0]
        pictures["ratios"] = plots.ratios(shown, {f"half below {median}": median, f"95 of 100 below {most}": most})
    if fairness := found["fairness"]:
        pictures["fairness"] = plots.fairness(fairness["ways"])
    return pictures

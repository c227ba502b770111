"""The report: what was measured, in words, tables and plots, and as one JSON document."""

import json
import os
import platform
import re
from collections.abc import Callable, Collection, Mapping, Sequence
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
from benchmarks.targets import LARGE, RATIOS, Target, targets

TEMPLATE: Final = Path(__file__).parent / "report.template.md"
SECTIONS: Final[Mapping[str, Callable[[Any], str]]] = {
    "exactness": sections.exactness,
    "speed": sections.speed,
    "quality": sections.quality,
    "fairness": sections.fairness,
    "memory": sections.memory,
    "competitors": sections.competitors,
    "families": sections.families,
    "pages": sections.pages,
    "lighthouse": sections.lighthouse,
    "mails": sections.mails,
    "server": sections.server,
    "packs": sections.packs,
}
"""Measurement -> its section."""
_HEADING: Final = "\n## "


def write(folder: Path, only: Collection[str] | None = None) -> Path:
    """Write report.md, report.json and the plots into a folder; the path of report.md.

    only: measurements that are written anew if they were made, while all else stays as the report in the folder has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "report.json").is_file():
        only = None
    if only and not (only := [name for name in only if kept(name)]):
        return folder / "report.md"
    last = json.loads((folder / "report.json").read_text("utf-8")) if only else {}
    found = {name: kept(name) if not only or name in only else None for name in SECTIONS}
    reached = _reached(found, last.get("targets", ()))
    circumstances = _circumstances(found, last.get("circumstances"))
    fields = {name: section(found[name]) if found[name] else sections.NOTHING for name, section in SECTIONS.items()}
    fields["growth"] = sections.growth(found["speed"] or [])
    fields["targets"] = sections.table(
        ("what was asked", "target", "measured", "reached"),
        [(one.what, one.asked, one.measured, {True: "yes", False: "**no**", None: ""}[one.reached]) for one in reached],
    )
    template = TEMPLATE.read_text("utf-8")
    text = template.format(**fields, **circumstances, roster=ROSTER)
    if only:
        text = _beside(
            text, template, (folder / "report.md").read_text("utf-8"), {*only, *(("growth",) if "speed" in only else ())}
        )
    (folder / "report.md").write_text(text, "utf-8")
    measured = found | _short(found)
    document = {
        **last,
        "circumstances": circumstances,
        "targets": [asdict(one) for one in reached],
        **({name: one for name, one in measured.items() if one} if only else measured),
    }
    (folder / "report.json").write_text(_on_few_lines(json.dumps(document, indent=1)) + "\n", "utf-8")
    for name, picture in _pictures(found).items():
        (folder / f"{name}.svg").write_text(picture, "utf-8")
    return folder / "report.md"


def _reached(found: Mapping[str, Any], last: Sequence[Mapping[str, Any]]) -> list[Target]:
    """All targets; those that were not measured now as the last report has them."""
    now = list(targets(found))
    if not last:
        return now
    measured = {one.what: one for one in now if one.reached is not None}
    return list(({one["what"]: Target(**one) for one in last} | measured).values())


def _beside(text: str, template: str, last: str, only: Collection[str]) -> str:
    """The text, in which sections that hold none of these measurements are as the last report has them."""
    stay = dict(part.split("\n", 1) for part in last.split(_HEADING)[1:])
    parts = list[str]()
    for written, asks in zip(text.split(_HEADING), template.split(_HEADING), strict=True):
        head = written.split("\n", 1)[0]
        anew = not parts or head not in stay or any(f"{{{name}}}" in asks for name in only)
        parts.append(written if anew else f"{head}\n{stay[head]}")
    return _HEADING.join(parts)


def _circumstances(found: Mapping[str, Any], last: Mapping[str, str] | None) -> dict[str, str]:
    loads = dict(re.findall(r"(\w+) ([\d.]+)", last["loads"] if last else ""))
    for name in found:
        if found[name] and (busy := load(name)) is not None:
            loads[name] = f"{busy:.1f}"
    return {
        "seed": str(SEED),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "cores": str(os.cpu_count()),
        "machine": platform.machine(),
        "loads": ", ".join(f"{name} {busy}" for name, busy in loads.items()) or "nothing was measured",
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

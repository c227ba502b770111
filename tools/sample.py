"""Compute the answer that the start page shows (`python -m tools.sample`), from the files in examples/."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from matchmaker.cli.files import history_of, population_of
from matchmaker.cli.suggest import request_in
from matchmaker.demo.sample import FILE
from matchmaker.inputs.interchange.history import read_projects
from matchmaker.matching import suggest
from matchmaker.matching.documents import keep
from matchmaker.programme import guides

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
DAY: Final = date(2026, 1, 15)
"""While the call of the request is open."""


def computed() -> dict[str, Any]:
    """The best answer to the request of the examples, as it is kept."""
    guide = guides.load()
    asked = request_in(EXAMPLES / "request.json", guide.call)
    population = population_of([EXAMPLES / "organisations.csv"], [])
    history = history_of([EXAMPLES / "participations.csv"], population, [])
    history.titles = {one.id: one.title for one in read_projects(EXAMPLES / "projects.csv").rows if one.title}
    document = keep(suggest(asked, population, history, guide.call(asked.call), DAY, limit=1))
    for proposal in document["proposals"]:
        proposal["proof"]["seconds"] = 0.0  # the only thing that differs from one time to the next
    return document


if __name__ == "__main__":
    FILE.write_text(json.dumps(computed(), ensure_ascii=False, indent=1) + "\n", "utf-8")

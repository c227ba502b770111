"""What each measurement found, kept in a folder of its own until the report is written."""

import json
import os
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / ".bench"
"""Not committed: throw-away environments, and what was measured."""
PIECES: Final = FOLDER / "pieces"
REPORT: Final = ROOT / "benchmarks" / "report.json"


def save(name: str, found: object) -> None:
    """Keep what a measurement found, and how busy the machine was in the last five minutes of it."""
    PIECES.mkdir(parents=True, exist_ok=True)
    (PIECES / f"{name}.json").write_text(json.dumps({"load": os.getloadavg()[1], "found": found}, indent=1), "utf-8")


def kept(name: str) -> Any:
    """What a measurement found, None when it was not made."""
    return _read(name)["found"]


def reported(name: str) -> Any:
    """What the report has of a measurement, None when it has nothing."""
    return json.loads(REPORT.read_text("utf-8")).get(name)


def load(name: str) -> float | None:
    """How busy the machine was then: processes that ran or waited, on average; None when it was not made."""
    busy: float | None = _read(name)["load"]
    return busy


def forget(name: str) -> None:
    """Forget what a measurement found."""
    (PIECES / f"{name}.json").unlink(missing_ok=True)


def _read(name: str) -> dict[str, Any]:
    path = PIECES / f"{name}.json"
    read: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {"found": None, "load": None}
    return read

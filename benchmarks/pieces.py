"""What each measurement found, kept in a folder of its own until the report is written."""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / ".bench"
"""Not committed: throw-away environments, and what was measured."""
PIECES: Final = FOLDER / "pieces"


def save(name: str, found: object) -> None:
    """Keep what a measurement found."""
    PIECES.mkdir(parents=True, exist_ok=True)
    (PIECES / f"{name}.json").write_text(json.dumps(found, indent=1), "utf-8")


def kept(name: str) -> Any:
    """What a measurement found, None when it was not made."""
    path = PIECES / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None

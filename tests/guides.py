"""An invented guide of 2027, as docs/running.md shows it to operators."""

import re
from pathlib import Path

from matchmaker.programme import guides
from matchmaker.programme.guides import Guide

RUNNING = Path(__file__).parent.parent / "docs" / "running.md"
CALL = "ka220-vet-2027"
SHOWN = re.search(r"^```toml\n# (?P<name>[\w-]+\.toml)\n(?P<text>.*?)^```", RUNNING.read_text("utf-8"), re.MULTILINE | re.DOTALL)
assert SHOWN is not None
NAME, TEXT = SHOWN["name"], SHOWN["text"]


def invent(folder: Path, *changes: tuple[str, str]) -> Path:
    """The folder with the file in it, changed."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    folder.mkdir(exist_ok=True)
    (folder / NAME).write_text(text, "utf-8")
    return folder


def invented(folder: Path, *changes: tuple[str, str]) -> Guide:
    """All calls with that one."""
    guides.load.cache_clear()
    return guides.load(invent(folder, *changes))

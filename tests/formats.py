"""What docs/formats.md tells of a document: the names in its tables, and the fields of the JSON it shows."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.house.tree import ROOT

TEXT = (ROOT / "docs" / "formats.md").read_text("utf-8")
BY_ID = {"df", "witness", "reasons", "numbers", "projects", "titles", "facts", "facts_sha256", "joint_projects", "leaving"}
BY_CODE = {"parts", "weights", "counts"}
"""Objects in which ids or codes stand for fields."""


def section(heading: str) -> str:
    """What stands under a heading."""
    return TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def told(heading: str, head: str) -> list[str]:
    """The names in the first column of the table of that head, under a heading."""
    table = section(heading).partition(f"| {head} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [name for line in table for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])]


def shown(heading: str) -> Any:
    """The first document in JSON under a heading."""
    return json.loads(section(heading).partition("```json\n")[2].partition("```")[0])


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    """Where a field stands in one of two documents alone; of lists the first items are compared, what is empty with nothing."""
    if isinstance(one, list) and isinstance(other, list) and one and other:
        yield from differences(one[0], other[0], f"{place}.0")
    if not (isinstance(one, dict) and isinstance(other, dict) and one and other):
        return
    yield from (f"{place}.{key}" for key in sorted(one.keys() ^ other.keys()))
    for key in one.keys() & other.keys() - BY_ID - BY_CODE:
        yield from differences(one[key], other[key], f"{place}.{key}")

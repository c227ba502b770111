"""The checkout as the guards see it."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "matchmaker"
ORACLE = ROOT / "oracle"
BESIDE = ("migrations", "templates")
"""Folders beside the package that travel inside it."""


def modules() -> list[Path]:
    """Every Python file of the package, and of those that judge it."""
    return sorted(file for folder in (PACKAGE, ORACLE) for file in folder.rglob("*.py"))


def travelling() -> dict[str, Path]:
    """What the wheel must hold: path in the wheel -> file in the checkout."""
    found = {}
    for folder, inside in ((PACKAGE, "matchmaker"), *((ROOT / name, f"matchmaker/{name}") for name in BESIDE)):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found[f"{inside}/{path.relative_to(folder).as_posix()}"] = path
    return found


def committed() -> list[Path]:
    """Every file that is or would be committed."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("Not a git checkout: what is committed cannot be told.")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]

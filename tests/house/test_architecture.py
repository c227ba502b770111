"""ARCHITECTURE.md names modules that exist, and its walk of a request goes along imports."""

import ast
import configparser
import re
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT

TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[a-z_0-9]+(?:/[a-z_0-9]+)*(?:\.py|/)")
NAME = re.compile(r"[a-z_]+")
BEGINS = ("cli/serve.py", "web/invitations.py", "web/consortia.py")
"""What a process or a request begins with: `app.py` has every module of `web` that has pages."""


def section(title: str) -> str:
    """What stands under a heading."""
    return TEXT.partition(f"## {title}")[2].partition("\n## ")[0]


def rows(text: str) -> list[tuple[str, ...]]:
    """The rows of all tables of a text, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    heads = {text.splitlines()[number - 1] for number, line in enumerate(text.splitlines()) if line.startswith("|---")}
    return [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines if line not in heads]


WALK = rows(section("One request, file by file"))


def found(name: str, *under: Path) -> Path | None:
    """The file or folder of that name, with or without its ending."""
    for folder in (ROOT, PACKAGE, *under):
        for each in (folder / name, folder / f"{name}.py"):
            if each.exists():
                return each
    return None


def imports(path: Path) -> set[Path]:
    """The files of the package that a file imports, itself or through a package's own `__init__`."""
    modules = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    places = {ROOT / module.replace(".", "/") for module in modules}
    return {each for place in places for each in (place, place.with_suffix(".py")) if each.exists()}


@pytest.mark.parametrize("name", sorted({name for name in QUOTED.findall(TEXT) if PATH.fullmatch(name)}))
def test_files_and_folders_exist(name: str) -> None:
    assert found(name, PACKAGE / "matching") is not None


@pytest.mark.parametrize("name", sorted({name for name in QUOTED.findall(section("Inside matching")) if NAME.fullmatch(name)}))
def test_modules_of_matching_exist(name: str) -> None:
    folders = [each for each in (PACKAGE / "matching").rglob("*") if each.is_dir()]
    assert found(name, PACKAGE / "matching", *folders) is not None


def test_floors_are_those_that_are_held() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    held = [line.strip() for line in setup["importlinter:contract:floors"]["layers"].strip().splitlines()]
    there = [" | ".join(part for part in line.split(" | ") if not part.startswith("(")) for line in held]
    told = [line.partition("  ")[0] for line in section("Floors").split("```")[1].strip().splitlines()]
    assert told == [floor for floor in there if floor]


@pytest.mark.parametrize("row", WALK, ids=lambda row: row[0].split("`")[1])
def test_the_walk_goes_along_imports(row: tuple[str, ...]) -> None:
    here, *functions = QUOTED.findall(row[0])
    source = PACKAGE / here
    defined = {
        node.name for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert set(functions) <= defined
    asked = [PACKAGE / name.rstrip("/") for name in QUOTED.findall(row[2])]
    assert asked
    assert [name for name in asked if name not in imports(source)] == []


def test_the_walk_goes_from_file_to_file() -> None:
    """Each row is reached from one above it."""
    reached = {PACKAGE / name for name in BEGINS}
    for where, _, asked in WALK:
        here = PACKAGE / QUOTED.findall(where)[0]
        assert here in reached or here.parent in reached, where
        reached |= {PACKAGE / name.rstrip("/") for name in QUOTED.findall(asked)}


def test_tables_are_read() -> None:
    assert len(WALK) > 10
    assert all(len(row) == 3 for row in WALK)

"""The judges stay independent of what they judge, and what is installed never asks them."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ORACLE, ROOT

OF_THE_CHECK = ("matchmaker.programme", "matchmaker.eligibility.facts", "matchmaker.eligibility.findings", "oracle")
OF_THE_SEARCH = ("matchmaker.programme", "matchmaker.inputs", "matchmaker.eligibility", "oracle")
MAY_IMPORT = {
    "__init__": (),
    "agreement": OF_THE_SEARCH,
    "brute_force": OF_THE_SEARCH,
    "readings": OF_THE_CHECK,
    "rechecking": OF_THE_CHECK,
    "recounting": OF_THE_CHECK,
    "rounds": ("matchmaker.programme",),
    "supporting": OF_THE_CHECK,
    "verdicts": OF_THE_SEARCH,
}
"""Judge -> what it may import beside the standard library, with all that lies in it. A new judge needs a line."""


def imported(source: str) -> Iterator[str]:
    """Every module that a file imports, wherever in it; of `from a import b` both, as `b` may be a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            found = f"{'.' * node.level}{node.module or ''}"
            modules = [name.name for name in node.names if is_module(f"{found}.{name.name}")]
            yield from (f"{found}.{name}" for name in modules)
            if len(modules) < len(node.names):
                yield found


def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def lies_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in packages)


@pytest.mark.parametrize("judge", sorted(ORACLE.rglob("*.py")), ids=lambda path: path.stem)
def test_judge_imports_nothing_of_what_it_judges(judge: Path) -> None:
    foreign = {one for one in imported(judge.read_text("utf-8")) if one.partition(".")[0] not in sys.stdlib_module_names}
    assert sorted(one for one in foreign if not lies_in(one, MAY_IMPORT[judge.stem])) == []


@pytest.mark.parametrize(
    ("folder", "others"),
    [("matchmaker", ("oracle", "tests", "benchmarks", "tools")), ("benchmarks", ("tests",))],
)
def test_folder_knows_nothing_of_others(folder: str, others: tuple[str, ...]) -> None:
    found = {(file.name, one) for file in (ROOT / folder).rglob("*.py") for one in imported(file.read_text("utf-8"))}
    assert sorted((file, one) for file, one in found if lies_in(one, others)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from matchmaker import matching", ["matchmaker.matching"]),
        ("def f():\n    import matchmaker.matching.score as counted", ["matchmaker.matching.score"]),
        ("from matchmaker.eligibility import check, rules", ["matchmaker.eligibility.rules", "matchmaker.eligibility"]),
        ("from . import recounting", ["."]),
    ],
)
def test_imports_are_seen_however_they_are_written(source: str, found: list[str]) -> None:
    assert list(imported(source)) == found

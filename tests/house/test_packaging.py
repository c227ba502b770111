"""What is installed is what stands in the checkout: packages by name, templates and migrations inside."""

import configparser
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import BESIDE, PACKAGE, ROOT, travelling

SOURCES = ("matchmaker", *BESIDE)
ASK_THE_WHEEL = """
import importlib, pathlib, pkgutil, sys
home, database = sys.argv[1:]
sys.path.insert(0, home)
import matchmaker
for module in pkgutil.walk_packages(matchmaker.__path__, "matchmaker."):
    if not module.name.startswith(("matchmaker.migrations", "matchmaker.__main__")):
        file = importlib.import_module(module.name).__file__
        assert file.startswith(home), file
        print(module.name)
from matchmaker import db, paths
for name in ("migrations", "templates"):
    assert str(paths.shipped(name)).startswith(home), name
db.upgrade(database)
"""


def test_package_list_equals_tree() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    code = {"matchmaker"}
    for folder in (PACKAGE, *(ROOT / name for name in BESIDE)):
        for file in folder.rglob("*.py"):
            place = file.parent.relative_to(ROOT)
            code.add(".".join(place.parts if folder == PACKAGE else ("matchmaker", *place.parts)))
    assert sorted(setup["options"]["packages"].split()) == sorted(code | {f"matchmaker.{name}" for name in BESIDE})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel made from it, from a copy: a build leaves a folder that would be stale next time."""
    copy, out = tmp_path_factory.mktemp("a copy"), tmp_path_factory.mktemp("built")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, copy)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, copy]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return out


@pytest.mark.slow
def test_wheel_holds_the_tree_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == set(travelling())


@pytest.mark.slow
def test_sdist_holds_the_tree(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {path.relative_to(ROOT).as_posix() for path in travelling().values()} <= names


@pytest.mark.slow
def test_wheel_imports_and_migrates_by_itself(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    home = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(home)
    command = [sys.executable, "-I", "-c", ASK_THE_WHEEL, home, f"sqlite:///{tmp_path}/new.db"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "matchmaker.cli.config" in ran.stdout.split()


def test_every_package_has_a_docstring_of_its_own() -> None:
    """A folder without __init__.py would be no package to import-linter: its imports would go unchecked."""
    assert [path for path in {file.parent for file in PACKAGE.rglob("*.py")} if not (path / "__init__.py").is_file()] == []

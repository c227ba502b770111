"""An install resolves nothing: what pins require is pinned too, and an environment serves its own locks only."""

import configparser
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.house.tree import ROOT
from tools import pins

WANTED = {"requirements.lock": ("requirements.in",), "requirements-dev.lock": ("requirements.in", "requirements-dev.in")}
PLATFORMS = ({"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
             {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"})  # fmt: skip
WORKS, NO_VENV, NONE_SUCH = 'exec "{python}" "$@"', 'case "$2" in *ensurepip*) exit 1;; esac; exec "{python}" "$@"', "exit 127"


def supported() -> list[str]:
    """The Pythons that setup.cfg admits."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    asked = SpecifierSet(setup["options"]["python_requires"])
    return [f"3.{minor}" for minor in range(8, 30) if f"3.{minor}.0" in asked]


def roots(lock: str) -> Iterator[Requirement]:
    """What the lock was made for, and what the package itself is built with."""
    for name in WANTED[lock]:
        lines = (ROOT / name).read_text("utf-8").splitlines()
        yield from (Requirement(line) for line in lines if re.match("[a-z]", line))
    yield Requirement("setuptools>=77")


def gaps(lock: str, environment: dict[str, str], known: dict[str, dict[str, object]]) -> list[str]:
    """What is required in this environment, extras included, and not pinned as required; walked from what was asked for."""
    here = {pin: known[pin] for pin, marker in pins.pins(lock).items() if marker is None or marker.evaluate(environment)}
    versions = dict(pin.split("==") for pin in here)
    found, seen, waiting = [], set(), [("what we ask for", one) for one in roots(lock)]
    if len(versions) < len(here):
        found.append("a distribution is pinned twice")
    while waiting:
        whose, asked = waiting.pop()
        name = re.sub(r"[-_.]+", "-", asked.name).lower()
        if name not in versions or not asked.specifier.contains(versions[name], prereleases=True):
            found.append(f"{whose} requires {asked}")
            continue
        said = here[f"{name}=={versions[name]}"]
        if not SpecifierSet(str(said["python"])).contains(environment["python_full_version"]):
            found.append(f"{name} requires Python {said['python']}")
        for extra in {"", *asked.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                each = [Requirement(str(one)) for one in said["requires"]]
                waiting += [(name, one) for one in each if not one.marker or one.marker.evaluate({**environment, "extra": extra})]
    return sorted(set(found))


def around(python: str, patch: int, platform: dict[str, str]) -> dict[str, str]:
    return {**platform, "python_version": python, "python_full_version": f"{python}.{patch}", "platform_machine": "x86_64",
            "implementation_name": "cpython", "platform_python_implementation": "CPython"}  # fmt: skip


def known() -> dict[str, dict[str, object]]:
    return json.loads(pins.PINS.read_text("utf-8"))


def test_what_pins_require_is_written_down_for_all_of_them_and_no_other() -> None:
    assert list(known()) == sorted(pins.pins(*pins.LOCKS))
    assert list(pins.PYTHONS) == supported()


@pytest.mark.parametrize("lock", pins.LOCKS)
@pytest.mark.parametrize("python", supported())
def test_every_requirement_of_every_pin_is_pinned_and_satisfied(lock: str, python: str) -> None:
    for platform in PLATFORMS:
        for patch in (0, 30):
            assert gaps(lock, around(python, patch, platform), known()) == []


def test_a_requirement_that_is_not_pinned_is_found() -> None:
    environment, less, more = around("3.11", 7, PLATFORMS[0]), known(), known()
    (coverage,) = (pin for pin in more if pin.startswith("coverage=="))
    more[coverage] = {**more[coverage], "requires": [*more[coverage]["requires"], 'tomlkit>=0.12; extra == "toml"']}
    assert gaps("requirements-dev.lock", environment, more) == ['coverage requires tomlkit>=0.12; extra == "toml"']
    (werkzeug,) = (pin for pin in less if pin.startswith("werkzeug=="))
    less[werkzeug] = {"python": ">=3.12", "requires": ["markupsafe>=99"]}
    found = gaps("requirements.lock", environment, less)
    assert found == ["werkzeug requires Python >=3.12", "werkzeug requires markupsafe>=99"]


class Checkout:
    """A folder with the Makefile and the locks, in which make says what it would do; its PATH has the Pythons it is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a checkout"
        self.folder.mkdir()
        self.path = folder / "path"
        self.path.mkdir()
        for name in ("Makefile", "setup.cfg", "pyproject.toml", "requirements.in", *pins.LOCKS):
            shutil.copy(ROOT / name, self.folder)
        for name in ("sh", "cat", "cksum", "cut", "pwd", "make"):
            (self.path / name).symlink_to(shutil.which(name))

    def has(self, name: str, script: str) -> None:
        file = self.path / name
        file.write_text("#!/bin/sh\n" + script.format(python=sys.executable))
        file.chmod(0o755)

    def make(self, *asked: str) -> str:
        command = ["make", "--dry-run", "--no-print-directory", *asked]
        environment = {"PATH": str(self.path)}
        ran = subprocess.run(command, cwd=self.folder, env=environment, text=True, capture_output=True, check=False)
        return ran.stdout + ran.stderr

    def install(self, python: str) -> None:
        """Leave behind what an install leaves."""
        (stamp,) = set(re.findall(r"\.venv/\.made-[\w.-]+", self.make("run")))
        (self.folder / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        if not (self.folder / ".venv/bin/python").exists():
            (self.folder / ".venv/bin/python").symlink_to(self.path / python)
        for name in (stamp, ".venv/.runtime", ".venv/.program", ".venv/.development"):
            (self.folder / name).touch()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    if not shutil.which("make"):
        pytest.skip("make was not found.")
    return Checkout(tmp_path)


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"python3.11": WORKS, "python3.12": WORKS, "python3.13": WORKS, "python3": WORKS}, "python3.13"),
        ({"python3.11": WORKS, "python3.12": WORKS, "python3.13": NO_VENV, "python3": WORKS}, "python3.12"),
        ({"python3.11": WORKS, "python3.12": NONE_SUCH, "python3.13": NONE_SUCH}, "python3.11"),
        ({"python3": WORKS, "python": WORKS}, "python3"),
    ],
)
def test_the_newest_python_whose_venv_works_is_taken(checkout: Checkout, there: dict[str, str], chosen: str) -> None:
    for name, script in there.items():
        checkout.has(name, script)
    assert f'base=$("{chosen}" -c' in checkout.make("run")


def test_nothing_is_resolved_and_nothing_built_from_source(checkout: Checkout) -> None:
    checkout.has("python3", WORKS)
    for lock in pins.LOCKS:
        (line,) = (line for line in checkout.make("test").splitlines() if line.endswith(f"-r {lock}"))
        assert {"--no-deps", "--require-hashes", ":all:"} <= set(line.split())


def test_an_environment_keeps_its_python_and_serves_its_own_locks_and_folder_only(checkout: Checkout) -> None:
    checkout.has("python3", WORKS)
    checkout.install("python3")
    made, lock = "Making the environment", checkout.folder / "requirements-dev.lock"
    checkout.has("python3.13", NONE_SUCH)
    assert made not in checkout.make("run") + checkout.make("test")
    text = lock.read_text()
    lock.write_text(text.replace("pytest==", "pytest==0."))
    for stamp in (checkout.folder / ".venv").iterdir():
        stamp.touch()
    assert made in checkout.make("run")
    assert '".venv/bin/python" -c' in checkout.make("run")
    lock.write_text(text)
    assert made not in checkout.make("test")
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("elsewhere"))
    assert made in checkout.make("run")

"""Write down what every pin requires (`python -m tools.pins`), so that a test can check the locks without a network."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PINS = ROOT / "requirements.pins.json"
PYTHONS = ("3.11", "3.12", "3.13")
_PIN = re.compile(r"(?P<pin>[a-z0-9-]+==[^\s;]+)(?: ; (?P<marker>[^\\]+))?")

Pins = dict[str, Marker | None]
"""`name==version` -> where it applies; None = everywhere."""


def pins(*locks: str) -> Pins:
    """What the lock files of the checkout pin; where both pin the same, the first says where it applies."""
    found: Pins = {}
    for lock in locks:
        for line in (ROOT / lock).read_text("utf-8").splitlines():
            if match := _PIN.match(line):
                found.setdefault(match["pin"], Marker(match["marker"]) if match["marker"] else None)
    return found


def _required(python: str, wanted: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the distributions say of themselves, as pip reads it for this Python; nothing is installed."""
    with tempfile.TemporaryDirectory() as folder:
        listed, report = Path(folder) / "pins.txt", Path(folder) / "report.json"
        listed.write_text("\n".join(wanted), "utf-8")
        command = [sys.executable, "-m", "pip", "--quiet", "install", "--dry-run", "--ignore-installed", "--no-deps"]
        options = ["--only-binary", ":all:", "--python-version", python, "--ignore-requires-python", "--target", folder]
        subprocess.run([*command, *options, "--report", str(report), "-r", str(listed)], check=True)
        for one in json.loads(report.read_text("utf-8"))["install"]:
            said = one["metadata"]
            name = re.sub(r"[-_.]+", "-", said["name"]).lower()
            yield (
                f"{name}=={said['version']}",
                {"python": said.get("requires_python", ""), "requires": sorted(said.get("requires_dist", ()))},
            )


def main() -> None:
    """Ask once for each Python for the pins that apply to it; the markers of platforms are not looked at: all are wanted."""
    known: dict[str, dict[str, Any]] = {}
    for python in PYTHONS:
        here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "win32", "os_name": "nt"}
        wanted = [pin for pin, marker in pins(*LOCKS).items() if pin not in known and (marker is None or marker.evaluate(here))]
        if wanted:
            known.update(_required(python, wanted))
    missing = sorted(pins(*LOCKS).keys() - known.keys())
    if missing:
        sys.exit(f"nothing is known of {', '.join(missing)}")
    PINS.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

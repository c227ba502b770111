"""What Lighthouse finds in the main pages of the real service: accessibility, best practices, and whether budgets are kept.

It is a program of Node's registry, locked by hash in `node/`; where Node, npm, the registry or a browser is missing, nothing is
measured and that is said. Its performance score depends on the machine: budgets stand in its place.
"""

import argparse
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.pieces import FOLDER, save
from benchmarks.sections import lighthouse as section
from benchmarks.service import Look, Service, browser_there, serving

NEEDS: Final = Path(__file__).resolve().parent / "node"
HOME: Final = FOLDER / "node"
PROGRAM: Final = HOME / "node_modules" / ".bin" / "lighthouse"
CATEGORIES: Final = ("accessibility", "best-practices")
AUDITS: Final = {"total-byte-weight": "bytes", "cumulative-layout-shift": "shift", "server-response-time": "response"}
"""Lighthouse's name -> ours: bytes sent with pictures, layout shift, milliseconds until the page began to come."""
SECONDS: Final = 300
"""For the installation, and for each page."""


class Unavailable(RuntimeError):
    """Lighthouse cannot be used here; the text says why."""


def installed() -> Path:
    """The program, installed anew when another one is locked. Raises `Unavailable`."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Unavailable("Node or npm was not found")
    locked = (NEEDS / "package-lock.json").read_bytes()
    made = HOME / ".made"
    if made.is_file() and made.read_bytes() == locked:
        return PROGRAM
    HOME.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(NEEDS / name, HOME)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    try:
        ran = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"it could not be installed within {SECONDS} seconds") from None
    if ran.returncode:
        raise Unavailable(f"it could not be installed: {ran.stderr.strip()[:200]}")
    made.write_bytes(locked)
    return PROGRAM


def measure() -> dict[str, Any]:
    """All pages, or why not."""
    try:
        browser = browser_there()
        if browser is None:
            raise Unavailable("no Chromium was found")
        program = installed()
    except Unavailable as error:
        return {"missing": str(error), "pages": []}
    with serving() as service:
        return {"missing": None, "pages": [_judged(program, browser, service, look) for look in service.looks]}


def _judged(program: Path, browser: str, service: Service, look: Look) -> Mapping[str, Any]:
    """Of one page: scores from 0 to 100, what lowers them, and what the budgets are about."""
    headers = HOME / "headers.json"
    headers.write_text(json.dumps({"Cookie": service.cookie} if look.logged_in else {}), "utf-8")
    command: list[str | Path] = [
        program, service.base + look.path, "--quiet", "--output=json", "--output-path=stdout",
        f"--extra-headers={headers}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        f"--only-categories={','.join(CATEGORIES)}", f"--only-audits={','.join((*AUDITS, 'network-requests'))}",
        "--max-wait-for-load=120000",
    ]  # fmt: skip
    ran = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": browser}, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    headers.unlink()
    if ran.returncode:
        raise RuntimeError(f"Lighthouse failed on {look.name}: {ran.stderr.strip()[-500:]}")
    return {"page": look.name, **read(json.loads(ran.stdout))}


def read(report: Mapping[str, Any]) -> dict[str, Any]:
    """What we keep of a report of Lighthouse."""
    audits, categories = report["audits"], report["categories"]
    scores = {name: round(100 * categories[name]["score"]) for name in CATEGORIES}
    asked = [one["id"] for name in CATEGORIES for one in categories[name]["auditRefs"] if one["weight"]]
    lowered = [one for one in asked if audits[one]["score"] is not None and audits[one]["score"] < 1]
    budgets = {ours: audits[theirs].get("numericValue", 0.0) for theirs, ours in AUDITS.items()}
    return {**scores, **budgets, "requests": len(audits["network-requests"]["details"]["items"]), "lowered_by": lowered}


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure()
    print(section(found))
    if options.save:
        save("lighthouse", found)


if __name__ == "__main__":
    main()

"""The main job on real organisations (`make real DATA=folder`): import, suggest and check, as a stranger would do it.

Uses a database of its own in a temporary folder. The folder DATA holds `registers`, `cove-2021-2023`, `culture-2007-2013` and
`h2020` in the interchange format. Leaves with 1 when something that must hold does not.
"""

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

SETS = ("registers", "cove-2021-2023", "culture-2007-2013", "h2020")
UNREADABLE = {"culture-2007-2013": 2}
"""Rows with country codes that no list knows (XM, BP): they are left out, and nothing else is."""
TOPICS = ["tourism-and-hospitality", "green-skills"]
REQUEST = {
    "call": "ka202-2018",
    "project": {"type": "innovation", "months": 24, "priorities": ["VET18-WBL"], "activities": []},
    "fields": ["1013"],
    "topics": TOPICS,
    "size": {"min": 3, "max": 5},
    "seats": [{"sector": "HED", "count": 1}, {"class": "labour_market_actor"}],
    "limit": 3,
    "confirmed_only": True,
}


class Work:
    """One database in a temporary folder, the command line on it, and what did not hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "MATCHMAKER_DATABASE_URL": os.environ.get("MATCHMAKER_DATABASE_URL") or f"sqlite:///{folder / 'real.db'}",
            "MATCHMAKER_INSTANCE": str(folder),
        }
        self.failures: list[str] = []

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `matchmaker words...` and print what was run and how long it took."""
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "matchmaker", *words], env=self.environment, text=True, capture_output=True, check=False
        )
        print(f"$ matchmaker {' '.join(Path(word).name if '/' in word else word for word in words)}")
        print(f"  exit code {done.returncode}, {time.perf_counter() - started:.1f} s")
        return done

    def hold(self, what: str, holds: bool) -> None:
        """Note whether `what` holds."""
        print(f"  {'holds' if holds else 'DOES NOT HOLD'}: {what}")
        if not holds:
            self.failures.append(what)

    def write(self, name: str, document: dict[str, Any]) -> str:
        """A document as a file of the folder."""
        path = self.folder / name
        path.write_text(json.dumps(document, ensure_ascii=False))
        return str(path)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of `name`.csv or `name`.csv.gz of a folder."""
    plain = folder / f"{name}.csv"
    with (
        plain.open(encoding="utf-8") if plain.exists() else gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8") as source
    ):
        return list(csv.DictReader(source))


def path_of(folder: Path, name: str) -> str:
    """The file of `name`, packed or not."""
    plain = folder / f"{name}.csv"
    return str(plain if plain.exists() else folder / f"{name}.csv.gz")


def load(work: Work, data: Path) -> None:
    """Import all organisations as members and all histories, then the first ones again: nothing new may come."""
    work.run("db", "upgrade")
    for name in SETS:
        skip = ["--skip-invalid"] if name in UNREADABLE else []
        done = work.run("import", "organisations", path_of(data / name, "organisations"), "--as-members", *skip)
        print("  " + "\n  ".join(done.stdout.strip().splitlines()[-6:]))
        work.hold(f"the organisations of {name} are imported", done.returncode == 0)
    for name in SETS[1:]:
        done = work.run("import", "history", path_of(data / name, "projects"), path_of(data / name, "participations"))
        print("  " + "\n  ".join(done.stdout.strip().splitlines()[-3:]))
        work.hold(f"the history of {name} is imported", done.returncode == 0)
    again = work.run("import", "organisations", path_of(data / SETS[0], "organisations"), "--as-members")
    work.hold("the same file again brings nothing new", again.returncode == 0 and ": 0 organisations are new" in again.stdout)


def suggest(work: Work, initiator: str) -> None:
    """Ask for whole consortia around an accredited VET provider, for the practice call and for the one of 2026."""
    asked = work.write("request.json", {**REQUEST, "initiator": initiator})
    done = work.run("suggest", asked, "--json")
    if done.returncode != 0:
        work.hold(f"ka202-2018 is answered ({done.stdout[:300]}{done.stderr[:300]})", holds=False)
        return
    answer = json.loads(done.stdout)
    work.hold("three alternatives", len(answer["proposals"]) == 3)
    for proposal in answer["proposals"]:
        report = proposal["eligibility"]
        countries = {finding["rule"]: finding["found"] for finding in report["findings"]}.get("min-countries") or 0
        work.hold(
            f"{len(proposal['members'])} organisations, score {proposal['score']:.1f}: verdict {report['verdict']}, "
            f"{countries} programme countries, composition {proposal['proof']['status']}, {proposal['proof']['seconds']:.2f} s",
            report["verdict"] == "eligible" and countries >= 3 and proposal["proof"]["status"] == "optimal",
        )
        sectors = {sector for facts in proposal["facts"].values() for sector in facts["sectors"]}
        work.hold(f"sectors {', '.join(sorted(sectors))}", len(sectors) >= 3)
    print(work.run("suggest", asked).stdout)
    saved = work.write("proposal.json", answer)
    work.hold("the answer verifies", work.run("verify", saved).returncode == 0)
    asked = work.write(
        "request-2026.json", {**REQUEST, "initiator": initiator, "call": "ka220-vet-2026", "project": {"months": 24}}
    )
    done = work.run("suggest", asked, "--json")
    first = json.loads(done.stdout)["proposals"][:1]
    work.hold("for ka220-vet-2026 what is unknown is listed", bool(first and first[0]["to_confirm"]))
    find = {**REQUEST, "initiator": initiator, "coordinator": "find", "confirmed_only": False}
    done = work.run("suggest", work.write("request-find.json", find), "--json")
    first = json.loads(done.stdout)["proposals"][:1]
    silent = bool(first) and any(one["id"] == "would-coordinate" for one in first[0]["to_confirm"])
    work.hold("somebody is found who may apply, though nobody states a role: that is to be confirmed", silent)


def check_consortia(work: Work, folder: Path) -> None:
    """Every funded Centre of Vocational Excellence must have enough organisations and countries."""
    organisations = {row["id"]: row for row in table(folder, "organisations")}
    members: dict[str, dict[str, str]] = defaultdict(dict)
    for row in table(folder, "participations"):
        current = members[row["project_id"]].get(row["organisation_id"])
        members[row["project_id"]][row["organisation_id"]] = "coordinator" if current == "coordinator" else row["role"]
    passed = 0
    for project, roles in sorted(members.items()):
        document = {
            "call": "cove-2025",
            "members": [
                {"id": key, "role": role, "name": organisations[key]["name"], "country": organisations[key]["country"],
                 "type": organisations[key]["type"], "flags": [flag for flag in organisations[key]["flags"].split(";") if flag]}
                for key, role in roles.items()
            ],
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "matchmaker", "check", work.write("consortium.json", document), "--json"],
            env=work.environment, text=True, capture_output=True, check=False,
        )  # fmt: skip
        found = {finding["rule"]: finding["status"] for finding in json.loads(done.stdout)["findings"]} if done.stdout else {}
        if found.get("min-orgs") == found.get("min-countries") == "pass":
            passed += 1
        else:
            print(f"  {project}: {done.stderr.strip() or found}")
    work.hold(f"{passed} of {len(members)} CoVE consortia have the minimum organisations and countries", passed == len(members))


def in_browser(work: Work, initiator: str) -> None:
    """The rest of the job as people do it: save, invite, join, hand over, replace who leaves, finalise, verify."""
    done = subprocess.run([sys.executable, "-m", "tools.real_journey", initiator], env=work.environment, check=False)
    work.hold(
        "in the browser a consortium is put together, handed over, mended and finalised, and its document verifies",
        done.returncode == 0,
    )


def main() -> int:
    """Run the whole job; 0 when everything held."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("data", type=Path)
    options.add_argument("--initiator", default="vet-0028", help="an accredited VET provider of the registers")
    options.add_argument("--keep", type=Path, help="work in this folder and leave it there")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        work = Work(folder)
        load(work, given.data)
        suggest(work, given.initiator)
        check_consortia(work, given.data / "cove-2021-2023")
        in_browser(work, given.initiator)
    print("Everything held." if not work.failures else "Did not hold:\n  " + "\n  ".join(work.failures))
    return 1 if work.failures else 0


if __name__ == "__main__":
    sys.exit(main())

"""What is kept of a report of Lighthouse, what the report says of it, and that exactly what is locked gets installed."""

import json
from pathlib import Path

import pytest

from benchmarks import lighthouse, sections
from benchmarks.targets import targets

NOTHING = dict.fromkeys(("exactness", "speed", "memory", "families", "quality", "pages", "lighthouse"))


def report(score: float) -> dict:
    """As Lighthouse writes one, in short."""
    return {
        "categories": {
            "accessibility": {
                "score": score,
                "auditRefs": [{"id": "color-contrast", "weight": 7}, {"id": "manual", "weight": 0}],
            },
            "best-practices": {"score": 1, "auditRefs": [{"id": "errors-in-console", "weight": 1}, {"id": "none", "weight": 1}]},
        },
        "audits": {
            "color-contrast": {"score": 0},
            "manual": {"score": 0},
            "errors-in-console": {"score": 1},
            "none": {"score": None},
            "total-byte-weight": {"numericValue": 48_000},
            "cumulative-layout-shift": {"numericValue": 0.01},
            "server-response-time": {"numericValue": 30.4},
            "network-requests": {"details": {"items": [{}] * 7}},
        },
    }


def found(score: float) -> dict:
    """A measurement of two pages."""
    return {"missing": None, "pages": [{"page": name, **lighthouse.read(report(score))} for name in ("start", "call")]}


def test_page_is_said_with_what_lowers_its_score() -> None:
    text = sections.lighthouse(found(0.93))
    assert "| start | 93 | 100 | 48,000 | 7 | 0.010 | 30 |" in text
    assert "- call: color-contrast" in text
    assert "manual" not in text
    assert "none" not in text


@pytest.mark.parametrize(("score", "reached"), [(0.94, False), (0.95, True)])
def test_lowest_score_decides_whether_the_target_is_reached(score: float, reached: bool) -> None:
    told = {one.what: one for one in targets({**NOTHING, "lighthouse": found(score)})}
    assert told["pages: accessibility in Lighthouse, the lowest"].reached is reached
    assert told["pages: requests, the most"].measured == "7 (start)"
    assert told["pages: bytes sent, without pictures, the most"].reached is None


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(lighthouse, "browser_there", lambda: "/usr/bin/chromium")
    missing = lighthouse.measure()
    assert sections.lighthouse(missing) == "Not measured: Node or npm was not found."
    told = [one for one in targets({**NOTHING, "lighthouse": missing}) if one.what.startswith("pages:")]
    assert {one.reached for one in told} == {None}


def test_every_package_is_locked_by_hash_and_by_no_host() -> None:
    lock = json.loads((lighthouse.NEEDS / "package-lock.json").read_text("utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages.values())
    wanted = json.loads((lighthouse.NEEDS / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted == lock["packages"][""]["dependencies"] == {"lighthouse": packages["node_modules/lighthouse"]["version"]}

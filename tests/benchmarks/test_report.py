"""The report is written from whatever was measured, and says what was not."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import families, pieces, report
from benchmarks.fairness import gini
from benchmarks.growth import exponent
from benchmarks.speed import Timing, summary


def sizes(power: float) -> list[dict]:
    """Measurements whose time is this power of the number of organisations."""
    measured = []
    for organisations in (3_000, 30_000, 300_000, 1_000_000):
        seconds = 1e-6 * organisations**power
        some = [
            Timing(at, seconds * (1 + at / 1000), seconds, 1e-9 * organisations, 1e-9 * organisations, True, 5) for at in range(9)
        ]
        timings = [asdict(one) for one in some]
        measured.append({"organisations": organisations, "requests": len(some), "timings": timings, **summary(some)})
    return measured


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pieces, "PIECES", tmp_path / "pieces")
    return tmp_path


def test_report_without_any_measurement_says_so(measured: Path) -> None:
    text = report.write(measured).read_text("utf-8")
    assert "Not measured in this run." in text
    assert "**no**" not in text


def test_report_tells_how_long_counting_took(measured: Path) -> None:
    missing = "| milliseconds to count who fits an idea at 300,000, 95 of 100 | at most 50 |"
    pieces.save("speed", sizes(0.8))
    assert missing in report.write(measured).read_text("utf-8")
    pieces.save("speed", [{**one, "counting_ms_p50": 15.0, "counting_ms_p95": 51.0} for one in sizes(0.8)])
    text = report.write(measured).read_text("utf-8")
    assert f"{missing} 51.0 | **no** |" in text
    assert "To count who fits an idea of 300,000 organisations took 15.0 ms (p50), 51.0 ms (p95)." in text


def test_report_tells_how_long_packs_take(measured: Path) -> None:
    pieces.save("packs", [{"command": "pack", "median": 2.5, "longest": 2.75, "started": 0.5, "bytes": 700_000}])
    text = report.write(measured).read_text("utf-8")
    assert "| matchmaker pack of a consortium of ten: seconds, median | at most 3 | 2.50 | yes |" in text
    assert "| matchmaker verify of a consortium of ten: seconds, median | at most 1 | not measured |" in text
    assert "| pack | 2.50 | 2.75 | 0.50 | 700 |" in text


def test_report_tells_which_targets_were_reached(measured: Path) -> None:
    pieces.save("speed", sizes(0.8))
    text = report.write(measured).read_text("utf-8")
    assert "| growth exponent, 3,000 to 1,000,000 | at most 1.1 | 0.80 (0.80 to 0.80) | yes |" in text
    assert text.count("| **no** |") == 5, "80 floors: above every target but the 100 for 95 of 100"
    for name in ("growth", "ratios"):
        picture = ElementTree.fromstring((measured / f"{name}.svg").read_text("utf-8"))
        assert picture.tag.endswith("svg")
        assert f"{name}.svg" in text


def row(call: str, organisations: int, proved: int) -> dict:
    """Of the table of families."""
    times = {"limit": 60.0, "median": 1.0, "longest": 2.0, "gap": 0.0, "first": 0.5, "mib": 100}
    return {"call": call, "organisations": organisations, "requests": 4, "proved": proved, **times}


def test_report_keeps_what_was_not_measured_again(measured: Path) -> None:
    pieces.save("speed", sizes(0.8))
    pieces.save("families", [row("ka202-2018", 3000, 4)])
    report.write(measured)
    pieces.forget("speed")
    before = (measured / "report.md").read_text("utf-8")
    pieces.save("families", [row("ka202-2018", 3000, 4), row("cove-2026", 3000, 1)])
    after = report.write(measured, ["families"]).read_text("utf-8")
    assert "| cove-2026 | 3,000 | 1 of 4 in 60 s | 1.0 | 2.0 | 0.5 | 0.00 | 100 |" in after
    assert (
        "| families of calls, 3,000 organisations: proved | at least 95 % in a minute | 25% (cove-2026), gap 0.00 | **no** |"
        in after
    )
    changed = {line for line in after.splitlines() if line not in before.splitlines()}
    assert len(changed) <= 3, "the row, its target, and how busy the machine was"
    document = json.loads((measured / "report.json").read_text("utf-8"))
    assert [one["organisations"] for one in document["speed"]] == [3_000, 30_000, 300_000, 1_000_000]
    assert len(document["families"]) == 2
    assert report.write(measured, ["memory"]).read_text("utf-8") == after, "it was not measured"


def test_some_rows_of_families_are_measured_among_the_others(measured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces.save("families", [row("ka202-2018", 3000, 4), row("cove-2026", 3000, 4), row("cove-2026", 30_000, 4)])
    report.write(measured)
    monkeypatch.setattr(pieces, "REPORT", measured / "report.json")
    found = families.among_others([row("cove-2026", 3000, 2), row("ka220-vet-2026", 3000, 4)])
    assert [(one["call"], one["organisations"], one["proved"]) for one in found] == [
        ("ka220-vet-2026", 3000, 4), ("ka202-2018", 3000, 4), ("cove-2026", 3000, 2), ("cove-2026", 30_000, 4),
    ]  # fmt: skip


@pytest.mark.parametrize("power", [0.3, 1.0, 1.4])
def test_exponent_is_that_of_a_power(power: float) -> None:
    found = exponent(sizes(power))
    assert found["low"] <= found["exponent"] <= found["high"]
    assert found["exponent"] == pytest.approx(power, abs=0.01)


def test_gini_of_equal_shares_is_none_and_of_one_alone_is_nearly_all() -> None:
    assert gini(Counter({str(at): 3 for at in range(50)}), 50) == pytest.approx(0)
    assert gini(Counter({"one": 7}), 100) == pytest.approx(0.99)

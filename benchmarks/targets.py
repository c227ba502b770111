"""What was asked for, and whether it was reached, one line each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.growth import exponent
from benchmarks.quality import lines

LARGE: Final = 300_000
SMALL: Final = 3_000
SERVED: Final = 60
"""Milliseconds for a page."""
PACKED: Final = {"pack": 3, "verify": 1}
"""Seconds for a command."""
RATIOS: Final = (("asked", 25, 100), ("goal", 10, 40), ("goal behind it", 4, 15))
"""Multiples of the floor at `LARGE`: median, and 95 of 100."""
RACES: Final = {
    "ratio_with_building": "times faster than CP-SAT builds its model and solves it (median, one size, 20,000)",
    "ratio": "times faster than CP-SAT's solving alone (median, one size, 20,000)",
}
BUDGETS: Final = (
    ("sent", "bytes sent, without pictures", "{:,}", 60_000),
    ("requests", "requests", "{}", 20),
    ("shift", "layout shift", "{:.3f}", 0.05),
    ("response", "milliseconds of the server", "{:,.0f}", 1_000),
)
"""Key of a page, what it is, how it is written, the most it may be."""


@dataclass(frozen=True, slots=True)
class Target:
    """One figure: what it is, what is asked, what was measured. reached: None when it was not measured."""

    what: str
    asked: str
    measured: str
    reached: bool | None


def targets(found: Mapping[str, Any]) -> Iterator[Target]:
    """All figures that somebody asked for. found: measurement -> what it found, None when it was not made."""
    yield from _exact(found["exactness"])
    yield from _quick(found["speed"] or [])
    yield from _light(found["memory"])
    yield from _of_every_family(found.get("families") or [])
    yield from _liked(found.get("pages"), found.get("lighthouse"))
    yield from _served(found.get("server") or [])
    yield from _packed(found.get("packs") or [])
    yield from _found_again(found["quality"] or [])


def _liked(pages: Mapping[str, Any] | None, judged: Mapping[str, Any] | None) -> Iterator[Target]:
    """Pages that Lighthouse finds nothing wrong with, and that are light and stay where they are."""
    scores = ("accessibility", "best-practices")
    least = {name: min((one[name] for one in judged["pages"]), default=None) if judged else None for name in scores}
    for name, score in least.items():
        words, asked = f"pages: {name.replace('-', ' ')} in Lighthouse, the lowest", "at least 95"
        yield _missing(words, asked) if score is None else Target(words, asked, str(score), score >= 95)
    for name, words, shown, most in BUDGETS:
        found = pages if name == "sent" else judged
        largest = max(((one[name], one["page"]) for one in found["pages"]), default=None) if found else None
        what, asked = f"pages: {words}, the most", f"at most {most:,}"
        if largest is None:
            yield _missing(what, asked)
        else:
            yield Target(what, asked, f"{shown.format(largest[0])} ({largest[1]})", largest[0] <= most)


def _missing(what: str, asked: str) -> Target:
    return Target(what, asked, "not measured", None)


def _exact(found: Mapping[str, Any] | None) -> Iterator[Target]:
    optimum = "the optimum of all combinations, CP-SAT and HiGHS"
    if not found:
        yield _missing(optimum, "always")
        yield from (_missing(words, "at least 100") for words in RACES.values())
        return
    agree, answers = (sum(one[name] for one in found["compared"]) for name in ("agree", "answers"))
    yield Target(optimum, "always", f"{agree} of {answers} answers", agree == answers)
    for name, words in RACES.items():
        if found["race"]:
            yield Target(words, "at least 100", f"{found['race'][name]:.0f}", found["race"][name] >= 100)
        else:
            yield _missing(words, "at least 100")


def _quick(found: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    of_large = next((one for one in found if one["organisations"] == LARGE), None)
    for name, median, most in RATIOS:
        for what, figure, limit in (("median", "ratio_p50", median), ("95 of 100", "ratio_p95", most)):
            words, asked = f"multiple of the floor at {LARGE:,}, {what} ({name})", f"at most {limit}"
            if of_large is None:
                yield _missing(words, asked)
            else:
                yield Target(words, asked, f"{of_large[figure]:.1f}", of_large[figure] <= limit)
    words, asked = f"milliseconds to count who fits an idea at {LARGE:,}, 95 of 100", "at most 50"
    if of_large is None or "counting_ms_p95" not in of_large:
        yield _missing(words, asked)
    else:
        yield Target(words, asked, f"{of_large['counting_ms_p95']:.1f}", of_large["counting_ms_p95"] <= 50)
    words = "growth exponent, 3,000 to 1,000,000"
    if max((one["organisations"] for one in found), default=0) < 1_000_000:
        yield _missing(words, "at most 1.1")
    else:
        line = exponent(found)
        yield Target(
            words, "at most 1.1", f"{line['exponent']:.2f} ({line['low']:.2f} to {line['high']:.2f})", line["high"] <= 1.1
        )


def _light(found: Mapping[str, Any] | None) -> Iterator[Target]:
    asked: Mapping[str, tuple[str, float]] = {
        "bytes_per_organisation": ("bytes for each organisation of the population", 200),
        "seconds_to_build": ("seconds to build it from the database", 10),
    }
    for name, (words, limit) in asked.items():
        what = f"{words}, {LARGE:,}"
        if not found or found["organisations"] != LARGE:
            yield _missing(what, f"at most {limit:g}")
        else:
            yield Target(what, f"at most {limit:g}", f"{found[name]:.1f}", found[name] <= limit)


def _of_every_family(found: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    """Proved in time, or nearly; a first answer soon."""
    for number in sorted({one["organisations"] for one in found}):
        rows = [one for one in found if one["organisations"] == number]
        least = min(rows, key=lambda one: one["proved"] / one["requests"])
        share, gap = least["proved"] / least["requests"], max(one["gap"] for one in rows)
        words = f"families of calls, {number:,} organisations"
        reached = share >= 0.95 or (number > SMALL and gap < 1)
        asked = "at least 95 % in a minute" if number <= SMALL else "in two minutes, or a gap below 1"
        yield Target(f"{words}: proved", asked, f"{share:.0%} ({least['call']}), gap {gap:.2f}", reached)
        first = max(one["first"] for one in rows)
        yield Target(f"{words}: longest first answer", "2 s", f"{first:.1f} s", first <= 2)
        most = max(one["mib"] for one in rows)
        yield Target(f"{words}: memory", "below 2,048 MiB", f"{most:,} MiB", most < 2048)


def _served(found: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    """Pages that the server makes soon."""
    measured = {one["page"]: one["median_ms"] for one in found}
    for page in ("desk", "consortium of ten"):
        words, asked = f"{page}: milliseconds of the server, median", f"at most {SERVED}"
        if page in measured:
            yield Target(words, asked, f"{measured[page]:.0f}", measured[page] <= SERVED)
        else:
            yield _missing(words, asked)


def _packed(found: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    """Commands that are done soon."""
    measured = {one["command"]: one["median"] for one in found}
    for command, most in PACKED.items():
        words, asked = f"matchmaker {command} of a consortium of ten: seconds, median", f"at most {most}"
        if command in measured:
            yield Target(words, asked, f"{measured[command]:.2f}", measured[command] <= most)
        else:
            yield _missing(words, asked)


def _found_again(found: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    for one in found:
        for line in lines(one) if "trials" in one else ():
            if line["trial"] == "split" and line["ranker"] == "common neighbours" and line["difference"]:
                low, high = line["difference"]["interval"]
                words = f"{one['name']}: affinity finds more than common neighbours (recall@10)"
                yield Target(words, "better", f"{line['difference']['difference']:+.3f} ({low:+.3f} to {high:+.3f})", low > 0)
            if one["name"] == "h2020" and line["trial"] == "split" and line["ranker"] == "affinity":
                recall = line["measures"]["recall@10"]
                yield Target("h2020: recall@10 of affinity", "at least 0.13", f"{recall:.3f}", recall >= 0.13)

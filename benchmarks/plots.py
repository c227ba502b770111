"""The plots of the report: time against size, how the ratios are spread, who is shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.drawing import COLOURS, HEIGHT, LEFT, RIGHT, WIDTH, Plot, across, upward

BARS = 32


def growth(speed: Sequence[Mapping[str, Any]]) -> str:
    """Milliseconds of a request against the number of organisations, both logarithmic."""
    lines = {
        "a request, median": [1000 * one["seconds_p50"] for one in speed],
        "a request, 95 of 100": [1000 * one["seconds_p95"] for one in speed],
        "the floor (one pass)": [one["floor_ms"] for one in speed],
    }
    sizes = [float(one["organisations"]) for one in speed]
    values = [value for line in lines.values() for value in line]
    x = across(min(sizes) / 1.5, max(sizes) * 1.5, logarithmic=True)
    y = upward(min(values) / 2, max(values) * 2, logarithmic=True)
    told = "; ".join(f"{name}: " + ", ".join(f"{value:.3g} ms" for value in line) for name, line in lines.items())
    plot = Plot("Time against the number of organisations", told)
    plot.axes(x, y, ("organisations", "milliseconds"))
    plot.legend(list(lines))
    for line, colour in zip(lines.values(), COLOURS, strict=False):
        places = [(x(size), y(value)) for size, value in zip(sizes, line, strict=True)]
        plot.line(places, f"line {colour}")
        for place in places:
            plot.dot(*place, colour)
    return plot.svg()


def ratios(of_one: Mapping[str, Any], targets: Mapping[str, float]) -> str:
    """How many requests took which multiple of the floor. targets: words -> multiple, drawn as lines."""
    found = sorted(one["seconds"] / one["floor"] for one in of_one["timings"])
    low, high = min(found) / 1.2, max([*found, *targets.values()]) * 1.3
    x = across(low, high, logarithmic=True)
    step = (x.end - x.start) / BARS
    counts = [0] * BARS
    for one in found:
        counts[min(BARS - 1, int((x(one) - x.start) / step))] += 1
    y = upward(0, max(counts) * 1.15)
    organisations = f"{of_one['organisations']:,}"
    told = (
        f"{len(found)} requests, {found[0]:.0f} to {found[-1]:.0f} times the floor, half of them below {of_one['ratio_p50']:.0f}."
    )
    plot = Plot(f"Requests by their multiple of the floor, {organisations} organisations", told)
    plot.axes(x, y, ("multiple of one pass over the population", "requests"))
    for place, count in enumerate(counts):
        if count:
            plot.box(x.start + place * step + 1, y(count), step - 2, y.start - y(count), "a")
    for words, value in targets.items():
        if low < value < high:
            plot.line([(x(value), y.start), (x(value), y.end)], "mark")
            plot.text(x(value) + 4, y.end + 10, words, "start")
    return plot.svg()


def fairness(ways: Sequence[Mapping[str, Any]]) -> str:
    """For each way of choosing, as shares of all places: different organisations, the 15 shown most, newcomers."""
    shares = {
        "different organisations": [one["distinct"] / one["places"] for one in ways],
        "the 15 shown most": [one["top"] for one in ways],
        "newcomers": [one["newcomers"] for one in ways],
    }
    y = upward(0, 1)
    told = "; ".join(
        f"{one['name']}: " + ", ".join(f"{name} {line[at]:.0%}" for name, line in shares.items()) for at, one in enumerate(ways)
    )
    plot = Plot("Who is shown when 60 schools ask at once", told)
    for tick in y.ticks:
        plot.line([(LEFT, y(tick)), (WIDTH - RIGHT, y(tick))], "grid")
        plot.text(LEFT - 8, y(tick) + 4, f"{tick:.0%}", "end")
    plot.legend(list(shares))
    group = (WIDTH - LEFT - RIGHT) / len(ways)
    width = group * 0.8 / len(shares)
    for at, one in enumerate(ways):
        for place, (line, colour) in enumerate(zip(shares.values(), COLOURS, strict=False)):
            left = LEFT + at * group + group * 0.1 + place * width
            plot.box(left, y(line[at]), width - 2, y.start - y(line[at]), colour)
            plot.text(left + width / 2 - 1, y(line[at]) - 4, f"{line[at]:.0%}")
        plot.text(LEFT + (at + 0.5) * group, HEIGHT - 34, one["name"])
    return plot.svg()

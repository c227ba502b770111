"""Small plots as SVG text, readable on a light and on a dark page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from math import ceil, floor, log10
from typing import Final

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 76, 24, 56, 56
COLOURS: Final = ("a", "b", "c", "d")
STYLE: Final = """
text { font: 13px system-ui, sans-serif; fill: #30363d; }
.title { font-size: 16px; font-weight: 600; }
.axis { stroke: #6e7781; fill: none; }
.grid { stroke: #8c959f; stroke-opacity: 0.3; fill: none; }
.mark { stroke-dasharray: 5 4; fill: none; stroke: #6e7781; }
.line { fill: none; stroke-width: 2; }
.a { stroke: #0969da; } .b { stroke: #bc4c00; } .c { stroke: #1a7f37; } .d { stroke: #8250df; }
.fill.a { fill: #0969da; } .fill.b { fill: #bc4c00; } .fill.c { fill: #1a7f37; } .fill.d { fill: #8250df; }
.fill { stroke: none; }
@media (prefers-color-scheme: dark) {
  text { fill: #d0d7de; }
  .axis, .mark { stroke: #9aa4ae; }
  .a { stroke: #58a6ff; } .b { stroke: #f0883e; } .c { stroke: #56d364; } .d { stroke: #bc8cff; }
  .fill.a { fill: #58a6ff; } .fill.b { fill: #f0883e; } .fill.c { fill: #56d364; } .fill.d { fill: #bc8cff; }
}
"""


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers between `low` and `high` to places between `start` and `end`; logarithmic or not."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """The place of a number."""
        low, high, at = (log10(one) if self.logarithmic else one for one in (self.low, self.high, value))
        return self.start + (at - low) / (high - low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round numbers to write beside an axis."""
        if self.logarithmic:
            decades = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
            parts = (1,) if len(decades) > 2 else (1, 2, 5)
            marks = (part * 10.0**power for power in range(decades.start - 1, decades.stop + 1) for part in parts)
            return [one for one in marks if self.low <= one <= self.high]
        step = 10.0 ** floor(log10(self.high - self.low))
        step = next(step * part for part in (0.2, 0.5, 1.0, 2.0) if (self.high - self.low) / (step * part) <= 6)
        return [step * number for number in range(ceil(self.low / step), floor(self.high / step + 1e-9) + 1)]


@dataclass(slots=True)
class Plot:
    """A plot that is being drawn. described: what it shows, for those who do not see it."""

    title: str
    described: str
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, anchor: str = "middle", extra: str = "") -> None:
        """Words at a place."""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(words)}</text>')

    def line(self, points: Sequence[tuple[float, float]], kind: str) -> None:
        """A line through places."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline class="{kind}" points="{path}"/>')

    def dot(self, x: float, y: float, colour: str) -> None:
        """A dot at a place."""
        self.parts.append(f'<circle class="fill {colour}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled box."""
        self.parts.append(f'<rect class="fill {colour}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>')

    def axes(self, x: Scale, y: Scale, names: tuple[str, str]) -> None:
        """Both axes with their numbers and names."""
        for tick in x.ticks:
            self.line([(x(tick), y.start), (x(tick), y.end)], "grid")
            self.text(x(tick), y.start + 20, number(tick))
        for tick in y.ticks:
            self.line([(x.start, y(tick)), (x.end, y(tick))], "grid")
            self.text(x.start - 8, y(tick) + 4, number(tick), "end")
        self.line([(x.start, y.end), (x.start, y.start), (x.end, y.start)], "axis")
        self.text((x.start + x.end) / 2, y.start + 42, names[0])
        middle = (y.start + y.end) / 2
        self.text(18, middle, names[1], extra=f' transform="rotate(-90 18 {middle:.1f})"')

    def legend(self, names: Sequence[str]) -> None:
        """What the colours mean, in a row below the title."""
        x = float(LEFT)
        for name, colour in zip(names, COLOURS, strict=False):
            self.box(x, 36, 12, 12, colour)
            self.text(x + 18, 46, name, "start")
            x += 36 + 6.4 * len(name)

    def svg(self) -> str:
        """The picture."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title about">'
        told = f'<title id="title">{escape(self.title)}</title><desc id="about">{escape(self.described)}</desc>'
        title = f'<text class="title" x="{LEFT}" y="24">{escape(self.title)}</text>'
        return "\n".join([head, told, f"<style>{STYLE}</style>", title, *self.parts, "</svg>"]) + "\n"


def across(low: float, high: float, *, logarithmic: bool = False) -> Scale:
    """The scale from left to right."""
    return Scale(low, high, LEFT, WIDTH - RIGHT, logarithmic)


def upward(low: float, high: float, *, logarithmic: bool = False) -> Scale:
    """The scale from the bottom up."""
    return Scale(low, high, HEIGHT - BOTTOM, TOP, logarithmic)


def number(value: float) -> str:
    """A number as people write it."""
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:g}"

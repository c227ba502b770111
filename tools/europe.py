"""Draw the land of our map of Europe (`python -m tools.europe`): Natural Earth's countries, projected, simplified, as paths.

Natural Earth is in the public domain; `world-atlas` on npm packs its countries at 1:50 million as TopoJSON. Three things are
told otherwise than there: Crimea belongs to Ukraine, the north of Cyprus to Cyprus, and Kosovo, which has no ISO number, is XK.
The outermost regions lie outside the picture: their organisations are named at its edge.
"""

import json
import math
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from babel.core import get_global

from matchmaker.programme import countries

PACKAGE = "world-atlas@2.0.2"
SOURCE = "countries-50m.json"
HOME = Path(__file__).resolve().parent.parent / "matchmaker"
LAND = HOME / "static" / "img" / "europe.svg"
PLACES = HOME / "pictures" / "europe.json"

CENTRE = (20.0, 52.0)
"""Longitude and latitude, in degrees, around which the equal-area projection of Lambert is taken."""
LEFT, TOP, RIGHT, BOTTOM = -0.412, -0.347, 0.345, 0.306
"""What of the projected plane is shown, in radii of the earth: from Iceland to Türkiye, from the North Cape to Cyprus."""
WIDTH = 1000
SCALE = WIDTH / (RIGHT - LEFT)
HEIGHT = round((BOTTOM - TOP) * SCALE)
DETAIL = 7.0
"""A bend that changes less than this, in squared units of the picture, is left out."""
SMALLEST = 14.0
"""Islands and countries below this area are not drawn, or as a dot where they are all there is of a country."""
DOT = 5
EDGE = 24
"""A pin stands at least this far inside; whose place is nearer to the edge lies outside the picture."""
CRIMEA = (34.3, 45.2)
UNNUMBERED = {"Kosovo": "XK", "N. Cyprus": "CY"}
_NUMBERED = {number: codes[0] for number, codes in get_global("territory_aliases").items() if number.isdigit()}

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]
Topology: TypeAlias = dict[str, Any]


def project(longitude: float, latitude: float) -> Point:
    """Where a place on earth, in degrees, lies in the picture, in its units from the upper left."""
    turn, north, middle = math.radians(longitude - CENTRE[0]), math.radians(latitude), math.radians(CENTRE[1])
    inward = math.sin(middle) * math.sin(north) + math.cos(middle) * math.cos(north) * math.cos(turn)
    stretch = math.sqrt(2 / (1 + inward))
    x = stretch * math.cos(north) * math.sin(turn)
    y = stretch * (math.cos(middle) * math.sin(north) - math.sin(middle) * math.cos(north) * math.cos(turn))
    return (x - LEFT) * SCALE, (-y - TOP) * SCALE


def fetch() -> Topology:
    """The countries of the world, as the package has them."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            package.extract(f"package/{SOURCE}", folder, filter="data")
        found: Topology = json.loads((Path(folder) / "package" / SOURCE).read_text())
        return found


def lines(topology: Topology) -> list[Ring]:
    """The arcs that borders and coasts are made of, projected and simplified; neighbours share them, so no gap opens."""
    (a, b), (c, d) = topology["transform"]["scale"], topology["transform"]["translate"]
    drawn = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for right, up in arc:
            x, y = x + right, y + up
            line.append(project(x * a + c, max(y * b + d, -89.9)))
        near = any(-WIDTH < x < 2 * WIDTH and -HEIGHT < y < 2 * HEIGHT for x, y in line)
        drawn.append(simplified(line) if near else line)
    return drawn


def simplified(line: Ring) -> Ring:
    """The line without the bends that matter least (Visvalingam); its ends stay, and of a closed one a triangle."""
    kept = list(line)
    least = 4 if line[0] == line[-1] else 2
    sizes = [_bend(kept, n) for n in range(len(kept))]
    while len(kept) > least and (smallest := min(sizes)) < DETAIL:
        gone = sizes.index(smallest)
        del kept[gone], sizes[gone]
        for n in (gone - 1, gone):
            sizes[n] = max(smallest, _bend(kept, n))
    return kept


def _bend(line: Ring, n: int) -> float:
    """How much the line changes if its point `n` is left out; an end always stays."""
    return abs(area(line[n - 1 : n + 2])) if 0 < n < len(line) - 1 else math.inf


def area(ring: Sequence[Point]) -> float:
    """The area within a ring, negative if it runs against the clock."""
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def owned(topology: Topology, drawn: Sequence[Ring]) -> dict[str, list[list[int]]]:
    """Country code -> its rings, each as numbers of arcs; a number below 0 is an arc walked backwards."""
    found: dict[str, list[list[int]]] = {}
    crimea = project(*CRIMEA)
    for shape in topology["objects"]["countries"]["geometries"]:
        code = UNNUMBERED.get(shape["properties"]["name"]) or _NUMBERED.get(shape.get("id", ""))
        if code not in countries.ALL:
            continue
        for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
            owner = "UA" if code == "RU" and holds(walked(polygon[0], drawn), crimea) else code
            found.setdefault(owner, []).extend(polygon)
    return {code: merged(rings, drawn) for code, rings in found.items()}


def merged(rings: list[list[int]], drawn: Sequence[Ring]) -> list[list[int]]:
    """The rings of one country without the borders inside it."""
    used = {arc for ring in rings for arc in ring}
    within = {arc for arc in used if ~arc in used}
    whole = [ring for ring in rings if not within & set(ring)]
    loose = [arc for ring in rings if within & set(ring) for arc in ring if arc not in within]
    while loose:
        ring = [loose.pop(0)]
        while (end := walked(ring, drawn)[-1]) != walked(ring, drawn)[0]:
            following = next(arc for arc in loose if walked([arc], drawn)[0] == end)
            loose.remove(following)
            ring.append(following)
        whole.append(ring)
    return whole


def walked(ring: Iterable[int], drawn: Sequence[Ring]) -> Ring:
    """The points along some arcs."""
    points: Ring = []
    for arc in ring:
        part = drawn[arc] if arc >= 0 else drawn[~arc][::-1]
        points.extend(part[1:] if points else part)
    return points


def holds(ring: Sequence[Point], point: Point) -> bool:
    """Whether a point lies within a ring."""
    x, y = point
    inside = False
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
            inside = not inside
    return inside


def clipped(ring: Ring) -> Ring:
    """What of a ring lies in the picture, or just beyond its edge (Sutherland and Hodgman)."""
    beyond = 4.0
    for axis, limit, sign in ((0, -beyond, 1), (0, WIDTH + beyond, -1), (1, -beyond, 1), (1, HEIGHT + beyond, -1)):
        ring = list(_one_side(ring, axis, limit, sign))
    return ring


def _one_side(ring: Ring, axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, here in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was, is_in = (before[axis] - limit) * sign >= 0, (here[axis] - limit) * sign >= 0
        if was != is_in:
            part = (limit - before[axis]) / (here[axis] - before[axis])
            yield before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])
        if is_in:
            yield here


def path(rings: Iterable[Ring]) -> str:
    """The rings as path data, in whole units, each step from the one before."""
    written = []
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        steps = [(c - a, d - b) for (a, b), (c, d) in pairwise(points) if (a, b) != (c, d)]
        if steps:
            written.append(f"M{points[0][0]} {points[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}z".replace(" -", "-"))
    return "".join(written)


def dot(x: float, y: float) -> str:
    """A country that is too small to be drawn."""
    return f"M{round(x) - DOT} {round(y)}a{DOT} {DOT} 0 1 0 {2 * DOT} 0a{DOT} {DOT} 0 1 0-{2 * DOT} 0z"


def heart(rings: list[Ring]) -> Point:
    """Where in the largest ring one is farthest from its border: there a pin stands."""
    ring = max(rings, key=lambda one: abs(area(one)))
    across, along = [x for x, _ in ring], [y for _, y in ring]
    step = max(1.0, (max(across) - min(across)) / 40, (max(along) - min(along)) / 40)
    columns, rows = (int((max(side) - min(side)) / step) + 1 for side in (across, along))
    grid = [(min(across) + step * n, min(along) + step * m) for n in range(columns) for m in range(rows)]
    inside = [point for point in grid if holds(ring, point)] or [(sum(across) / len(ring), sum(along) / len(ring))]
    return max(inside, key=lambda point: (_distance(point, ring), point))


def _distance(point: Point, ring: Ring) -> float:
    return min(_to_side(point, start, end) for start, end in zip(ring, [*ring[1:], ring[0]], strict=True))


def _to_side(point: Point, start: Point, end: Point) -> float:
    (x, y), (a, b), (c, d) = point, start, end
    length = (c - a) ** 2 + (d - b) ** 2
    along = max(0.0, min(1.0, ((x - a) * (c - a) + (y - b) * (d - b)) / length)) if length else 0.0
    return math.hypot(x - a - along * (c - a), y - b - along * (d - b))


def draw(topology: Topology) -> tuple[str, dict[str, Any]]:
    """The land as an SVG file, and where the pin of each country in the picture stands."""
    drawn = lines(topology)
    paths: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    for code, numbers in sorted(owned(topology, drawn).items()):
        whole = [walked(ring, drawn) for ring in numbers]
        seen = [ring for ring in map(clipped, whole) if ring]
        if not seen:
            continue
        x, y = heart(seen)
        large = [ring for ring in seen if abs(area(ring)) >= SMALLEST]
        share = 1.0 if seen == whole else abs(sum(map(area, seen)) / sum(map(area, whole)))
        if not large and share < 1:
            continue
        paths[code] = path(large) if large else dot(x, y)
        if share > 0.8 and EDGE <= x <= WIDTH - EDGE and EDGE <= y <= HEIGHT - EDGE:
            places[code] = [round(x), round(y)]
    shapes = "\n".join(f'<path id="{code}" d="{data}"/>' for code, data in paths.items())
    land = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><g id="land">\n{shapes}\n</g></svg>\n'
    return land, {"width": WIDTH, "height": HEIGHT, "places": places}


if __name__ == "__main__":
    land, places = draw(fetch())
    LAND.write_text(land)
    PLACES.write_text(json.dumps(places) + "\n")

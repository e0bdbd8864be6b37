"""The gazetteer: data files made by `evals.build_places` and tables written by hand, indexed by the words of names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files

from svizho.locating.cases import adjective_stem, adjectives_of
from svizho.locating.spelling import russian_of
from svizho.locating.tokens import key_of
from svizho.locating.values import Entry

# Inhabitants assumed of a settlement that GeoNames does not have: those below 500 are not in it.
_VILLAGE = 200
# Settlements smaller than this lend their name to nothing that the news calls by an adjective.
_LEAST_FOR_ADJECTIVE = 4_000
_LEAST_FOR_ADJECTIVE_ABROAD = 100_000
# Ordinary adjectives that would be made from the name of some town.
_COMMON_ADJECTIVES = (
    "морськ",
    "морск",
    "міськ",
    "городск",
    "польськ",
    "польск",
    "людськ",
    "людск",
    "сільськ",
    "сельск",
    "військ",
    "російськ",
    "английск",
    "римськ",
    "римск",
    "лісов",
    "таврійськ",
    "таврическ",
)
_KIND_OF_REGION = re.compile(r" (Oblast'?|Province|Governorate|Region|State|Voivodeship|Voivodship|County)$")
# Divisions whose adjective means the region itself, for its chief town bears another name.
_NAMED_APART = frozenset({"UA.11", "UA.24", "UA.25"})
# Those of Russia that are no oblast but a krai.
_TERRITORIES = frozenset({"RU.38", "RU.59"})


@dataclass(slots=True)
class Gazetteer:
    """Places and how to find them.

    `names` leads from the first word of a name to the other words and the place; `stems` and `region_stems` from the
    stem of an adjective to settlements and regions; `latin_regions` from an English name that needs "region" beside it.
    `lower` are names of a country that part of the Ukrainian press writes without a capital.
    """

    names: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    region_stems: dict[str, Entry] = field(default_factory=dict)
    country_stems: dict[str, str] = field(default_factory=dict)
    latin_regions: dict[str, list[tuple[tuple[str, ...], Entry]]] = field(default_factory=lambda: defaultdict(list))
    by_id: dict[int, Entry] = field(default_factory=dict)
    lower: frozenset[str] = frozenset({"рф", "росія", "росії", "росією", "росію"})

    def add(self, name: str, entry: Entry) -> None:
        """File a place under a name."""
        _file(self.names, name, entry)


def _file(index: dict[str, list[tuple[tuple[str, ...], Entry]]], name: str, entry: Entry) -> None:
    words = key_of(name).replace("-", " ").split()
    if words and (len(words) > 1 or len(words[0]) > 1):
        item = (tuple(words[1:]), entry)
        if item not in index[words[0]]:
            index[words[0]].append(item)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Read the data files, once in a process (about a second)."""
    book = Gazetteer()
    _read_places(book)
    _read_villages(book)
    divisions = _read_divisions(book)
    _read_regions(book, divisions)
    _read_landmarks(book)
    _read_countries(book)
    for spellings, identity, _town in _rows("spellings.tsv"):
        for spelling in spellings.split(";"):
            book.add(spelling, book.by_id[int(identity)])
    for stem in _COMMON_ADJECTIVES:
        book.stems.pop(stem, None)
    for stems, identity, _town in _rows("adjectives.tsv"):
        for stem in stems.split(";"):
            book.stems[stem] = [book.by_id[int(identity)]]
    return book


def _rows(name: str) -> Iterator[list[str]]:
    for line in (files("svizho.locating") / "data" / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _read_places(book: Gazetteer) -> None:
    for identity, division, lat, lon, inhabitants, name, ukrainian, others in _rows("places.tsv"):
        entry = Entry(
            int(identity),
            "settlement",
            float(lat),
            float(lon),
            division[:2],
            division,
            int(inhabitants),
            name,
            ukrainian,
        )
        book.by_id[int(identity)] = entry
        spellings = [name, ukrainian, *others.split(";")]
        if ukrainian:
            spellings.append(russian_of(key_of(ukrainian)))
        for spelling in spellings:
            book.add(spelling, entry)
        least = _LEAST_FOR_ADJECTIVE if division.startswith("UA") else _LEAST_FOR_ADJECTIVE_ABROAD
        if entry.inhabitants >= least:
            _add_stems(book, spellings, entry)


def _add_stems(book: Gazetteer, spellings: Sequence[str], entry: Entry) -> None:
    for spelling in spellings:
        word = key_of(spelling).rpartition("-")[2]
        if len(word) > 3 and word[0] >= "\u0400" and " " not in spelling and "-" not in spelling:
            own = adjective_stem(word)
            if own and entry.inhabitants < _LEAST_FOR_ADJECTIVE_ABROAD:  # "Харківське": its adjective is the city's
                continue
            for stem in (own,) if own else adjectives_of(word):
                if stem and entry not in book.stems[stem]:
                    book.stems[stem].append(entry)


def _read_villages(book: Gazetteer) -> None:
    for division, lat, lon, names in _rows("villages.tsv"):
        point = float(lat), float(lon)
        for name in names.split(";"):
            entry = Entry(None, "settlement", *point, "UA", division, _VILLAGE, name, name, approximate=True)
            book.add(name, entry)
            russian = russian_of(key_of(name))
            if russian != key_of(name):
                book.add(russian, entry)


def _read_divisions(book: Gazetteer) -> dict[str, Entry]:
    divisions = {}
    for identity, division, lat, lon, name, _kind, others in _rows("divisions.tsv"):
        entry = Entry(int(identity), "region", float(lat), float(lon), division[:2], division, 0, name)
        divisions[division] = entry
        book.by_id[int(identity)] = entry
        for spelling in [name, *others.split(";")]:
            if division.startswith("US"):
                book.add(spelling, entry)
            elif spelling and spelling[0] < "\u0400":
                _file(book.latin_regions, _KIND_OF_REGION.sub("", spelling), entry)
    return divisions


def _read_regions(book: Gazetteer, divisions: dict[str, Entry]) -> None:
    for division, nouns, stems, english, *_centre in _rows("regions.tsv"):
        names = _title(english, division), _ukrainian_title(nouns, stems, division)
        entry = replace(divisions[division], name=names[0], ukrainian=names[1])
        if entry.geonameid is not None:
            book.by_id[entry.geonameid] = entry
        for noun in filter(None, nouns.split(";")):
            book.add(noun, entry)
        for spelling in filter(None, english.split(";")):
            _file(book.latin_regions, spelling, entry)
        if division == "UA.11":
            book.add("Crimea", entry)
        for stem in filter(None, stems.split(";")):
            book.region_stems[stem] = entry


def _title(english: str, division: str) -> str:
    first = english.split(";")[0]
    if division in _TERRITORIES:
        return f"{first} Krai"
    return first if division in _NAMED_APART or first.endswith(("stan", "nya")) else f"{first} Oblast"


def _ukrainian_title(nouns: str, stems: str, division: str) -> str:
    stem = stems.split(";")[0].capitalize()
    if not stem or division == "UA.11":
        return nouns.split(";")[0]
    return f"{stem}ий край" if division in _TERRITORIES else f"{stem}а область"


def _read_landmarks(book: Gazetteer) -> None:
    for names, identity, lat, lon, division, english in _rows("landmarks.tsv"):
        entry = Entry(
            int(identity) if identity else None,
            "settlement", float(lat), float(lon), division[:2], division, 50_000, english, landmark=True,
        )  # fmt: skip
        for name in names.split(";"):
            book.add(name, entry)


def _read_countries(book: Gazetteer) -> None:
    entries = {}
    for identity, code, lat, lon, english, ukrainian, russian in _rows("countries.tsv"):
        entry = Entry(int(identity), "country", float(lat), float(lon), code, code, 0, english, ukrainian)
        entries[code] = entry
        book.by_id.setdefault(int(identity), entry)
        for spelling in (english, ukrainian, russian):
            book.add(spelling, entry)
    for code, names, stems in _rows("country_words.tsv"):
        for name in filter(None, names.split(";")):
            book.add(name, entries[code])
        for stem in filter(None, stems.split(";")):
            book.country_stems[stem] = code


def place_name(geonameid: int, language: str) -> str:
    """Give a place's name for readers of `language`: the official Ukrainian one, or GeoNames' own; "" if unknown."""
    entry = gazetteer().by_id.get(geonameid)
    if entry is None:
        return ""
    return entry.ukrainian if language == "uk" and entry.ukrainian else entry.name

"""Words that tell how a place is named, from data/cues.txt: prepositions, kinds of settlement, works, events."""

from __future__ import annotations

from importlib.resources import files


def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (files("svizho.locating") / "data" / "cues.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = lists.setdefault(line[1 : line.index("]")], [])
        elif not line.startswith("#"):
            words.extend(line.split())
    return lists


_LISTS = _lists()


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name])


def _stems(name: str) -> tuple[str, ...]:
    return tuple(_LISTS[name])


INSIDE = _words("INSIDE")
AWAY = _words("AWAY")
PREPOSITIONS = INSIDE | AWAY
BESIDE = _words("BESIDE")
TYPE_STEMS = _stems("TYPE_STEMS")
TYPE_WORDS = _words("TYPE_WORDS")
NEAR_WORDS = _words("NEAR_WORDS")
REGION_STEMS = _stems("REGION_STEMS")
REGION_WORDS = _words("REGION_WORDS")
OFFICE_WORDS = _words("OFFICE_WORDS")
DISTRICT_STEMS = _stems("DISTRICT_STEMS")
FACILITY_STEMS = _stems("FACILITY_STEMS")
EVENT_STEMS = _stems("EVENT_STEMS")
SOURCE_STEMS = _stems("SOURCE_STEMS")
NAMESAKE_STEMS = _stems("NAMESAKE_STEMS")
RIVER_STEMS = _stems("RIVER_STEMS")
RIVERS = _words("RIVERS")
SETTING_STEMS = _stems("SETTING_STEMS")
FIRST_NAMES = _words("FIRST_NAMES")
ORDINARY = _words("ORDINARY")
NO_PLACES = tuple(" ".join(_LISTS["NO_PLACES"]).rstrip(",").split(", "))
BRANDS = _words("BRANDS")

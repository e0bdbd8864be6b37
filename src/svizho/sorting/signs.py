"""What a publisher says of an article: the words of its feed categories and of its address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from urllib.parse import unquote, urlsplit

WORLD = "world"

# Hostile or careless feeds name hundreds of categories; news has a handful.
MOST_CATEGORIES = 20
LONGEST_CATEGORY = 80
# A piece of a path with more words than this is the title of the article, not the name of a section.
SECTION_WORDS = 4

_PARTS = re.compile(r"[\s\-_+./,&:|>]+")


@dataclass(frozen=True, slots=True)
class Sign:
    """One word by which a publisher files the article: what it points to, the word, and where it stood."""

    points_to: str
    word: str
    place: str


@cache
def _table() -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Whole words, and beginnings of words, each with what it points to; longer beginnings first."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for line in files("svizho.sorting").joinpath("data/signs.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        points_to, _, words = line.partition(":")
        for word in words.split():
            target, key = (beginnings, word[:-1]) if word.endswith("*") else (whole, word)
            target.setdefault(key, points_to)
    return whole, tuple(sorted(beginnings.items(), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=10_000)
def _look_up(word: str) -> str:
    """What a word points to, `""` if nothing."""
    whole, beginnings = _table()
    return whole.get(word) or next((to for start, to in beginnings if word.startswith(start)), "")


def _readings(name: str) -> Iterator[str]:
    """The whole name joined with "-", then pairs of neighbours, then single words."""
    parts = [part for part in _PARTS.split(name.casefold()) if part]
    if len(parts) > 1:
        yield "-".join(parts)
    if len(parts) > 2:
        yield from map("-".join, pairwise(parts))
    yield from parts


def _read(name: str) -> tuple[str, str]:
    """What a name points to, by its longest reading that says anything, and that reading."""
    return next(((to, reading) for reading in _readings(name) if (to := _look_up(reading))), ("", ""))


def _path_names(url: str) -> Iterator[str]:
    """Folders of the address that may name a section, and the first label of a host such as sport.example.com.

    The last piece is the article itself; a piece of five words and more is a title; one of digits is a date.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return
    folders = unquote(parts.path).strip("/").split("/")[:-1]
    for folder in folders[:6]:
        if not folder.isdigit() and len(_PARTS.split(folder)) <= SECTION_WORDS:
            yield folder
    labels = host.split(".")
    if len(labels) > 2:
        yield labels[0]


def read_signs(categories: Sequence[str], url: str) -> tuple[Sign, ...]:
    """Read what the publisher's own filing says: one sign per thing pointed to, the most often named first."""
    found: list[Sign] = []
    for category in categories[:MOST_CATEGORIES]:
        to, word = _read(category[:LONGEST_CATEGORY])
        found += [Sign(to, word, "category")] if to else []
    for name in _path_names(url):
        to, word = _read(name)
        found += [Sign(to, word, "address")] if to else []
    counts = Counter(sign.points_to for sign in found)
    first = {sign.points_to: sign for sign in reversed(found)}
    return tuple(first[to] for to, _ in counts.most_common())

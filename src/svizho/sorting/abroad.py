"""Where it happens: the countries a text names, and whether that is at home or abroad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest

from svizho.kit.lemmas import words_of

# The lead tells where it happens; further down comes background on other places.
LEAD_CHARACTERS = 1_000
# A country in the headline counts as three in the lead.
TITLE_WEIGHT = 3

_Named = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """How much of what is named lies abroad (0 to 1; 0 when nothing is named), and the foreign country named most."""

    foreign: float
    country: str


@dataclass(frozen=True, slots=True)
class _Names:
    """Whole words, whole words whose case matters, and beginnings of words: each with a country and a weight.

    `first_parts`: the first words of names of two words.
    """

    whole: Mapping[str, _Named]
    cased: Mapping[str, _Named]
    beginnings: Mapping[str, _Named]
    lengths: tuple[int, ...]
    first_parts: frozenset[str]


@lru_cache(maxsize=50_000)
def _named(word: str) -> _Named | None:
    """Return the country a word (or two joined by "-") names and what it weighs; the longest beginning wins."""
    names = _names()
    low = word.casefold()
    if found := names.cased.get(word) or names.whole.get(low):
        return found
    for cut in names.lengths:
        if cut <= len(low) and (found := names.beginnings.get(low[:cut])):
            return found
    return None


@cache
def _names() -> _Names:
    whole: dict[str, _Named] = {}
    cased: dict[str, _Named] = {}
    beginnings: dict[str, _Named] = {}
    for line in files("svizho.sorting").joinpath("data/countries.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        head, _, words = line.partition(":")
        code, _, divisor = head.partition("/")
        for word in words.replace("|", " ").split():
            key = word.removeprefix("=")
            kind = (whole if key == key.casefold() else cased) if word != key else beginnings
            kind.setdefault(key, (code, 1 / int(divisor or 1)))
    pairs = frozenset(key.partition("-")[0] for key in (*whole, *beginnings) if "-" in key)
    return _Names(whole, cased, beginnings, tuple(sorted(set(map(len, beginnings)), reverse=True)), pairs)


def countries_named(text: str) -> Iterator[tuple[str, float]]:
    """Codes (ISO 3166; XE the European Union, XN the United Nations and NATO) with weights, as they are named."""
    first_parts = _names().first_parts
    words = words_of(text.replace("U.S.", "US").replace("U.K.", "UK").replace("U.N.", "UN"))
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        pair = _named(f"{word}-{following}") if word.casefold() in first_parts else None
        if found := pair or _named(word):
            yield found


def whereabouts(title: str, text: str, *, home: str) -> Whereabouts:
    """Weigh the foreign countries named in title and lead against the home country (ISO 3166 code)."""
    weights: defaultdict[str, float] = defaultdict(float)
    for part, times in ((title[:LEAD_CHARACTERS], TITLE_WEIGHT), (text[:LEAD_CHARACTERS], 1)):
        for code, weight in countries_named(part):
            weights[code] += times * weight
    at_home = weights.pop(home, 0.0)
    foreign = sum(weights.values())
    if not foreign:
        return Whereabouts(0.0, "")
    return Whereabouts(foreign / (foreign + at_home), max(weights, key=lambda code: weights[code]))

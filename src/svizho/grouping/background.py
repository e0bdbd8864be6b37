"""How common a term is before any report was seen: keeps the first hundred reports from taking "and" for rare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.words import KINDS, SLOTS, name_slot, slot, word_runs

# Words of a usual title, of a usual body as far as it is read, and of it those that may be names.
USUAL_LENGTH = {"title": 10, "body": 80, "names": 20, "numbers": 0, "runs": 10, "lead": 8, "figures": 0, "years": 0}


def _common_words() -> Iterator[tuple[str, str, float]]:
    """Give (language, lemma, share of all words) from the shipped list; Zipf values are log10 per billion words."""
    stored = json.loads(files("svizho.grouping").joinpath("data/common_words.json").read_text("utf-8"))
    for language, levels in stored["languages"].items():
        for zipf, words in levels.items():
            for word in words.split():
                yield language, word, 10 ** (float(zipf) - 9)


@cache
def expected(kind: str) -> NDArray[np.float32]:
    """Chance that a usual report holds a term of this kind, for every slot; 0 for terms that are not common."""
    shares: dict[str, dict[int, float]] = {}
    for language, word, share in _common_words():
        seen = shares.setdefault(language, {})
        for number in _slots(kind, language, word):
            seen[number] = seen.get(number, 0.0) + share
    chances = np.zeros(SLOTS, np.float32)
    for seen in shares.values():
        numbers = np.fromiter(seen.keys(), np.int64, len(seen))
        share_of = np.minimum(np.fromiter(seen.values(), np.float64, len(seen)), 0.5)
        chances[numbers] = np.maximum(chances[numbers], 1 - (1 - share_of) ** USUAL_LENGTH[kind])
    return chances


def _slots(kind: str, language: str, word: str) -> tuple[int, ...]:
    if kind in ("title", "body"):
        return (slot(f"{language}:{word}"),)
    if kind in ("names", "lead"):
        return (name_slot(word),)
    return word_runs(word) if kind == "runs" else ()


@cache
def expected_of_all() -> NDArray[np.float32]:
    """The same for the terms of all kinds, as they are numbered."""
    return np.concatenate([expected(kind) for kind in KINDS])

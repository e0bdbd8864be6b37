"""The word table: a short vector per common lemma, distilled from the encoder; one space for all its languages."""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def key_of(lemma: str, language: str) -> int:
    """Number of a lemma of a language, the same on every machine (CRC-32)."""
    return zlib.crc32(f"{language}:{lemma}".encode())


@cache
def _stored() -> tuple[NDArray[np.uint32], Floats, Floats]:
    """Keys in rising order, unit rows (words, size), rarity, as `python -m evals.build_words` made them."""
    with files("svizho.grouping").joinpath("data/words.npz").open("rb") as file:
        stored = np.load(file)
        keys, steps = stored["keys"], stored["steps"].astype(np.float32)
        rarity = stored["rarity"].astype(np.float32) / 16
    return keys, np.asarray(steps / np.linalg.norm(steps, axis=1, keepdims=True), np.float32), rarity


def word_vectors() -> tuple[Floats, Floats]:
    """Unit rows of all words of the table, shape (words, size), and how rare each is, in nats."""
    return _stored()[1:]


def gist(rows: NDArray[np.int32]) -> Floats | None:
    """Mean of words by rarity, as a unit row; None where there are none."""
    if not len(rows):
        return None
    vectors, rarity = word_vectors()
    mean = rarity[rows] @ vectors[rows]
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length, np.float32) if length > 0 else None


def row_of(lemma: str, language: str) -> int:
    """Row of a lemma in the table; -1 for one that is not there."""
    keys = _stored()[0]
    key = key_of(lemma, language)
    place = int(np.searchsorted(keys, np.uint32(key)))
    return place if place < len(keys) and int(keys[place]) == key else -1

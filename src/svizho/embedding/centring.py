"""Centring: takes away what all texts of one script share, so that rows of two scripts can be compared."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

SCRIPTS = ("latin", "cyrillic", "other")


def script_of(text: str) -> str:
    """Tell which script most letters of the first 200 characters belong to: latin, cyrillic or other."""
    head = text[:200]
    latin = sum("a" <= sign <= "z" or "A" <= sign <= "Z" or "À" <= sign <= "ɏ" for sign in head)
    cyrillic = sum("Ѐ" <= sign <= "ӿ" for sign in head)
    other = sum(sign.isalpha() for sign in head) - latin - cyrillic
    best = max(latin, cyrillic, other)
    if best == latin:
        return "latin"
    return "cyrillic" if best == cyrillic else "other"


def unit(rows: Rows) -> Rows:
    """Scale every row to length 1; rows of zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Centring:
    """One mean row per script, fixed once and for all: it does not depend on the stream that was seen."""

    means: Mapping[str, Rows]

    def apply(self, rows: Rows, texts: Sequence[str]) -> Rows:
        """Subtract from each row the mean of its text's script and scale to length 1; rows of zeros stay zeros."""
        if not self.means:
            return unit(rows)
        filled = np.any(rows != 0, axis=1)
        means = np.stack([self.means[script_of(text)] for text in texts]) if len(texts) else rows
        return np.where(filled[:, None], unit(rows - means), 0).astype(np.float32)


@cache
def load_centring() -> Centring:
    """Read the means of the bundled encoder from the data file fitted by `python -m evals.fit_grouping --means`."""
    packed = json.loads(files("svizho.embedding").joinpath("data/means.json").read_text("utf-8"))
    return Centring({name: _unpack(packed["means"][name]) for name in SCRIPTS})


def pack_row(row: Rows) -> str:
    """Write a row as base64 of little-endian 16-bit floats: exact enough for a mean, and short to read."""
    return base64.b64encode(row.astype("<f2").tobytes()).decode("ascii")


def _unpack(text: str) -> Rows:
    return np.frombuffer(base64.b64decode(text), "<f2").astype(np.float32)

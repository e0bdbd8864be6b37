"""Likeness: the articles whose meaning is nearest to a question's, out of a shelf of vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alike:
    """An article and the cosine between it and the question."""

    article: int
    cosine: float


def row_of(title: bytes, body: bytes) -> Rows:
    """Give the meaning of an article from its stored 16-bit floats: title and beginning together, unit length."""
    whole = np.frombuffer(title, np.float16).astype(np.float32)
    if body:
        whole = whole + np.frombuffer(body, np.float16).astype(np.float32)
    length = float(np.linalg.norm(whole))
    return (whole / length).astype(np.float32) if length > 0 else whole


class Shelf:
    """The vectors of the newest articles, at most `most` of them; not safe for threads by itself."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.last = 0
        self._numbers = np.zeros(0, np.int64)
        self._rows: Rows = np.zeros((0, 0), np.float32)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, numbers: Sequence[int], rows: Sequence[Rows]) -> None:
        """Put articles on the shelf; those that came first leave when it is full, others sizes than its own too."""
        kept = [(number, row) for number, row in zip(numbers, rows, strict=True) if len(row) == self._width(rows)]
        if not kept:
            return
        fresh = np.stack([row for _, row in kept])
        old = self._rows if self._rows.size else np.zeros((0, fresh.shape[1]), np.float32)
        self._rows = np.concatenate([old, fresh])[-self.most :]
        self._numbers = np.concatenate([self._numbers, [number for number, _ in kept]])[-self.most :]
        self.last = max(self.last, *numbers)

    def _width(self, rows: Sequence[Rows]) -> int:
        return self._rows.shape[1] if self._rows.size else len(rows[0]) if rows else 0

    def nearest(self, row: Rows, *, count: int, least: float) -> tuple[Alike, ...]:
        """Give the articles nearest to a unit row, nearest first, none below the cosine `least`."""
        if not len(self) or len(row) != self._rows.shape[1]:
            return ()
        cosines = self._rows @ row
        best = np.argsort(-cosines)[:count]
        return tuple(Alike(int(self._numbers[at]), float(cosines[at])) for at in best if cosines[at] >= least)

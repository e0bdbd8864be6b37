"""Finding near vectors at a bounded cost: all of the latest are looked at, and of the older the same few cells."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.columns import Floats, Rings, Serials
from svizho.grouping.pivots import pivots_for

# Serials kept in one cell of the vector space.
CELL_DEPTH = 32
# Cells looked into.
CELL_PROBES = 12
# The latest reports are all looked at: in 10,000 articles a day, those of ten hours.
WINDOW = 4096


class Nearness:
    """An index of vectors of one size; `rows_of` gives the vectors of reports that are no longer among the latest."""

    def __init__(self, size: int, rows_of: Callable[[Serials], Floats]) -> None:
        self._rows_of = rows_of
        self._pivots = pivots_for(size)
        self._cells = Rings(len(self._pivots), CELL_DEPTH)
        self._window = np.zeros((WINDOW, size), np.float32)
        self._serials = np.full(WINDOW, -1, np.int64)
        self._count = 0

    def add(self, row: Floats, serial: int) -> None:
        """Take in a vector."""
        # As it is kept: half as many bits (shelf.py), so that rebuilding gives the same.
        self._window[self._count % WINDOW] = row.astype(np.float16)
        self._serials[self._count % WINDOW] = serial
        self._count += 1
        self._cells.add(np.array([(self._pivots @ row).argmax()]), serial)

    def near(self, row: Floats, count: int) -> tuple[Serials, Floats]:
        """Serials and cosines of the `count` nearest of the latest and of those in the same cells, nearest first."""
        used = min(self._count, WINDOW)
        serials, cosines = self._serials[:used], self._window[:used] @ row
        if self._count > WINDOW:
            older, theirs = self._older(row, int(serials.min()))
            serials, cosines = np.concatenate([serials, older]), np.concatenate([cosines, theirs])
        best = np.argpartition(-cosines, count)[:count] if len(cosines) > count else np.arange(len(cosines))
        best = best[np.lexsort((serials[best], -cosines[best]))]
        return serials[best], cosines[best]

    def _older(self, row: Floats, before: int) -> tuple[Serials, Floats]:
        """Serials in the cells nearest to a vector that came before a serial, with their cosines."""
        cells: NDArray[np.int64] = np.argpartition(self._pivots @ row, -CELL_PROBES)[-CELL_PROBES:]
        found = self._cells.under(cells).ravel().astype(np.int64)
        found = np.unique(found[(found >= 0) & (found < before)])
        rows = self._rows_of(found)
        return found, np.asarray(rows @ row, np.float32)


class Stream:
    """What the last few vectors of one language have in common."""

    def __init__(self, size: int, most: int, prior: int) -> None:
        self._rows = np.zeros((most, size), np.float32)
        self._prior = prior
        self._count = 0
        self._mean: Floats = np.zeros(size, np.float32)

    def add(self, row: Floats) -> None:
        """Take in a vector, letting go of the oldest."""
        self._rows[self._count % len(self._rows)] = row.astype(np.float16)
        self._count += 1
        if self._count <= len(self._rows) or self._count % 8 == 0:
            used = min(self._count, len(self._rows))
            self._mean = self._rows[:used].sum(axis=0) / np.float32(used + self._prior)

    def mean(self) -> Floats:
        """Their mean, drawn towards nothing while they are few."""
        return self._mean

"""Growing columns of numbers, and the terms of many reports laid end to end."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from svizho.grouping.words import Terms

Floats = NDArray[np.float32]
Serials = NDArray[np.int64]


# 1 + ln(count) for every count a byte can hold; 0 stands for nothing.
OFTEN: Floats = (1 + np.log(np.maximum(np.arange(256), 1))).astype(np.float32)


class Column:
    """An array that grows by half; rows may be numbers or, with `width`, rows of numbers."""

    def __init__(self, dtype: DTypeLike, width: int = 0) -> None:
        self._data: NDArray[Any] = np.zeros((64, width) if width else 64, dtype)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    @property
    def rows(self) -> NDArray[Any]:
        """The filled part, a view."""
        return self._data[: self._used]

    def add(self, value: Any) -> None:
        """Put one row at the end."""
        self.extend(np.asarray(value, self._data.dtype)[None])

    def extend(self, values: NDArray[Any]) -> None:
        """Put many rows at the end."""
        needed = self._used + len(values)
        if needed > len(self._data):
            shape = (max(needed, len(self._data) * 3 // 2), *self._data.shape[1:])
            grown = np.zeros(shape, self._data.dtype)
            grown[: self._used] = self._data[: self._used]
            self._data = grown
        self._data[self._used : needed] = values
        self._used = needed

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the rows where `mask` is false."""
        self._data = self._data[: self._used][mask].copy() if mask.any() else self._data[:64] * 0
        self._used = int(mask.sum())


class TermStore:
    """Terms of every report, end to end, with the number of reports that hold each term.

    Weights are TF-IDF by what is held now: 1 + ln(count) times ln((reports + PRIOR) / (holding + PRIOR * expected +
    1/2)): PRIOR usual reports, in which a term stands with the chance `expected`, are taken as seen before the first.
    """

    PRIOR = 500

    def __init__(self, expected: Floats) -> None:
        self._prior = expected * self.PRIOR + np.float32(0.5)
        self._ids = Column(np.int32)
        self._counts = Column(np.uint8)
        self._starts = Column(np.int64)
        self._lengths = Column(np.int32)
        self._held = np.zeros(len(expected), np.int32)
        self._logs = np.log(self._prior)
        self._scratch = np.zeros(len(expected), np.float32)

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, terms: Terms) -> None:
        """Put the terms of the next report at the end."""
        self._starts.add(len(self._ids))
        self._lengths.add(len(terms.ids))
        self._ids.extend(terms.ids)
        self._counts.extend(terms.counts)
        self._held[terms.ids] += 1
        self._logs[terms.ids] = np.log(self._held[terms.ids].astype(np.float32) + self._prior[terms.ids])

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Drop the reports where `mask` is false, and their part in the counts."""
        owners = np.repeat(mask, self._lengths.rows)
        self._ids.keep(owners)
        self._counts.keep(owners)
        self._lengths.keep(mask)
        lengths = self._lengths.rows.astype(np.int64)
        self._starts.keep(mask)
        self._starts.rows[:] = np.cumsum(lengths) - lengths
        self._held = np.bincount(self._ids.rows, minlength=len(self._prior)).astype(np.int32)
        self._logs = np.log(self._held.astype(np.float32) + self._prior)

    def of(self, serial: int) -> Terms:
        """Give back the terms of one report."""
        start, length = int(self._starts.rows[serial]), int(self._lengths.rows[serial])
        return Terms(self._ids.rows[start : start + length], self._counts.rows[start : start + length])

    def rarity(self, ids: NDArray[np.int32]) -> Floats:
        """Weight of terms by rarity, in nats."""
        return np.asarray(np.float32(math.log(len(self._starts) + self.PRIOR)) - self._logs.take(ids))

    def gathered(self, serials: Serials) -> tuple[NDArray[np.int64], Terms]:
        """Give the terms of many reports end to end, with the place in `serials` that each belongs to."""
        lengths = self._lengths.rows[serials].astype(np.int64)
        owners = np.repeat(np.arange(len(serials)), lengths)
        positions = np.arange(len(owners)) + np.repeat(
            self._starts.rows[serials] - np.cumsum(lengths) + lengths, lengths
        )
        return owners, Terms(self._ids.rows.take(positions), self._counts.rows.take(positions))

    def looked_up(self, ids: NDArray[np.int32], values: Floats | float, among: NDArray[np.int32]) -> Floats:
        """Give for each of `among` the value it has in `ids`, 0 for those that are not there."""
        self._scratch[ids] = values
        found = self._scratch.take(among)
        self._scratch[ids] = 0
        return np.asarray(found)


class Rings:
    """For each of many keys the last few serials put under it: an index whose cost does not grow with what it holds."""

    def __init__(self, keys: int, depth: int) -> None:
        self._table = np.full((keys, depth), -1, np.int32)
        self._counts = np.zeros(keys, np.int32)
        self._depth = depth

    def add(self, keys: NDArray[Any], serial: int) -> None:
        """Put a serial under distinct keys, dropping the oldest where a ring is full."""
        self._table[keys, self._counts[keys] % self._depth] = serial
        self._counts[keys] += 1

    def clear(self) -> None:
        """Empty all rings."""
        self._table[:] = -1
        self._counts[:] = 0

    def under(self, keys: NDArray[Any]) -> NDArray[np.int32]:
        """Serials under each key, shape (keys, depth), -1 where there is none."""
        return np.asarray(self._table[keys])

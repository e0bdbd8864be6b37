"""The clock in arrays: which hours a stretch of time crosses, and how much of each hour of the day was lived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY_SECONDS = 86_400.0
# 1 January 1970 was a Thursday; days of the week are numbered from Monday = 0.
_FIRST_WEEKDAY = 3
# Roundings of floating point: a moment this near to the next hour (in hours; 4 ms) stands in it.
_NEARLY = 1e-6


def days_of(moment: datetime) -> float:
    """Give a moment as days since 1970, UTC: the unit in which this room counts time."""
    return moment.timestamp() / DAY_SECONDS


def moment_of(days: float) -> datetime:
    """Give the moment that `days` since 1970 stand for."""
    return datetime.fromtimestamp(days * DAY_SECONDS, UTC)


@dataclass(frozen=True, slots=True)
class Course:
    """The clock hours that follow a moment, for n feeds: L stretches each, the first cut at the moment itself."""

    edges: Floats  # (n, L + 1): days since 1970
    hour: Ints  # (n, L): 0 to 23
    weekday: Ints  # (n, L): 0 = Monday

    @property
    def lengths(self) -> Floats:
        """Lengths of the stretches in days, (n, L)."""
        return np.diff(self.edges, axis=1)

    def until(self, ends: Floats) -> Floats:
        """Say how much of each stretch lies before `ends` (n,), in days, (n, L)."""
        return np.clip(ends[:, None] - self.edges[:, :-1], 0.0, self.lengths)


def course(starts: Floats, stretches: int) -> Course:
    """Lay out the clock hours that follow `starts` (n,), the first and shorter one included."""
    first = np.floor(starts * 24 + _NEARLY).astype(np.int64)
    numbers = first[:, None] + np.arange(stretches + 1)
    edges = numbers / 24.0
    edges[:, 0] = starts
    hours = numbers[:, :-1]
    return Course(edges, hours % 24, (hours // 24 + _FIRST_WEEKDAY) % 7)


def news_time(moments: Floats, hour_shape: Floats) -> Floats:
    """Bend the clock so that it runs as fast as news comes: a day stays a day, but its night is short.

    Without this, three hours of a Monday night would count as an eighth of a Monday and as a quiet one.
    """
    days = np.floor(moments)
    told = np.concatenate([[0.0], np.cumsum(hour_shape)]) / hour_shape.sum()
    return np.asarray(days + np.interp(moments - days, np.linspace(0, 1, len(told)), told), dtype=np.float64)


def lived(since: Floats, at: Floats, half_life: float, *, slots: int, period: float) -> Floats:
    """Say how long each slot of a cycle was watched between `since` and `at`, older time weighing less.

    (n, slots) in days. The cycle lasts `period` days and has `slots` equal parts: 24 hours of a day, or 7 days of a
    week. Time that lies one half-life (in days) back counts half; a slot's weight is taken at its middle.
    """
    width = period / slots
    offset = _FIRST_WEEKDAY if period > 1 else 0
    length = np.maximum(at - since, 0.0)[:, None]
    # How long ago each slot began, and how long ago it began when it was last over.
    begun = np.mod(at[:, None] + offset - np.arange(slots) * width, period)
    over = np.where(begun < width, begun + period, begun)
    now = np.where(begun < width, np.minimum(begun, length), 0.0)
    times = np.maximum(np.floor((length - over) / period) + 1, 0.0)
    cut = over + times * period
    oldest = np.clip(length - cut + width, 0.0, width)
    fade = 2 ** (-period / half_life)
    latest, gone = np.exp2(-(over - width / 2) / half_life), np.exp2(-times * period / half_life)
    return np.asarray(now + latest * (width * (1 - gone) / (1 - fade) + oldest * gone), dtype=np.float64)

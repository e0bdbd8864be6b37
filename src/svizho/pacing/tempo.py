"""What all feeds teach together, and the price of a poll at which the budget is just spent."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass

import numpy as np

from svizho.pacing.rhythm import HOURS, WEEKDAYS

# What is not known yet of all feeds: entries a day of the ordinary feed (the first guess of `Feed.per_day`).
FIRST_RATE = 12.0
# Shape of the gamma prior over rates: half an entry. Smaller than the spread of real feeds (lognormal with sigma 1.2 to
# 2) would fit, but what it costs to be wrong is flat from 0.3 to 1 (docs/decisions/pacing.md).
PRIOR_SHAPE = 0.5


@dataclass(frozen=True, slots=True)
class Tempo:
    """The rhythm common to all feeds, the price of a poll, and the account of the budget."""

    at: float = 0.0  # days since 1970 of the last reckoning; 0 = never
    hours: tuple[float, ...] = (1.0,) * HOURS  # how much is published in each hour of the day, mean 1
    week: tuple[float, ...] = (1.0,) * WEEKDAYS  # and on each day of the week
    rate: float = FIRST_RATE  # entries a day of the mean feed
    # Delay that one poll must save to be worth it, in entries times days: 12 entries a day are asked every hour.
    price: float = FIRST_RATE / (2 * HOURS**2)
    budget: float = 0.0  # polls a day
    planned: float = 0.0  # polls that the plan foresaw, decayed
    spent: float = 0.0  # polls that were made, decayed

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Tempo:
        """Read it again; the beginner's Tempo for anything that to_json cannot have written."""
        try:
            told = json.loads(text)
            hours, week = (tuple(map(float, told.pop(name))) for name in ("hours", "week"))
            found = cls(hours=hours, week=week, **{name: float(value) for name, value in told.items()})
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()
        numbers = (*hours, *week, found.at, found.rate, found.price, found.budget, found.planned, found.spent)
        sound = all(math.isfinite(number) and number >= 0 for number in numbers) and found.price > 0
        return found if sound and (len(hours), len(week)) == (HOURS, WEEKDAYS) else cls()

    @property
    def hour_shape(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The rhythm of the day as an array (24,)."""
        return np.array(self.hours, dtype=np.float64)

    @property
    def week_shape(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The rhythm of the week as an array (7,)."""
        return np.array(self.week, dtype=np.float64)

"""The simulated web: feeds with heavy-tailed rates, a rhythm of day and week, bursts and outages, all from one seed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Day 0 is a Monday; the numbers are days since 1970, as in svizho.pacing.
MONDAY = 4.0
HOURS = 24
# Spread of the rates (sigma of their logarithm): with it the optimum takes 0.44 of the delay of uniform polling.
SIGMA = 1.65
# News by hour of the day, UTC: a night, a morning rise, a flat working day, a falling evening.
DAY_CURVE = (3, 2, 2, 3, 5, 9, 14, 18, 20, 20, 19, 19, 18, 18, 18, 17, 16, 14, 12, 10, 9, 8, 6, 4)
# One feed in seven lives in another time zone.
ELSEWHERE = 1 / 7
# Bursts: so many a day for each feed, this long on the mean (in hours), so many times its rate.
BURSTS_A_DAY, BURST_HOURS, BURST_FACTORS = 0.25, 2.0, (3.0, 8.0)
# Outages: so many a day for each feed, this long on the mean (in hours).
OUTAGES_A_DAY, OUTAGE_HOURS = 0.05, 2.0
# What feeds list, and how often.
KEEPS, KEEPS_SHARES = (10, 20, 30, 50, 100), (0.3, 0.3, 0.15, 0.15, 0.1)


@dataclass(frozen=True, slots=True)
class World:
    """What happens in it: known to the simulator and, in part, to the clairvoyant."""

    per_day: Floats  # (n,) entries a day, long-run mean
    usual: Floats  # (n, days * 24) true rate in each hour, entries a day, bursts left out
    actual: Floats  # (n, days * 24) the same with bursts
    keeps: Ints  # (n,)
    post_feed: Ints  # (posts,) sorted by feed, then time
    post_time: Floats  # (posts,) days since the start
    outage_feed: Ints  # (outages,)
    outage_begin: Floats
    outage_end: Floats
    days: int

    def __len__(self) -> int:
        return len(self.per_day)


def read_rates(path: Path) -> tuple[Floats, Floats]:
    """Read JSON Lines {"feed", "per_day", "hours": [24 weights]}: rates (n,), and day shapes (n, 24) of mean 1."""
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rates = np.array([float(one["per_day"]) for one in told])
    shapes = np.array([one.get("hours") or [1.0] * HOURS for one in told], dtype=np.float64)
    sums = shapes.sum(axis=1, keepdims=True)
    return rates, np.where(sums > 0, shapes * HOURS / np.maximum(sums, 1e-12), 1.0)


def invented_rates(feeds: int, posts_a_day: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Invent rates (n,) and day shapes (n, 24): lognormal rates, one curve bent, moved and blurred for each feed."""
    rates = rng.lognormal(0.0, SIGMA, feeds)
    rates *= posts_a_day / rates.sum()
    curve = np.array(DAY_CURVE, dtype=np.float64)
    bent = (curve / curve.mean())[None, :] ** rng.uniform(0.5, 1.5, feeds)[:, None]
    zone = np.where(rng.random(feeds) < ELSEWHERE, rng.integers(-9, 10, feeds), 0)
    moved = bent[np.arange(feeds)[:, None], (np.arange(HOURS) + zone[:, None]) % HOURS]
    noise = rng.normal(0.0, 1.0, (feeds, HOURS))
    blur = (noise + np.roll(noise, 1, axis=1) + np.roll(noise, -1, axis=1)) / np.sqrt(3)
    shapes = moved * np.exp(0.25 * blur)
    return rates, shapes / shapes.mean(axis=1, keepdims=True)


def build(rates: Floats, shapes: Floats, days: int, rng: np.random.Generator) -> World:
    """Let it happen: bursts, entries, outages over so many days from a Monday on."""
    feeds, hours = len(rates), days * HOURS
    week = np.ones((feeds, 7))
    week[:, 5:] = rng.uniform(0.3, 1.0, feeds)[:, None]
    week /= week.mean(axis=1, keepdims=True)
    usual = rates[:, None] * np.tile(shapes, days) * np.repeat(week[:, np.arange(days) % 7], HOURS, axis=1)
    actual = usual * _bursts(feeds, hours, rng)
    counts = rng.poisson(actual / HOURS)
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    post_feed = cells // hours
    post_time = (cells % hours + rng.random(len(cells))) / HOURS
    order = np.lexsort((post_time, post_feed))
    begins = _moments(feeds, days, OUTAGES_A_DAY, rng)
    ends = begins[1] + rng.exponential(OUTAGE_HOURS / HOURS, len(begins[1]))
    keeps = rng.choice(KEEPS, size=feeds, p=KEEPS_SHARES)
    return World(rates, usual, actual, keeps, post_feed[order], post_time[order], begins[0], begins[1], ends, days)


def _moments(feeds: int, days: int, a_day: float, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Give the feeds and the moments of rare things, sorted by feed and time."""
    counts = rng.poisson(a_day * days, feeds)
    feed = np.repeat(np.arange(feeds), counts)
    time = rng.uniform(0, days, len(feed))
    order = np.lexsort((time, feed))
    return feed[order], time[order]


def _bursts(feeds: int, hours: int, rng: np.random.Generator) -> Floats:
    """Give by how much each hour of each feed is raised by bursts, (feeds, hours)."""
    feed, begin = _moments(feeds, hours // HOURS, BURSTS_A_DAY, rng)
    end = begin * HOURS + rng.exponential(BURST_HOURS, len(feed))
    factor = rng.uniform(*BURST_FACTORS, len(feed))
    raised = np.ones((feeds, hours))
    for one, first, last, times in zip(feed, begin * HOURS, end, factor, strict=True):
        for hour in range(int(first), min(int(np.ceil(last)), hours)):
            share = min(last, hour + 1) - max(first, hour)
            raised[one, hour] += (times - 1) * share
    return raised

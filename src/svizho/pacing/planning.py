"""The budget: at which price polls buy the most freshness, and when each feed is worth its next one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from svizho.pacing.hours import Floats, course, lived, news_time
from svizho.pacing.learning import BURST_FACTOR, BURST_SHARE, HALF_LIFE, Estimate, burst_later, estimate
from svizho.pacing.rhythm import HOURS, WEEKDAYS, Rhythms
from svizho.pacing.tempo import Tempo

# The common shapes begin flat, worth so many entries in each slot.
_FLAT = 2.0
# The account of polls planned and made forgets half in half a day.
_ACCOUNT_HALF_LIFE = 0.5
# Until so much of a day's budget was spent, the account is not believed.
_STEADY = 0.03
# A plan that is out by more than this is wrong about something else than arithmetic.
_MOST_CORRECTION = 2.0
# A poll is due at the latest when a list is expected to be half full of what we have not seen.
FULL_AT = 0.5
# The budget that is found by itself: minutes between two polls of a feed on the mean, and polls a minute at most.
OWN_GAP_MINUTES, MOST_OWN_BUDGET = 10.0, 600.0
# Prices are looked for between these, in entries times days: from all feeds at their fastest to all at their slowest.
_PRICES = (1e-9, 1e6)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest time between two polls of a feed, in days."""

    fastest: float
    slowest: float


def polls_a_day(believed: Estimate, weights: Floats, price: float) -> Floats:
    """Give how often each feed is worth a poll when it publishes at its mean rate, (n,).

    A feed of rate r polled every t days makes r t^2 / 2 entry-days of delay a round, and costs one poll: the sum is
    least where t = sqrt(2 price / (w r)), so polls go with the square root of the rate (Cho and Garcia-Molina 2003
    for the method of multipliers; for delay in place of staleness it has this closed form).
    """
    return np.sqrt(weights * believed.rate / (2 * price))


def least_gaps(rhythms: Rhythms, bounds: Bounds) -> Floats:
    """Give the time that must pass between two polls of each feed: politeness, the publisher's wish, failures."""
    return np.minimum(np.maximum(bounds.fastest * (1 + rhythms.failures), rhythms.wait), bounds.slowest)


def gaps(rhythms: Rhythms, tempo: Tempo, weights: Floats, now: Floats, bounds: Bounds) -> Floats:
    """Say how long to wait from `now` (n,) until the next poll of each feed, in days, (n,).

    That is when the next poll is worth its price, later after failures (in a line), sooner where the feed's list would
    be half full of what we have not seen, and within the bounds and the publisher's wish.
    """
    return Outlook(rhythms, tempo, now, bounds).gaps(weights)


class Outlook:
    """What n feeds are expected to publish in the hours to come, and what polls of it are worth."""

    def __init__(self, rhythms: Rhythms, tempo: Tempo, now: Floats, bounds: Bounds) -> None:
        self.believed = estimate(rhythms, tempo)
        self._rhythms, self._price, self._bounds = rhythms, tempo.price, bounds
        way = course(now, int(np.ceil(bounds.slowest * HOURS)) + 1)
        self.edges = way.edges
        middle = (way.edges[:, 1:] + way.edges[:, :-1]) / 2 - now[:, None]
        later = burst_later(rhythms.burst[:, None], middle)
        raised = (1 + (BURST_FACTOR - 1) * later) / (1 + (BURST_FACTOR - 1) * BURST_SHARE)
        self.relative = self.believed.course(way) * raised

    def worth(self, weights: Floats) -> Floats:
        """Say after how many days the next poll of each feed is worth its price, (n,); inf for not in these hours.

        The density sqrt(w rate(t) / 2 price) is added up along the hours; a poll is worth it where that comes to one.
        """
        density = polls_a_day(self.believed, weights, self._price)[:, None] * np.sqrt(self.relative)
        return _reach(self.edges, density, np.ones(len(weights)))

    def gaps(self, weights: Floats) -> Floats:
        """Say how long to wait until the next poll of each feed, in days, (n,)."""
        full = np.where(self._rhythms.keeps > 0, self._rhythms.keeps * FULL_AT, np.inf)
        wanted = np.minimum(self.worth(weights) * (1 + self._rhythms.failures), self.until(full))
        return np.clip(wanted, least_gaps(self._rhythms, self._bounds), self._bounds.slowest)

    def until(self, entries: Floats) -> Floats:
        """Say when so many entries (n,) are expected to have come."""
        return _reach(self.edges, self.believed.rate[:, None] * self.relative, entries)


def _reach(edges: Floats, density: Floats, level: Floats) -> Floats:
    """Say how long it takes until the integral of a density over the stretches reaches a level; inf if never."""
    pieces = density * np.diff(edges, axis=1)
    sums = np.cumsum(pieces, axis=1)
    index = (sums < level[:, None]).sum(axis=1)
    last = np.minimum(index, sums.shape[1] - 1)
    rows = np.arange(len(level))
    missing = sums[rows, last] - level
    reached = edges[rows, last + 1] - np.where(np.isfinite(missing), missing, 0.0) / np.maximum(
        density[rows, last], 1e-12
    )
    return np.where(index < sums.shape[1], reached - edges[:, 0], np.inf)


def reckon(
    rhythms: Rhythms, tempo: Tempo, *, weights: Floats, now: float, budget: float, bounds: Bounds, spent: float
) -> Tempo:
    """Reckon anew what all feeds have in common and what a poll must be worth, for a budget of polls a day.

    `spent` is the number of polls made since the last reckoning; plans that were too small or too large are
    corrected by what was really spent.
    """
    if not len(rhythms):
        return replace(tempo, at=now, budget=budget)
    elapsed = max(now - tempo.at, 0.0) if tempo.at else 0.0
    common = replace(_common(rhythms, tempo), at=now, budget=budget)
    fade = 2 ** (-elapsed / _ACCOUNT_HALF_LIFE)
    foreseen = _Plan(rhythms, tempo, weights, bounds, tempo.at, elapsed).polls(tempo.price) if elapsed else 0.0
    planned, made = tempo.planned * fade + foreseen, tempo.spent * fade + (spent if elapsed else 0.0)
    steady = budget * _STEADY  # counts as if the plan had been right so far: no jumps from few polls
    correction = float(np.clip((planned + steady) / (made + steady), 1 / _MOST_CORRECTION, _MOST_CORRECTION))
    plan = _Plan(rhythms, common, weights, bounds, now, 1.0)
    return replace(common, price=_price(plan, budget * correction), planned=planned, spent=made)


def _common(rhythms: Rhythms, tempo: Tempo) -> Tempo:
    """Pool all feeds: the mean rate, the hours of the day, the days of the week.

    A feed counts in the shapes by about the square root of its entries, as it counts in what polls can gain.
    """
    hours_watched = lived(rhythms.since, rhythms.at, HALF_LIFE, slots=HOURS, period=1.0)
    begin, end = news_time(rhythms.since, tempo.hour_shape), news_time(rhythms.at, tempo.hour_shape)
    days_watched = lived(begin, end, HALF_LIFE, slots=WEEKDAYS, period=7.0)
    seen = rhythms.hours.sum(axis=1)
    watched = hours_watched @ tempo.hour_shape
    rate = (tempo.rate + seen.sum()) / (1 + watched.sum())
    return replace(
        tempo,
        rate=float(rate),
        hours=_pooled(rhythms.hours, hours_watched, tempo.hour_shape, seen),
        week=_pooled(rhythms.week, days_watched, tempo.week_shape, seen),
    )


def _pooled(counts: Floats, watched: Floats, shape: Floats, seen: Floats) -> tuple[float, ...]:
    weights = 1 / np.sqrt(1 + seen)
    usual = seen / np.maximum(watched @ shape, 1e-9)
    expected = (weights * usual) @ watched
    found = (_FLAT + weights @ counts) / (_FLAT + expected)
    return tuple((found / found.mean()).tolist())


class _Plan:
    """How many polls a price would buy from a moment on."""

    def __init__(
        self, rhythms: Rhythms, tempo: Tempo, weights: Floats, bounds: Bounds, begin: float, days: float
    ) -> None:
        believed = estimate(rhythms, tempo)
        starts = np.full(len(rhythms), begin)
        way = course(starts, int(np.ceil(min(days, 1.0) * HOURS)) + 1)
        self.root = np.sqrt(weights * believed.rate / 2)[:, None] * np.sqrt(believed.course(way))
        self.lengths = way.until(starts + min(days, 1.0)) * (days / min(days, 1.0))
        self.slower = (1 + rhythms.failures)[:, None]
        self.least = 1 / bounds.slowest
        self.most = 1 / least_gaps(rhythms, bounds)[:, None]

    def polls(self, price: float) -> float:
        """Count the polls."""
        return float((np.clip(self.root / (np.sqrt(price) * self.slower), self.least, self.most) * self.lengths).sum())


def _price(plan: _Plan, budget: float) -> float:
    """Find the price at which the plan costs the budget, by halving its logarithm; within 1e-4."""
    low, high = _PRICES
    while high / low > 1 + 1e-4:
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if plan.polls(middle) > budget else (low, middle)
    return float(np.sqrt(low * high))


def bounds_of(*, fastest_minutes: float, slowest_hours: float) -> Bounds:
    """Give the bounds in this room's unit, the slowest capped at a day: dead feeds come back (DESIGN section 6.6)."""
    return Bounds(fastest_minutes / 1440, min(slowest_hours / HOURS, 1.0))


def own_budget(feeds: int) -> float:
    """Size the budget by the number of feeds, in polls a minute: each every ten minutes on the mean, up to 600.

    Ten minutes is how often Europe Media Monitor renews itself; 600 a minute is a tenth of what one machine polls.
    """
    return min(feeds / OWN_GAP_MINUTES, MOST_OWN_BUDGET)

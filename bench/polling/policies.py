"""The policies that are compared: uniform, Miniflux's, Media Cloud's, ours, and the clairvoyant."""

from __future__ import annotations

import numpy as np

from bench.polling.clock import RECKONING, NDBools
from bench.polling.world import HOURS, MONDAY, Floats, Ints, World
from svizho.pacing import Bounds, Tempo, gaps, learn, new_rhythms, reckon

BOUNDS = Bounds(fastest=2 / 1440, slowest=1.0)


class Uniform:
    """Every feed equally often."""

    name = "uniform"

    def __init__(self, feeds: int, budget: float) -> None:
        self.gap = feeds / budget

    def first(self, feeds: int) -> Floats:
        """Spread the first polls over one gap."""
        return np.full(feeds, self.gap)

    def polled(self, feeds: Ints, at: Floats, found: Ints, listed: Ints, failed: NDBools) -> Floats:
        """Say when to poll again."""
        return at + self.gap

    def reckon(self, at: float, spent: int) -> None:
        """Take note of the account."""
        return


class _Stretched:
    """A rule without a budget: its gaps are stretched, all alike, until it spends the budget."""

    def __init__(self, budget: float) -> None:
        self.budget = budget
        self.stretch = 1.0
        self.total = 0

    def reckon(self, at: float, spent: int) -> None:
        """Take note of the account."""
        self.total += spent
        if at <= 0:
            return
        hourly = spent / (self.budget * RECKONING)
        overall = (self.total - self.budget * at) / self.budget
        self.stretch *= float(np.clip(hourly, 0.5, 2.0) ** 0.3 * np.exp(np.clip(overall, -0.1, 0.1)))


class Miniflux(_Stretched):
    """`entry_frequency`: a week by the entries of a week, from 5 minutes to 24 hours; here it knows the true number.

    `ScheduleNextCheck` in internal/model/feed.go, with the defaults of internal/config/options.go.
    """

    name = "Miniflux"

    def __init__(self, world: World, budget: float) -> None:
        super().__init__(budget)
        weekly = np.ceil(world.per_day * 7)
        self.rule = np.where(weekly > 0, np.clip(7 / np.maximum(weekly, 1), 5 / 1440, 1.0), 1.0)
        self.stretch = float((1 / self.rule).sum() / budget)

    def first(self, feeds: int) -> Floats:
        """Spread the first polls over one gap."""
        return self.rule * self.stretch

    def polled(self, feeds: Ints, at: Floats, found: Ints, listed: Ints, failed: NDBools) -> Floats:
        """Say when to poll again."""
        return at + np.maximum(self.rule[feeds] * self.stretch, 1 / 1440)


class MediaCloud(_Stretched):
    """The share of duplicates: over 67 % of known entries adds 10 minutes, under 33 % takes an hour off.

    `_check_auto_adjust` in fetcher/tasks.py of mediacloud/rss-fetcher with the defaults of fetcher/config.py: 6 hours
    to begin with, 10 minutes to 24 hours, back to 6 hours at once from longer ones; unchanged counts as 101 %.
    """

    name = "Media Cloud"

    def __init__(self, feeds: int, budget: float) -> None:
        super().__init__(budget)
        self.minutes = np.full(feeds, 360.0)
        self.stretch = feeds * 4 / budget

    def first(self, feeds: int) -> Floats:
        """Spread the first polls over one gap."""
        return self.minutes / 1440 * self.stretch

    def polled(self, feeds: Ints, at: Floats, found: Ints, listed: Ints, failed: NDBools) -> Floats:
        """Say when to poll again."""
        known = np.where(found == 0, 101.0, 100.0 * (listed - found) / listed)
        now = self.minutes[feeds]
        shorter = np.where(now > 360, 360.0, np.maximum(now - 60, 10.0))
        adjusted = np.where(known >= 67, np.minimum(now + 10, 1440.0), np.where(known < 33, shorter, now))
        self.minutes[feeds] = np.where(failed, now, adjusted)
        return at + self.minutes[feeds] / 1440 * self.stretch


class Clairvoyant:
    """Polls with the density sqrt(rate) of the true rate in each hour, at the price that spends each day's budget."""

    def __init__(self, name: str, rates: Floats, budget: float) -> None:
        self.name = name
        days = rates.shape[1] // HOURS
        density = np.sqrt(rates)
        daily = density.reshape(len(rates), days, HOURS).sum(axis=(0, 2)) / HOURS
        density = density * np.repeat(budget / daily, HOURS)
        self.expected = (rates / 2 / np.maximum(density, 1e-12)).reshape(len(rates), days, HOURS).sum(axis=(0, 2))
        self.expected *= 1440 / rates.reshape(len(rates), days, HOURS).sum(axis=(0, 2))
        density = np.maximum(density, 1 / BOUNDS.slowest)
        self.sums = np.concatenate([np.zeros((len(rates), 1)), np.cumsum(density / HOURS, axis=1)], axis=1)
        self.density = density

    def first(self, feeds: int) -> Floats:
        """Spread the first polls over one gap."""
        return self._next(np.arange(feeds), np.zeros(feeds))

    def polled(self, feeds: Ints, at: Floats, found: Ints, listed: Ints, failed: NDBools) -> Floats:
        """Say when to poll again."""
        return self._next(feeds, at)

    def reckon(self, at: float, spent: int) -> None:
        """Take note of the account."""
        return

    def _next(self, feeds: Ints, at: Floats) -> Floats:
        last = self.density.shape[1] - 1
        hour = np.minimum((at * HOURS).astype(np.int64), last)
        level = self.sums[feeds, hour] + (at - hour / HOURS) * self.density[feeds, hour] + 1
        index = np.minimum((self.sums[feeds] <= level[:, None]).sum(axis=1) - 1, last)
        then = index / HOURS + (level - self.sums[feeds, index]) / self.density[feeds, index]
        return np.asarray(np.maximum(then, at + BOUNDS.fastest), dtype=np.float64)


class Ours:
    """svizho.pacing itself, from a cold start."""

    name = "Svizho"

    def __init__(self, feeds: int, budget: float) -> None:
        self.budget = budget
        self.rhythms = new_rhythms(feeds, MONDAY)
        self.known = np.zeros(feeds, dtype=bool)
        self.weights = np.ones(feeds)
        self.tempo = Tempo()

    def first(self, feeds: int) -> Floats:
        """Spread the first polls over one gap."""
        return np.full(feeds, feeds / self.budget)

    def polled(self, feeds: Ints, at: Floats, found: Ints, listed: Ints, failed: NDBools) -> Floats:
        """Say when to poll again."""
        now = MONDAY + at
        before = self.rhythms.take(feeds)
        learned = learn(before, self.tempo, found=found.astype(float), keeps=listed.astype(float), now=now)
        begun = self.known[feeds]
        after = learned.where(~failed & begun, before)
        after.since[:] = np.where(~failed & ~begun, now, after.since)
        after.at[:] = np.where(~failed, now, after.at)
        after.failures[:] = np.where(failed, before.failures + 1, 0.0)
        self.known[feeds] |= ~failed
        self.rhythms.put(feeds, after)
        return at + gaps(after, self.tempo, self.weights[feeds], now, BOUNDS)

    def reckon(self, at: float, spent: int) -> None:
        """Take note of the account."""
        self.tempo = reckon(
            self.rhythms,
            self.tempo,
            weights=self.weights,
            now=MONDAY + at,
            budget=self.budget,
            bounds=BOUNDS,
            spent=spent,
        )

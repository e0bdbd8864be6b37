"""The tempo of polling: reckoned anew every few minutes from the rhythms of all feeds and the owner's budget."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from svizho.hubs.queries import missed_shares
from svizho.pacing import Bounds, Rhythm, Rhythms, Tempo, bounds_of, days_of, own_budget, reckon
from svizho.sources.beat import PacedFeed, kept_tempo, paced_feeds, reckoning
from svizho.steps.workbench import Workbench

# The rhythm of the day moves in hours; ten minutes keep the account of the budget close.
RECKONED_EVERY = timedelta(minutes=10)
# No source weighs less than this in polling, whatever it weighs in ranking: else its feed would never be worth a poll.
LEAST_WEIGHT = 0.05


def bounds_set(bench: Workbench) -> Bounds:
    """Give the bounds that the owner set."""
    pacing = bench.settings.pacing
    return bounds_of(fastest_minutes=pacing.fastest_minutes, slowest_hours=pacing.slowest_hours)


def ping_floor(bench: Workbench) -> timedelta:
    """Give the shortest time between two polls that the owner allows; pings are held to it, or to one of their own."""
    return timedelta(days=bounds_set(bench).fastest)


def current_tempo(bench: Workbench) -> Tempo:
    """Give the tempo of all polling, reckoned anew when that is due."""
    now = bench.now()
    with reckoning(now=now, every=RECKONED_EVERY) as taken:
        if taken is not None:
            feeds, left = paced_feeds(), missed_shares()
            tempo = reckon(
                Rhythms.of([_rhythm(feed, days_of(now)) for feed in feeds]),
                Tempo.from_json(taken.tempo),
                # What hubs push is not left to polls, so the budget is spent on the other feeds.
                weights=np.array([weight_of(feed.weight) * left.get(feed.feed, 1.0) for feed in feeds]),
                now=days_of(now),
                budget=_budget(bench, len(feeds)) * 1440,
                bounds=bounds_set(bench),
                spent=taken.polls,
            )
            taken.keep = tempo.to_json()
            return tempo
    return Tempo.from_json(kept_tempo())


def weight_of(weight: float) -> float:
    """Give what a source weighs in polling."""
    return max(weight, LEAST_WEIGHT)


def _budget(bench: Workbench, feeds: int) -> float:
    """Give the polls a minute that the owner set, or that the number of feeds asks for."""
    return bench.settings.pacing.budget_per_minute or own_budget(feeds)


def _rhythm(feed: PacedFeed, now: float) -> Rhythm:
    """Read a feed's memory; a feed that was never read counts as one that begins now."""
    known = Rhythm.from_json(feed.rhythm) or Rhythm(since=now, at=now)
    return known.with_failures(feed.failures)

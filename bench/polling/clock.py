"""Virtual time: feeds are polled when a policy says so, and every entry's delay is counted afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bench.polling.world import Floats, Ints, World

# Polls of two minutes are handled together (each at its own moment); none may poll a feed twice within them.
STEP = 2 / 1440
# Policies look at the account of the budget so often.
RECKONING = 1 / 24

NDBools = NDArray[np.bool_]


class Policy(Protocol):
    """What is compared: it sees what polls find, never the world."""

    name: str

    def first(self, feeds: int) -> Floats:
        """Say how long each feed waits for its first poll at most, in days; the polls are spread over it."""
        ...

    def polled(self, feeds: Ints, at: Floats, found: Ints, listed: Ints, failed: NDBools) -> Floats:
        """Say when to poll these feeds again; `found` new entries among `listed`, or the poll failed."""
        ...

    def reckon(self, at: float, spent: int) -> None:
        """Learn how many polls were made since the last reckoning."""
        ...


@dataclass(frozen=True, slots=True)
class Polls:
    """All polls of a run, sorted by feed and time."""

    feed: Ints
    at: Floats
    good: NDBools


class _Web:
    """Answers polls out of the world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stride = world.days + 10.0
        self.keys = world.post_feed * self.stride + world.post_time
        self.outages = world.outage_feed * self.stride + world.outage_begin
        self.firsts = np.searchsorted(self.keys, np.arange(len(world)) * self.stride)
        self.ends = np.append(world.outage_end, 0.0)
        self.seen = self.firsts.copy()
        self.begun = np.zeros(len(world), dtype=bool)

    def out(self, feeds: Ints, at: Floats) -> NDBools:
        """Say which feeds do not answer."""
        index = np.searchsorted(self.outages, feeds * self.stride + at) - 1
        same = (index >= 0) & (np.append(self.world.outage_feed, -1)[index] == feeds)
        return np.asarray(same & (self.ends[index] > at))

    def look(self, feeds: Ints, at: Floats, failed: NDBools) -> tuple[Ints, Ints]:
        """Give the new entries that the lists show, and their lengths."""
        upto = np.searchsorted(self.keys, feeds * self.stride + at)
        listed = self.world.keeps[feeds]
        found = np.where(failed, 0, np.minimum(upto - self.seen[feeds], listed))
        self.seen[feeds] = np.where(failed, self.seen[feeds], upto)
        return found, listed


def run(world: World, policy: Policy, rng: np.random.Generator) -> Polls:
    """Run a policy through the world."""
    web = _Web(world)
    due = policy.first(len(world)) * rng.random(len(world))
    log: list[tuple[Ints, Floats, NDBools]] = []
    spent, reckoned = 0, 0
    for step in range(int(world.days / STEP)):
        begin = step * STEP
        if begin >= reckoned * RECKONING - 1e-9:
            policy.reckon(begin, spent)
            spent, reckoned = 0, reckoned + 1
        feeds = np.flatnonzero(due < begin + STEP)
        if not len(feeds):
            continue
        at = np.maximum(due[feeds], begin)
        failed = web.out(feeds, at)
        found, listed = web.look(feeds, at, failed)
        due[feeds] = np.maximum(policy.polled(feeds, at, found, listed, failed), begin + STEP)
        log.append((feeds, at, failed))
        spent += len(feeds)
    feed, at, failed = (np.concatenate([entry[part] for entry in log]) for part in range(3))
    order = np.lexsort((at, feed))
    return Polls(feed[order], at[order], ~failed[order])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy came to on one day."""

    requests: int
    mean: float  # minutes from publication to sighting
    p95: float
    missed: int  # entries pushed out of their list before a poll came
    entries: int


def outcome(world: World, polls: Polls, day: int) -> Outcome:
    """Count the delays of what was published on a day (0 = the first).

    An entry is sighted at the next good poll of its feed, and counted as missed too when the list was too short by
    then. What is never sighted before the end counts until the end.
    """
    stride = world.days + 10.0
    good_feed, good_at = polls.feed[polls.good], polls.at[polls.good]
    keys = good_feed * stride + good_at
    index = np.searchsorted(keys, world.post_feed * stride + world.post_time)
    known = (index < len(keys)) & (np.append(good_feed, -1)[index] == world.post_feed)
    sighted = np.where(known, np.append(good_at, 0.0)[index], float(world.days))
    later = np.searchsorted(world.post_feed * stride + world.post_time, world.post_feed * stride + sighted)
    pushed = known & (later - np.arange(len(sighted)) > world.keeps[world.post_feed])
    today = (world.post_time >= day) & (world.post_time < day + 1)
    delays = (sighted - world.post_time)[today] * 1440
    requests = int(((polls.at >= day) & (polls.at < day + 1)).sum())
    return Outcome(
        requests, float(delays.mean()), float(np.quantile(delays, 0.95)), int(pushed[today].sum()), len(delays)
    )

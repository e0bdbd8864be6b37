"""Cost of placing a report among 1,000 and among 100,000 active ones, vectors given, on one core.

`python -m bench.place` prints milliseconds of processor time a report, reports a second, memory, and the ratio.
The stream is invented: events with names of their own, told by 1 to 12 reports of 40 words with common words by Zipf's
law, unit vectors scattered about a direction per event. No labelled news is needed.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402 - one thread must be asked for first

from svizho.grouping import Decision, Grouper, Reason, Report  # noqa: E402

START = datetime(2026, 11, 1, tzinfo=UTC)
SIZE = 384
SYLLABLES = ("ka", "ro", "mi", "ten", "lu", "sa", "vor", "ne", "shi", "dal", "po", "rik", "zu", "bel", "ma")


@dataclass(frozen=True, slots=True)
class Event:
    """What the reports of one event have in common."""

    number: int
    names: tuple[str, ...]
    words: tuple[str, ...]


class Newswire:
    """Invented reports, always the same for a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = np.random.default_rng(seed)
        self._vocabulary = [self._word() for _ in range(30_000)]
        self._count = 0

    def _word(self) -> str:
        return "".join(self._random.choice(SYLLABLES, self._random.integers(2, 5)))

    def event(self, hours: float) -> list[tuple[float, Event]]:
        """Make an event with the hours at which it is reported."""
        random = self._random
        self._count += 1
        names = tuple(self._word().capitalize() for _ in range(4))
        event = Event(self._count, names, tuple(self._word() for _ in range(12)))
        return [(hours + float(random.exponential(6)), event) for _ in range(_told(random))]

    def stream(self, count: int, hours: float) -> Iterator[Report]:
        """Give `count` reports spread over `hours` in order of time, each made when it is asked for."""
        told: list[tuple[float, Event]] = []
        while len(told) < count:
            told.extend(self.event(float(self._random.uniform(0, hours))))
        for number, (at, event) in enumerate(sorted(told[:count], key=lambda one: one[0])):
            yield self._report(f"r{number}", event, at)

    def _report(self, name: str, event: Event, hours: float) -> Report:
        random = self._random
        common = [self._vocabulary[min(rank, 29_999)] for rank in random.zipf(1.3, 26)]
        words = [
            *common,
            *random.choice(event.words, 10),
            *random.choice(event.names, 4),
            str(random.integers(10, 999)),
        ]
        random.shuffle(words)
        direction = np.random.default_rng(event.number).standard_normal(SIZE)
        rows = direction + random.standard_normal((2, SIZE))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        title, lead = rows.astype(np.float32)
        return Report(
            name, "en", START + timedelta(hours=hours), f"source{random.integers(300)}.example",
            " ".join([event.names[0], *words[:9]]), " ".join(words), title, lead,
        )  # fmt: skip


def _told(random: np.random.Generator) -> int:
    return int(min(1 + random.exponential(2.0), 12))


def measure(active: int, placed: int) -> tuple[float, float]:
    """Fill a grouper with `active` reports and place `placed` more; gives ms of processor time each, and megabytes."""
    reports = Newswire().stream(active + placed, hours=60)
    grouper = Grouper()
    for report in islice(reports, active):
        grouper.restore(report, Decision(report.id, None, 1.0, Reason("first")))
    spent = 0.0
    for report in reports:
        start = time.process_time()
        grouper.place(report)
        spent += time.process_time() - start
    return spent / placed * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--active", type=int, nargs="*", default=[1_000, 100_000])
    parser.add_argument("--placed", type=int, default=1_000)
    options = parser.parse_args()
    first = 0.0
    print(f"{'active':>8} {'ms each':>8} {'a second':>9} {'MB':>6} {'ratio':>6}")
    for active in options.active:
        spent, megabytes = measure(active, options.placed)
        first = first or spent
        print(f"{active:>8} {spent:>8.2f} {1000 / spent:>9.0f} {megabytes:>6.0f} {spent / first:>6.2f}", flush=True)


if __name__ == "__main__":
    main()

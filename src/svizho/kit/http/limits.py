"""Manners towards hosts: so many at once, a pause between, and staying away when asked to."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# DESIGN section 6.6: Retry-After is obeyed, but never beyond a day.
LONGEST_WAIT = 86_400.0
# A 429 need not say for how long (RFC 6585, section 4); a minute is our own guess.
UNSAID_WAIT = 60.0
# Hosts remembered at most; the longest unused are forgotten first.
MOST_HOSTS = 10_000


def parse_retry_after(value: str, *, now: datetime) -> float | None:
    """Read a Retry-After header (seconds or date) as seconds from now, 0 to a day; None if unreadable."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT)


class StayAway:
    """Remembers which hosts asked us to wait, and until when (seconds of a monotonic clock)."""

    def __init__(self) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()

    def note(self, host: str, wait: float, *, now: float) -> None:
        """Remember that a host wants no requests for `wait` seconds; a longer wait already asked stands."""
        until = max(now + min(wait, LONGEST_WAIT), self._until.get(host, 0.0))
        self._until[host] = until
        self._until.move_to_end(host)
        while len(self._until) > MOST_HOSTS:
            self._until.popitem(last=False)

    def left(self, host: str, *, now: float) -> float:
        """Say how many seconds are left to wait for a host, 0 when it may be asked."""
        left = self._until.get(host, 0.0) - now
        if left <= 0:
            self._until.pop(host, None)
        return max(left, 0.0)


@dataclass(slots=True)
class _Lane:
    slots: asyncio.Semaphore
    next_start: float = 0.0
    users: int = field(default=0)


class HostGate:
    """Lets requests through in turn: a host's `per_host` at a time, `pause` seconds apart; `total` in all.

    Lives in one event loop. `clock` is that loop's monotonic time, in seconds.
    """

    def __init__(self, *, per_host: int, pause: float, total: int, clock: Callable[[], float]) -> None:
        self._per_host = per_host
        self._pause = pause
        self._total = asyncio.Semaphore(total)
        self._clock = clock
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, host: str | None, *, pause: float = 0.0) -> AsyncIterator[None]:
        """Wait for one's turn at a host and hold it; None is an open address, which knows no turns.

        `pause` (seconds) is what the host itself asks for between requests (Crawl-delay), if more than ours.
        """
        if host is None:
            async with self._total:
                yield
            return
        lane = self._lane(host)
        lane.users += 1
        try:
            async with lane.slots:
                await self._wait_for_pause(lane, max(pause, self._pause))
                async with self._total:
                    yield
        finally:
            lane.users -= 1

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            if len(self._lanes) >= MOST_HOSTS:
                self._forget_idle()
            lane = self._lanes[host] = _Lane(asyncio.Semaphore(self._per_host))
        return lane

    def _forget_idle(self) -> None:
        now = self._clock()
        for host in [host for host, lane in self._lanes.items() if not lane.users and lane.next_start <= now]:
            del self._lanes[host]

    async def _wait_for_pause(self, lane: _Lane, pause: float) -> None:
        now = self._clock()
        start = max(now, lane.next_start)
        lane.next_start = start + pause
        if start > now:
            await asyncio.sleep(start - now)

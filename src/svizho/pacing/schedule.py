"""The next moment to ask a feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

DAY = timedelta(days=1)
# Two minutes is as fast as a polite reader of a busy news agency asks; a dead feed is looked at once a day,
# since dead feeds come back (DESIGN section 6.6).
FASTEST = timedelta(minutes=2)
SLOWEST = DAY
# A feed that never published anything is asked as if it wrote one entry in two days.
LEAST_PER_DAY = 0.5


def next_poll_at(
    now: datetime,
    *,
    per_day: float,
    failures: float = 0,
    wait: timedelta = timedelta(0),
    skip_hours: frozenset[int] = frozenset(),
    skip_days: frozenset[int] = frozenset(),
    usual: timedelta | None = None,
    slowest: timedelta = SLOWEST,
) -> datetime:
    """Say when to ask a feed again: after its `usual` time, slower after failures.

    Without a plan for all feeds (`svizho.pacing.decide`) the usual time is half of that between two entries.
    Backing off is linear: doubling turns one bad afternoon into a lost week. A publisher who asks us to wait
    (Retry-After, max-age, ttl) is obeyed, but never beyond a day or `slowest`. Hours (0-23) and days (0 = Monday)
    that the feed asks to be left alone in are GMT, and are passed over as long as that takes no more than a day.
    """
    if usual is None:
        usual = min(max(DAY / (2 * max(per_day, LEAST_PER_DAY)), FASTEST), SLOWEST)
    # A float beyond any bound would not fit into a timedelta.
    factor = 1 + min(max(failures, 0.0), SLOWEST / FASTEST)
    later = now + min(max(usual * factor, wait), slowest, SLOWEST)
    return _passed_over(later, now + SLOWEST, skip_hours, skip_days)


def _passed_over(moment: datetime, latest: datetime, hours: frozenset[int], days: frozenset[int]) -> datetime:
    """Move to the beginning of the next hour that is not skipped; give up at `latest`."""
    found = moment
    while found < latest:
        there = found.astimezone(UTC)
        if there.hour not in hours and there.weekday() not in days:
            return found
        found = there.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return max(moment, latest) if found > moment else moment

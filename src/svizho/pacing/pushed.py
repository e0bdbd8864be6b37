"""What pushes change about polls: how much a hub misses, how soon a ping is followed, when a lease is renewed."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

# A hub that nobody knows yet is believed to miss one entry in five, as if that had been seen once.
_PRIOR_MISSED, _PRIOR_ALL = 1.0, 5.0
# No hub is believed to miss less: polls look after the best of them at a twentieth of their usual number.
_LEAST_MISSED = 1 / 400

# Between two polls of a feed that pings ask for; an owner who polls faster than that anyway is asked no more patience.
PING_PAUSE = timedelta(seconds=30)

# A lease is renewed when between a tenth and three tenths of it are left, so that a hub is not asked for all at once.
_LEFT_LEAST, _LEFT_MOST = 0.1, 0.3


def missed_share(*, delivered: float, missed: float) -> float:
    """Give the share of a feed's entries that its hub is believed to miss, in (0, 1].

    A push observes everything that it delivers, so polls need find only the rest: a feed of rate r whose hub misses the
    share m is to polls a feed of rate m r (Kolobov et al. 2019, "Staying up to date with online content changes using
    reinforcement learning for scheduling", where pushes are complete observations).
    """
    return max((missed + _PRIOR_MISSED) / (delivered + missed + _PRIOR_ALL), _LEAST_MISSED)


def sooner_at(
    now: datetime,
    *,
    planned: datetime,
    polled_at: datetime | None,
    failures: float = 0,
    fastest: timedelta = PING_PAUSE,
) -> datetime:
    """Say when a feed is polled after somebody said that it has something new: never later than planned.

    It is asked at once, unless it was asked less than PING_PAUSE ago (or `fastest`, where that is shorter), times one
    more than its failures in a row: whoever pings cannot make us hammer a publisher.
    """
    pause = min(PING_PAUSE, fastest) * (1 + failures)
    return min(planned, max(now, polled_at + pause) if polled_at else now)


def renewal_at(begun: datetime, lease: timedelta, token: str) -> datetime:
    """Say when to ask for a lease anew: in its last 30 to 10 %, at a place that the token alone decides."""
    drawn = int.from_bytes(hashlib.sha256(token.encode()).digest()[:4], "big") / 2**32
    return begun + lease * (1 - _LEFT_MOST + drawn * (_LEFT_MOST - _LEFT_LEAST))

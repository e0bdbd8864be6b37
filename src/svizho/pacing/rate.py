"""How often a feed publishes, learned from what each look at it finds."""

from __future__ import annotations

import math
from datetime import timedelta

# What was seen three days ago weighs half of what is seen now: a weekend is noticed, one quiet hour is not.
HALF_LIFE = timedelta(days=3)
# No source of news writes more; a feed whose ids change at every look would claim it (DESIGN section 6.8).
MOST_PER_DAY = 2_000.0


def learned_rate(per_day: float, *, new_entries: int, since: timedelta) -> float:
    """Give the new estimate of entries a day after `new_entries` were found in the time `since` the last look.

    An exponentially decayed mean of the rate with HALF_LIFE, exact for any spacing of the looks: looking twice
    in an hour or once gives the same. Never negative, at most MOST_PER_DAY; no time passed changes nothing.
    """
    days = since.total_seconds() / 86_400
    if days <= 0:
        return min(max(per_day, 0.0), MOST_PER_DAY)
    fresh = -math.expm1(-math.log(2) * days / (HALF_LIFE.total_seconds() / 86_400))
    seen = max(new_entries, 0) / days
    return min(max(per_day, 0.0) * (1 - fresh) + seen * fresh, MOST_PER_DAY)

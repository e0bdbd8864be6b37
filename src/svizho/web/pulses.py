"""The pulse: twelve hours of reports as small bars."""

from __future__ import annotations

from collections.abc import Sequence

from svizho.web.values import Bar, Pulse

# The drawing is 72 by 16 pixels: twelve bars of four with gaps of two; the tallest fills fifteen.
STEP, TALLEST, FLOOR = 6, 15, 16
LATE = 2


def pulse_of(counts: Sequence[int]) -> Pulse | None:
    """Draw counts by hour, oldest first; None when nothing happened or one report alone, which says nothing."""
    if sum(counts) < 2:
        return None
    highest = max(counts)
    heights = [max(1, round(count * TALLEST / highest)) for count in counts]
    first_late = len(counts) - LATE
    bars = (
        Bar(x=place * STEP, y=FLOOR - height, height=height, late=place >= first_late)
        for place, height in enumerate(heights)
    )
    return Pulse(tuple(bars), counts[-1])

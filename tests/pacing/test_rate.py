"""How often a feed publishes, learned by looking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.pacing import learned_rate

DAY = timedelta(days=1)


def test_a_steady_feed_is_learned_in_two_weeks() -> None:
    rate = 0.5
    for _ in range(14 * 4):
        rate = learned_rate(rate, new_entries=6, since=DAY / 4)
    assert rate == pytest.approx(24, rel=0.05)


def test_half_of_the_old_remains_after_three_days_of_silence() -> None:
    assert learned_rate(24, new_entries=0, since=3 * DAY) == pytest.approx(12)


def test_looking_often_or_seldom_is_the_same_in_silence() -> None:
    often = 24.0
    for _ in range(48):
        often = learned_rate(often, new_entries=0, since=DAY / 48)
    assert often == pytest.approx(learned_rate(24, new_entries=0, since=DAY))


def test_one_lucky_minute_does_not_upset_it() -> None:
    assert learned_rate(10, new_entries=1, since=timedelta(minutes=1)) < 11


@given(st.floats(-10, 1e7), st.integers(-5, 10**9), st.timedeltas(-DAY, 4000 * DAY))
def test_it_stays_in_bounds(per_day: float, found: int, since: timedelta) -> None:
    assert 0 <= learned_rate(per_day, new_entries=found, since=since) <= 2_000

"""The clock in arrays."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.pacing.hours import course, days_of, lived, moment_of, news_time

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def test_a_course_knows_hours_and_weekdays() -> None:
    way = course(np.array([days_of(MONDAY) - 1.5 / 24]), 4)
    assert way.hour.tolist() == [[22, 23, 0, 1]]
    assert way.weekday.tolist() == [[6, 6, 0, 0]]
    assert way.lengths[0] * 24 == pytest.approx([0.5, 1, 1, 1])
    assert moment_of(float(way.edges[0, 2])) == MONDAY


@given(st.floats(20_000, 20_010), st.floats(0, 40), st.sampled_from([(24, 1.0), (7, 7.0)]))
def test_time_watched_is_what_counting_minutes_gives(since: float, length: float, cycle: tuple[int, float]) -> None:
    slots, period = cycle
    found = lived(np.array([since]), np.array([since + length]), 14.0, slots=slots, period=period)[0]
    step = 1 / 720
    times = np.arange(since + step / 2, since + length, step)
    slot = ((times + (3 if period > 1 else 0)) % period / period * slots).astype(int)
    counted = np.bincount(slot, np.exp2((times - since - length) / 14) * step, minlength=slots)
    assert found == pytest.approx(counted, abs=0.03)


def test_the_night_is_short_in_news_time() -> None:
    shape = np.array([0.0] * 12 + [2.0] * 12)
    start = float(int(days_of(MONDAY)))
    assert news_time(np.array([start + 0.5, start + 0.75, start + 1]), shape) - start == pytest.approx([0, 0.5, 1])

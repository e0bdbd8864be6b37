"""When a feed is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.pacing import FASTEST, SLOWEST, next_poll_at

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)  # a Sunday
HOUR = timedelta(hours=1)


def wait(**told: object) -> timedelta:
    return next_poll_at(NOW, **{"per_day": 24.0, **told}) - NOW  # type: ignore[arg-type]


def test_twice_as_often_as_it_publishes() -> None:
    assert wait(per_day=24) == HOUR / 2
    assert wait(per_day=2) == 6 * HOUR


def test_never_faster_or_slower_than_is_decent() -> None:
    assert wait(per_day=1_000_000) == FASTEST
    assert wait(per_day=0) == wait(per_day=-5) == SLOWEST


def test_failures_slow_it_down_in_a_line_and_never_kill_it() -> None:
    assert [wait(failures=count) for count in (0, 1, 2, 3)] == [HOUR / 2 * factor for factor in (1, 2, 3, 4)]
    assert wait(failures=1e9) == SLOWEST
    assert wait(failures=-3) == HOUR / 2


def test_the_publisher_is_obeyed_for_a_day_at_most() -> None:
    assert wait(wait=3 * HOUR) == 3 * HOUR
    assert wait(wait=HOUR / 6) == HOUR / 2
    assert wait(wait=timedelta(days=400)) == SLOWEST


def test_hours_and_days_to_skip_are_passed_over() -> None:
    assert wait(skip_hours=frozenset({13, 14})) == timedelta(hours=2, minutes=30)
    assert wait(per_day=48, skip_hours=frozenset({12})) == HOUR / 2
    assert wait(skip_days=frozenset({6})) == timedelta(hours=11, minutes=30)


def test_a_feed_that_wants_never_to_be_asked_is_asked_once_a_day() -> None:
    assert wait(skip_hours=frozenset(range(24))) == SLOWEST
    assert wait(skip_days=frozenset(range(7))) == SLOWEST


@pytest.mark.parametrize("hours", [0, 5])
def test_skipped_hours_are_those_of_greenwich(hours: int) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=hours)))
    assert next_poll_at(there, per_day=24, skip_hours=frozenset({13})) == NOW + timedelta(hours=1, minutes=30)


@given(
    st.floats(0, 1e9),
    st.floats(0, 1e6),
    st.timedeltas(timedelta(0), timedelta(days=900)),
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)
def test_always_between_the_fastest_and_a_day(
    per_day: float, failures: float, asked: timedelta, hours: frozenset[int], days: frozenset[int]
) -> None:
    then = next_poll_at(NOW, per_day=per_day, failures=failures, wait=asked, skip_hours=hours, skip_days=days)
    assert FASTEST <= then - NOW <= SLOWEST
    plain = next_poll_at(NOW, per_day=per_day, failures=failures, wait=asked)
    assert then >= plain

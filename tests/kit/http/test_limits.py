"""Retry-After read and remembered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from svizho.kit.http import parse_retry_after
from svizho.kit.http.limits import MOST_HOSTS, StayAway

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("999999999999999999999", 86_400),
        ("Mon, 02 Nov 2026 10:05:00 GMT", 300),
        ("Mon, 02 Nov 2026 09:05:00 GMT", 0),
        ("Mon, 02 Nov 2036 09:05:00 GMT", 86_400),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("١٢", None),
        ("Mon, 99 Nov 2026 10:05:00 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, now=NOW) == seconds


def test_the_longer_wait_stands_and_ends() -> None:
    away = StayAway()
    away.note("a", 100, now=0)
    away.note("a", 10, now=5)
    assert away.left("a", now=50) == 50
    assert away.left("a", now=101) == 0
    assert away.left("b", now=0) == 0


def test_a_wait_is_never_beyond_a_day() -> None:
    away = StayAway()
    away.note("a", 1e9, now=0)
    assert away.left("a", now=0) == 86_400


def test_a_million_hosts_are_not_remembered() -> None:
    away = StayAway()
    for number in range(MOST_HOSTS + 10):
        away.note(str(number), 100, now=0)
    assert away.left("0", now=1) == 0
    assert away.left(str(MOST_HOSTS), now=1) == 99

"""What pushes change about polls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from svizho.pacing import (
    PING_PAUSE,
    Bounds,
    Rhythm,
    Tempo,
    days_of,
    decide,
    missed_share,
    renewal_at,
    sooner_at,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BOUNDS = Bounds(2 / 1440, 1.0)
KNOWN = Rhythm(days_of(NOW) - 14, days_of(NOW), hours=(10.0,) * 24, week=(240 / 7,) * 7, keeps=50)


def gap(missed: float, rhythm: Rhythm = KNOWN, tempo: Tempo | None = None) -> timedelta:
    return decide(rhythm, tempo or Tempo(price=0.002), NOW, bounds=BOUNDS, missed=missed).when - NOW


def test_a_hub_that_misses_a_quarter_halves_the_polls() -> None:
    """Polls go with the square root of what is left for them to find."""
    assert gap(0.25) / gap(1.0) == pytest.approx(2.0, rel=0.02)


def test_a_short_list_does_not_fill_up_with_what_was_pushed() -> None:
    short = replace(KNOWN, keeps=2.0)
    cheap = Tempo(price=1.0)
    assert gap(1.0, short, cheap) < timedelta(hours=2)
    assert gap(0.1, short, cheap) > timedelta(hours=8)


def test_the_reason_says_why_a_pushed_feed_is_asked_seldom() -> None:
    told = decide(KNOWN, Tempo(price=0.002), NOW, bounds=BOUNDS, missed=missed_share(delivered=95, missed=0))
    assert "pushed by a hub that is believed to miss 0.01 of them, so polls only look after it" in told.reason
    assert "pushed" not in decide(KNOWN, Tempo(), NOW, bounds=BOUNDS).reason


def test_a_hub_earns_trust_by_delivering_and_loses_it_by_missing() -> None:
    shares = [missed_share(delivered=n, missed=0) for n in (0, 10, 100, 1e9)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(0.2)
    assert missed_share(delivered=50, missed=50) == pytest.approx(51 / 105)
    assert 0 < missed_share(delivered=1e12, missed=0) <= missed_share(delivered=0, missed=1e12) < 1


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"polled_at": None}, timedelta(0)),
        ({"polled_at": NOW - timedelta(hours=1)}, timedelta(0)),
        ({"polled_at": NOW - timedelta(seconds=10)}, timedelta(seconds=20)),
        ({"polled_at": NOW - timedelta(seconds=10), "failures": 3}, timedelta(seconds=110)),
        ({"polled_at": NOW, "fastest": timedelta(seconds=3)}, timedelta(seconds=3)),
        ({"polled_at": NOW, "fastest": timedelta(hours=3)}, PING_PAUSE),
        ({"polled_at": NOW, "failures": 1e6}, timedelta(hours=1)),
    ],
)
def test_a_ping_makes_a_feed_due_sooner_but_never_hammers(told: dict[str, object], wanted: timedelta) -> None:
    planned = NOW + timedelta(hours=1)
    assert sooner_at(NOW, planned=planned, **told) == NOW + wanted  # type: ignore[arg-type]


def test_leases_are_renewed_in_time_and_not_all_at_once() -> None:
    lease = timedelta(days=10)
    moments = [renewal_at(NOW, lease, f"token{number}") for number in range(200)]
    assert min(moments) >= NOW + 0.7 * lease
    assert max(moments) <= NOW + 0.9 * lease
    assert max(moments) - min(moments) > 0.15 * lease
    assert moments == [renewal_at(NOW, lease, f"token{number}") for number in range(200)]

"""Decisions about one feed, and their reasons in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from svizho.pacing import Bounds, Rhythm, Tempo, Wishes, days_of, decide, new_rhythm

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BOUNDS = Bounds(2 / 1440, 1.0)
KNOWN = Rhythm(days_of(NOW) - 14, days_of(NOW), hours=(10.0,) * 24, week=(240 / 7,) * 7, keeps=50)


def reason(rhythm: Rhythm = KNOWN, tempo: Tempo | None = None, **told: object) -> str:
    return decide(rhythm, tempo or Tempo(), NOW, **{"bounds": BOUNDS, **told}).reason  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "about 23.7 entries a day"),
        ({"tempo": Tempo(budget=4_320)}, "with 3 polls a minute for all feeds"),
        ({"weight": 4.0}, "its source weighs 4"),
        ({"failures": 2}, "slower after failures in a row that weigh 2"),
        ({"wait": 300 * MINUTE}, "the publisher asks to wait that long"),
        ({"tempo": Tempo(price=1e9)}, "the slowest that is allowed"),
        ({"tempo": Tempo(price=1e-8)}, "the fastest that is allowed"),
        ({"wishes": Wishes(skip_hours=frozenset({12, 13}))}, "left alone in the hours before"),
        ({"rhythm": new_rhythm(NOW)}, "a guess from all feeds"),
        ({"rhythm": replace(KNOWN, burst=0.9)}, "probably in a burst (90%)"),
        ({"rhythm": replace(KNOWN, keeps=1)}, "sooner, before its list is 50% new"),
        ({"tempo": Tempo(hours=(0.5,) * 12 + (2.0,) + (1.0,) * 11)}, "busy at this hour"),
    ],
)
def test_what_led_to_it_is_told(told: dict[str, object], words: str) -> None:
    assert words in reason(**told)  # type: ignore[arg-type]
    assert len(reason(**told)) <= 300  # type: ignore[arg-type]


def test_the_publisher_is_obeyed_within_the_bounds() -> None:
    assert decide(KNOWN, Tempo(), NOW, bounds=BOUNDS, wait=timedelta(hours=7)).when == NOW + timedelta(hours=7)
    short = Bounds(2 / 1440, 0.1)
    assert decide(KNOWN, Tempo(), NOW, bounds=short, wait=timedelta(days=3)).when <= NOW + timedelta(days=0.1)


def test_hours_to_skip_are_passed_over() -> None:
    wishes = Wishes(skip_hours=frozenset({12, 13}))
    assert decide(KNOWN, Tempo(), NOW, bounds=BOUNDS, wishes=wishes).when == NOW.replace(hour=14)

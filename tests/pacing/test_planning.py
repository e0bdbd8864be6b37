"""The budget of polls: spent, and spent well."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from svizho.pacing import Bounds, Rhythm, Rhythms, Tempo, bounds_of, days_of, estimate, gaps, own_budget, reckon

NOW = days_of(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
BOUNDS = Bounds(2 / 1440, 1.0)
RATES = (1.0, 4.0, 16.0, 64.0)


def feeds(rates: tuple[float, ...] = RATES, **facts: float) -> Rhythms:
    """Feeds that were watched for a fortnight and are flat."""
    week = NOW - 14
    rows = [Rhythm(week, NOW, hours=(r * 10 / 24,) * 24, week=(r * 10 / 7,) * 7, keeps=500, **facts) for r in rates]
    return Rhythms.of(rows)


def tempo(rows: Rhythms, budget: float, weights: tuple[float, ...] = (1.0,) * 4) -> Tempo:
    return reckon(rows, Tempo(), weights=np.array(weights), now=NOW, budget=budget, bounds=BOUNDS, spent=0)


def polls(rows: Rhythms, common: Tempo, weights: tuple[float, ...] = (1.0,) * 4) -> NDArray[np.float64]:
    return 1 / gaps(rows, common, np.array(weights), np.full(len(rows), NOW), BOUNDS)


def test_the_budget_is_spent_with_the_square_root_of_the_rate() -> None:
    rows = feeds()
    made = polls(rows, tempo(rows, 200))
    assert made.sum() == pytest.approx(200, rel=0.05)
    assert made[1:] / made[:-1] == pytest.approx([2, 2, 2], rel=0.06)


def test_a_source_that_weighs_four_times_is_asked_twice_as_often() -> None:
    rows, weights = feeds((10.0, 10.0)), (4.0, 1.0)
    made = polls(rows, tempo(rows, 60, weights), weights)
    assert made[0] / made[1] == pytest.approx(2, rel=0.01)


def test_the_bounds_hold_whatever_the_budget() -> None:
    rows = feeds()
    assert polls(rows, tempo(rows, 1e9)) == pytest.approx([720] * 4)
    assert polls(rows, tempo(rows, 1e-6)) == pytest.approx([1] * 4)


def test_what_one_feed_may_not_use_the_others_get() -> None:
    rows = feeds()
    slow = Rhythms(**{**{name: getattr(rows, name) for name in Rhythms.__slots__}, "wait": np.array([0, 0, 0, 0.5])})
    made, free = polls(slow, tempo(slow, 200)), polls(rows, tempo(rows, 200))
    assert made[3] == pytest.approx(2)
    assert (made[:3] > 1.5 * free[:3]).all()


def test_failures_slow_a_feed_in_a_line() -> None:
    rows = feeds()
    common = tempo(rows, 200)
    failing = Rhythms(**{**{name: getattr(rows, name) for name in Rhythms.__slots__}, "failures": np.full(4, 2.0)})
    assert polls(rows, common)[2:] / polls(failing, common)[2:] == pytest.approx([3, 3], rel=0.02)


def test_a_short_list_is_looked_at_before_it_is_full() -> None:
    rows = feeds(
        (480.0,),
    )
    short = Rhythms(**{**{name: getattr(rows, name) for name in Rhythms.__slots__}, "keeps": np.array([10.0])})
    common = tempo(short, 2, (1.0,))
    assert gaps(short, common, np.ones(1), np.array([NOW]), BOUNDS)[0] * 480 == pytest.approx(5, rel=0.15)


def test_a_plan_that_was_overspent_becomes_dearer() -> None:
    rows = feeds()
    first = tempo(rows, 200)
    told = {"weights": np.ones(4), "now": NOW + 0.25, "budget": 200.0, "bounds": BOUNDS}
    assert reckon(rows, first, spent=90, **told).price > reckon(rows, first, spent=50, **told).price  # type: ignore[arg-type]


def test_all_feeds_together_tell_the_rhythm_of_the_day() -> None:
    hours = tuple(2.0 if 6 <= hour < 18 else 0.2 for hour in range(24))
    rows = Rhythms.of([Rhythm(NOW - 14, NOW, hours=hours, week=(3.77,) * 7)] * 50)
    common = Tempo()
    for _ in range(3):
        common = reckon(rows, common, weights=np.ones(50), now=NOW, budget=100, bounds=BOUNDS, spent=0)
    assert common.hours[12] / common.hours[2] == pytest.approx(5.5, rel=0.1)
    newcomer = estimate(Rhythms.of([Rhythm(NOW, NOW)]), common)
    assert newcomer.hours[0] == pytest.approx(common.hours)
    assert Tempo.from_json(common.to_json()) == common


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"hours": []}', Tempo().to_json().replace("12.0", "-1")])
def test_a_tempo_that_cannot_be_read_begins_anew(text: str) -> None:
    assert Tempo.from_json(text) == Tempo()


def test_no_feeds_no_trouble() -> None:
    assert reckon(Rhythms.of([]), Tempo(), weights=np.ones(0), now=NOW, budget=0, bounds=BOUNDS, spent=0).price > 0


def test_the_budget_grows_with_the_feeds_up_to_a_bound() -> None:
    assert own_budget(30) == 3
    assert own_budget(1_000_000) == 600
    assert bounds_of(fastest_minutes=2, slowest_hours=100).slowest == 1

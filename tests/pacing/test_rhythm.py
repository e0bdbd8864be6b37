"""What is remembered of a feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from svizho.pacing import Bounds, Rhythm, Rhythms, Tempo, Wishes, after_poll, decide, new_rhythm

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOUNDS = Bounds(2 / 1440, 1.0)


def per_day(rhythm: Rhythm, tempo: Tempo | None = None) -> float:
    return decide(rhythm, tempo or Tempo(), NOW, bounds=BOUNDS).per_day


def watched(found_each_hour: int, hours: int, *, start: datetime = NOW) -> Rhythm:
    rhythm = new_rhythm(start, keeps=20)
    for hour in range(1, hours + 1):
        rhythm = after_poll(rhythm, Tempo(), found=found_each_hour, keeps=20, now=start + hour * HOUR)
    return rhythm


def test_it_is_written_small_and_read_again() -> None:
    rhythm = watched(2, 60)
    text = rhythm.to_json()
    again = Rhythm.from_json(text)
    assert len(text) < 400
    assert again is not None
    assert again.hours == pytest.approx(rhythm.hours, abs=1e-3)
    assert again.week == pytest.approx(rhythm.week, abs=1e-3)
    assert (again.keeps, again.since) == (20, pytest.approx(rhythm.since, abs=1e-5))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "no",
        Rhythm(1, 1).to_json().replace('"at":1', '"at":NaN'),
        Rhythm(1, 1, hours=(1.0,)).to_json(),
    ],
)
def test_what_is_no_rhythm_is_none(text: str) -> None:
    assert Rhythm.from_json(text) is None


def test_a_steady_feed_is_learned_in_a_day() -> None:
    assert per_day(watched(2, 24)) == pytest.approx(48, rel=0.03)


def test_asking_often_or_seldom_is_the_same_in_silence() -> None:
    often = watched(0, 48)
    seldom = after_poll(new_rhythm(NOW, keeps=20), Tempo(), found=0, keeps=20, now=NOW + 48 * HOUR)
    assert per_day(often) == pytest.approx(per_day(seldom))
    assert per_day(often) < 0.3


def test_dates_of_the_first_reading_are_a_hint() -> None:
    every_half_hour = [NOW - number * HOUR / 2 for number in range(1, 21)]
    hinted = per_day(new_rhythm(NOW, keeps=20, dated=every_half_hour))
    assert 12 < hinted < 48
    assert per_day(new_rhythm(NOW, keeps=20, dated=[NOW + HOUR, NOW - 9000 * HOUR])) == pytest.approx(12)
    assert per_day(new_rhythm(NOW, keeps=20, dated=[NOW] * 20)) < 130


def test_a_feed_that_claims_a_new_list_at_every_look_is_not_believed() -> None:
    rhythm = new_rhythm(NOW, keeps=1000)
    for minute in range(1, 200):
        rhythm = after_poll(rhythm, Tempo(), found=1000, keeps=1000, now=NOW + minute * HOUR / 60)
    assert per_day(rhythm) == 2_000


def test_a_burst_is_noticed_and_passes() -> None:
    calm = watched(1, 72)
    busy = after_poll(calm, Tempo(), found=9, keeps=20, now=NOW + 73 * HOUR)
    assert calm.burst < 0.1
    assert busy.burst > 0.9
    later = after_poll(busy, Tempo(), found=5, keeps=20, now=NOW + 78 * HOUR)
    assert later.burst < 0.3


def test_each_feed_has_hours_of_its_own() -> None:
    rhythm = new_rhythm(NOW, keeps=20)
    for hour in range(1, 24 * 10):
        moment = NOW + hour * HOUR
        rhythm = after_poll(rhythm, Tempo(), found=8 if 9 <= moment.hour < 13 else 0, keeps=20, now=moment)
    at_night, at_ten = NOW + 10 * 24 * HOUR + 10 * HOUR, NOW + 11 * 24 * HOUR - 2 * HOUR
    gaps = [decide(rhythm, Tempo(), moment, bounds=BOUNDS).when - moment for moment in (at_night, at_ten)]
    assert gaps[0] > 2 * gaps[1]


def test_a_row_comes_back_as_it_went_in() -> None:
    rhythm = watched(1, 5).with_failures(2)
    assert Rhythms.of([rhythm, Rhythm(1, 1)]).row(0) == rhythm


def test_wishes_are_kept_and_nonsense_is_no_wish() -> None:
    wishes = Wishes(HOUR, frozenset({1, 2}), frozenset({6}))
    assert Wishes.from_json(wishes.to_json()) == wishes
    assert Wishes().to_json() == ""
    for text in ("", "[]", "no", '{"hours": [99]}', '{"ttl": "long"}', '{"hours": 3}'):
        assert Wishes.from_json(text) == Wishes()

"""What polls teach: how much a feed publishes, at which hours and on which days, and whether a burst is on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from svizho.pacing.hours import Course, Floats, course, lived, news_time
from svizho.pacing.rhythm import HOURS, WEEKDAYS, Rhythms
from svizho.pacing.tempo import PRIOR_SHAPE, Tempo

# What was seen so many days ago weighs half: long enough to know a feed that writes daily, short enough to forget.
HALF_LIFE = 14.0
# A feed's own hours count as much as the common ones after so many entries, its own weekdays after so many.
OWN_HOURS, OWN_WEEKDAYS = 40.0, 100.0
# Neighbouring hours tell of each other: what a feed shows in an hour is spread over five with these weights.
_SPREAD = np.array([1, 3, 4, 3, 1]) / 12
_NEIGHBOURS = sum(weight * np.roll(np.eye(HOURS), step, axis=1) for step, weight in enumerate(_SPREAD, -2))
# A burst: so many times the usual rate, lasting so many days on the mean, this share of all time.
BURST_FACTOR, BURST_LASTS, BURST_SHARE = 3.0, 2 / 24, 0.02
# No source of news writes more; a feed whose ids change at every look would claim it (DESIGN section 6.8).
MOST_PER_DAY = 2_000.0
# What came in a longer time between two polls is spread over its first two days, which hold every hour twice.
_LONGEST = 49
# A burst is never quite sure, nor quite impossible.
_SUREST = 1e-6


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is believed of n feeds: a gamma distribution over each rate, and the shapes of day and week."""

    shape: Floats  # (n,) of the gamma distribution over entries a day
    watched: Floats  # (n,) its rate parameter: days watched, weighted by the hours that were watched
    hours: Floats  # (n, 24) relative to the mean hour
    week: Floats  # (n, 7) relative to the mean day

    @property
    def rate(self) -> Floats:
        """Expected entries a day, (n,), at most MOST_PER_DAY."""
        return np.minimum(self.shape / self.watched, MOST_PER_DAY)

    def course(self, way: Course) -> Floats:
        """Relative rate in each stretch of the way, (n, L)."""
        rows = np.arange(len(self.shape))[:, None]
        relative = self.hours[rows, way.hour] * self.week[rows, way.weekday]
        return np.asarray(relative, dtype=np.float64)


def estimate(rhythms: Rhythms, tempo: Tempo) -> Estimate:
    """Work out what is believed of feeds from their memories and what is common to all.

    The rate has a gamma prior (shape PRIOR_SHAPE, mean `tempo.rate`), so its posterior is gamma too; hours and
    weekdays are the common ones, shrunk towards by OWN_HOURS and OWN_WEEKDAYS entries.
    """
    usual, common = tempo.hour_shape, tempo.week_shape
    seen = rhythms.hours.sum(axis=1)
    expected_hours = lived(rhythms.since, rhythms.at, HALF_LIFE, slots=HOURS, period=1.0) * usual
    watched = expected_hours.sum(axis=1)
    level = (seen / np.maximum(watched, 1e-9))[:, None]
    hours = usual * _own(rhythms.hours @ _NEIGHBOURS, level * expected_hours @ _NEIGHBOURS, OWN_HOURS)
    begin, end = news_time(rhythms.since, usual), news_time(rhythms.at, usual)
    expected_days = lived(begin, end, HALF_LIFE, slots=WEEKDAYS, period=7.0) * common
    expected_days *= (seen / np.maximum(expected_days.sum(axis=1), 1e-9))[:, None]
    week = common * _own(rhythms.week, expected_days, OWN_WEEKDAYS)
    return Estimate(
        PRIOR_SHAPE + seen,
        PRIOR_SHAPE / max(tempo.rate, 1e-3) + watched,
        hours / hours.mean(axis=1, keepdims=True),
        week / week.mean(axis=1, keepdims=True),
    )


def _own(seen: Floats, expected: Floats, shrink: float) -> Floats:
    """Say by how much a feed departs from the common shape: 1 where nothing is known."""
    width = seen.shape[1]
    return np.asarray((shrink / width + seen) / (shrink / width + expected), dtype=np.float64)


def learn(rhythms: Rhythms, tempo: Tempo, *, found: Floats, keeps: Floats, now: Floats) -> Rhythms:
    """Give the memories after good polls at `now` (n,) that found so many new entries in a list of `keeps`.

    Counts are complete: what was published since the last good poll was found now, unless the list is too short.
    """
    between = np.maximum(now - rhythms.at, 0.0)
    way = course(rhythms.at, int(min(np.ceil(between.max() * HOURS) + 1, _LONGEST)))
    believed = estimate(rhythms, tempo)
    each = way.until(now) * believed.course(way)
    total = each.sum(axis=1)
    burst = _burst(rhythms, believed, found, total * np.maximum(between * HOURS / _LONGEST, 1.0), now)
    share = each / np.maximum(total, 1e-12)[:, None] * found[:, None]
    fade = np.exp2(-between / HALF_LIFE)[:, None]
    return replace(
        rhythms,
        at=np.maximum(now, rhythms.at),
        hours=rhythms.hours * fade + _by(way.hour, share, HOURS),
        week=rhythms.week * fade + _by(way.weekday, share, WEEKDAYS),
        burst=burst,
        keeps=keeps,
        failures=np.zeros_like(now),
    )


def _by(slots: np.ndarray[tuple[int, ...], np.dtype[np.int64]], share: Floats, width: int) -> Floats:
    """Add up shares by slot, (n, width)."""
    rows = np.arange(len(share))[:, None] * width
    sums = np.bincount((rows + slots).ravel(), weights=share.ravel(), minlength=len(share) * width)
    return np.asarray(sums.reshape(len(share), width), dtype=np.float64)


def burst_later(burst: Floats, days: Floats) -> Floats:
    """Say how probable a burst is `days` after it had the probability `burst`, nothing being seen in between."""
    return np.asarray(BURST_SHARE + (burst - BURST_SHARE) * np.exp(-days / BURST_LASTS), dtype=np.float64)


def _burst(rhythms: Rhythms, believed: Estimate, found: Floats, usual_days: Floats, now: Floats) -> Floats:
    """Weigh, by Bayes, whether what was found speaks for a burst; the rate's own doubt is integrated out."""
    before = np.clip(burst_later(rhythms.burst, np.maximum(now - rhythms.at, 0.0)), _SUREST, 1 - _SUREST)
    with_burst = believed.watched + BURST_FACTOR * usual_days
    without = believed.watched + usual_days
    evidence = found * np.log(BURST_FACTOR) - (believed.shape + found) * np.log(with_burst / without)
    odds = np.log(before / (1 - before)) + np.clip(evidence, -30.0, 30.0)
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)

"""The decision about one feed: when it is asked again, and the reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from svizho.pacing.asked import Wishes
from svizho.pacing.hours import DAY_SECONDS, days_of
from svizho.pacing.learning import BURST_SHARE, Estimate, burst_later, estimate, learn
from svizho.pacing.planning import FULL_AT, Bounds, gaps, worth
from svizho.pacing.rhythm import Rhythm, Rhythms
from svizho.pacing.schedule import next_poll_at
from svizho.pacing.tempo import Tempo

# From here on a burst, a busy or a quiet hour is worth a word.
_BURST_LIKELY, _BUSY, _QUIET = 0.5, 1.5, 0.5
# A gap this near to a bound was set by it.
_NEAR = 1.001
# An own rate is told, not a guess, from so many entries on.
_KNOWN = 3.0


@dataclass(frozen=True, slots=True)
class Decision:
    """When a feed is asked again, what it is believed to publish, and why."""

    when: datetime
    per_day: float
    reason: str


def after_poll(rhythm: Rhythm, tempo: Tempo, *, found: int, keeps: int = 0, now: datetime) -> Rhythm:
    """Give the memory of a feed after a good poll that found so many new entries in a list of `keeps`.

    0 for `keeps` leaves what was known, as after an answer "not modified".
    """
    listed = float(keeps) or rhythm.keeps
    learned = learn(
        Rhythms.of([rhythm]),
        tempo,
        found=np.array([float(max(found, 0))]),
        keeps=np.array([listed]),
        now=np.array([days_of(now)]),
    )
    return learned.row(0)


def decide(
    rhythm: Rhythm,
    tempo: Tempo,
    now: datetime,
    *,
    bounds: Bounds,
    weight: float = 1.0,
    failures: float = 0.0,
    wait: timedelta = timedelta(0),
    wishes: Wishes = Wishes(),  # noqa: B008 - a frozen value
    missed: float = 1.0,
) -> Decision:
    """Say when to ask a feed again and why.

    `missed` is the share of its entries that pushes leave to polls (`missed_share`; 1 where nothing is pushed).
    The rhythm and the price in `tempo` say when a poll is worth it; failures in a row stretch that in a line; the
    publisher's wish (`wait`, skipped hours and days) is obeyed up to a day, and all of it stays within the bounds.
    """
    # What is pushed does not fill the list with news that we have not seen.
    feed = replace(rhythm, failures=failures, wait=wait.total_seconds() / DAY_SECONDS, keeps=rhythm.keeps / missed)
    rows, moment = Rhythms.of([feed]), np.array([days_of(now)])
    gap = float(gaps(rows, tempo, np.array([weight * missed]), moment, bounds)[0])
    believed = estimate(rows, tempo)
    per_day = float(believed.rate[0])
    when = next_poll_at(
        now,
        per_day=per_day,
        usual=timedelta(days=gap),
        slowest=timedelta(days=bounds.slowest),
        skip_hours=wishes.skip_hours,
        skip_days=wishes.skip_days,
    )
    skipped = when - now - timedelta(days=gap) > timedelta(seconds=1)
    told = explain(feed, tempo, now, gap=gap, bounds=bounds, weight=weight, skipped=skipped, missed=missed)
    return Decision(when, per_day, told)


def explain(
    rhythm: Rhythm,
    tempo: Tempo,
    now: datetime,
    *,
    gap: float,
    bounds: Bounds,
    weight: float = 1.0,
    skipped: bool = False,
    missed: float = 1.0,
) -> str:
    """Tell in words, for a person, what led to a gap of so many days: the inputs first, then what decided."""
    rows = Rhythms.of([rhythm])
    believed = estimate(rows, tempo)
    told = [_rate_words(rhythm, believed), *_mood_words(rhythm, believed, now)]
    if weight != 1:
        told.append(f"its source weighs {weight:g}")
    if missed < 1:
        told.append(f"pushed by a hub that is believed to miss {missed:.2g} of them, so polls only look after it")
    wanted = float(worth(rows, tempo, np.array([weight * missed]), np.array([days_of(now)]), bounds)[0])
    budget = f" with {tempo.budget / 1440:.3g} polls a minute for all feeds" if tempo.budget else ""
    told.append(f"worth a poll {_every(wanted)}{budget}")
    if rhythm.failures:
        told.append(f"slower after failures in a row that weigh {rhythm.failures:g}")
    told += [words for applies, words in _LIMITS if applies(rhythm, gap, wanted, bounds)][:1]
    if skipped:
        told.append("the feed asks to be left alone in the hours before")
    return ", ".join(told)


def _rate_words(rhythm: Rhythm, believed: Estimate) -> str:
    guess = " (a guess from all feeds)" if sum(rhythm.hours) < _KNOWN else ""
    return f"about {float(believed.rate[0]):.3g} entries a day{guess}"


def _mood_words(rhythm: Rhythm, believed: Estimate, now: datetime) -> list[str]:
    """Say what is special about the moment."""
    there = float(believed.hours[0, int(days_of(now) * 24 + 1e-6) % 24])
    words = []
    if there >= _BUSY or there <= _QUIET:
        words.append(f"{'busy' if there >= _BUSY else 'quiet'} at this hour ({there:.1f} times its mean)")
    burst = float(burst_later(np.array(rhythm.burst), np.array(max(days_of(now) - rhythm.at, 0.0))))
    if burst >= _BURST_LIKELY > BURST_SHARE:
        words.append(f"probably in a burst ({burst:.0%})")
    return words


_Limit = Callable[[Rhythm, float, float, Bounds], bool]

# What may have moved a gap away from what the rhythm wants, in the order in which it is looked for.
_LIMITS: tuple[tuple[_Limit, str], ...] = (
    (lambda feed, gap, wanted, bounds: gap >= bounds.slowest / _NEAR, "the slowest that is allowed"),
    (
        lambda feed, gap, wanted, bounds: feed.wait > 0 and gap <= feed.wait * _NEAR,
        "the publisher asks to wait that long",
    ),
    (lambda feed, gap, wanted, bounds: gap <= bounds.fastest * _NEAR, "the fastest that is allowed"),
    (
        lambda feed, gap, wanted, bounds: feed.keeps > 0 and gap * _NEAR < wanted,
        f"sooner, before its list is {FULL_AT:.0%} new",
    ),
)


def _every(days: float) -> str:
    """Say a gap as a person does."""
    if not np.isfinite(days) or days >= 1:
        return "once a day or less"
    minutes = days * 1440
    return f"every {minutes:.0f} min" if minutes >= 2 else f"every {minutes * 60:.0f} s"

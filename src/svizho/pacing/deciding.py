"""The decisions about feeds: when each is asked again, and the reason in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from svizho.pacing.asked import Wishes
from svizho.pacing.hours import DAY_SECONDS, days_of
from svizho.pacing.learning import BURST_SHARE, burst_later, learn
from svizho.pacing.planning import FULL_AT, Bounds, Outlook
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


@dataclass(frozen=True, slots=True)
class Question:
    """What a decision about one feed depends on, besides what holds for all.

    `missed` is the share of its entries that pushes leave to polls (`missed_share`; 1 where nothing is pushed).
    """

    rhythm: Rhythm
    weight: float = 1.0
    failures: float = 0.0
    wait: timedelta = timedelta(0)
    wishes: Wishes = Wishes()  # noqa: RUF009 - a frozen value
    missed: float = 1.0

    def stretched(self) -> Rhythm:
        """Give the rhythm with what stretches it; what is pushed does not fill the list with news unseen."""
        wait = self.wait.total_seconds() / DAY_SECONDS
        return replace(self.rhythm, failures=self.failures, wait=wait, keeps=self.rhythm.keeps / self.missed)


def after_polls(
    rhythms: Sequence[Rhythm], tempo: Tempo, *, found: Sequence[int], keeps: Sequence[int], now: datetime
) -> list[Rhythm]:
    """Give the memories of feeds after good polls that found so many new entries in lists of `keeps`.

    0 for `keeps` leaves what was known, as after an answer "not modified". Many at once cost hardly more than one.
    """
    if not rhythms:
        return []
    listed = [float(told) or known.keeps for told, known in zip(keeps, rhythms, strict=True)]
    learned = learn(
        Rhythms.of(rhythms),
        tempo,
        found=np.maximum(np.array(found, dtype=np.float64), 0.0),
        keeps=np.array(listed),
        now=np.full(len(rhythms), days_of(now)),
    )
    return [learned.row(index) for index in range(len(rhythms))]


def after_poll(rhythm: Rhythm, tempo: Tempo, *, found: int, keeps: int = 0, now: datetime) -> Rhythm:
    """Give the memory of one feed after a good poll (`after_polls`)."""
    return after_polls([rhythm], tempo, found=[found], keeps=[keeps], now=now)[0]


def decide_all(questions: Sequence[Question], tempo: Tempo, now: datetime, *, bounds: Bounds) -> list[Decision]:
    """Say of each feed when to ask it again and why; many at once cost hardly more than one.

    The rhythm and the price in `tempo` say when a poll is worth it; failures in a row stretch that in a line; the
    publisher's wish (`wait`, skipped hours and days) is obeyed up to a day, and all of it stays within the bounds.
    """
    if not questions:
        return []
    views = _views(questions, tempo, now, bounds)
    return [_decided(one, view, tempo, now, bounds) for one, view in zip(questions, views, strict=True)]


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
    """Say when to ask one feed again and why (`decide_all`)."""
    question = Question(rhythm, weight, failures, wait, wishes, missed)
    return decide_all([question], tempo, now, bounds=bounds)[0]


def _decided(question: Question, view: _View, tempo: Tempo, now: datetime, bounds: Bounds) -> Decision:
    gap = timedelta(days=view.gap)
    when = next_poll_at(
        now,
        per_day=view.rate,
        usual=gap,
        slowest=timedelta(days=bounds.slowest),
        skip_hours=question.wishes.skip_hours,
        skip_days=question.wishes.skip_days,
    )
    skipped = when - now - gap > timedelta(seconds=1)
    return Decision(when, view.rate, _told(question, view, tempo, bounds, skipped=skipped))


@dataclass(frozen=True, slots=True)
class _View:
    """What is worked out of one feed: entries a day, how busy the hour is, the burst, and two times in days."""

    rate: float
    there: float  # times the mean hour
    burst: float
    wanted: float  # until a poll is worth its price
    gap: float


def _views(questions: Sequence[Question], tempo: Tempo, now: datetime, bounds: Bounds) -> list[_View]:
    """Work out all feeds together."""
    rows = Rhythms.of([one.stretched() for one in questions])
    weights = np.array([one.weight * one.missed for one in questions])
    moments = np.full(len(rows), days_of(now))
    outlook = Outlook(rows, tempo, moments, bounds)
    columns = (
        outlook.believed.rate,
        outlook.believed.hours[:, int(days_of(now) * 24 + 1e-6) % 24],
        burst_later(rows.burst, np.maximum(moments - rows.at, 0.0)),
        outlook.worth(weights),
        outlook.gaps(weights),
    )
    return [_View(*numbers) for numbers in zip(*(column.tolist() for column in columns), strict=True)]


def _told(question: Question, view: _View, tempo: Tempo, bounds: Bounds, *, skipped: bool) -> str:
    """Tell in words, for a person, what led to a gap: the inputs first, then what decided."""
    told = [_rate_words(question.rhythm, view), *_mood_words(view)]
    if question.weight != 1:
        told.append(f"its source weighs {question.weight:g}")
    if question.missed < 1:
        told.append(
            f"pushed by a hub that is believed to miss {question.missed:.2g} of them, so polls only look after it"
        )
    budget = f" with {tempo.budget / 1440:.3g} polls a minute for all feeds" if tempo.budget else ""
    told.append(f"worth a poll {_every(view.wanted)}{budget}")
    if question.failures:
        told.append(f"slower after failures in a row that weigh {question.failures:g}")
    told += [words for applies, words in _LIMITS if applies(question.stretched(), view.gap, view.wanted, bounds)][:1]
    if skipped:
        told.append("the feed asks to be left alone in the hours before")
    return ", ".join(told)


def _rate_words(rhythm: Rhythm, view: _View) -> str:
    guess = " (a guess from all feeds)" if sum(rhythm.hours) < _KNOWN else ""
    return f"about {view.rate:.3g} entries a day{guess}"


def _mood_words(view: _View) -> list[str]:
    """Say what is special about the moment."""
    words = []
    if view.there >= _BUSY or view.there <= _QUIET:
        words.append(f"{'busy' if view.there >= _BUSY else 'quiet'} at this hour ({view.there:.1f} times its mean)")
    if view.burst >= _BURST_LIKELY > BURST_SHARE:
        words.append(f"probably in a burst ({view.burst:.0%})")
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
    if not math.isfinite(days) or days >= 1:
        return "once a day or less"
    minutes = days * 1440
    return f"every {minutes:.0f} min" if minutes >= 2 else f"every {minutes * 60:.0f} s"

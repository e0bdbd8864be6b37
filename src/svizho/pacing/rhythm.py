"""What is remembered of the rhythm of a feed: decayed counts, from which all else is worked out."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

import numpy as np

from svizho.pacing.hours import Floats, Ints, days_of, lived

HOURS, WEEKDAYS = 24, 7
# The dates of so many days are looked at on the first reading, and believed by so much.
FIRST_LOOK, FIRST_TRUST = 2.0, 0.5
# Numbers in the JSON are cut to this many places: a thousandth of an entry, a tenth of a second.
_COUNT_PLACES, _DAY_PLACES = 3, 6
_MOST = 1e7


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One feed's memory; the value that lies on the Feed as a small JSON."""

    since: float  # days since 1970, UTC: when it was first read
    at: float  # when it was last read
    hours: tuple[float, ...] = (0.0,) * HOURS  # entries found, by hour of the day (UTC), decayed
    week: tuple[float, ...] = (0.0,) * WEEKDAYS  # the same by day of the week, Monday first
    burst: float = 0.0  # probability that a burst was on at `at`
    keeps: float = 0.0  # entries that the feed lists at a time; 0 when not known
    wait: float = 0.0  # days that the publisher last asked to be left alone
    failures: float = 0.0  # failed polls in a row; not written down here, since the Feed counts them

    def to_json(self) -> str:
        """Write it down in about 300 characters."""
        names = [field.name for field in fields(self) if field.name != "failures"]
        return json.dumps({name: _cut(name, getattr(self, name)) for name in names}, separators=(",", ":"))

    def with_failures(self, failures: float) -> Rhythm:
        """Give the same with so many failed polls in a row."""
        return replace(self, failures=failures)

    @classmethod
    def from_json(cls, text: str) -> Rhythm | None:
        """Read it again; None for anything that to_json cannot have written."""
        try:
            told = json.loads(text)
            hours, week = told["hours"], told["week"]
            singles = {name: float(told[name]) for name in ("since", "at", "burst", "keeps", "wait")}
            found = cls(hours=tuple(map(float, hours)), week=tuple(map(float, week)), **singles)
        except (ValueError, KeyError, TypeError):
            return None
        numbers = (*singles.values(), *found.hours, *found.week)
        sound = all(math.isfinite(number) and 0 <= number < _MOST for number in numbers)
        return found if sound and (len(found.hours), len(found.week)) == (HOURS, WEEKDAYS) else None


def _cut(name: str, value: float | tuple[float, ...]) -> object:
    if isinstance(value, tuple):
        return [round(number, _COUNT_PLACES) for number in value]
    return round(value, _DAY_PLACES)


def new_rhythm(now: datetime, *, keeps: int = 0, dated: Sequence[datetime] = ()) -> Rhythm:
    """Begin to remember a feed that was read for the first time and listed `keeps` entries.

    `dated` are the dates that the feed gives them. They are a hint, not a fact (DESIGN section 6.2): those of the last
    FIRST_LOOK days count by FIRST_TRUST, as if it had been watched for that much less time.
    """
    moment = days_of(now)
    ages = sorted(age for each in dated if 0 <= (age := moment - days_of(each)) < FIRST_LOOK)
    if not ages:
        return Rhythm(since=moment, at=moment, keeps=float(keeps))
    # A list that is recent throughout tells of no more time than its oldest entry.
    span = FIRST_LOOK if len(ages) < keeps else max(ages[-1], FIRST_LOOK / 8)
    since = moment - span * FIRST_TRUST
    told, at = len(ages) * FIRST_TRUST, np.array([moment])
    hours = lived(np.array([since]), at, FIRST_LOOK, slots=HOURS, period=1.0)[0]
    week = lived(np.array([since]), at, FIRST_LOOK, slots=WEEKDAYS, period=7.0)[0]
    return Rhythm(
        since=since,
        at=moment,
        hours=tuple((hours * told / hours.sum()).tolist()),
        week=tuple((week * told / week.sum()).tolist()),
        keeps=float(keeps),
    )


@dataclass(frozen=True, slots=True)
class Rhythms:
    """The memories of n feeds as arrays; every formula of this room is written for these."""

    since: Floats  # (n,)
    at: Floats  # (n,)
    hours: Floats  # (n, 24)
    week: Floats  # (n, 7)
    burst: Floats  # (n,)
    keeps: Floats  # (n,)
    wait: Floats  # (n,)
    failures: Floats  # (n,)

    def __len__(self) -> int:
        return len(self.since)

    @classmethod
    def of(cls, rows: Sequence[Rhythm]) -> Rhythms:
        """Stack the memories of several feeds."""
        columns = {
            field.name: np.array([getattr(row, field.name) for row in rows], dtype=np.float64) for field in fields(cls)
        }
        columns["hours"] = columns["hours"].reshape(len(rows), HOURS)
        columns["week"] = columns["week"].reshape(len(rows), WEEKDAYS)
        return cls(**columns)

    def row(self, index: int) -> Rhythm:
        """Take one feed out."""
        singles = {name: float(getattr(self, name)[index]) for name in ("since", "at", "burst", "keeps", "wait")}
        hours, week = tuple(self.hours[index].tolist()), tuple(self.week[index].tolist())
        return Rhythm(hours=hours, week=week, failures=float(self.failures[index]), **singles)

    def take(self, indices: Ints) -> Rhythms:
        """Take several feeds out."""
        return Rhythms(**{field.name: getattr(self, field.name)[indices] for field in fields(self)})

    def put(self, indices: Ints, rows: Rhythms) -> None:
        """Write several feeds back; the only change in place there is, for whoever keeps thousands in arrays."""
        for field in fields(self):
            getattr(self, field.name)[indices] = getattr(rows, field.name)

    def where(self, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], others: Rhythms) -> Rhythms:
        """Take these where `chosen` (n,), the others elsewhere."""
        mixed = {}
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(others, field.name)
            mixed[field.name] = np.where(chosen if mine.ndim == 1 else chosen[:, None], mine, theirs)
        return Rhythms(**mixed)


def new_rhythms(feeds: int, at: float) -> Rhythms:
    """Begin to remember n feeds at `at` (days since 1970)."""
    return Rhythms.of([Rhythm(since=at, at=at)] * feeds)

"""From what was read to a stretch of time: years that are not said, weekdays, weeks, "three days ago"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from svizho.timing.values import Precision, Reading

# A date without a year may lie this far ahead of the article; beyond it, the one of the year before is meant.
AHEAD = timedelta(days=31)
# Years that the news speaks of.
EARLIEST_YEAR, YEARS_AHEAD = 1800, 50
# "5,000 years ago" is no date of a timeline.
_MOST_UNITS = {"minute": 600, "hour": 72, "day": 400, "week": 110, "month": 60, "year": 200}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The article's own time, and whether the sentence speaks of what is to come."""

    published: datetime
    future: bool = False

    @property
    def today(self) -> date:
        """The article's day."""
        return self.published.date()

    def midnight(self, day: date) -> datetime:
        """The beginning of a day in the article's zone."""
        return datetime.combine(day, time(), self.published.tzinfo)


def of_day(anchor: Anchor, day: date, *, relative: bool, until: date | None = None) -> Reading:
    """A day, or the days up to and including `until`."""
    return Reading(anchor.midnight(day), anchor.midnight((until or day) + DAY), "day", relative)


def of_month(anchor: Anchor, year: int, month: int, *, relative: bool) -> Reading:
    """A whole month."""
    first = date(year, month, 1)
    return Reading(
        anchor.midnight(first), anchor.midnight(first + timedelta(days=monthrange(year, month)[1])), "month", relative
    )


def of_year(anchor: Anchor, year: int, *, relative: bool, until: int | None = None) -> Reading:
    """A whole year, or the years up to and including `until`."""
    return Reading(
        anchor.midnight(date(year, 1, 1)), anchor.midnight(date((until or year) + 1, 1, 1)), "year", relative
    )


def is_year(anchor: Anchor, year: int) -> bool:
    """Whether a number can be a year in the news."""
    return EARLIEST_YEAR <= year <= anchor.today.year + YEARS_AHEAD


def day_without_year(anchor: Anchor, month: int, day: int) -> date | None:
    """The last such day before the article, or soon after it; within a year where the sentence looks ahead."""
    years = range(anchor.today.year + 1, anchor.today.year - 5, -1)
    latest = anchor.today + (timedelta(days=366) if anchor.future else AHEAD)
    for year in years:
        found = make_day(year, month, day)
        if found is not None and found <= latest:
            return found
    return None


def month_without_year(anchor: Anchor, month: int) -> int:
    """The year of a month named alone: the last one begun, or the next where the sentence looks ahead."""
    this = anchor.today.year
    if month <= anchor.today.month:
        return this + (anchor.future and month < anchor.today.month)
    return this if anchor.future else this - 1


def make_day(year: int, month: int, day: int) -> date | None:
    """Make a day; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday(anchor: Anchor, number: int, shift: int) -> date:
    """The day of a weekday: the last one with today's (shift 0), of the week before (-1) or after (1) this one."""
    today = anchor.today
    monday = today - timedelta(days=today.weekday())
    if shift:
        return monday + timedelta(days=7 * shift + number)
    if anchor.future:
        return today + timedelta(days=(number - today.weekday()) % 7)
    return today - timedelta(days=(today.weekday() - number) % 7)


def week(anchor: Anchor, shift: int) -> Reading:
    """The week from Monday to Sunday that lies `shift` weeks off."""
    monday = anchor.today - timedelta(days=anchor.today.weekday()) + timedelta(days=7 * shift)
    return of_day(anchor, monday, relative=True, until=monday + timedelta(days=6))


def month_off(anchor: Anchor, shift: int) -> Reading:
    """The month that lies `shift` months off."""
    count = anchor.today.year * 12 + anchor.today.month - 1 + shift
    return of_month(anchor, count // 12, count % 12 + 1, relative=True)


def ago(anchor: Anchor, number: int, unit: str) -> Reading | None:
    """So many units before the article; None if that is no date of the news."""
    if not 0 < number <= _MOST_UNITS[unit]:
        return None
    if unit in {"minute", "hour"}:
        start = anchor.published - (timedelta(minutes=number) if unit == "minute" else timedelta(hours=number))
        return Reading(start, start + timedelta(minutes=1 if unit == "minute" else 60), "minute", relative=True)
    if unit in {"day", "week"}:
        return of_day(anchor, anchor.today - timedelta(days=number * (7 if unit == "week" else 1)), relative=True)
    if unit == "month":
        return month_off(anchor, -number)
    return of_year(anchor, anchor.today.year - number, relative=True)


def within_day(reading: Reading, hours: tuple[int, int]) -> Reading:
    """Narrow a day to a part of it: "yesterday evening"."""
    if reading.precision != "day" or reading.end - reading.start > DAY * 1.1:
        return reading
    day = reading.start.replace(hour=0, minute=0)
    precision: Precision = "day"
    start, end = day + timedelta(hours=hours[0]), day + timedelta(hours=hours[1])
    return replace(reading, start=start, end=end, precision=precision)


def at_clock(reading: Reading | None, clock: Reading, anchor: Anchor) -> Reading:
    """Put an hour into a day; without one, it is the last such hour before the article (or the next, looking ahead)."""
    offset = timedelta(hours=clock.start.hour, minutes=clock.start.minute)
    if reading is not None:
        start = reading.start.replace(hour=0, minute=0) + offset
        return Reading(start, start + timedelta(minutes=1), "minute", reading.relative)
    start = anchor.midnight(anchor.today) + offset
    if start > anchor.published and not anchor.future:
        start -= DAY
    return Reading(start, start + timedelta(minutes=1), "minute", relative=True)

"""What each form of a date means: from the match of a pattern to a stretch of time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from svizho.timing import resolving
from svizho.timing.calendars import COUNTS, ENGLISH_MONTHS, ENGLISH_WEEKDAYS, MONTHS, UNITS, WEEKDAYS
from svizho.timing.resolving import Anchor
from svizho.timing.values import Reading


def _shift(match: re.Match[str]) -> int:
    return -1 if match["last"] else 1 if match["next"] else 0


def _month_of(match: re.Match[str]) -> int:
    word = match["month"]
    return ENGLISH_MONTHS[word] if word in ENGLISH_MONTHS else MONTHS[word.lower()]


def day_of_month(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """16 липня 2024 року; July 16; 16-18 липня."""
    month, day = _month_of(match), int(match["day"])
    until = int(match["until"]) if match["until"] else None
    if match["year"]:
        year = int(match["year"])
        first = resolving.make_day(year, month, day) if resolving.is_year(anchor, year) else None
    else:
        first = resolving.day_without_year(anchor, month, day)
    if first is None:
        return None
    last = resolving.make_day(first.year, month, until) if until else None
    return resolving.of_day(anchor, first, relative=False, until=last if last and last > first else None)


def numeric(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """16.07.2024, 16.07.24, 16/07/2024, 2024-07-16."""
    year = int(match["year"])
    year += 2000 if year < 100 else 0
    day = resolving.make_day(year, int(match["month"]), int(match["day"])) if resolving.is_year(anchor, year) else None
    return resolving.of_day(anchor, day, relative=False) if day else None


def whole_month(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """У січні; in January 2024; минулого січня."""
    month = _month_of(match)
    year = int(match["year"]) if match["year"] else resolving.month_without_year(anchor, month)
    return (
        resolving.of_month(anchor, year, month, relative=not match["year"]) if resolving.is_year(anchor, year) else None
    )


def whole_year(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """У 2014 році; in 2014; 2014-2016 роки."""
    year, until = int(match["year"]), int(match["until"]) if match["until"] else None
    if not resolving.is_year(anchor, year) or (until and not year < until <= year + 200):
        return None
    return resolving.of_year(anchor, year, relative=False, until=until)


# Days counted from the article's own.
NEAR_DAYS = {
    **dict.fromkeys(("сьогодні", "сегодня", "today", "tonight"), 0),
    **dict.fromkeys(("вчора", "учора", "вчера", "yesterday", "напередодні", "накануне"), -1),
    **dict.fromkeys(("позавчора", "позавчера"), -2),
    **dict.fromkeys(("завтра", "tomorrow"), 1),
    **dict.fromkeys(("післязавтра", "послезавтра"), 2),
}


def near_day(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Вчора; today; післязавтра."""
    day = anchor.today + timedelta(days=NEAR_DAYS[match["near"].lower()])
    return resolving.of_day(anchor, day, relative=True)


def weekday(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """У четвер; on Thursday; минулої середи."""
    word = match["weekday"].replace("’", "'").replace("ʼ", "'")
    number = ENGLISH_WEEKDAYS[word] if word in ENGLISH_WEEKDAYS else WEEKDAYS[word.lower()]
    shift = _shift(match)
    day = resolving.weekday(anchor, number, shift)
    if shift < 0 and match["last"].lower() == "last":  # "last Friday" is the last one that is over, of whichever week
        day = anchor.today - timedelta(days=(anchor.today.weekday() - number - 1) % 7 + 1)
    return replace(resolving.of_day(anchor, day, relative=True), weekday=True)


def _unit_of(word: str) -> str:
    return next((unit for stems, unit in UNITS if word.lower().startswith(stems)), "")


def unit_off(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Минулого тижня; last month; цього року."""
    unit, shift = _unit_of(match["unit"]), _shift(match)
    if unit == "week":
        return resolving.week(anchor, shift)
    if unit == "month":
        return resolving.month_off(anchor, shift)
    if unit == "year":
        return resolving.of_year(anchor, anchor.today.year + shift, relative=True)
    return None


def ago(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """Три дні тому; a week ago; год назад."""
    unit = _unit_of(match["unit"])
    count = match["count"]
    number = 1 if not count else int(count) if count.isdigit() else COUNTS.get(count.lower().replace("’", "'"), 0)
    return resolving.ago(anchor, number, unit) if unit else None


def last_day_and_night(_match: re.Match[str], anchor: Anchor) -> Reading:
    """За минулу добу: the 24 hours before the article."""
    return Reading(anchor.published - timedelta(days=1), anchor.published, "day", relative=True)


YEARS_OFF = {"торік": -1, "позаторік": -2}


def year_by_word(match: re.Match[str], anchor: Anchor) -> Reading:
    """Торік; позаторік."""
    return resolving.of_year(anchor, anchor.today.year + YEARS_OFF[match["word"].lower()], relative=True)


def clock(match: re.Match[str], anchor: Anchor) -> Reading | None:
    """О 03:12; at 3:12 p.m.; the day is found later."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return None
    start = anchor.midnight(anchor.today) + timedelta(hours=hour, minutes=minute)
    return Reading(start, start + timedelta(minutes=1), "minute", relative=True, clock=True)

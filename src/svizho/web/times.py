"""Moments and spans of time in the reader's words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from babel import Locale
from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

# The age dot (docs/site.md): full under ten minutes, half within the hour, a ring after that.
FRESH = timedelta(minutes=10)
# Beyond half a day "14 h ago" makes a reader count; the clock does not.
COUNTED = timedelta(hours=12)

Age = Literal["now", "hour", "old"]


def locale() -> Locale:
    """Give Babel's locale for the language of the page."""
    return Locale.parse((get_language() or "uk").replace("-", "_"))


def passed(moment: datetime, now: datetime) -> timedelta:
    """Say how long ago `moment` was, never less than nothing: publishers' clocks run ahead."""
    return max(now - moment, timedelta(0))


def age_of(moment: datetime, now: datetime) -> Age:
    """Say how fresh a moment is, as the age dot shows it."""
    gone = passed(moment, now)
    if gone < FRESH:
        return "now"
    return "hour" if gone < HOUR else "old"


def ago(moment: datetime, now: datetime) -> str:
    """Say how long ago a moment was: "4 min ago"; from half a day on, when it was."""
    gone = passed(moment, now)
    if gone < MINUTE:
        return gettext("just now")
    if gone < HOUR:
        return gettext("%(n)s min ago") % {"n": gone // MINUTE}
    if gone < COUNTED:
        return gettext("%(n)s h ago") % {"n": gone // HOUR}
    return when(moment, now)


def ago_to_the_second(moment: datetime, now: datetime) -> str:
    """Say how long ago a moment was, counting seconds under a minute: "12 s ago"."""
    gone = passed(moment, now)
    if gone < MINUTE:
        return gettext("%(n)s s ago") % {"n": int(gone.total_seconds())}
    return ago(moment, now)


def clock(moment: datetime) -> str:
    """Give the time of day at the site's place: "03:12"."""
    return timezone.localtime(moment).strftime("%H:%M")


def when(moment: datetime, now: datetime, *, say_today: bool = False) -> str:
    """Give day and time as shortly as it stays clear: "10:31", "yesterday, 18:20", "3 June, 18:20"."""
    day, today = timezone.localtime(moment).date(), timezone.localtime(now).date()
    time = clock(moment)
    if day == today:
        return gettext("today, %(time)s") % {"time": time} if say_today else time
    if day == today - timedelta(days=1):
        return gettext("yesterday, %(time)s") % {"time": time}
    pattern = "d MMMM" if day.year == today.year else "d MMMM y"
    written = format_date(day, pattern, locale=locale()).replace(" ", "\u00a0")
    return gettext("%(day)s, %(time)s") % {"day": written, "time": time}


def day_words(moment: datetime, now: datetime) -> str:
    """Name a day for a heading: "Today", "Yesterday", "3 June"."""
    day, today = timezone.localtime(moment).date(), timezone.localtime(now).date()
    if day == today:
        return pgettext("heading", "Today")
    if day == today - timedelta(days=1):
        return pgettext("heading", "Yesterday")
    return format_date(day, "d MMMM" if day.year == today.year else "d MMMM y", locale=locale())


def date_line(now: datetime) -> str:
    """Write the date as it stands above the masthead: "Sunday, 14 June"."""
    return format_date(timezone.localtime(now).date(), "EEEE, d MMMM", locale=locale())


def span(seconds: float) -> str:
    """Say a span of time with at most two units: "38 s", "1 min 34 s", "2 h 5 min", "3 d 4 h"."""
    whole = max(0, round(seconds))
    steps = (
        (86400, 3600, pgettext("days, short", "%(n)s d"), pgettext("hours, short", "%(n)s h")),
        (3600, 60, pgettext("hours, short", "%(n)s h"), pgettext("minutes, short", "%(n)s min")),
        (60, 1, pgettext("minutes, short", "%(n)s min"), pgettext("seconds, short", "%(n)s s")),
    )
    for large, small, large_words, small_words in steps:
        if whole >= large:
            rest = whole % large // small
            words = large_words % {"n": whole // large}
            return f"{words} {small_words % {'n': rest}}" if rest else words
    return pgettext("seconds, short", "%(n)s s") % {"n": whole}

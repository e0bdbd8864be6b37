"""Dates as feeds write them -> moments in UTC: what feedparser misreads or cannot read is read here."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from time import struct_time

import dateparser
from feedparser.datetimes import rfc822

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# A clock that is a little fast, or a time zone left out: later than this is no date of a page that we already see.
MOST_AHEAD = timedelta(hours=1)
# Before this year stands no archive of the web but the zero of some clock (1970, 1900, 1, or a misread number).
_FIRST_WEB_YEAR = 1991
# One guess of dateparser takes about 11 ms (PARTS.md section 1), so a feed gets about a second of them.
MOST_GUESSES = 100
_LONGEST = 80

# Offsets in hours of zone names that feedparser 6.0.14 reads as UTC (T10); IANA time zone database, 2026.
# Names that mean several zones (IST, BST) are left to dateparser.
_ZONES = {
    "eet": 2, "eest": 3, "eetdst": 3, "msk": 3, "msd": 4, "fet": 3, "trt": 3, "cet": 1, "cest": 2, "wet": 0, "west": 1,
    "sast": 2, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "utc": 0,
    "akst": -9, "akdt": -8, "hst": -10, "wib": 7, "pkt": 5, "gst": 4, "get": 4, "amt": 4, "azt": 4,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "січ янв яну сту jan sty",
            "лют фев feb lut",
            "бер мар сак mar",
            "кві апр кра apr kwi",
            "тра май мая may maj",
            "чер июн юни чэр jun cze",
            "лип июл юли ліп jul",
            "сер авг жні aug sie",
            "вер сен сеп sep wrz",
            "жов окт кас oct paź",
            "лис ноя ное ліс nov",
            "гру дек сне dec gru",
        ),
        1,
    )
    for name in names.split()
}

_EPOCH = re.compile(r"\d{9,10}(?:\.\d{1,9})?|\d{13}")
_ZONE_NAME = re.compile(r"[\d\s]\(?([A-Za-z]{1,6})\)?$")
_NUMERIC = re.compile(
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"
    r"(?:[\s,T-]+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?)?\s*(?P<zone>\S.*)?"
)
_NAMED = re.compile(
    r"(?:[^\W\d]+[.,]*\s+)?(?P<day>\d{1,2})[\s.-]+(?P<name>[^\W\d]{3,12})[\s.,-]+(?P<year>\d{4})(?:\s*[рг]\.?)?"
    r"(?:[\s,]+(?:[овб]\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?\s*(?P<zone>\S.*)?"
)
_OFFSET = re.compile(r"(?:GMT|UTC|Z)?\s*(?P<sign>[+-−])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?", re.I)
# Languages dateparser is asked about: the site's, their neighbours', and the feed's own.
_ASKED = ("uk", "ru", "en", "be", "bg", "pl")
_ALSO_KNOWN = re.compile(
    r"(?:de|fr|es|it|pt|cs|sk|ro|hu|tr|el|lt|lv|et|nl|sv|fi|da|nb|ka|he|ar|zh|ja|ko|sr|hr|mk|hy|az)"
)


class DateReader:
    """Reads the dates of one feed, with a memory and a limit of guesses; `now` is the moment it is read at."""

    def __init__(self, now: datetime, *, language: str = "") -> None:
        self._now = now.astimezone(UTC)
        self._language = language
        self._guesses = 0
        self._known: dict[str, datetime | None] = {}

    def read(self, raw: object, parsed: struct_time | None = None) -> datetime | None:
        """Say the moment that `raw` means, within [2000, now + 1 h]; None when it says none.

        `parsed` is feedparser's reading (UTC) and is believed unless the text names a zone that feedparser
        takes for UTC. A date before the web began is the zero of a clock, hence none.
        """
        text = " ".join(str(raw or "").split())
        if not text and parsed is None:
            return None
        if text not in self._known:
            self._known[text] = self._clamped(self._moment(text[:_LONGEST], parsed))
        return self._known[text]

    def _moment(self, text: str, parsed: struct_time | None) -> datetime | None:
        if _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(float(text) / (1000 if len(text) == 13 else 1), UTC)
        said = _from_struct(parsed)
        zone = _ZONE_NAME.search(text)
        if zone and said and not _is_known_zone(zone[1]):
            hours = _ZONES.get(zone[1].lower())
            return said - timedelta(hours=hours) if hours is not None else self._guess(text) or said
        return said or _by_pattern(text) or self._guess(text)

    def _guess(self, text: str) -> datetime | None:
        """Ask dateparser, which reads words ("вчора", "3 години тому") in many languages."""
        if self._guesses >= MOST_GUESSES or not text:
            return None
        self._guesses += 1
        languages = list(_ASKED) + ([self._language] if _ALSO_KNOWN.fullmatch(self._language) else [])
        settings = {
            "TIMEZONE": "UTC",
            "TO_TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "RELATIVE_BASE": self._now.replace(tzinfo=None),
            "DATE_ORDER": "MDY" if self._language == "en" else "DMY",
        }
        try:
            found: datetime | None = dateparser.parse(text, languages=languages, settings=settings)
        except (ValueError, OverflowError, TypeError, RecursionError):  # dateparser's own slips on odd text
            return None
        return found.astimezone(UTC) if found is not None and found.year > 1 else None

    def _clamped(self, moment: datetime | None) -> datetime | None:
        if moment is None or moment.year < _FIRST_WEB_YEAR:
            return None
        return min(max(moment, EARLIEST), self._now + MOST_AHEAD)


def _is_known_zone(name: str) -> bool:
    """Tell whether feedparser reads this zone rightly; AM and PM are no zones."""
    return name.lower() in rfc822.timezone_names or name.lower() in ("utc", "am", "pm", "t")


def _from_struct(parsed: struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return moment if moment.year >= _FIRST_WEB_YEAR else None


def _by_pattern(text: str) -> datetime | None:
    """Read "02.11.2026 10:00" and "Пн, 02 лис 2026 10:00 +0200", as sites write that do not know RFC 822."""
    match = _NUMERIC.fullmatch(text) or _NAMED.fullmatch(text)
    if match is None:
        return None
    part = match.groupdict()
    month = int(part["month"]) if "month" in part else _MONTHS.get(part["name"].lower()[:3], 0)
    offset = _offset(part["zone"])
    if offset is None:
        return None
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    try:
        return datetime(int(part["year"]), month, int(part["day"]), hour, minute, second, tzinfo=UTC) - offset
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timedelta | None:
    """Say how far a zone is ahead of UTC (none written: not at all); None when it is not understood."""
    if not zone or zone.upper() in ("GMT", "UTC", "Z"):
        return timedelta(0)
    if (hours := _ZONES.get(zone.strip("()").lower())) is not None:
        return timedelta(hours=hours)
    match = _OFFSET.fullmatch(zone)
    if match is None or int(match["hours"]) > 14:
        return None
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return size if match["sign"] == "+" else -size

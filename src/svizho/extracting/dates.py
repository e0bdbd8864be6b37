"""Times that pages state, with the right zone; the most precise believable one wins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dateparser

from svizho.kit.links import host_of

# Before this nothing on the web was news; after now + an hour it is a lie or a wrong zone (as in parsing).
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
SLACK = timedelta(hours=1)

# Where a publisher's clock stands when its times name no zone: countries with one zone (or one that prevails).
_ZONES = {
    "ua": "Europe/Kyiv", "укр": "Europe/Kyiv", "pl": "Europe/Warsaw", "de": "Europe/Berlin", "at": "Europe/Vienna",
    "ch": "Europe/Zurich", "li": "Europe/Zurich", "fr": "Europe/Paris", "be": "Europe/Brussels",
    "nl": "Europe/Amsterdam", "lu": "Europe/Luxembourg", "it": "Europe/Rome",
    "es": "Europe/Madrid", "pt": "Europe/Lisbon", "uk": "Europe/London",
    "ie": "Europe/Dublin", "dk": "Europe/Copenhagen", "no": "Europe/Oslo", "se": "Europe/Stockholm",
    "fi": "Europe/Helsinki", "is": "Atlantic/Reykjavik", "ee": "Europe/Tallinn", "lv": "Europe/Riga",
    "lt": "Europe/Vilnius", "by": "Europe/Minsk", "ru": "Europe/Moscow", "su": "Europe/Moscow", "рф": "Europe/Moscow",
    "md": "Europe/Chisinau", "ro": "Europe/Bucharest", "bg": "Europe/Sofia", "gr": "Europe/Athens",
    "cz": "Europe/Prague", "sk": "Europe/Bratislava", "hu": "Europe/Budapest", "si": "Europe/Ljubljana",
    "hr": "Europe/Zagreb", "rs": "Europe/Belgrade", "tr": "Europe/Istanbul", "ge": "Asia/Tbilisi",
    "am": "Asia/Yerevan", "az": "Asia/Baku", "kz": "Asia/Almaty", "il": "Asia/Jerusalem", "lb": "Asia/Beirut",
    "in": "Asia/Kolkata", "pk": "Asia/Karachi", "bd": "Asia/Dhaka", "cn": "Asia/Shanghai", "hk": "Asia/Hong_Kong",
    "tw": "Asia/Taipei", "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "vn": "Asia/Ho_Chi_Minh", "th": "Asia/Bangkok",
    "my": "Asia/Kuala_Lumpur", "sg": "Asia/Singapore", "ph": "Asia/Manila", "za": "Africa/Johannesburg",
    "ls": "Africa/Maseru", "na": "Africa/Windhoek", "tz": "Africa/Dar_es_Salaam", "ke": "Africa/Nairobi",
    "ng": "Africa/Lagos", "eg": "Africa/Cairo", "nz": "Pacific/Auckland", "ar": "America/Argentina/Buenos_Aires",
    "py": "America/Asuncion", "co": "America/Bogota", "pe": "America/Lima", "ve": "America/Caracas",
}  # fmt: skip
_LANGUAGE_ZONES = {
    "uk": "Europe/Kyiv", "pl": "Europe/Warsaw", "bg": "Europe/Sofia", "be": "Europe/Minsk", "de": "Europe/Berlin",
    "it": "Europe/Rome", "tr": "Europe/Istanbul", "ja": "Asia/Tokyo", "ko": "Asia/Seoul", "he": "Asia/Jerusalem",
    "vi": "Asia/Ho_Chi_Minh", "cs": "Europe/Prague", "da": "Europe/Copenhagen", "no": "Europe/Oslo",
}  # fmt: skip

_HAS_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\d{8}T\d{4,6}|\d{1,2}\s*(?:am|pm)\b|^\d{10}(?:\d{3})?$", re.I)
# A system that keeps days alone writes midnight.
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
# What fromisoformat (3.11) cannot read: "2024-05-01 10:00:00 +0200" (blank), fractions of other than 3 or 6 digits.
_ZONE_GAP = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$|Z$)")
_FRACTION = re.compile(r"([:.]\d{2}:\d{2})[.,]\d+|(T\d{2}:\d{2}:\d{2})[.,]\d+")
# JavaScript's Date.toString: "Wed May 01 2024 10:00:00 GMT+0200 (CEST)".
_JAVASCRIPT = re.compile(r"^\w{3} (\w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LONGEST = 60
# Ukrainian, Russian and Belarusian pages write months in each other's words.
_WORD_LANGUAGES = {code: [code] for code in ("en", "de", "fr", "es", "it", "pl", "bg", "pt", "tr", "cs")} | {
    code: ["uk", "ru", "be"] for code in ("uk", "ru", "be")
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One stated time: aware, and how exactly it was stated."""

    when: datetime
    has_clock: bool
    has_zone: bool

    @property
    def exactness(self) -> int:
        """2: clock and zone; 1: clock alone; 0: only the day."""
        return int(self.has_clock) + int(self.has_clock and self.has_zone)


@lru_cache(maxsize=256)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def home_zone(url: str, language: str) -> tzinfo:
    """Say in which zone a publisher writes times without one: by its top-level domain, then by language, else UTC."""
    ending = host_of(url).rpartition(".")[2]
    if ending.startswith("xn--"):
        ending = ending.encode().decode("idna")
    return _zone(_ZONES.get(ending) or _LANGUAGE_ZONES.get(language, "UTC"))


def _parsed(text: str) -> datetime | None:
    """Read ISO 8601, epoch seconds or milliseconds, RFC 2822 and JavaScript's own; None when it is none of them."""
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), tz=UTC)
    if script := _JAVASCRIPT.match(text):
        return datetime.strptime(" ".join(script.groups()), "%b %d %Y %H:%M:%S %z")
    iso = _FRACTION.sub(lambda found: found[1] or found[2], _ZONE_GAP.sub("", text))
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        pass
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    # RFC 2822's "-0000" means "zone unknown"; email.utils reads a zone it does not know (EEST) as that too.
    return read


def _in_words(text: str, language: str) -> datetime | None:
    """Read a date in words ("1 травня 2024, 10:00"), day before month except in American English."""
    settings = {"PREFER_DATES_FROM": "past", "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    # Without a year it may be "two hours ago", which would ask the machine's clock.
    if not _YEAR.search(text):
        return None
    known = _WORD_LANGUAGES.get(language, ["en"])
    try:
        found: datetime | None = dateparser.parse(text, languages=known, settings=settings)
    except (ValueError, OverflowError, RecursionError):
        return None
    return found


def read_moment(text: str, *, zone: tzinfo, language: str = "") -> Moment | None:
    """Turn a stated time into a moment; a time without a zone stands in `zone`; None when it is no date."""
    text = text.strip()
    if not 8 <= len(text) <= _LONGEST:
        return None
    try:
        when = _parsed(text) or _in_words(text, language)
        if when is None:
            return None
        has_zone = when.tzinfo is not None
        aware = when if has_zone else when.replace(tzinfo=zone)
        # A round trip through UTC proves that the arithmetic of its zone works (year 1, offsets of a day).
        aware = aware.astimezone(UTC).astimezone(timezone(aware.utcoffset() or timedelta()))
    except (ValueError, OverflowError):
        return None
    has_clock = bool(_HAS_CLOCK.search(text)) and not _MIDNIGHT.search(text)
    return Moment(aware, has_clock, has_zone)


def believable(moment: Moment, now: datetime) -> bool:
    """Tell whether news can be of that time: from 2000 to an hour from `now` (a day, where only the day is said)."""
    slack = SLACK if moment.has_clock else timedelta(days=1)
    return EARLIEST <= moment.when <= now + slack


def best_moment(stated: Iterable[str], *, zone: tzinfo, language: str, now: datetime) -> datetime | None:
    """Choose among stated times, given in order of trust: clock and zone before clock alone before the day alone.

    What cannot be believed is passed over. A time without a zone stands in `zone`; a day alone is midnight there
    (but never later than `now`).
    """
    texts = list(dict.fromkeys(text for text in stated if text))[:20]
    moments = [moment for text in texts if (moment := read_moment(text, zone=zone, language=language))]
    moments = [moment for moment in moments if believable(moment, now)]
    if not moments:
        return None
    best = max(moments, key=lambda moment: moment.exactness)
    return min(best.when, now) if not best.has_clock else best.when

"""The date written at the head of a text: tells when it was published where nobody else says."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from functools import cache

from babel import Locale, UnknownLocaleError

# Languages whose months are known: those of the site and of the papers it is likely to read.
LANGUAGES = ("uk", "en", "ru", "be", "bg", "pl", "cs", "sl", "hr", "ro", "de", "fr", "es", "pt", "it", "nl", "tr")

_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|-?го|\.)?(?: de| of)? ([^\W\d_]{3,12})\.?,?(?: de)?[ ,]{1,3}(\d{4})\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)? ?,? ?[-–]? ?(\d{4})\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")


@cache
def _months() -> dict[str, int]:
    """Names of months in lower case, whole and short, in all the languages; the first language to claim one has it."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        try:
            locale = Locale(language)
        except UnknownLocaleError:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in locale.months[context][width].items():
                    found.setdefault(name.lower().rstrip("."), month)
    return found


def stated_hours(head: str) -> float:
    """Give the first full date in the text in hours since 1970, NaN if there is none."""
    if not _YEAR.search(head):
        return float("nan")
    dates = []
    for match in _DAY_FIRST.finditer(head):
        dates.append((match.start(), match[3], _months().get(match[2].lower()), match[1]))
    for match in _MONTH_FIRST.finditer(head):
        dates.append((match.start(), match[3], _months().get(match[1].lower()), match[2]))
    for match in _ISO.finditer(head):
        dates.append((match.start(), match[1], int(match[2]), match[3]))
    for match in _DOTTED.finditer(head):
        dates.append((match.start(), match[3], int(match[2]), match[1]))
    for _, year, month, day in sorted(dates, key=lambda found: found[0]):
        hours = _hours(int(year), month or 0, int(day))
        if not math.isnan(hours):
            return hours
    return float("nan")


def _hours(year: int, month: int, day: int) -> float:
    try:
        return datetime(year, month, day, tzinfo=UTC).timestamp() / 3600 if 1990 <= year < 2100 else float("nan")
    except ValueError:
        return float("nan")

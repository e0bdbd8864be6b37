"""Days as readers write them: 2026-06-01, 01.06.2026, 2026-06, 2026, «вчора», 7d."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_AGO = re.compile(r"(\d{1,4})(d|w|д|дн|т)")
_NAMED = {"today": 0, "сьогодні": 0, "yesterday": 1, "вчора": 1, "учора": 1, "позавчора": 2}


def read_day(words: str, *, today: date) -> date | None:
    """Read a day; a month or a year stands for its first day. None where it is no day."""
    small = words.strip().lower()
    if small in _NAMED:
        return today - timedelta(days=_NAMED[small])
    if ago := _AGO.fullmatch(small):
        days = int(ago[1]) * (7 if ago[2] in ("w", "т") else 1)
        return today - timedelta(days=days) if days < 36_500 else None
    if dotted := _DOTTED.fullmatch(small):
        return _date(dotted[3], dotted[2], dotted[1])
    if iso := _ISO.fullmatch(small):
        return _date(iso[1], iso[2] or "1", iso[3] or "1")
    return None


def _date(year: str, month: str, day: str) -> date | None:
    # Years before the web hold no news, and PostgreSQL's moments must stay within reach.
    if not 1990 <= int(year) <= 2100:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

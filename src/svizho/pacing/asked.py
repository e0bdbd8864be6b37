"""How long and when a publisher asks us to leave it alone, in the words of HTTP and of its feed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# Longer waits are asked for by mistake or malice; DESIGN section 6.6.
LONGEST_WAIT = timedelta(days=1)
NONE = timedelta(0)

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.I)
_NOT_KEPT = re.compile(r"(?:^|[\s,])(?:no-cache|no-store)\b", re.I)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a feed itself asks for; kept, since an unchanged answer does not repeat it."""

    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()  # 0 to 23, GMT
    skip_days: frozenset[int] = frozenset()  # 0 = Monday, GMT

    def to_json(self) -> str:
        """Write them down; nothing where nothing is asked."""
        if self == Wishes():
            return ""
        seconds = self.ttl.total_seconds() if self.ttl else 0
        return json.dumps({"ttl": seconds, "hours": sorted(self.skip_hours), "days": sorted(self.skip_days)})

    @classmethod
    def from_json(cls, text: str) -> Wishes:
        """Read them again; none for anything that to_json cannot have written."""
        try:
            told = json.loads(text) if text else {}
            hours, days = frozenset(told.get("hours", ())), frozenset(told.get("days", ()))
            ttl = min(max(float(told.get("ttl", 0)), 0.0), LONGEST_WAIT.total_seconds())
        except (ValueError, TypeError, AttributeError):
            return cls()
        sound = hours <= frozenset(range(24)) and days <= frozenset(range(7))
        return cls(timedelta(seconds=ttl) if ttl else None, hours, days) if sound else cls()


def asked_wait(headers: Mapping[str, str], *, ttl: timedelta | None = None, now: datetime) -> timedelta:
    """Say how long the publisher asks not to be asked again, from 0 to one day.

    Retry-After (seconds or a date) decides where it stands; else the longer of the HTTP freshness (Cache-Control:
    max-age less Age, or Expires less Date) and the feed's own `ttl`. Header names are lower-case; what cannot be
    read counts as not said. `now` stands in for a missing Date.
    """
    told = headers.get("retry-after", "").strip()
    if told:
        retry = _retry_after(told, now)
        if retry is not None:
            return _capped(retry)
    return _capped(max(_freshness(headers, now), ttl or NONE))


def _retry_after(told: str, now: datetime) -> timedelta | None:
    if told.isascii() and told.isdigit():
        return timedelta(seconds=min(int(told[:12]), 10**9))
    moment = _date(told)
    return None if moment is None else moment - now


def _freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Say how long the answer stays fresh (RFC 9111, 4.2.1); max-age goes before Expires."""
    control = headers.get("cache-control", "")[:1_000]
    if _NOT_KEPT.search(control):
        return NONE
    match = _MAX_AGE.search(control)
    if match is not None:
        age = headers.get("age", "").strip()
        passed = int(age) if age.isascii() and age.isdigit() and len(age) < 10 else 0
        return timedelta(seconds=min(int(match[1]), 10**9) - passed)
    expires = _date(headers.get("expires", ""))
    return expires - (_date(headers.get("date", "")) or now) if expires is not None else NONE


def _date(text: str) -> datetime | None:
    """Read a date of HTTP; None when it is none ("0" and "-1" are common)."""
    if not text or len(text) > 60:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _capped(wait: timedelta) -> timedelta:
    return min(max(wait, NONE), LONGEST_WAIT)

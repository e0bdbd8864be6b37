"""What a feed says about itself as a whole: hub, own address, how often and when to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from svizho.parsing.fields import web_address

# Some feeds ask to be read once in a year (ttl=525600); pacing caps the wait at a day anyway.
LONGEST_TTL = timedelta(days=7)

_SKIP_HOURS = re.compile(r"<skipHours[\s>].{0,2000}?</skipHours", re.I | re.S)
_SKIP_DAYS = re.compile(r"<skipDays[\s>].{0,2000}?</skipDays", re.I | re.S)
_HOUR = re.compile(r"<hour[^>]*>\s*(\d{1,2})\s*<", re.I)
_DAY = re.compile(r"<day[^>]*>\s*([a-z]{3})[a-z]*\s*<", re.I)
_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
# RSS 1.0 syndication module: a period and how many times in it.
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
# Protocols of rssCloud that need no more than a form (http://home.rsscloud.co/), and the scheme of each.
_CLOUD_SCHEMES = {"http-post": "http", "https-post": "https"}
# RFC 8288: <address>; rel="a b"; ...; several parted by commas.
_LINK = re.compile(r"<([^<>]{1,2000})>((?:\s*;[^,<>\";]*(?:\"[^\"]*\")?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.I)


def links_of_header(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give (rel, address) for every link of the Link header (lower-case name)."""
    for address, parameters in _LINK.findall(headers.get("link", "")[:20_000]):
        match = _REL.search(parameters)
        for rel in ((match[1] or match[2]) if match else "").lower().split():
            yield rel, address.strip()


def hub_of(feed: dict[str, Any], headers: Mapping[str, str], url: str) -> str:
    """Say the first WebSub hub; the header goes before the document (WebSub, section 4)."""
    return _first("hub", feed, headers, url)


def self_of(feed: dict[str, Any], headers: Mapping[str, str], url: str) -> str:
    """Say the address under which the feed wants to be known; "" when it does not say."""
    return _first("self", feed, headers, url)


def _first(rel: str, feed: dict[str, Any], headers: Mapping[str, str], url: str) -> str:
    told = [address for found, address in links_of_header(headers) if found == rel]
    written = [dict.get(link, "href") for link in dict.get(feed, "links") or () if dict.get(link, "rel") == rel]
    return next((address for value in [*told, *written] if (address := web_address(value, url))), "")


def cloud_of(feed: dict[str, Any]) -> str:
    """Say where rssCloud's <cloud> takes registrations by plain POST; "" for its XML-RPC and SOAP kinds."""
    cloud = dict.get(feed, "cloud")
    if not isinstance(cloud, dict):
        return ""
    told = {name: str(dict.get(cloud, name) or "").strip() for name in ("domain", "port", "path", "protocol")}
    kind, port = told["protocol"].lower(), told["port"]
    if kind not in _CLOUD_SCHEMES or not told["domain"] or not port.isascii() or not port.isdigit() or len(port) > 5:
        return ""
    return web_address(f"{_CLOUD_SCHEMES[kind]}://{told['domain']}:{port}/{told['path'].lstrip('/')}")


def ttl_of(feed: dict[str, Any]) -> timedelta | None:
    """Say how long the feed asks to be left alone: <ttl> in minutes, or the syndication module's period."""
    minutes = str(dict.get(feed, "ttl") or "").strip()
    if minutes.isascii() and minutes.isdigit() and len(minutes) < 9 and int(minutes):
        return min(timedelta(minutes=int(minutes)), LONGEST_TTL)
    period = _PERIODS.get(str(dict.get(feed, "sy_updateperiod") or "").strip().lower())
    if period is None:
        return None
    times = str(dict.get(feed, "sy_updatefrequency") or "").strip()
    often = int(times) if times.isascii() and times.isdigit() and len(times) < 6 else 1
    return min(period / max(often, 1), LONGEST_TTL)


def skip_hours_of(text: str) -> frozenset[int]:
    """Read <skipHours>: hours 0-23 GMT (24 is written for 0 by old feeds). feedparser keeps the last one only."""
    match = _SKIP_HOURS.search(text)
    return frozenset(int(hour) % 24 for hour in _HOUR.findall(match[0]) if int(hour) <= 24) if match else frozenset()


def skip_days_of(text: str) -> frozenset[int]:
    """Read <skipDays>: 0 is Monday, as in datetime.weekday()."""
    match = _SKIP_DAYS.search(text)
    names = [name.lower() for name in _DAY.findall(match[0])] if match else []
    return frozenset(_DAYS[name] for name in names if name in _DAYS)

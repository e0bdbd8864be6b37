"""Writes of sources: how a publisher's server is asked, and how its listing page is read, as the owner sets it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from svizho.errors import SourceError
from svizho.kit.http import is_forbidden_header, is_header_name, is_safe_value
from svizho.sources.models import Feed, FeedKind, Source

LONGEST_AGENT: Final = 300
MOST_HEADERS: Final = 10
LONGEST_VALUE: Final = 2_000
# Told by fields of their own, or reckoned for each request: an owner's word would break what polling relies on.
_OURS: Final = {
    "user-agent": "set it with --agent",
    "if-none-match": "it is reckoned at each poll",
    "if-modified-since": "it is reckoned at each poll",
    "range": "a feed is read whole",
}
_HEADER: Final = re.compile(r"\s*([^\s:]+)\s*:\s*(.*?)\s*")


def set_agent(source: Source, agent: str) -> None:
    """Set the User-Agent that a source's server is told; "" means the site's own. Raises SourceError in words."""
    agent = agent.strip()
    if len(agent) > LONGEST_AGENT or not is_safe_value(agent):
        raise SourceError(f"a User-Agent is one line of at most {LONGEST_AGENT} plain (Latin) characters")
    source.agent = agent
    source.save(update_fields=["agent"])


def set_header(source: Source, line: str) -> str:
    """Set a header that a source's server is sent ("Name: value"; "Name:" takes it away); says its name.

    Raises SourceError for what is no header, breaks lines, or steers the connection itself.
    """
    match = _HEADER.fullmatch(line) if "\n" not in line and "\r" not in line else None
    name, value = (match[1], match[2]) if match else ("", "")
    if match is None or not is_header_name(name) or len(value) > LONGEST_VALUE or not is_safe_value(value):
        raise SourceError(f"a header is one line, 'Name: value', in plain (Latin) characters, not {line[:100]!r}")
    if is_forbidden_header(name):
        raise SourceError(f"the header {name} belongs to the connection and cannot be set")
    if why := _OURS.get(name.lower()):
        raise SourceError(f"the header {name} cannot be set so: {why}")
    kept = [[known, told] for known, told in source.headers if known.lower() != name.lower()]
    source.headers = [*kept, [name, value]] if value else kept
    if len(source.headers) > MOST_HEADERS:
        raise SourceError(f"a source has at most {MOST_HEADERS} headers of its own")
    source.save(update_fields=["headers"])
    return name


def set_selector(feed: Feed, selector: str, *, by_hand: bool, now: datetime) -> None:
    """Set how the links of a listing page are found; one not set `by_hand` is learned anew when the page changes.

    The feed is read as a listing page from now on, and is due at once.
    """
    feed.kind = FeedKind.LISTING
    feed.selector, feed.selector_set = selector[:500], by_hand
    feed.body_hash = feed.etag = feed.last_modified = ""
    feed.next_poll_at = now
    feed.save(update_fields=["kind", "selector", "selector_set", "body_hash", "etag", "last_modified", "next_poll_at"])


def set_home(source: Source, home_url: str) -> None:
    """Set the address of a publisher's own site, by which its posts' links are known for its own articles."""
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?", home_url) or len(home_url) > 2000:
        raise SourceError(f"not an address of a site: {home_url[:100]!r}")
    source.home_url = home_url
    source.save(update_fields=["home_url"])


def set_weight(source: Source, weight: float) -> None:
    """Set what one report of a source counts in ranking and polling: 0.05 to 20, usually 1."""
    if not 0.05 <= weight <= 20:
        raise SourceError("a weight lies between 0.05 and 20; an ordinary source weighs 1")
    source.weight = weight
    source.save(update_fields=["weight"])


def set_photos(source: Source, *, shown: bool) -> None:
    """Allow or forbid showing the pictures of a source; what was copied before is not shown once it is forbidden."""
    source.photos = shown
    source.save(update_fields=["photos"])

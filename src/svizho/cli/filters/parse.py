"""`svizho parse`: a feed document in, one JSON object per entry out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.kit import clock
from svizho.parsing import Listing, ParsedEntry, parse_feed


def run(
    data: bytes, *, url: str = "", content_type: str = "", listing: bool = False, selector: str = ""
) -> Iterator[dict[str, Any]]:
    """Yield a record for each entry of the feed document `data`, in its order.

    `url` resolves relative links, `content_type` is the header it came with, if any. With `listing` or a CSS `selector`
    the document is a web page that lists articles. A document that is no feed, or too large a one, and an index of
    sitemaps, which has no entries of its own, yield a single `{"error": ...}`.
    """
    headers = {"content-type": content_type} if content_type else {}
    listed = Listing(selector, by_hand=bool(selector)) if listing or selector else None
    try:
        feed = parse_feed(data, url=url, headers=headers, now=clock.now(), listing=listed)
    except (NotAFeed, FeedTooLarge) as error:
        yield {"error": str(error)}
        return
    if feed.children:
        yield {"error": f"this is an index of sitemaps; parse what it names: {' '.join(feed.children)}"}
    for entry in feed.entries:
        yield record_of(entry)


def record_of(entry: ParsedEntry) -> dict[str, Any]:
    """Write an entry as the filter's record; moments in ISO 8601, null when the feed does not say."""
    return {
        "guid": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content": entry.content,
        "author": entry.author,
        "published": _written(entry.published),
        "updated": _written(entry.updated),
        "lang": entry.language,
        "enclosures": [{"url": part.url, "type": part.type, "length": part.length} for part in entry.enclosures],
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None

"""Feed bytes -> ParsedFeed: decode, look at the shape, hand to the reader of the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.parsing.caps import check_shape
from svizho.parsing.decoding import decode_feed, unpacked
from svizho.parsing.json_feed import parse_json
from svizho.parsing.listing import Listing, parse_listing
from svizho.parsing.posts import as_posts
from svizho.parsing.shapes import ParsedFeed
from svizho.parsing.sitemap import is_sitemap, parse_sitemap
from svizho.parsing.telegram import is_telegram, parse_telegram
from svizho.parsing.xml_feed import parse_xml

# PARTS.md section 1: a body of 4-5 MB; real feeds of news have 20 to 200 entries in 20 to 900 KB.
MOST_BYTES = 5_000_000
MOST_ENTRIES = 5_000
# Kinds that by their nature lack what feeds have (ids, titles, dates): nobody can mend that.
_WITHOUT_FIELDS = frozenset(("sitemap", "index", "listing"))


def parse_feed(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str],
    now: datetime,
    most_bytes: int = MOST_BYTES,
    most_entries: int = MOST_ENTRIES,
    listing: Listing | None = None,
) -> ParsedFeed:
    """Read a feed in any format (RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, CDF, JSON Feed 1.0, 1.1).

    So are sitemaps, indexes of them, and the public pages of Telegram channels. With `listing` the document is a web
    page, and the articles it lists are the entries.

    `url` is the feed's own address, against which links are resolved; `headers` are the answer's, with lower-case
    names (content-type, content-language and link are read). All HTML in the result is safe
    to show and all addresses are absolute http(s) or "". Raises NotAFeed (a sentence says what it is instead)
    and FeedTooLarge. Hostile feeds may take long in spite of the checks: run it in a `kit.cage.Cage`.
    """
    if len(body) > most_bytes:
        raise FeedTooLarge(f"the feed is {len(body)} bytes; {most_bytes} is the most we read")
    decoded = decode_feed(unpacked(body, limit=most_bytes), headers)
    text = decoded.text.lstrip()
    if not text:
        raise NotAFeed("the answer is empty")
    if listing is not None:
        feed = parse_listing(text, listing, url=url, now=now, most_entries=most_entries)
    elif text[0] in "{[":
        feed = parse_json(text, url=url, headers=headers, now=now, most_entries=most_entries)
    elif "<" in text:
        feed = _parse_marked_up(text, url=url, headers=headers, now=now, most_entries=most_entries)
    else:
        raise NotAFeed("the answer is plain text, not a feed")
    return replace(feed, warnings=_warnings(feed, decoded.warning))


def _parse_marked_up(
    text: str, *, url: str, headers: Mapping[str, str], now: datetime, most_entries: int
) -> ParsedFeed:
    check_shape(text, most_entries=most_entries)
    if is_sitemap(text):
        return parse_sitemap(text, url=url, now=now)
    if is_telegram(text):
        return parse_telegram(text, url=url, now=now, most_entries=most_entries)
    return as_posts(parse_xml(text, url=url, headers=headers, now=now))


def _warnings(feed: ParsedFeed, odd: str) -> tuple[str, ...]:
    """Say what the people who tend the feed should know."""
    found = [*([odd] if odd else []), *feed.warnings]
    if feed.kind in _WITHOUT_FIELDS:
        return tuple(found)
    count = len(feed.entries)
    for missing, words in (
        (sum(not entry.url for entry in feed.entries), "have no link"),
        (sum(not entry.guid for entry in feed.entries), "have no id"),
        (sum(entry.published is None for entry in feed.entries), "have no date that can be read"),
        (sum(not entry.title for entry in feed.entries), "have no title"),
    ):
        if missing:
            found.append(f"{missing} of {count} entries {words}")
    return tuple(found)

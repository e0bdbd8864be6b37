"""Feed bytes -> ParsedFeed: decode, look at the shape, hand to the reader of the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.parsing.caps import check_shape
from svizho.parsing.decoding import decode_feed, unpacked
from svizho.parsing.json_feed import parse_json
from svizho.parsing.shapes import ParsedFeed
from svizho.parsing.xml_feed import parse_xml

# PARTS.md section 1: a body of 4-5 MB; real feeds of news have 20 to 200 entries in 20 to 900 KB.
MOST_BYTES = 5_000_000
MOST_ENTRIES = 5_000


def parse_feed(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str],
    now: datetime,
    most_bytes: int = MOST_BYTES,
    most_entries: int = MOST_ENTRIES,
) -> ParsedFeed:
    """Read a feed in any format (RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, CDF, JSON Feed 1.0, 1.1).

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
    if text[0] in "{[":
        feed = parse_json(text, url=url, headers=headers, now=now, most_entries=most_entries)
    elif "<" in text:
        check_shape(text, most_entries=most_entries)
        feed = parse_xml(text, url=url, headers=headers, now=now)
    else:
        raise NotAFeed("the answer is plain text, not a feed")
    return replace(feed, warnings=_warnings(feed, decoded.warning))


def _warnings(feed: ParsedFeed, odd: str) -> tuple[str, ...]:
    """Say what the people who tend the feed should know."""
    found = [odd] if odd else []
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

"""Feed bytes -> ParsedFeed: feeds, sitemaps, listing pages, channels; lists of feeds; feeds that pages point to."""

from svizho.parsing.decoding import Decoded, decode_feed
from svizho.parsing.discovery import (
    account_feed,
    find_feeds,
    guess_feed_addresses,
    guess_sitemaps,
    sitemaps_of_robots,
)
from svizho.parsing.feed import MOST_BYTES, MOST_ENTRIES, parse_feed
from svizho.parsing.listing import Listing, check_selector
from svizho.parsing.opml import read_opml, write_opml
from svizho.parsing.pings import MOST_PING_BYTES, Ping, read_ping
from svizho.parsing.posts import headline_of, is_post
from svizho.parsing.shapes import Enclosure, FoundFeed, OpmlOutline, ParsedEntry, ParsedFeed

__all__ = [
    "MOST_BYTES",
    "MOST_ENTRIES",
    "MOST_PING_BYTES",
    "Decoded",
    "Enclosure",
    "FoundFeed",
    "Listing",
    "OpmlOutline",
    "ParsedEntry",
    "ParsedFeed",
    "Ping",
    "account_feed",
    "check_selector",
    "decode_feed",
    "find_feeds",
    "guess_feed_addresses",
    "guess_sitemaps",
    "headline_of",
    "is_post",
    "parse_feed",
    "read_opml",
    "read_ping",
    "sitemaps_of_robots",
    "write_opml",
]

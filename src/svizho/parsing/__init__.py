"""Feed bytes -> ParsedFeed: RSS, Atom, RDF and JSON Feed, lists of feeds, and feeds that pages point to."""

from svizho.parsing.decoding import Decoded, decode_feed
from svizho.parsing.discovery import find_feeds, guess_feed_addresses
from svizho.parsing.feed import MOST_BYTES, MOST_ENTRIES, parse_feed
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
    "OpmlOutline",
    "ParsedEntry",
    "ParsedFeed",
    "Ping",
    "decode_feed",
    "find_feeds",
    "guess_feed_addresses",
    "headline_of",
    "is_post",
    "parse_feed",
    "read_opml",
    "read_ping",
    "write_opml",
]

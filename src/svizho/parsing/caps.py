"""Shapes that make a feed parser slow for ever, found cheaply before it begins."""

from __future__ import annotations

import re

from svizho.errors import FeedTooLarge

# PARTS.md section 1 and T8: feedparser took 44 s for 50,000 attributes on one tag, 22 s for 20,000 name spaces.
# Its cost is quadratic in both; real feeds have below 30 attributes on a tag and below 40 name spaces.
MOST_ATTRIBUTES = 300
MOST_NAMESPACES = 200
# Real feeds nest below 30 deep, inline XHTML included. Feeds that never close <link> or <img> reach hundreds.
DEEPEST = 3_000

_QUOTED_RUN = re.compile(rf"<[A-Za-z_:](?:[^<>\"']*+(?:\"[^\"]*+\"|'[^']*+')){{{MOST_ATTRIBUTES}}}")
_LONG_BARE_TAG = re.compile(r"<[A-Za-z_:][^<>\"']{20000}")
_NAMESPACE = re.compile(r"\sxmlns:([\w.-]+)\s*=")
# feedparser compares every category of an entry with all before it; real entries have below 100.
MOST_CATEGORIES = 1_000

_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"<(/?)[A-Za-z_:][^<>]*?(/?)>")
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.I)


def check_shape(text: str, *, most_entries: int) -> None:
    """Raise FeedTooLarge when the document is of a shape that would keep a parser busy; takes milliseconds."""
    if has_flooded_tag(text):
        raise FeedTooLarge(f"a tag of the feed has more than {MOST_ATTRIBUTES} attributes")
    if text.count("xmlns:") > MOST_NAMESPACES and len(set(_NAMESPACE.findall(text))) > MOST_NAMESPACES:
        raise FeedTooLarge(f"the feed declares more than {MOST_NAMESPACES} name spaces")
    entries = _ITEM.split(text)
    if len(entries) - 1 > most_entries:
        raise FeedTooLarge(f"the feed has {len(entries) - 1} entries; {most_entries} is the most we read")
    if any(entry.count("category") > 2 * MOST_CATEGORIES for entry in entries):
        raise FeedTooLarge(f"an entry of the feed has more than {MOST_CATEGORIES} categories")
    if text.count("<") > DEEPEST and _depth(text) > DEEPEST:
        raise FeedTooLarge(f"the feed is nested more than {DEEPEST} deep")


def has_flooded_tag(text: str) -> bool:
    """Tell whether a tag has more attributes than MOST_ATTRIBUTES: parsers of XML and HTML are quadratic in them."""
    return bool(_QUOTED_RUN.search(text) or _LONG_BARE_TAG.search(text))


def _depth(text: str) -> int:
    """Count how deep tags stand in one another at most; what stands in CDATA and comments is text."""
    depth = deepest = 0
    for closing, empty in _TAG.findall(_CDATA.sub("", text)):
        if closing:
            depth -= 1
        elif not empty:
            depth += 1
            deepest = max(deepest, depth)
    return deepest

"""Feeds that a web page points to, and addresses where feeds usually lie."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from svizho.parsing.decoding import decode_feed
from svizho.parsing.fields import plain, web_address
from svizho.parsing.shapes import FoundFeed

# A page's head is read whole within this; links to feeds in the body of a longer page are footers' at most.
MOST_READ = 1_500_000
MOST_FEEDS = 50
# The busiest front pages of news have about 1,500 links.
MOST_LINKS = 5_000

_KINDS = {
    "application/rss+xml": "rss",
    "text/rss+xml": "rss",
    "application/x-rss+xml": "rss",
    "application/rss": "rss",
    "text/rss": "rss",
    "application/rdf+xml": "rss",
    "application/atom+xml": "atom",
    "application/x-atom+xml": "atom",
    "application/atom": "atom",
    "application/xml": "rss",
    "text/xml": "rss",
    "application/feed+json": "json",
}
_FEED_LIKE = re.compile(r"(?:^|[/._?=-])(?:rss|atom|feeds?|rdf)(?:$|[/._?=&-]|\d)|feed\.json$", re.I)
_OF_COMMENTS = re.compile(r"comments?\b|коментар|комментар", re.I)
# Where the common content systems keep them: WordPress, Drupal, Ghost, Hugo, Joomla, Django, and Ukrainian news sites.
_USUAL = ("feed/", "rss/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed", "rss", "rss/all.xml", "rss/news.xml",
          "feeds/posts/default", "feed.json", "?feed=rss2", "rss.php", "export/rss.xml")  # fmt: skip


def find_feeds(html: bytes, *, url: str) -> tuple[FoundFeed, ...]:
    """Find the feeds that a page names in <link rel="alternate">, else those its links seem to lead to.

    Absolute http(s) addresses, each once, in the page's order but with feeds of comments last; at most 50.
    A page that cannot be read has none.
    """
    root = _root(html)
    if root is None:
        return ()
    base = _base(root, url)
    found = _unique([*_declared(root, base)]) or _unique([*_linked(root, base)])
    return tuple(sorted(found, key=lambda feed: bool(_OF_COMMENTS.search(f"{feed.title} {feed.url}"))))[:MOST_FEEDS]


def guess_feed_addresses(url: str) -> tuple[str, ...]:
    """Say where a feed of this site might lie, best guess first: under the address given, then at the site's root."""
    parts = urlsplit(web_address(url))
    if not parts.netloc:
        return ()
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = urljoin(root, parts.path.rstrip("/") + "/") if parts.path.strip("/") else root
    guesses = [urljoin(start, usual) for start in dict.fromkeys((folder, root)) for usual in _USUAL]
    return tuple(dict.fromkeys(guesses))


def _root(html: bytes) -> etree._Element | None:
    text = decode_feed(html[:MOST_READ]).text
    if not text.strip():
        return None
    # The text is decoded already: lxml refuses text with a declaration, and must not read <meta charset> again.
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        return web_address(element.get("href"), url) or url
    return url


def _declared(root: etree._Element, base: str) -> list[FoundFeed]:
    found = []
    for element in islice(root.iter("link"), MOST_LINKS):
        rels = (element.get("rel") or "").lower().split()
        mime = (element.get("type") or "").split(";")[0].strip().lower()
        address = web_address(element.get("href"), base)
        if address and "alternate" in rels and "stylesheet" not in rels:
            kind = _KINDS.get(mime) or ("json" if mime == "application/json" and "feed" in address else "")
        else:
            kind = "rss" if address and "feed" in rels else ""
        if kind:
            found.append(FoundFeed(address, plain(element.get("title") or ""), kind))
    return found


def _linked(root: etree._Element, base: str) -> list[FoundFeed]:
    """Collect ordinary links whose address looks like a feed's."""
    found = []
    for element in islice(root.iter("a"), MOST_LINKS):
        address = web_address(element.get("href"), base)
        parts = urlsplit(address) if address else None
        if parts and _FEED_LIKE.search(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            found.append(FoundFeed(address, plain(str(element.xpath("string()"))), "link"))
    return found


def _unique(feeds: list[FoundFeed]) -> list[FoundFeed]:
    seen: dict[str, FoundFeed] = {}
    for feed in feeds:
        seen.setdefault(feed.url.partition("#")[0], feed)
    return list(seen.values())

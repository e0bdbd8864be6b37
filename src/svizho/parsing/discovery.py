"""Feeds that a web page points to, and addresses where feeds usually lie."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from svizho.parsing.decoding import decode_feed
from svizho.parsing.fields import plain, web_address
from svizho.parsing.pages import document
from svizho.parsing.shapes import FoundFeed
from svizho.parsing.telegram import telegram_page

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
_SITEMAPS = ("sitemap_news.xml", "news-sitemap.xml", "sitemap-news.xml", "news_sitemap.xml", "sitemap/news.xml",
             "googlenews.xml", "sitemap.xml", "sitemap_index.xml", "sitemap.xml.gz")  # fmt: skip
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.I | re.M)
MOST_SITEMAPS = 6
_BLUESKY = re.compile(r"/profile/[\w.:-]+")
# An account alone: not one of its posts, lists or followers.
_MASTODON = re.compile(r"/@[\w.-]+(?:@[\w.-]+)?(?<!\.rss)(?<!\.atom)")
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


def guess_sitemaps(url: str) -> tuple[str, ...]:
    """Say where a site's sitemap of news might lie, the most telling names first; plain sitemaps last."""
    parts = urlsplit(web_address(url))
    return tuple(f"{parts.scheme}://{parts.netloc}/{usual}" for usual in _SITEMAPS) if parts.netloc else ()


def sitemaps_of_robots(robots: bytes, *, url: str) -> tuple[str, ...]:
    """List the sitemaps that a robots.txt names, those of news first, at most MOST_SITEMAPS."""
    found = (web_address(line, url) for line in _SITEMAP_LINE.findall(decode_feed(robots[:MOST_READ]).text))
    named = [address for address in dict.fromkeys(found) if address]
    return tuple(sorted(named, key=lambda address: "news" not in address.lower()))[:MOST_SITEMAPS]


def account_feed(url: str) -> str:
    """Say where the feed of an account of short posts is, of the address of its page; "" for other addresses.

    Mastodon and its kin (https://host/@name), Bluesky (https://bsky.app/profile/name), Telegram (t.me/name).
    """
    if page := telegram_page(url):
        return page
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if parts.hostname in ("bsky.app", "www.bsky.app") and _BLUESKY.fullmatch(path):
        return f"https://bsky.app{path}/rss"
    if _MASTODON.fullmatch(path) and parts.netloc:
        return f"{parts.scheme}://{parts.netloc}{path}.rss"
    return ""


def _root(html: bytes) -> etree._Element | None:
    text = decode_feed(html[:MOST_READ]).text
    return document(text) if text.strip() else None


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

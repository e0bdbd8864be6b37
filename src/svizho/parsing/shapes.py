"""What a feed says, as frozen values: the only shapes that leave this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry: absolute http(s) address, MIME type or "", length in bytes or 0."""

    url: str
    type: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class ParsedEntry:
    """One entry as its feed states it.

    `title` and `author` are plain text on one line; `summary` and `content` are HTML made safe, with absolute
    links. `url` is an absolute http(s) address or ""; `guid` is whatever the feed uses as an identity, or "".
    `published` and `updated` are aware (UTC) and lie in [2000, now + 1 h]; None when the feed does not say.
    `language` has two letters, or is "". `image` is the address of the best picture, or "".
    `links` are the pages that a short post points to (empty for articles): absolute addresses, each once.
    """

    guid: str = ""
    url: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A whole feed: what it says of itself, and its entries in the order of the document.

    `kind` is "rss", "atom", "rdf", "cdf", "json", "sitemap", "index" (of sitemaps: `children` say where to go on, the
    newest first), "listing" (`selector` says how its links were found), "telegram", "mastodon" or "bluesky".
    `hub` and `self_url` serve WebSub,
    `cloud` is where rssCloud's registrations go (its `http-post` kind only). `ttl` is how long the
    publisher asks readers to wait between two looks. `skip_hours` are hours (0-23, GMT) and `skip_days` days
    (0 = Monday) in which it asks not to be polled. `warnings` are sentences for the people who tend the feed.
    """

    kind: str
    title: str = ""
    home_url: str = ""
    language: str = ""
    description: str = ""
    entries: tuple[ParsedEntry, ...] = ()
    hub: str = ""
    self_url: str = ""
    cloud: str = ""
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    warnings: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    selector: str = ""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page points to: absolute address, its title there, and its kind ("rss", "atom", "json", "link")."""

    url: str
    title: str = ""
    kind: str = "rss"


@dataclass(frozen=True, slots=True)
class OpmlOutline:
    """One feed of an OPML list; `folder` is the path of folders it stands in, parted by "/"."""

    title: str
    feed_url: str
    home_url: str = ""
    language: str = ""
    folder: str = ""

"""Sitemaps (sitemaps.org 0.9, with Google's news and image parts) and indexes of them -> ParsedFeed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.kit.links import host_of, is_home_page
from svizho.parsing.dates import EARLIEST, DateReader
from svizho.parsing.fields import distinct, plain, web_address
from svizho.parsing.languages import two_letters
from svizho.parsing.shapes import ParsedEntry, ParsedFeed

# The protocol's own limit of one file (sitemaps.org), for pages as for sitemaps of an index.
MOST_PAGES = 50_000
# What is kept of them, the newest; a news sitemap has at most 1,000 (Google's rule).
MOST_KEPT = 1_000
# Sitemaps of an index that are asked for at each poll: today's, yesterday's, and one for a site that splits by section.
MOST_CHILDREN = 3

_ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)[\s>]", re.I)
# Sitemaps that list no news, and names that promise some, as content systems write them (Yoast, Bitrix, Drupal, Arc).
_NO_NEWS = re.compile(
    r"image|video|categor|taxonom|post_tag|[/_-]tags?[/._-]|author|[/_-]pages?[/._-]|static|section|rubric|product",
    re.I,
)
_NEWS = re.compile(r"news|novin|novost|post|article|latest|recent|today|stat[yt]i", re.I)
_NUMBERS = re.compile(r"\d+")


def is_sitemap(text: str) -> bool:
    """Say whether a document is a sitemap or an index of sitemaps, by its first elements."""
    match = _ROOT.search(text[:5_000])
    return match is not None and "<rss" not in text[: match.start()].lower()


def parse_sitemap(text: str, *, url: str, now: datetime) -> ParsedFeed:
    """Read a sitemap that `is_sitemap`; the newest pages first, at most MOST_KEPT.

    A news sitemap gives titles and dates. A plain one gives addresses with the moment of their last change
    (`updated`); pages without even that are left out, since nobody could tell which of them are new. An index gives no
    entries but `children`, the sitemaps to read, at most MOST_CHILDREN. Raises NotAFeed for one that says nothing of
    news, FeedTooLarge beyond MOST_PAGES.
    """
    match = _ROOT.search(text[:5_000])
    if match is None:
        raise NotAFeed("the answer is no sitemap")
    # Whatever stands before the root (declaration, DOCTYPE with entities) is cut off unread.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text[match.start() :].encode("utf-8"), parser=parser)
    if root is None:
        raise NotAFeed("the sitemap is damaged beyond reading")
    if len(root) > MOST_PAGES:
        raise FeedTooLarge(f"the sitemap lists {len(root)} pages; {MOST_PAGES} is the most a sitemap may")
    dates = DateReader(now)
    if match[1].lower() == "sitemapindex":
        return ParsedFeed("index", home_url=_root_of(url), children=_children(root, url, dates))
    return _listed(root, url, dates)


def _listed(root: etree._Element, url: str, dates: DateReader) -> ParsedFeed:
    name, language = _publication(root)
    entries = [entry for page in _named(root, "url") if (entry := _entry(page, url, dates)) is not None]
    if not entries:
        raise NotAFeed("the sitemap tells neither titles nor dates, so it cannot be told what is new in it")
    entries.sort(key=_moment, reverse=True)
    return ParsedFeed(
        "sitemap", title=name, home_url=_root_of(url), language=language, entries=tuple(entries[:MOST_KEPT])
    )


def _entry(page: etree._Element, url: str, dates: DateReader) -> ParsedEntry | None:
    """Read one page; None for one of which neither title nor date is told, and for the home page."""
    address = web_address(_text(page, "loc"), url)
    if not address or is_home_page(address):
        return None
    news = next(_named(page, "news"), None)
    title = plain(_text(news, "title")) if news is not None else ""
    published = dates.read(_text(news, "publication_date")) if news is not None else None
    updated = dates.read(_text(page, "lastmod"))
    if not title and updated is None and published is None:
        return None
    publication = next(_named(news, "publication"), None) if news is not None else None
    picture = next(_named(page, "image"), None)
    return ParsedEntry(
        guid=address,
        url=address,
        title=title,
        published=published,
        updated=updated,
        language=two_letters(_text(publication, "language")),
        categories=distinct(_text(news, "keywords").split(",")),
        image=web_address(_text(picture, "loc"), url),
    )


def _moment(entry: ParsedEntry) -> datetime:
    return entry.published or entry.updated or EARLIEST.astimezone(UTC)


def _publication(root: etree._Element) -> tuple[str, str]:
    """Say what the first news page says of its publication: name and language."""
    for page in _named(root, "url"):
        for news in _named(page, "news"):
            for publication in _named(news, "publication"):
                return plain(_text(publication, "name")), two_letters(_text(publication, "language"))
    return "", ""


def _children(root: etree._Element, url: str, dates: DateReader) -> tuple[str, ...]:
    """Choose the sitemaps to read: the latest changed; where dates are missing, by what their names promise."""
    found = []
    for sitemap in _named(root, "sitemap"):
        address = web_address(_text(sitemap, "loc"), url)
        if address:
            found.append((address, dates.read(_text(sitemap, "lastmod"))))
    with_news = [each for each in found if not _NO_NEWS.search(each[0].split("/", 3)[-1])] or found
    with_news.sort(key=_promise, reverse=True)
    chosen = tuple(dict.fromkeys(address for address, _ in with_news))[:MOST_CHILDREN]
    if not chosen:
        raise NotAFeed("the index of sitemaps names none")
    return chosen


def _promise(child: tuple[str, datetime | None]) -> tuple[datetime, bool, tuple[int, ...]]:
    address, changed = child
    path = address.split("/", 3)[-1]
    return changed or EARLIEST, bool(_NEWS.search(path)), tuple(int(n[:12]) for n in _NUMBERS.findall(path)[:6])


def _named(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Give the children of that local name: sites write any name space, or a wrong one."""
    for child in parent if parent is not None else ():
        if isinstance(child.tag, str) and etree.QName(child).localname.lower() == name:
            yield child


def _text(parent: etree._Element | None, name: str) -> str:
    return next((str(child.text or "").strip() for child in _named(parent, name)), "")


def _root_of(url: str) -> str:
    return f"{url.split('://', 1)[0]}://{url.split('/', 3)[2]}/" if host_of(url) else ""

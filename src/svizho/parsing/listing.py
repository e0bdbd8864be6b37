"""Listing pages of sites that have no feed -> ParsedFeed, by a CSS selector of the links to articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import cast

from cssselect import HTMLTranslator, SelectorError
from lxml import etree
from lxml import html as lxml_html

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.kit.links import canonical_link, is_home_page
from svizho.kit.text import shorten, tidy
from svizho.parsing.dates import DateReader
from svizho.parsing.fields import LONGEST_TITLE, is_picture, plain, web_address
from svizho.parsing.languages import two_letters
from svizho.parsing.learning import MOST_LINKS, Link, drop_asides, learn_selector, links_of
from svizho.parsing.pages import classes_of, document, text_of
from svizho.parsing.shapes import ParsedEntry, ParsedFeed

# A list of fewer links is none: what the selector finds then is the remains of a page that changed.
FEWEST = 3
LONGEST_SELECTOR = 500
LONGEST_SUMMARY = 1_000
# A summary is a sentence at least; shorter words near a link are its section, its author or its views.
SHORTEST_SUMMARY = 60

# "вчора о 14:05, 22 листопада 2026" and no more; longer texts are no time.
LONGEST_STAMP = 60
_ZONED = re.compile(r"\d(?:Z|\s*(?:UTC|GMT)|[+-]\d\d:?\d\d)$")
# What can be nothing but a date, whatever it stands in.
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}(?:[,\s]+\d{1,2}:\d\d)?|\d{4}-\d\d-\d\d(?:[T\s].{0,20})?")
_DATE_WORDS = ("date", "time", "published", "datetime", "pubdate", "ago")
_PICTURE_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")


@dataclass(frozen=True, slots=True)
class Listing:
    """How the links of a page are found: by a CSS selector; "" means that it is to be learned.

    A selector that the owner set is used as it is; one that was learned is learned anew when it finds nothing more.
    """

    selector: str = ""
    by_hand: bool = False


def check_selector(selector: str) -> str:
    """Give a selector that can be used, tidied; raises NotAFeed in words for one that cannot."""
    selector = tidy(selector)
    if not selector or len(selector) > LONGEST_SELECTOR:
        raise NotAFeed(f"a selector has 1 to {LONGEST_SELECTOR} characters")
    _xpath(selector)
    return selector


@lru_cache(maxsize=256)
def _xpath(selector: str) -> etree.XPath:
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError, ValueError) as error:
        raise NotAFeed(f"{selector[:100]!r} is no CSS selector: {error}"[:300]) from error


def parse_listing(text: str, listing: Listing, *, url: str, now: datetime, most_entries: int) -> ParsedFeed:
    """Read the list of articles on a page; titles, times, pictures and summaries are those that stand beside the links.

    `selector` of the result is the one that was used: the one given, or one learned from the page. Raises NotAFeed
    when there is no list, FeedTooLarge when there are too many links.
    """
    root = document(text)
    if root is None:
        raise NotAFeed("the page cannot be read")
    if not listing.by_hand:
        drop_asides(root)
    selector, chosen, warning = _chosen(root, listing, url)
    if len(chosen) > most_entries:
        raise FeedTooLarge(f"the page lists {len(chosen)} links; {most_entries} is the most we read")
    language = two_letters(root.get("lang") or "")
    dates = DateReader(now, language=language)
    whole = {id(link.element): link.href for link in chosen}
    entries = [_entry(links, whole, url, dates, now) for links in _by_address(chosen).values()]
    return ParsedFeed(
        "listing",
        title=_site_name(root),
        home_url=url,
        language=language,
        entries=tuple(entry for entry in entries if entry.title),
        warnings=(warning,) if warning else (),
        selector=selector,
    )


def _chosen(root: etree._Element, listing: Listing, url: str) -> tuple[str, list[Link], str]:
    """Find the links of the list; says the selector used, and what the owner should know."""
    if listing.selector:
        found = _selected(root, listing.selector, url)
        if len(_by_address(found)) >= FEWEST or (listing.by_hand and found):
            return listing.selector, found, ""
        if listing.by_hand:
            raise NotAFeed(f"nothing on the page is found by {listing.selector!r}, the selector that was set")
    selector = learn_selector(root, url)
    if not selector:
        changed = "the list of news is no longer found; its page changed" if listing.selector else ""
        raise NotAFeed(changed or "the page holds no list of articles that could be recognised")
    warning = "the page changed, so the place of its list was learned anew" if listing.selector else ""
    return selector, _selected(root, selector, url), warning


def _selected(root: etree._Element, selector: str, url: str) -> list[Link]:
    """Give the links that a selector finds: those it names, and those inside what it names."""
    found = cast("list[lxml_html.HtmlElement]", _xpath(selector)(root))  # a CSS selector selects elements only
    inside = (link for each in found[:MOST_LINKS] for link in ([each] if each.tag == "a" else each.iter("a")))
    return [link for link in links_of(inside, url) if not is_home_page(link.href)]


def _by_address(links: Iterable[Link]) -> dict[str, list[Link]]:
    """Gather the links to each page (its picture, its title, its "read more") under the page's own form of address."""
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(canonical_link(link.href) or link.href, []).append(link)
    return found


def _entry(links: list[Link], whole: dict[int, str], url: str, dates: DateReader, now: datetime) -> ParsedEntry:
    """Read what stands around the links to one page."""
    best = max(links, key=lambda link: len(_title(link.element)))
    item = _item(best, whole)
    title = _title(best.element) or _heading(item)
    return ParsedEntry(
        guid=best.href,
        url=best.href,
        title=shorten(title, LONGEST_TITLE),
        summary=_summary(item, title),
        published=_moment(item, dates, now),
        image=_picture(item, url),
    )


def _item(link: Link, whole: dict[int, str]) -> etree._Element:
    """Climb from a link as far as no link to another page of the list stands: that is its item."""
    item = link.element
    for above in link.element.iterancestors():
        others = (whole.get(id(each)) for each in above.iter("a"))
        if above.tag in ("body", "html", "main") or any(other not in (None, link.href) for other in others):
            break
        item = above
    return item


def _title(element: etree._Element) -> str:
    """Say a link's words: its heading where it wraps a whole card, else all; else its title or its picture's words."""
    heading = _heading(element)
    stamps = " ".join(text_of(each) for each in element.iter() if _is_stamp(each) and each is not element)
    words = heading or tidy(text_of(element)).removeprefix(stamps).removesuffix(stamps).strip()
    if not words:
        words = element.get("title") or next((each.get("alt") or "" for each in element.iter("img")), "")
    return plain(words)


def _heading(item: etree._Element) -> str:
    for name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        for each in item.iter(name):
            if words := tidy(text_of(each)):
                return plain(words)
    return ""


def _is_stamp(element: etree._Element) -> bool:
    """Tell whether an element holds a time: <time>, or a class that says so."""
    told = (*classes_of(element), (element.get("itemprop") or "")[:100])
    named = [name.lower().replace("_", "-") for name in told]
    by_name = element.tag == "time" or any(part in _DATE_WORDS for name in named for part in name.split("-"))
    return by_name or (not len(element) and _DATE.fullmatch(tidy(element.text or "")[:LONGEST_STAMP]) is not None)


def _moment(item: etree._Element, dates: DateReader, now: datetime) -> datetime | None:
    """Read the time that stands in an item.

    A time that does not say its zone is that of the site's readers, whom we do not know: it is believed only when it is
    older than a day, else the article's own page will tell.
    """
    for element in item.iter():
        if _is_stamp(element):
            told = tidy(element.get("datetime") or element.get("content") or text_of(element))
            moment = dates.read(told) if len(told) <= LONGEST_STAMP else None
            if moment and (_ZONED.search(told) or moment < now - timedelta(days=1)):
                return moment
    return None


def _summary(item: etree._Element, title: str) -> str:
    """Give the longest paragraph beside the title."""
    texts = (tidy(text_of(each)) for each in item.iter("p", "div", "span") if not len(each))
    best = max((text for text in texts if text != title and not title.startswith(text)), key=len, default="")
    return shorten(plain(best, LONGEST_SUMMARY), LONGEST_SUMMARY) if len(best) >= SHORTEST_SUMMARY else ""


def _picture(item: etree._Element, url: str) -> str:
    for element in item.iter("img"):
        for name in _PICTURE_SOURCES:
            address = web_address(element.get(name), url)
            if address and is_picture("", address):
                return address
    return ""


def _site_name(root: etree._Element) -> str:
    """Say the site's name: og:site_name, else the page's title."""
    for meta in root.iter("meta"):
        if meta.get("property") == "og:site_name" and (name := plain(meta.get("content") or "")):
            return name
    return next((plain(text_of(title)) for title in root.iter("title")), "")

"""Feeds as other programs read them: one list of items written as RSS 2.0, Atom 1.0 or JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any

from lxml import etree

from svizho.kit.text import tidy

ATOM, DC = "http://www.w3.org/2005/Atom", "http://purl.org/dc/elements/1.1/"

# Minutes after which a reader may ask again (RSS alone has a word for it); the validators make asking cheap.
TTL = 5

TYPES: Mapping[str, str] = MappingProxyType(
    {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: a story of ours, an article of a source, a claim; addresses are whole, texts plain.

    `at` is when it came, `changed_at` when it last changed, `author` whose words they are.
    """

    title: str
    url: str
    said: str
    at: datetime
    changed_at: datetime
    section: str = ""
    author: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed before it is written. `self_url` is its own address, `hub` one that tells of its changes, or ""."""

    title: str
    description: str
    url: str
    self_url: str
    language: str
    publisher: str
    rights: str
    icon: str
    items: tuple[Item, ...]
    hub: str = ""

    @property
    def changed_at(self) -> datetime | None:
        """When the newest change of any item was; None where there is none."""
        return max((item.changed_at for item in self.items), default=None)


def written(feed: Feed, kind: str) -> bytes:
    """Write a feed in one of TYPES; equal feeds are equal bytes."""
    return _WRITERS[kind](feed)


def links(feed: Feed) -> list[tuple[str, str]]:
    """Name the addresses that the head of every format and the Link header tell, as (relation, address)."""
    return [("self", feed.self_url), *([("hub", feed.hub)] if feed.hub else [])]


def _rss(feed: Feed) -> bytes:
    root = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": ATOM, "dc": DC})
    channel = etree.SubElement(root, "channel")
    _texts(channel, title=feed.title, link=feed.url, description=feed.description or feed.title)
    for relation, address in links(feed):
        kind = {"type": TYPES["rss"]} if relation == "self" else {}
        etree.SubElement(channel, f"{{{ATOM}}}link", {"rel": relation, "href": address} | kind)
    _texts(channel, language=feed.language, copyright=feed.rights, ttl=str(TTL))
    if changed := feed.changed_at:
        _texts(channel, lastBuildDate=format_datetime(changed))
    for item in feed.items:
        told = etree.SubElement(channel, "item")
        _texts(told, title=item.title, link=item.url, description=item.said)
        etree.SubElement(told, "guid", isPermaLink="true").text = item.url
        _texts(told, pubDate=format_datetime(item.at), category=item.section)
        if item.author:
            etree.SubElement(told, f"{{{DC}}}creator").text = tidy(item.author)
    return _bytes(root)


# An Atom document without prefixes, as every reader of feeds was tried with.
_DEFAULT: Any = {None: ATOM}


def _atom(feed: Feed) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=_DEFAULT)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _texts(root, id=feed.self_url, title=feed.title, subtitle=feed.description, rights=feed.rights, icon=feed.icon)
    # A feed without items has to say some moment too: the beginning of the web's own time.
    _texts(root, updated=feed.changed_at.isoformat() if feed.changed_at else "1970-01-01T00:00:00Z")
    _texts(etree.SubElement(root, f"{{{ATOM}}}author"), name=feed.publisher)
    etree.SubElement(root, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": feed.url})
    for relation, address in links(feed):
        kind = {"type": TYPES["atom"]} if relation == "self" else {}
        etree.SubElement(root, f"{{{ATOM}}}link", {"rel": relation, "href": address} | kind)
    for item in feed.items:
        told = etree.SubElement(root, f"{{{ATOM}}}entry")
        if item.language and item.language != feed.language:
            told.set("{http://www.w3.org/XML/1998/namespace}lang", item.language)
        _texts(told, id=item.url, title=item.title or item.url)
        etree.SubElement(told, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": item.url})
        _texts(told, published=item.at.isoformat(), updated=item.changed_at.isoformat(), summary=item.said)
        if item.author:
            _texts(etree.SubElement(told, f"{{{ATOM}}}author"), name=item.author)
        if item.section:
            etree.SubElement(told, f"{{{ATOM}}}category", term=tidy(item.section))
    return _bytes(root)


def _json(feed: Feed) -> bytes:
    told: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": tidy(feed.title),
        "home_page_url": feed.url,
        "feed_url": feed.self_url,
        "description": tidy(feed.description),
        "icon": feed.icon,
        "authors": [{"name": tidy(feed.publisher)}],
        "language": feed.language,
    }
    if feed.hub:
        told["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    told["items"] = [_json_item(item) for item in feed.items]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _json_item(item: Item) -> dict[str, object]:
    told: dict[str, object] = {
        "id": item.url,
        "url": item.url,
        "title": tidy(item.title),
        # A JSON Feed's item has to have a content; where nothing may be quoted it is the title.
        "content_text": tidy(item.said) or tidy(item.title),
        "date_published": item.at.isoformat(),
        "date_modified": item.changed_at.isoformat(),
    }
    if item.author:
        told["authors"] = [{"name": tidy(item.author)}]
    if item.section:
        told["tags"] = [tidy(item.section)]
    if item.language:
        told["language"] = item.language
    return told


def _texts(parent: etree._Element, **texts: str) -> None:
    """Add elements of the parent's namespace that hold texts; nothing for an empty one."""
    space = etree.QName(parent).namespace
    for name, text in texts.items():
        if text:
            etree.SubElement(parent, f"{{{space}}}{name}" if space else name).text = tidy(text)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


_WRITERS: Mapping[str, Callable[[Feed], bytes]] = {"rss": _rss, "atom": _atom, "json": _json}

"""JSON Feed 1.0 and 1.1 (jsonfeed.org) -> ParsedFeed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.parsing import channel
from svizho.parsing.dates import DateReader
from svizho.parsing.fields import (
    LONGEST_DESCRIPTION,
    MOST_ENCLOSURES,
    as_html,
    distinct,
    first_picture,
    identity,
    is_picture,
    people,
    plain,
    safe_html,
    web_address,
    whole_number,
)
from svizho.parsing.languages import two_letters
from svizho.parsing.shapes import Enclosure, ParsedEntry, ParsedFeed

Object = dict[str, Any]


def parse_json(text: str, *, url: str, headers: Mapping[str, str], now: datetime, most_entries: int) -> ParsedFeed:
    """Parse a JSON Feed; raises NotAFeed when it is none, FeedTooLarge beyond `most_entries` items."""
    feed = _loaded(text)
    items = [item for item in _list(feed, "items") if isinstance(item, dict)]
    if len(items) > most_entries:
        raise FeedTooLarge(f"the feed has {len(items)} entries; {most_entries} is the most we read")
    language = two_letters(_text(feed, "language") or headers.get("content-language", ""))
    dates = DateReader(now, language=language)
    authors = _authors(feed)
    hubs = {"links": [{"rel": "hub", "href": _text(hub, "url")} for hub in _objects(feed, "hubs")]}
    return ParsedFeed(
        kind="json",
        title=plain(_text(feed, "title")),
        home_url=web_address(_text(feed, "home_page_url"), url),
        language=language,
        description=plain(_text(feed, "description"), LONGEST_DESCRIPTION),
        entries=tuple(_entry(item, url, language, authors, dates) for item in items),
        hub=channel.hub_of(hubs, headers, url),
        self_url=channel.self_of({}, headers, url) or web_address(_text(feed, "feed_url"), url),
    )


def _loaded(text: str) -> Object:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"the answer is no JSON: {error}"[:200]) from error
    if isinstance(feed, dict) and ("jsonfeed.org/version/" in _text(feed, "version") or _list(feed, "items")):
        return feed
    raise NotAFeed("the answer is JSON, but no JSON Feed")


def _entry(item: Object, url: str, language: str, authors: str, dates: DateReader) -> ParsedEntry:
    link = web_address(_text(item, "url"), url) or web_address(_text(item, "external_url"), url)
    written = _text(item, "content_html")
    content = safe_html(written, link or url) if written else safe_html(as_html(_text(item, "content_text")), url)
    summary = safe_html(as_html(_text(item, "summary")), url)
    enclosures = _enclosures(item, url)
    published, updated = dates.read(_text(item, "date_published")), dates.read(_text(item, "date_modified"))
    return ParsedEntry(
        guid=identity(_text(item, "id")),
        url=link or web_address(_text(item, "id")),
        title=plain(_text(item, "title")),
        summary=summary,
        content=content,
        author=_authors(item) or authors,
        published=published or updated,
        updated=updated,
        language=two_letters(_text(item, "language")) or language,
        categories=distinct(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        enclosures=enclosures,
        image=_picture(item, enclosures, url) or first_picture(content),
    )


def _text(item: Object, name: str) -> str:
    """Read a string; numbers count too, since ids are written so."""
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    # Lone surrogates ("\ud83d") are legal in JSON and in nothing else.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _list(item: Object, name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _objects(item: Object, name: str) -> list[Object]:
    return [value for value in _list(item, name) if isinstance(value, dict)]


def _authors(item: Object) -> str:
    """Join the names: `authors` of version 1.1, `author` of 1.0."""
    single = item.get("author")
    listed = _objects(item, "authors") or ([single] if isinstance(single, dict) else [])
    return people(_text(author, "name") for author in listed)


def _enclosures(item: Object, url: str) -> tuple[Enclosure, ...]:
    found = (
        Enclosure(address, _text(part, "mime_type")[:100].lower(), whole_number(part.get("size_in_bytes")))
        for part in _objects(item, "attachments")
        if (address := web_address(_text(part, "url"), url))
    )
    return tuple(found)[:MOST_ENCLOSURES]


def _picture(item: Object, enclosures: tuple[Enclosure, ...], url: str) -> str:
    for name in ("image", "banner_image"):
        if address := web_address(_text(item, name), url):
            return address
    return next((part.url for part in enclosures if is_picture(part.type, part.url)), "")

"""RSS, Atom, RDF and CDF by feedparser, adapted at the border."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import feedparser

from svizho.errors import NotAFeed
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
from svizho.parsing.mending import mended
from svizho.parsing.quick import read_quickly
from svizho.parsing.shapes import Enclosure, ParsedEntry, ParsedFeed

# feedparser's dictionaries answer other keys than they are asked for ("updated" gives "published"): read as plain.
_get = dict.get

_WEB_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html[\s>])", re.I)
_HTML_SIGN = re.compile(r"</[a-z][a-z0-9]*\s*>|<(?:br|img|hr)\b", re.I)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# feedparser knows CDF by its entries only.
_CDF_ROOT = re.compile(r"(?><\?[^>]*>|<!--.*?-->|\s+)*+<channel[\s>]", re.I | re.S)
# Full texts outside content:encoded: Yandex's and its imitators', which half of the Ukrainian sites still write.
_FULL_TEXTS = ("yandex_full-text", "full-text", "fulltext", "yandex_fulltext", "turbo_content")
# It stumbles mostly over coordinates, chapters, licences and sizes out of place, none of which we read.
_STUMBLING = re.compile(
    r"</?(?:(?:georss|gml|geo|psc|cc|creativeCommons):[\w.-]+|textinput|width|height)\b[^<>]*>", re.I
)
# What feedparser 6.0.14 lets escape on hostile input: its own slips, not ours (found by tests/parsing/test_fuzz.py).
_SLIPS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError)


def parse_xml(text: str, *, url: str, headers: Mapping[str, str], now: datetime) -> ParsedFeed:
    """Parse a decoded XML feed; raises NotAFeed when it is none."""
    if _WEB_PAGE.match(text[:1000]):
        raise NotAFeed("the address answers with a web page, not a feed")
    text = mended(text)
    found = _read(text, url=url, headers=headers)
    version, feed, entries = _get(found, "version") or "", _get(found, "feed") or {}, _get(found, "entries") or []
    if not version and not entries and not _CDF_ROOT.match(text):
        raise NotAFeed("the answer is no feed: neither RSS nor Atom nor RDF was found in it")
    titled = _get(_get(feed, "title_detail") or {}, "language")
    language = two_letters(str(_get(feed, "language") or headers.get("content-language") or titled or ""))
    adapter = _Adapter(url, _kind(version), language, feed, text, DateReader(now, language=language))
    return ParsedFeed(
        kind=adapter.kind,
        title=plain(str(_get(feed, "title") or "")),
        home_url=web_address(_get(feed, "link"), url),
        language=language,
        description=plain(str(_get(feed, "subtitle") or _get(feed, "summary") or ""), LONGEST_DESCRIPTION),
        entries=tuple(adapter.entry(entry) for entry in entries if any(entry.values())),
        hub=channel.hub_of(feed, headers, url),
        self_url=channel.self_of(feed, headers, url),
        cloud=channel.cloud_of(feed),
        ttl=channel.ttl_of(feed),
        skip_hours=channel.skip_hours_of(text),
        skip_days=channel.skip_days_of(text),
    )


def _read(text: str, *, url: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Let feedparser read the text; once more without what it stumbles over where it stumbles."""
    told = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    if headers.get("content-language"):
        told["content-language"] = headers["content-language"][:100]
    elif (found := _read_quickly(text, told)) is not None:  # else it is the language of all that does not say its own
        return found
    try:
        return _fed(text, told)
    except _SLIPS:
        pass
    try:
        return _fed(_STUMBLING.sub("", text), told)
    except _SLIPS as error:
        raise NotAFeed(f"the feed is damaged beyond reading ({type(error).__name__})") from error


def _read_quickly(text: str, told: Mapping[str, str]) -> dict[str, Any] | None:
    """Read the entries the quick way and the rest as ever; None where there is anything that only feedparser knows."""
    quick = read_quickly(text)
    if quick is None:
        return None
    try:
        found = _fed(quick.rest, told)
    except _SLIPS:
        return None
    return None if found["entries"] else {**found, "entries": quick.entries}


def _fed(text: str, told: Mapping[str, str]) -> dict[str, Any]:
    """Give feedparser text that is surely UTF-8, as a stream: bytes it would take for a path and open (T6)."""
    stream = io.BytesIO(text.encode("utf-8"))
    found: dict[str, Any] = feedparser.parse(
        stream, response_headers=told, sanitize_html=False, resolve_relative_uris=False
    )
    return found


def _kind(version: str) -> str:
    if version in ("rss090", "rss10"):
        return "rdf"
    return next((kind for kind in ("rss", "atom", "cdf") if version.startswith(kind)), "rss")


class _Adapter:
    """Turns feedparser's entries into ours, knowing what the feed as a whole says."""

    def __init__(self, url: str, kind: str, language: str, feed: dict[str, Any], text: str, dates: DateReader) -> None:
        self.kind = kind
        self._url = url
        self._language = language
        self._text = text
        self._dates = dates
        # Atom (RFC 4287, 4.2.1): an entry without an author has the feed's. In RSS that is the webmaster.
        self._author = _names(feed) if kind == "atom" else ""

    def entry(self, entry: dict[str, Any]) -> ParsedEntry:
        """Adapt one entry."""
        link = self._link(entry)
        summary, content = self._texts(entry, link)
        enclosures = _enclosures(entry, self._url)
        published = self._date(entry, "published") or self._date(entry, "created")
        updated = self._date(entry, "updated")
        return ParsedEntry(
            guid=identity(_get(entry, "id")),
            url=link,
            title=_title(entry, self.kind),
            summary=summary,
            content=content,
            author=_names(entry) or self._author,
            published=published or updated,
            updated=updated,
            language=self._language_of(entry),
            categories=distinct(_labels(entry)),
            enclosures=enclosures,
            image=_picture(entry, enclosures, self._url) or first_picture(content, summary),
        )

    def _date(self, entry: dict[str, Any], name: str) -> datetime | None:
        return self._dates.read(_get(entry, name), _get(entry, f"{name}_parsed"))

    def _link(self, entry: dict[str, Any]) -> str:
        """Say the entry's page: where FeedBurner hid it, its alternate link, its only link, or a guid that is one."""
        if original := web_address(_get(entry, "feedburner_origlink")):
            return original
        links = [link for link in _get(entry, "links") or () if _get(link, "rel") not in ("enclosure", "self", "edit")]
        if stated := web_address(_get(entry, "link"), self._url) if links else "":
            return stated
        for link in links:
            address = web_address(_get(link, "href"), self._url)
            if address and _get(link, "rel", "alternate") == "alternate":
                return address
        return self._link_by_guid(entry)

    def _link_by_guid(self, entry: dict[str, Any]) -> str:
        """Take the guid for a link only when it is one in the document: feedparser makes `1` an address too."""
        guid = str(_get(entry, "id") or "")
        written = guid in self._text or guid.replace("&", "&amp;") in self._text
        return web_address(guid) if guid.startswith("http") and written else ""

    def _texts(self, entry: dict[str, Any], link: str) -> tuple[str, str]:
        """Give summary and content, safe; where the feed has one text only, it is the summary of both."""
        contents = _get(entry, "content") or ()
        best = max(contents, key=_worth, default=None)
        if best is not None and best["value"] == _get(entry, "summary"):
            both = self._html(best, best["value"], link)
            return both, both
        summary = self._html(_get(entry, "summary_detail"), _get(entry, "summary"), link)
        if best is not None:
            return summary, self._html(best, best["value"], link)
        for name in _FULL_TEXTS:
            if isinstance(value := _get(entry, name), str) and value.strip():
                return summary, self._html({"type": "text/html"}, value, link)
        return summary, ""

    def _html(self, detail: dict[str, Any] | None, value: object, link: str) -> str:
        """Make one text construct safe HTML by its type, against its own base."""
        if not isinstance(value, str) or not value.strip():
            return ""
        detail = detail or {}
        kind = str(_get(detail, "type") or "text/html")
        if kind == "text/plain":
            value = as_html(value)
        base = str(_get(detail, "base") or self._url)
        # A feed kept elsewhere (FeedBurner) writes links relative to the site it is of.
        return safe_html(value, link if link and base == self._url and _host(link) != _host(base) else base)

    def _language_of(self, entry: dict[str, Any]) -> str:
        """Say the language of the words that are most: the content's, the summary's, the title's, the feed's."""
        for detail in (
            *(_get(entry, "content") or ()),
            _get(entry, "summary_detail"),
            _get(entry, "title_detail"),
            entry,
        ):
            if detail and (said := two_letters(str(_get(detail, "language") or ""))):
                return said
        return self._language


def _host(url: str) -> str:
    return url.split("/", 3)[2] if url.count("/") >= 2 else ""


def _title(entry: dict[str, Any], kind: str) -> str:
    """Read the title as it should be shown: where it is text, angle brackets are letters.

    Atom says whether it is. RSS does not: there a closing tag, a picture or a line break tells HTML.
    """
    value = _get(entry, "title")
    if not isinstance(value, str):
        return ""
    is_text = _get(_get(entry, "title_detail") or {}, "type") == "text/plain"
    if is_text and "<" in value and (kind == "atom" or not _HTML_SIGN.search(value)):
        value = as_html(value)
    return plain(value)


def _worth(content: dict[str, Any]) -> tuple[bool, int]:
    """Order the contents of an entry: HTML before text, then the longest."""
    return _get(content, "type") in _HTML_TYPES, len(content["value"])


def _names(context: dict[str, Any]) -> str:
    """Join the names of the authors; feedparser's own joint field where it found no name."""
    named = people(str(_get(author, "name") or "") for author in _get(context, "authors") or ())
    detail = _get(context, "author_detail") or {}
    return named or people([str(_get(detail, "name") or _get(context, "author") or "")])


def _labels(entry: dict[str, Any]) -> list[str]:
    return [str(_get(tag, "label") or _get(tag, "term") or "") for tag in _get(entry, "tags") or ()]


def _enclosures(entry: dict[str, Any], url: str) -> tuple[Enclosure, ...]:
    """Collect the files of an entry (enclosures, and media:content that is no picture), each once."""
    found: dict[str, Enclosure] = {}
    links = [link for link in _get(entry, "links") or () if _get(link, "rel") == "enclosure"]
    media = [item for item in _get(entry, "media_content") or () if not _is_media_picture(item)]
    for item in [*links, *media]:
        address = web_address(_get(item, "href") or _get(item, "url"), url)
        if address and len(found) < MOST_ENCLOSURES:
            length = whole_number(_get(item, "length") or _get(item, "filesize"))
            found.setdefault(address, Enclosure(address, str(_get(item, "type") or "")[:100].lower(), length))
    return tuple(found.values())


def _is_media_picture(item: dict[str, Any]) -> bool:
    medium = str(_get(item, "medium") or "")
    return medium == "image" or (not medium and is_picture(str(_get(item, "type") or ""), str(_get(item, "url") or "")))


def _picture(entry: dict[str, Any], enclosures: tuple[Enclosure, ...], url: str) -> str:
    """Choose the picture: the widest media:content, the widest thumbnail, a picture enclosed, the entry's own image."""
    pictures = [item for item in _get(entry, "media_content") or () if _is_media_picture(item)]
    for group in (pictures, _get(entry, "media_thumbnail") or ()):
        widest = sorted(group, key=lambda item: -whole_number(_get(item, "width")))
        for item in widest:
            if address := web_address(_get(item, "url"), url):
                return address
    for enclosure in enclosures:
        if is_picture(enclosure.type, enclosure.url):
            return enclosure.url
    image = _get(entry, "image")
    return web_address(_get(image, "href"), url) if isinstance(image, dict) else ""

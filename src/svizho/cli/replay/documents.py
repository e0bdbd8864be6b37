"""Feeds as publishers write them: RSS 2.0 in several manners, RSS 1.0, Atom, JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from svizho.cli.replay.outlets import Outlet, Shown
from svizho.kit.text import tidy

# Readers cap a feed's size (ours at 5 MB): beyond so many entries teasers are left out, and beyond so many
# characters of text the texts are (Cyrillic takes two bytes a letter, escaped mark-up a few more).
MOST_WITH_TEASER = 1_000
MOST_TEXT = 1_000_000
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes with their media type and charset."""

    body: bytes
    media_type: str
    charset: str

    @property
    def content_type(self) -> str:
        """The Content-Type header that tells the truth."""
        return f"{self.media_type}; charset={self.charset}"


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses of one publisher on the replay server; `hub_url` is "" where it has no hub."""

    home_url: str
    hub_url: str = ""

    @property
    def feed_url(self) -> str:
        """The feed's address, whatever kind it is."""
        return f"{self.home_url}feed.xml"

    def article_url(self, shown: Shown) -> str:
        """The address of an article's page, which is also its canonical link."""
        return f"{self.home_url}a/{shown.number}"


@dataclass(frozen=True, slots=True)
class Detail:
    """How much a feed says of each entry beyond its title."""

    teasers: bool
    texts: bool


def _detail_of(outlet: Outlet, entries: Sequence[Shown]) -> Detail:
    letters = sum(len(shown.record.text) for shown in entries)
    full = outlet.kind.endswith("-full") and letters <= MOST_TEXT
    return Detail(len(entries) <= MOST_WITH_TEASER, full)


def write_feed(outlet: Outlet, entries: Sequence[Shown], place: Place) -> Document:
    """Write the publisher's feed, newest first, in its own kind and charset."""
    newest_first = tuple(reversed(entries))
    detail = _detail_of(outlet, entries)
    if outlet.kind == "json":
        return _json_feed(outlet, newest_first, place, detail=detail)
    if outlet.kind.startswith("atom"):
        text, media_type = _atom(outlet, newest_first, place, detail=detail), "application/atom+xml"
    elif outlet.kind == "rdf":
        text, media_type = _rdf(outlet, newest_first, place, detail=detail), "application/rdf+xml"
    else:
        text, media_type = _rss(outlet, newest_first, place, detail=detail), "application/rss+xml"
    declared = f'<?xml version="1.0" encoding="{outlet.charset}"?>\n{text}\n'
    return Document(declared.encode(outlet.charset, "xmlcharrefreplace"), media_type, outlet.charset)


def media_type_of(kind: str) -> str:
    """The media type by which a home page announces a feed of this kind."""
    if kind == "json":
        return "application/feed+json"
    return "application/atom+xml" if kind.startswith("atom") else "application/rss+xml"


def _element(name: str, text: str, **attributes: str) -> str:
    given = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{escape(tidy(text))}</{name}>" if text else f"<{name}{given}/>"


def _html_of(shown: Shown) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in shown.paragraphs)


def _newest(entries: Sequence[Shown], outlet: Outlet) -> datetime:
    return entries[0].dated if entries else outlet.line[0].dated


def _mail_date(moment: datetime, outlet: Outlet) -> str:
    return format_datetime(moment.astimezone(outlet.zone))


def _rss(outlet: Outlet, entries: Sequence[Shown], place: Place, *, detail: Detail) -> str:
    items = "\n".join(_rss_item(outlet, shown, place, detail=detail) for shown in entries)
    link = f'<atom:link href="{escape(place.feed_url)}" rel="self" type="application/rss+xml"/>'
    link += f'<atom:link href="{escape(place.hub_url)}" rel="hub"/>' if place.hub_url else ""
    return f"""<rss version="2.0" {DC} {CONTENT} xmlns:atom="{ATOM}" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
{_element("title", outlet.name)}
{_element("link", place.home_url)}
{_element("description", f"{outlet.name}: news")}
{_element("language", outlet.language)}
{link}
{_element("lastBuildDate", _mail_date(_newest(entries, outlet), outlet))}
{items}
</channel>
</rss>"""


def _rss_item(outlet: Outlet, shown: Shown, place: Place, *, detail: Detail) -> str:
    url, opaque = place.article_url(shown), outlet.kind == "rss-opaque"
    guid = _element("guid", f"{outlet.slug}-{shown.number}" if opaque else url, isPermaLink=str(not opaque).lower())
    parts = [_element("title", shown.record.title), _element("link", url), guid]
    parts.append(_element("pubDate", _mail_date(shown.dated, outlet)))
    parts += [_element("category", category) for category in shown.categories]
    if shown.record.image:
        parts.append(f'<media:content url="{escape(shown.record.image)}" medium="image"/>')
    if detail.teasers and shown.teaser:
        parts.append(_element("description", f"<p>{escape(shown.teaser)}</p>"))
    if detail.texts and shown.record.text:
        parts.append(_element("content:encoded", _html_of(shown)))
    return f"<item>{''.join(parts)}</item>"


def _rdf(outlet: Outlet, entries: Sequence[Shown], place: Place, *, detail: Detail) -> str:
    urls = [place.article_url(shown) for shown in entries]
    listed = "".join(f'<rdf:li rdf:resource="{escape(url)}"/>' for url in urls)
    items = "\n".join(_rdf_item(shown, url, detail=detail) for shown, url in zip(entries, urls, strict=True))
    return f"""<rdf:RDF {RDF} {DC}>
<channel rdf:about="{escape(place.feed_url)}">
{_element("title", outlet.name)}{_element("link", place.home_url)}{_element("description", outlet.name)}
{_element("dc:language", outlet.language)}
<items><rdf:Seq>{listed}</rdf:Seq></items>
</channel>
{items}
</rdf:RDF>"""


def _rdf_item(shown: Shown, url: str, *, detail: Detail) -> str:
    parts = [_element("title", shown.record.title), _element("link", url)]
    parts.append(_element("dc:date", shown.dated.isoformat()))
    parts += [_element("dc:subject", category) for category in shown.categories]
    if detail.teasers and shown.teaser:
        parts.append(_element("description", shown.teaser))
    return f'<item rdf:about="{escape(url)}">{"".join(parts)}</item>'


def _atom(outlet: Outlet, entries: Sequence[Shown], place: Place, *, detail: Detail) -> str:
    written = "\n".join(_atom_entry(outlet, shown, place, detail=detail) for shown in entries)
    hub = f'\n<link rel="hub" href="{escape(place.hub_url)}"/>' if place.hub_url else ""
    return f"""<feed xmlns="{ATOM}" xml:lang="{escape(outlet.language)}" xml:base="{escape(place.home_url)}">
{_element("title", outlet.name)}
{_element("id", place.home_url)}
<link rel="self" href="{escape(place.feed_url)}"/>{hub}
<link rel="alternate" type="text/html" href="{escape(place.home_url)}"/>
{_element("updated", _newest(entries, outlet).isoformat())}
<author>{_element("name", outlet.name)}</author>
{written}
</feed>"""


def _atom_entry(outlet: Outlet, shown: Shown, place: Place, *, detail: Detail) -> str:
    dated = shown.dated.astimezone(outlet.zone).isoformat()
    parts = [
        _element("title", shown.record.title),
        _element("id", f"tag:replay.svizho,2026:{outlet.slug}/{shown.number}"),
        # Relative to xml:base, as some publishers write it.
        f'<link rel="alternate" href="a/{shown.number}"/>',
        _element("published", dated),
        _element("updated", dated),
    ]
    parts += [f'<category term="{escape(category)}"/>' for category in shown.categories]
    if detail.teasers and shown.teaser:
        parts.append(_element("summary", shown.teaser))
    if detail.texts and shown.record.text:
        parts.append(_element("content", _html_of(shown), type="html"))
    return f"<entry>{''.join(parts)}</entry>"


def _json_feed(outlet: Outlet, entries: Sequence[Shown], place: Place, *, detail: Detail) -> Document:
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": place.home_url,
        "feed_url": place.feed_url,
        "language": outlet.language,
        "items": [_json_item(shown, place, detail=detail) for shown in entries],
    }
    if place.hub_url:
        feed["hubs"] = [{"type": "WebSub", "url": place.hub_url}]
    return Document(json.dumps(feed, ensure_ascii=False).encode(), "application/feed+json", "utf-8")


def _json_item(shown: Shown, place: Place, *, detail: Detail) -> dict[str, Any]:
    url = place.article_url(shown)
    item: dict[str, Any] = {"id": url, "url": url, "title": shown.record.title}
    item["date_published"] = shown.dated.isoformat()
    if shown.categories:
        item["tags"] = list(shown.categories)
    if shown.record.image:
        item["image"] = shown.record.image
    item["content_text"] = shown.teaser if detail.teasers else ""
    return item

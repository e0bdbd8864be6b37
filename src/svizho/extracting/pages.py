"""One page from bytes to article: facts gathered, each chosen from the best witness, the text judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

import lxml.html

from svizho.extracting.bodies import body_paragraphs
from svizho.extracting.bylines import authors_of, byline_of, is_site_name
from svizho.extracting.dates import best_moment, home_zone
from svizho.extracting.decoding import decode_page
from svizho.extracting.judging import refusal
from svizho.extracting.languages import page_language
from svizho.extracting.metas import Metas, own_link, picture_address, read_metas
from svizho.extracting.page import NotAnArticle, Page
from svizho.extracting.shown import shown_times
from svizho.extracting.signatures import signed_by
from svizho.extracting.structured import Stated, stated_facts
from svizho.extracting.titles import page_title
from svizho.extracting.trees import lighten, tree_of
from svizho.kit.links import canonical_link, host_of
from svizho.kit.text import tidy

# A page is refused unread above this; the longest of 258 real pages has 2.2 MB.
MOST_BYTES = 8_000_000
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate", "published_at",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.issued", "dcterms.issued",
    "sailthru.date", "dc.date", "date", "prism.publicationdate", "publisheddate", "content:publishdate", "date.created",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "last-modified",
             "dcterms.modified", "date.modified")  # fmt: skip
_AUTHOR = ("author", "article:author_name", "parsely-author", "cxenseparse:author", "sailthru.author", "dc.creator",
           "byl", "articleauthor", "og:article:author", "article:author", "og:author")  # fmt: skip
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00")


def _published_times(tree: lxml.html.HtmlElement, metas: Metas, stated: Stated) -> list[str]:
    """Stated times of publication, most trusted first: JSON-LD, metas, `<time>` elements."""
    times = [stated.published]
    times += [content for name in _PUBLISHED for content in metas.all(name)[:1]]
    elements = list(tree.iter("time"))[:20]
    marked = [e for e in elements if e.get("pubdate") is not None or "publish" in (e.get("itemprop") or "").lower()]
    times += [(element.get("datetime") or "") for element in [*marked, *elements[:1]]]
    return times


def _authors(tree: lxml.html.HtmlElement, metas: Metas, stated: Stated, *, site: tuple[str, ...]) -> tuple[str, ...]:
    """Authors by JSON-LD, then metas, then signatures on the page; people go before the publisher's own name."""
    names_of_site: tuple[str, ...] = ()
    for told in (stated.authors, *(metas.all(name) for name in _AUTHOR)):
        names = authors_of(name for name in told if not name.lower().startswith(("http", "www.")))
        people = tuple(name for name in names if not is_site_name(name, site))
        if people:
            return people
        names_of_site = names_of_site or names
    return signed_by(tree, site=site) or names_of_site


def _keywords(metas: Metas, stated: Stated) -> tuple[str, ...]:
    told = stated.keywords or metas.all("article:tag") or metas.all("news_keywords") or metas.all("keywords")
    words = (tidy(word) for line in told for word in line.split(","))
    return tuple(dict.fromkeys(word[:80] for word in words if word))[:30]


def _facts(
    tree: lxml.html.HtmlElement, html: str, *, url: str, now: datetime, feed_language: str
) -> tuple[Page, Metas, Stated]:
    """Gather all but the text."""
    metas, stated = read_metas(tree), stated_facts(html, url=url)
    own = own_link(tree, metas, url=url)
    site_name = metas.first("og:site_name") or stated.publisher or metas.first("application-name")
    title = page_title(tree, metas, stated, url=url, site_name=site_name)
    seen_text = f"{title} {metas.first('og:description', 'description')}"
    language = page_language(tree, metas, stated=stated.language, own=own, text=seen_text, feed_language=feed_language)
    zone = home_zone(url, language)

    def best(times: list[str]) -> datetime | None:
        return best_moment(times, zone=zone, language=language, now=now)

    published = best(_published_times(tree, metas, stated)) or best(shown_times(tree, url=url, language=language)[:1])
    changed = [stated.modified, *(content for name in _MODIFIED for content in metas.all(name)[:1])]
    modified = best(changed)
    page = Page(
        url=url,
        canonical=own,
        title=title,
        byline=byline_of(_authors(tree, metas, stated, site=(site_name, stated.publisher, host_of(url)))),
        published=published,
        modified=modified if modified and (published is None or modified >= published) else None,
        language=language,
        image=picture_address(
            [stated.image, *metas.all("og:image", "og:image:url"), *metas.all("twitter:image")], url=url
        ),
        site_name=site_name[:200],
        section=(stated.section or metas.first("article:section", "og:section", "section"))[:100],
        keywords=_keywords(metas, stated),
        free=stated.free is not False,
    )
    return page, metas, stated


def extract_page(
    html: bytes, *, url: str, headers: Mapping[str, str] = _NO_HEADERS, now: datetime, feed_language: str = ""
) -> Page:
    """Read one page: its text and its facts.

    `headers` have lower-case names. Facts come from JSON-LD, then meta elements, then the page itself. Raises
    NotAnArticle with `reason` "unreadable" (no HTML), "not_an_article" (front page, listing, error page),
    "paywall" (a teaser only) or "too_short", and with the facts found. Short articles are articles. Bounded:
    at most MOST_BYTES, and after scripts are cut away the limits of `trees`.
    """
    link = canonical_link(url) or url
    if len(html) > MOST_BYTES:
        raise NotAnArticle("unreadable", f"the page has {len(html)} bytes; {MOST_BYTES} is the most")
    if html.startswith(_BINARY) or b"<" not in html[:20_000]:
        raise NotAnArticle("unreadable", "the document is no HTML page")
    written = decode_page(html, headers)
    tree = tree_of(lighten(written))
    if tree is None:
        raise NotAnArticle("unreadable", "the page is empty")
    facts, metas, stated = _facts(tree, written, url=link, now=now, feed_language=feed_language)
    text = body_paragraphs(tree, url=link, title=facts.title, byline=facts.byline, stated=stated.body)
    page = replace(facts, paragraphs=text)
    verdict = refusal(tree, metas, stated, url=link, title=page.title, text=page.text)
    if verdict is not None:
        raise NotAnArticle(verdict.reason, verdict.words, page)
    return page

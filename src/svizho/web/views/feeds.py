"""News for other programs: RSS 2.0 of the site, of a section, of a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from svizho.articles import queries as articles
from svizho.articles.models import Article
from svizho.settings import site_settings
from svizho.sources.queries import source_page
from svizho.stories import queries as stories
from svizho.web.cards import article_url, card_of, language, quote_of, speaker_id, speaker_ids
from svizho.web.typography import outlet, quoted

ITEMS = 50

# Characters quoted in an item, if the source allows as many.
SAID = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed: a story of ours, or an article of a source."""

    title: str
    url: str
    said: str
    at: datetime
    section: str = ""


@require_safe
@conditional_page
def all_news(request: HttpRequest) -> HttpResponse:
    """Give the newest stories of the whole site."""
    site = site_settings().site
    found = Items(site.name.to(language()), site.tagline.to(language()), reverse("front"), stories_as_items())
    return written(request, found)


@require_safe
@conditional_page
def of_section(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest stories of a section."""
    asked = site_settings().section(slug)
    if asked is None:
        raise Http404(slug)
    name = f"{asked.name.to(language())} – {site_settings().site.name.to(language())}"
    return written(request, Items(name, name, reverse("section", args=[slug]), stories_as_items(slug)))


@require_safe
@conditional_page
def of_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest articles of a source, as its policy allows."""
    watched = source_page(slug)
    if watched is None:
        raise Http404(slug)
    name = f"{watched.source.name} – {site_settings().site.name.to(language())}"
    found = articles.latest(count=ITEMS, source_id=watched.source.pk).articles
    items = [Item(each.title, article_url(each), said_by(each), each.shown_at or each.seen_at) for each in found]
    return written(request, Items(name, name, reverse("source", args=[slug]), items))


@dataclass(frozen=True, slots=True)
class Items:
    """A feed before it is written."""

    title: str
    description: str
    url: str
    items: Iterable[Item]


def stories_as_items(section: str = "") -> list[Item]:
    """Make items of the newest stories (two queries)."""
    found = stories.newest(count=ITEMS, section=section)
    speakers = articles.lines_by_id(speaker_ids(found))
    items = []
    for story in found:
        card = card_of(story)
        speaker = speakers.get(speaker_id(story) or 0)
        name = card.section.name if card.section else ""
        items.append(Item(card.headline.text, card.url, said_by(speaker), story.changed_at, name))
    return items


def said_by(article: Article | None) -> str:
    """Quote an article with its source, as text; the source alone where nothing may be quoted."""
    if article is None:
        return ""
    quote, name = quote_of(article, SAID), outlet(article.source.name, language())
    return f"{quoted(quote.words.text, quote.words.language)} – {name}" if quote else name


def written(request: HttpRequest, found: Items) -> HttpResponse:
    """Write a feed as RSS 2.0 with absolute addresses."""
    base = site_settings().site.base_url
    feed = Rss201rev2Feed(
        title=found.title,
        link=base + found.url,
        description=found.description,
        language=language(),
        feed_url=base + request.path,
        feed_copyright=gettext("Everything here is quoted from the sources named."),
        ttl=5,
    )
    for item in found.items:
        url = base + item.url
        categories = (item.section,) if item.section else ()
        feed.add_item(
            item.title, url, item.said, pubdate=item.at, updateddate=item.at, unique_id=url, categories=categories
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=60"
    return response

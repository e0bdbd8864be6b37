"""Sitemaps: an index, pages of stories bounded at any size, and the news of two days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from svizho.kit import clock
from svizho.kit.text import tidy
from svizho.settings import site_settings
from svizho.sources.queries import sources_page
from svizho.stories import queries as stories
from svizho.web.cards import story_url, told_title
from svizho.web.frame import keep

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

# Numbers of stories in one page: two languages make 4,000 addresses of the 50,000 that a sitemap may hold, so that
# making one costs less than half a second.
ON_PAGE = 2000

# A news sitemap may hold a thousand addresses of two days (Google's rules).
MOST_NEWS, NEWS_AGE = 1000, timedelta(hours=48)

# Seconds that sitemaps are kept: crawlers come back by the hour.
KEPT, NEWS_KEPT = 900, 120

FIXED = ("front", "latest", "map", "sources", "freshness", "about", "privacy", "feeds")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps (one query). A page holds stories by number, so it changes only while it is the newest."""
    last = stories.newest_number()
    names = ["news-sitemap.xml", "sitemaps/pages.xml"]
    names += [f"sitemaps/stories-{page}.xml" for page in range(last // ON_PAGE + 1 if last else 0)]
    base = site_settings().site.base_url
    rows = "".join(f"<sitemap><loc>{escape(base)}/{name}</loc></sitemap>\n" for name in names)
    return _answer(f'<sitemapindex xmlns="{SITEMAPS}">\n{rows}</sitemapindex>\n', KEPT)


@require_safe
def of_pages(request: HttpRequest) -> HttpResponse:
    """List what is not a story: the fixed pages, sections and sources, in each language (two queries)."""
    slugs = [each.source.slug for each in sources_page()]
    rows = []
    for language in site_settings().site.languages:
        with override(language):
            rows += [_row(reverse(name)) for name in FIXED]
            rows += [_row(reverse("section", args=[each.slug])) for each in site_settings().sections]
            rows += [_row(reverse("source", args=[slug])) for slug in slugs]
    return _urlset(rows, KEPT)


@require_safe
def of_stories(request: HttpRequest, number: int) -> HttpResponse:
    """List a page of stories, each in every language of the site (one query)."""
    found = stories.by_number(number * ON_PAGE, (number + 1) * ON_PAGE)
    if not found:
        raise Http404(number)
    rows = []
    for language in site_settings().site.languages:
        with override(language):
            rows += [_row(story_url(story), story.changed_at) for story in found]
    return _urlset(rows, KEPT)


@require_safe
def of_news(request: HttpRequest) -> HttpResponse:
    """List the stories of two days, newest first, once in the language of each headline (one query)."""
    rows: list[str] = []
    for story in stories.shown_after(clock.now() - NEWS_AGE, most=MOST_NEWS):
        for language in site_settings().site.languages:
            if language in story.titles:
                with override(language):
                    rows.append(_news_row(story_url(story), language, told_title(story)[0], story.shown_at))
    return _urlset(rows[:MOST_NEWS], NEWS_KEPT)


def _news_row(path: str, language: str, title: str, at: datetime | None) -> str:
    site = site_settings().site
    return (
        f"<url><loc>{escape(site.base_url + path)}</loc><news:news><news:publication>"
        f"<news:name>{escape(site.name.to(language))}</news:name><news:language>{language}</news:language>"
        f"</news:publication><news:publication_date>{at.isoformat() if at else ''}</news:publication_date>"
        f"<news:title>{escape(tidy(title))}</news:title></news:news></url>\n"
    )


def _row(path: str, at: datetime | None = None) -> str:
    moment = f"<lastmod>{at.isoformat()}</lastmod>" if at else ""
    return f"<url><loc>{escape(site_settings().site.base_url + path)}</loc>{moment}</url>\n"


def _urlset(rows: Iterable[str], seconds: int) -> HttpResponse:
    return _answer(f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}">\n{"".join(rows)}</urlset>\n', seconds)


def _answer(text: str, seconds: int) -> HttpResponse:
    whole = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'
    response = HttpResponse(whole, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={seconds}"
    # Kept although news comes: what is new is found by the news sitemap, which is asked for often.
    keep(response, seconds, "site")
    return response

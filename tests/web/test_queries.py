"""Every page asks a fixed number of queries, whether there is little news or much."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.stories.models import Story
from tests.factories import NOW, make_article, make_feed, make_news, make_source, make_story

pytestmark = pytest.mark.django_db

Pinned = Callable[[int], AbstractContextManager[Any]]

# Address -> queries. The newest update is one of them on every page: the freshness line.
QUERIES = {
    "/": 10,
    "/en/": 10,
    "/latest": 4,
    "/politics/": 6,
    "/story/{story}": 9,
    "/article/{article}": 4,
    "/source/{source}": 6,
    "/map": 3,
    "/my": 5,
    "/my?section=sport&source=x&story=1&mute=x": 6,
    "/sources": 5,
    "/about/freshness": 6,
    "/about": 1,
    "/privacy": 1,
    "/comments/": 1,
    "/comments/log": 2,
    "/search": 1,
    "/search?q=Подія": 11,
    "/opensearch.xml": 0,
    "/feed.rss": 2,
    "/politics/feed.rss": 2,
    "/source/{source}/feed.rss": 3,
    "/feed.atom": 2,
    "/feed.json": 2,
    "/story/{number}/feed.atom": 2,
    "/search/feed.rss?q=Подія": 7,
    "/feeds": 1,
    "/sources.opml": 2,
    "/sitemap.xml": 1,
    "/sitemaps/pages.xml": 2,
    "/sitemaps/stories-0.xml": 1,
    "/news-sitemap.xml": 1,
    "/card.png": 0,
    "/story/{number}/card.png": 2,
    "/manifest.webmanifest": 0,
    "/offline": 0,
    "/sw.js": 0,
    "/health": 1,
    "/metrics": 4,
    "/no/such/page": 1,
    "/robots.txt": 0,
    "/favicon.ico": 0,
}


def little() -> Story:
    """One story of two reports more than the front page's grid needs, and a feed."""
    make_feed(make_source("Хвиля 24"))
    announce(UpdateKind.SITE, now=NOW)
    return make_news(12)[0]


def much() -> Story:
    """More of everything than a page shows, in two languages, with near copies."""
    announce(UpdateKind.SITE, now=NOW)
    story = make_news(60, reports=3)[0]
    sources = [make_source(f"Outlet {number}", language="en") for number in range(12)]
    for source in sources:
        make_feed(source, failures=2)
        make_feed(source)
    articles = [make_article(source, sections=["politics"], ago=2) for source in sources for _ in range(6)]
    copies = [(articles[place], articles[0]) for place in range(1, 30)]
    make_story([*articles], copies=copies, score=1000.0, breaking=True)
    return story


def address(pattern: str, story: Story) -> str:
    lead = story.lead
    assert lead is not None
    return pattern.format(
        number=story.pk, story=f"{story.pk}-{story.slug}", article=f"{lead.pk}-{lead.slug}", source=lead.source.slug
    )


@pytest.mark.parametrize("news", [little, much])
def test_pages_ask_a_fixed_number_of_queries(
    client: Client, django_assert_num_queries: Pinned, news: Callable[[], Story]
) -> None:
    story = news()
    for pattern, queries in QUERIES.items():
        asked = address(pattern, story)
        with django_assert_num_queries(queries):
            response = client.get(asked)
        assert response.status_code == (404 if "no/such" in pattern else 200), pattern


def test_the_big_story_asks_as_little_as_the_small(client: Client, django_assert_num_queries: Pinned) -> None:
    much()
    big = Story.objects.order_by("-reports")[0]
    assert big.reports == 72
    asked = address("/story/{story}", big)
    with django_assert_num_queries(9):
        response = client.get(asked)
    assert "той самий текст ще в 5 джерелах" in response.content.decode().replace("\u00a0", " ")


def test_the_first_page_of_an_empty_site(client: Client, django_assert_num_queries: Pinned) -> None:
    with django_assert_num_queries(6):
        assert client.get("/").status_code == 200

"""Sitemaps: valid by the schemas of sitemaps.org, bounded, in every language."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from lxml import etree

from svizho.stories.models import Story, StoryState
from svizho.web.views import sitemaps
from tests.factories import NOW, make_article, make_source, make_story

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
SPACE = {"s": sitemaps.SITEMAPS, "n": sitemaps.NEWS}
SCHEMAS = Path(__file__).parent / "schemas"


def valid(client: Client, address: str, schema: str = "urlset") -> etree._Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    etree.XMLSchema(file=str(SCHEMAS / f"{schema}.xsd")).assertValid(root)
    return root


def locs(root: etree._Element) -> list[str]:
    return [each.text or "" for each in root.iterfind(".//s:loc", SPACE)]


def test_the_index_lists_every_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "ON_PAGE", 3)
    first = Story.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made = [make_story([make_article()]) for _ in range(7)]
    listed = locs(valid(client, "/sitemap.xml", "siteindex"))
    assert listed[:2] == [f"{SITE}/news-sitemap.xml", f"{SITE}/sitemaps/pages.xml"]
    found: list[str] = []
    for address in listed[2:]:
        response = client.get(address.removeprefix(SITE))
        if response.status_code == 200:
            page = locs(valid(client, address.removeprefix(SITE)))
            assert len(page) <= 6
            found += page
    assert first == 0
    expected = [f"{SITE}{prefix}/story/{each.pk}-{each.slug}" for each in made for prefix in ("", "/en")]
    assert sorted(found) == sorted(expected)
    assert client.get("/sitemaps/stories-999.xml").status_code == 404


def test_an_empty_site_has_an_index(client: Client) -> None:
    assert len(locs(valid(client, "/sitemap.xml", "siteindex"))) == 2


def test_what_is_no_story_is_listed_too(client: Client) -> None:
    make_source("Хвиля")
    found = locs(valid(client, "/sitemaps/pages.xml"))
    assert {f"{SITE}/", f"{SITE}/en/", f"{SITE}/sport/", f"{SITE}/en/source/khvylia"} <= set(found)
    assert all(client.get(each.removeprefix(SITE)).status_code == 200 for each in found)


def test_the_news_of_two_days_in_the_languages_they_were_told(client: Client) -> None:
    fresh = make_story([make_article(title="Порт <знову> & діє"), make_article(title="Port open", language="en")])
    old = timedelta(hours=50)
    make_story([make_article(ago=50 * 60)], shown_at=NOW - old)
    make_story([make_article()], state=StoryState.WAITING)
    root = valid(client, "/news-sitemap.xml")
    assert locs(root) == [f"{SITE}/story/{fresh.pk}-{fresh.slug}", f"{SITE}/en/story/{fresh.pk}-{fresh.slug}"]
    assert [each.text for each in root.iterfind(".//n:title", SPACE)] == ["Порт <знову> & діє", "Port open"]
    assert [each.text for each in root.iterfind(".//n:language", SPACE)] == ["uk", "en"]
    assert root.findtext(".//n:name", namespaces=SPACE) == "Свіжо"


def test_the_news_are_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 3)
    for _ in range(5):
        make_story([make_article()])
    assert len(locs(valid(client, "/news-sitemap.xml"))) == 3

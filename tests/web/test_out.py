"""What other programs read: RSS, health, metrics, robots.txt."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import OperationalError
from django.test import Client

from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.web.views import machine
from tests.factories import NOW, make_article, make_feed, make_source, make_story

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


def parsed(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/")
    return ElementTree.fromstring(response.content)


def test_the_feed_of_the_site_lists_stories_with_whole_addresses(client: Client) -> None:
    story = make_story([make_article(make_source("Хвиля"), "Порт <працює> & діє", sections=["world"])])
    channel = parsed(client, "/feed.rss").find("channel")
    assert channel is not None
    assert channel.findtext("title") == "Свіжо"
    assert channel.findtext("language") == "uk"
    assert channel.findtext("{http://www.w3.org/2005/Atom}link") is not None
    item = channel.find("item")
    assert item is not None
    assert item.findtext("title") == "Порт <працює> & діє"
    assert item.findtext("link") == item.findtext("guid") == f"{SITE}/story/{story.pk}-{story.slug}"
    assert item.findtext("category") == "Світ"
    assert item.findtext("description", "").endswith("– «Хвиля»")
    assert item.findtext("pubDate", "").endswith("+0000")
    english = parsed(client, "/en/feed.rss").find("channel")
    assert english is not None
    assert english.findtext("item/link", "").startswith(f"{SITE}/en/story/")


def test_sections_and_sources_have_feeds_of_their_own(client: Client) -> None:
    wave, other = make_source("Хвиля"), make_source("Інше")
    make_story([make_article(wave, "Матч", sections=["sport"])])
    make_story([make_article(other, "Вибори", sections=["politics"])])
    assert [each.findtext("title") for each in parsed(client, "/sport/feed.rss").iter("item")] == ["Матч"]
    assert [each.findtext("title") for each in parsed(client, "/source/khvylia/feed.rss").iter("item")] == ["Матч"]
    assert client.get("/source/nemaie/feed.rss").status_code == 404


def test_a_feed_that_did_not_change_is_not_sent_again(client: Client) -> None:
    make_story([make_article()])
    first = client.get("/feed.rss")
    again = client.get("/feed.rss", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    make_story([make_article()])
    assert client.get("/feed.rss", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_health_says_when_the_site_last_changed(client: Client) -> None:
    assert client.get("/health").json()["last_change"] is None
    update = announce(UpdateKind.SITE, now=NOW)
    told = client.get("/health").json()
    assert (told["ok"], told["last_update"], told["last_change"]) == (True, update.pk, NOW.isoformat())


def test_health_says_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("secret host refused")

    monkeypatch.setattr(machine, "last_update", away)
    response = client.get("/health")
    assert response.status_code == 503
    assert response.json()["database"] == "unreachable"
    assert "secret" not in response.content.decode()


def test_metrics_count_what_there_is(client: Client) -> None:
    make_feed(make_source(), failure_grade="soft")
    make_story([make_article(), make_article()])
    text = client.get("/metrics").content.decode()
    assert 'svizho_articles{stage="published"} 2.0' in text
    assert 'svizho_stories{state="published"} 1.0' in text
    assert 'svizho_feeds{failure="soft"} 1.0' in text
    assert "process_resident_memory_bytes" in text


def test_crawlers_are_told_what_is_endless(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /live\n" in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text


def test_the_icon_is_found_at_the_old_address(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")


def test_an_item_of_an_hour_keeps_its_time(client: Client) -> None:
    make_story([make_article()], shown_at=NOW - timedelta(hours=1))
    assert parsed(client, "/feed.rss").findtext("channel/item/pubDate") == "Sun, 14 Jun 2026 06:42:00 +0000"

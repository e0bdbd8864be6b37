"""Feeds: three formats of everything that is a list, in each language, valid whatever strangers write."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO

import feedparser
import pytest
from django.test import Client
from lxml import etree

from svizho.claims.models import Claim, Speaker
from svizho.settings import Settings, site_settings
from svizho.steps.index import index_article
from svizho.steps.workbench import Workbench
from svizho.stories.models import Story, StoryState
from svizho.web.syndication import TYPES, Feed, Item, written
from tests.factories import NOW, make_article, make_source, make_story

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
NASTY = "<script>alert(1)</script> & «порт» ]]> \u202e\x0b\ud83d\ude00 &amp; &#0;".encode(
    "utf-16", "surrogatepass"
).decode("utf-16")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def story() -> Story:
    source = make_source("Хвиля 24")
    article = make_article(source, "Порт <працює> & діє", sections=["world"])
    index_article(article, Workbench(Settings()))()
    speaker = Speaker.objects.create(key="k", slug="ivan", name="Іван Порт")
    Claim.objects.create(
        article=article, number=1, speaker=speaker, kind="direct", quote="«Порт працює», – сказав Іван.", quote_start=0
    )
    return make_story([article])


ADDRESSES = (
    "/feed.{kind}",
    "/world/feed.{kind}",
    "/source/khvylia-24/feed.{kind}",
    "/story/{story}/feed.{kind}",
    "/speaker/ivan/feed.{kind}",
    "/search/feed.{kind}?q=порт",
)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("kind", TYPES)
def test_every_list_is_a_feed_in_every_format_and_language(
    client: Client, story: Story, kind: str, prefix: str
) -> None:
    for pattern in ADDRESSES:
        address = prefix + pattern.format(kind=kind, story=story.pk)
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"] == f"{TYPES[kind]}; charset=utf-8"
        assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
        if kind == "json":
            told = json.loads(response.content)
            assert told["version"] == "https://jsonfeed.org/version/1.1"
            assert told["language"] == (prefix.strip("/") or "uk")
            titles, links = [each["title"] for each in told["items"]], [each["url"] for each in told["items"]]
            own = told["feed_url"]
        else:
            read = feedparser.parse(BytesIO(response.content), response_headers={"content-type": TYPES[kind]})
            assert not read.bozo, read.get("bozo_exception")
            assert read.version == {"rss": "rss20", "atom": "atom10"}[kind]
            titles, links = [each.title for each in read.entries], [each.link for each in read.entries]
            own = next(each.href for each in read.feed.links if each.rel == "self")
        assert len(titles) == 1
        assert "порт" in titles[0].lower()
        assert links[0].startswith(f"{SITE}{prefix}/")
        assert client.get(own.removeprefix(SITE)).status_code == 200


def test_a_feed_tells_when_it_changed_and_is_not_sent_twice(client: Client, story: Story) -> None:
    Story.objects.update(changed_at=NOW - timedelta(minutes=7))
    response = client.get("/feed.atom")
    assert parsedate_to_datetime(response["Last-Modified"]) == NOW - timedelta(minutes=7)
    assert client.get("/feed.atom", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.get("/feed.atom", headers={"If-Modified-Since": response["Last-Modified"]}).status_code == 304


def test_the_head_names_the_feed_itself_in_every_format(client: Client, story: Story) -> None:
    response = client.get("/feed.rss")
    assert response["Link"] == f'<{SITE}/feed.rss>; rel="self"'
    root = etree.fromstring(response.content)
    assert root.find(f"channel/{ATOM}link[@rel='self']").get("href") == f"{SITE}/feed.rss"


def test_a_hub_is_named_where_it_is_told_of_changes(
    client: Client, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(site_settings().push, "hub_url", "https://hub.example/")
    try:
        response = client.get("/feed.rss")
        assert '<https://hub.example/>; rel="hub"' in response["Link"]
        assert b'rel="hub"' in response.content
        assert b"hub.example" not in client.get("/search/feed.rss?q=x").content
    finally:
        object.__setattr__(site_settings().push, "hub_url", "")


@pytest.mark.parametrize("kind", TYPES)
def test_what_strangers_write_stays_text(kind: str) -> None:
    item = Item(NASTY, f"{SITE}/x", NASTY, NOW, NOW, section=NASTY, author=NASTY, language="uk")
    feed = Feed(
        NASTY, NASTY, SITE, f"{SITE}/feed", "uk", NASTY, NASTY, f"{SITE}/i.png", (item,), hub="https://h.example/?a&b"
    )
    body = written(feed, kind)
    if kind == "json":
        told = json.loads(body)["items"][0]
        assert told["title"].startswith("<script>")
    else:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
        assert not root.findall(".//script")
        told = feedparser.parse(BytesIO(body)).entries[0]
        assert "\x0b" not in body.decode()
    assert written(feed, kind) == body


@pytest.mark.parametrize("kind", TYPES)
def test_an_empty_site_has_valid_feeds(client: Client, kind: str) -> None:
    response = client.get(f"/feed.{kind}")
    assert response.status_code == 200
    if kind == "json":
        assert json.loads(response.content)["items"] == []
    else:
        assert not feedparser.parse(BytesIO(response.content)).bozo


def test_feeds_of_what_is_not_there(client: Client, story: Story) -> None:
    for address in ("/nope/feed.atom", "/source/nope/feed.rss", "/story/999/feed.json", "/speaker/no/feed.atom",
                    "/search/feed.rss", "/feed.xml"):  # fmt: skip
        assert client.get(address).status_code == 404, address
    other = make_story([make_article()])
    Story.objects.filter(pk=story.pk).update(state=StoryState.MERGED, merged_into=other)
    gone = client.get(f"/story/{story.pk}/feed.atom")
    assert (gone.status_code, gone["Location"]) == (301, f"/story/{other.pk}/feed.atom")
    Story.objects.filter(pk=story.pk).update(state=StoryState.WITHDRAWN)
    assert client.get(f"/story/{story.pk}/feed.atom").status_code == 410


def test_pages_lead_to_their_feeds(client: Client, story: Story) -> None:
    for address, feed in (
        ("/", "/feed."),
        ("/world/", "/world/feed."),
        ("/source/khvylia-24", "/source/khvylia-24/feed."),
        (f"/story/{story.pk}-{story.slug}", f"/story/{story.pk}/feed."),
        ("/speaker/ivan", "/speaker/ivan/feed."),
        ("/search?q=порт", "/search/feed."),
    ):
        page = client.get(address).content.decode()
        for kind, content_type in TYPES.items():
            assert f'<link rel="alternate" type="{content_type}"' in page
            assert f'href="{feed}{kind}' in page, address


def test_the_page_about_feeds_lists_those_of_sections(client: Client) -> None:
    page = client.get("/feeds").content.decode()
    assert "Підписатися" in page
    for address in ("/feed.atom", "/sport/feed.json", "/sources.opml"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert "Subscribe" in client.get("/en/feeds").content.decode()

"""What other programs see of a page: cards of shared links, data blocks, the app that can be installed."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from html5lib import HTMLParser
from PIL import Image

from svizho.stories.models import Story, StoryState
from svizho.web.drawing import HEIGHT, WIDTH, card, drawable, fitted, lines_of, width
from tests.factories import make_article, make_source, make_story

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def story() -> Story:
    articles = [make_article(make_source("Хвиля"), 'Порт </script> "діє"', sections=["world"])]
    return make_story([*articles, make_article(language="en", title="Port open", sections=["world"])])


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def metas(text: str) -> dict[str, str]:
    tree = HTMLParser(namespaceHTMLElements=False).parse(text)
    found = {each.get("property") or each.get("name"): each.get("content") for each in tree.iter("meta")}
    return {name: content for name, content in found.items() if name and content}


def graph(text: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert found
    told: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return told


def test_a_shared_story_shows_its_headline_and_a_picture_of_ours(client: Client, story: Story) -> None:
    told = metas(page(client, f"/story/{story.pk}-{story.slug}"))
    assert told["og:title"] == 'Порт </script> "діє"'
    assert told["og:type"] == "article"
    assert told["og:url"] == f"{SITE}/story/{story.pk}-{story.slug}"
    assert told["og:locale"] == "uk_UA"
    assert told["twitter:card"] == "summary_large_image"
    assert told["article:published_time"].startswith("2026-06-14T")
    picture = client.get(told["og:image"].removeprefix(SITE))
    assert picture["Content-Type"] == "image/png"
    assert Image.open(BytesIO(picture.content)).size == (WIDTH, HEIGHT) == (1200, 630)
    english = metas(page(client, f"/en/story/{story.pk}-{story.slug}"))
    assert english["og:image"] == f"{SITE}/en/story/{story.pk}/card.png"
    assert client.get(english["og:image"].removeprefix(SITE)).content != picture.content


@pytest.mark.parametrize("address", ["/", "/latest", "/world/", "/sources", "/about", "/feeds", "/en/", "/map"])
def test_every_page_has_a_card(client: Client, story: Story, address: str) -> None:
    told = metas(page(client, address))
    assert told["og:image"].endswith("/card.png")
    assert {"og:title", "og:description", "og:url", "og:site_name"} <= set(told)


def test_no_card_of_what_the_public_may_not_see(client: Client, story: Story) -> None:
    Story.objects.filter(pk=story.pk).update(state=StoryState.WITHDRAWN)
    assert client.get(f"/story/{story.pk}/card.png").status_code == 404
    assert client.get("/story/999/card.png").status_code == 404


def test_every_language_is_named_and_one_for_all_others(client: Client, story: Story) -> None:
    for address in ("/", "/en/", "/world/", f"/story/{story.pk}-{story.slug}", "/search?q=x"):
        text = page(client, address)
        assert len(re.findall(r'<link rel="canonical"', text)) == 1
        languages = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text)
        assert [code for code, _ in languages] == ["uk", "en", "x-default"]
        assert languages[0][1] == languages[2][1]


def test_the_front_page_tells_of_the_site_and_its_search(client: Client, story: Story) -> None:
    site = graph(page(client, "/en/"))[0]
    assert (site["@type"], site["inLanguage"]) == ("WebSite", "en")
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/en/search?q={{search_term_string}}"
    logo = site["publisher"]["logo"]["url"].removeprefix(SITE)
    assert logo.endswith("icon-512.png")


def test_pages_tell_the_way_to_them(client: Client, story: Story) -> None:
    lead = story.lead
    assert lead is not None
    ways = {
        "/world/": [f"{SITE}/", f"{SITE}/world/"],
        f"/story/{story.pk}-{story.slug}": [f"{SITE}/", f"{SITE}/world/", f"{SITE}/story/{story.pk}-{story.slug}"],
        f"/article/{lead.pk}-{lead.slug}": [
            f"{SITE}/",
            f"{SITE}/source/khvylia",
            f"{SITE}/article/{lead.pk}-{lead.slug}",
        ],
    }
    for address, way in ways.items():
        crumbs = [each for each in graph(page(client, address)) if each["@type"] == "BreadcrumbList"]
        rows = crumbs[0]["itemListElement"]
        assert [row["item"] for row in rows] == way
        assert [row["position"] for row in rows] == list(range(1, len(way) + 1))


def test_an_article_tells_who_published_it_and_when(client: Client, story: Story) -> None:
    lead = story.lead
    assert lead is not None
    told = graph(page(client, f"/article/{lead.pk}-{lead.slug}"))[0]
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == 'Порт </script> "діє"'
    assert told["publisher"]["name"] == "Хвиля"
    assert told["datePublished"].startswith("2026-06-14T")


def test_the_app_can_be_installed(client: Client) -> None:
    for prefix, name in (("", "Свіжо"), ("/en", "Svizho")):
        told = client.get(f"{prefix}/manifest.webmanifest").json()
        assert told["short_name"] == name
        assert told["start_url"] == f"{prefix}/"
        assert {(each["sizes"], each["purpose"]) for each in told["icons"]} == {
            ("192x192", "any"),
            ("512x512", "any"),
            ("512x512", "maskable"),
        }
        text = page(client, f"{prefix}/")
        assert f'<link rel="manifest" href="{prefix}/manifest.webmanifest">' in text


def test_the_worker_keeps_the_offline_page_of_each_language(client: Client) -> None:
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    text = response.content.decode()
    assert "KEPT" not in text
    assert '"/offline"' in text
    assert '"/en/offline"' in text
    assert len(response.content) < 1400
    assert "Немає зв’язку" in page(client, "/offline").replace("\u00a0", " ")


def test_a_headline_finds_room_whatever_it_is() -> None:
    for text in ("Порт", "слово " * 100, "довжелезне" * 60, "中文 🙂", ""):
        size, lines = fitted(drawable(text), 1000)
        assert all(width(line, size, 600) <= 1000 for line in lines)
        assert len(lines) <= 6
        assert card(text, kicker=text, name=text, foot=text[:20]).startswith(b"\x89PNG")
    assert drawable("Žižek: Їжак, ґанок №5 €") == "Zizek: Їжак, ґанок №5 €"
    assert lines_of("а б", 50, 600, 1000) == ["а б"]


def test_letters_of_ukrainian_have_a_drawing() -> None:
    alphabet = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя’–«»№"
    assert drawable(alphabet) == alphabet
    assert all(width(letter, 50, 600) > 5 for letter in alphabet)

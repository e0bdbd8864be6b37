"""What every page promises: valid HTML, one heading, safe headers, no cookie, no stranger asked."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client

from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.sources.models import Policy
from svizho.stories.models import Story
from tests.factories import NOW, make_article, make_feed, make_source, make_story

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/latest", "/society/", "/sport/", "/sources", "/map", "/about", "/about/freshness", "/privacy", "/my",
    "/search", "/search?q=порт", "/no/such/page", "{story}", "{article}", "{source}",
)  # fmt: skip


class Seen(HTMLParser):
    """Notes the tags of a page with their attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture
def story() -> Story:
    """A story in two languages with a copy, whose sources have hostile names."""
    wave, ledger = make_source("Хвиля <24> & Ко"), make_source("Ledger", language="en")
    make_feed(wave, failures=1, failure="Замість стрічки <b>сервер</b> віддає сторінку входу.")
    first = make_article(wave, "Порт <script>alert(1)</script> «Білоплава»", lead="<img src=x onerror=alert(2)> Кран.")
    second = make_article(ledger, 'Port "reopens" & more', ago=3, byline="<i>A. Writer</i>")
    third = make_article(make_source("Копія"), ago=2)
    announce(UpdateKind.STORY_NEW, now=NOW, story_id=1)
    return make_story([first, second, third], copies=[(third, first)])


def visit(client: Client, pattern: str, story: Story, prefix: str = "") -> HttpResponse:
    lead = story.lead
    assert lead is not None
    known = {
        "story": f"/story/{story.pk}-{story.slug}",
        "article": f"/article/{lead.pk}-{lead.slug}",
        "source": f"/source/{lead.source.slug}",
    }
    response = client.get(prefix + pattern.format(**known))
    assert response.status_code in (200, 404)
    return response  # type: ignore[return-value]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("pattern", PAGES)
def test_every_page_keeps_the_promises(client: Client, story: Story, pattern: str, prefix: str) -> None:
    response = visit(client, pattern, story, prefix)
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    seen = Seen()
    seen.feed(text)
    assert len(seen.all("h1")) == 1
    assert seen.all("html")[0]["lang"] == ("en" if prefix else "uk")
    assert seen.all("a")[0]["href"] == "#main"
    assert seen.all("main")[0]["id"] == "main"
    ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in seen.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    data = {"type": "application/ld+json"}
    scripts = [each for each in seen.all("script") if each != data]
    assert scripts[:2] == [{"src": "/static/svizho/site.js"}, {"src": "/static/svizho/mine.js"}]
    assert all((each["src"] or "").startswith("/static/svizho/") for each in scripts)
    assert not seen.all("style")
    asked = [each.get("src") or each.get("href") for tag, each in seen.tags if tag in ("script", "img", "link")]
    outside = [each for each in asked if each and not each.startswith(("/", "http://127.0.0.1:8000/"))]
    assert not outside
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    for tag, attributes in seen.tags:
        if tag == "time":
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d", attributes["datetime"] or "")


@pytest.mark.parametrize("pattern", PAGES)
def test_headings_do_not_skip_a_level(client: Client, story: Story, pattern: str) -> None:
    seen = Seen()
    seen.feed(visit(client, pattern, story).content.decode())
    levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pages_are_sent_with_strict_headers(client: Client, story: Story) -> None:
    response = visit(client, "/", story)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cache-Control"] == "public, no-cache"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("policy", list(Policy))
def test_hostile_words_of_sources_stay_words(client: Client, story: Story, policy: Policy) -> None:
    lead = story.lead
    assert lead is not None
    lead.source.policy = policy
    lead.source.save()
    lead.text, lead.link = "<script>alert(3)</script>\n\nДругий абзац.", "javascript:alert(4)"
    lead.save()
    for pattern in PAGES:
        text = visit(client, pattern, story).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>сервер" not in text
        assert "javascript:alert" not in text


def test_texts_in_another_language_are_marked(client: Client, story: Story) -> None:
    text = visit(client, "{story}", story).content.decode()
    assert re.search(r'<a href="/article/\d+-port-reopens-more" lang="en">Port', text)
    text = visit(client, "{story}", story, "/en").content.decode()
    assert re.search(r'<a href="/en/article/\d+-[a-z0-9-]+" lang="uk">Порт', text)


def test_every_page_leads_to_its_likeness(client: Client, story: Story) -> None:
    text = visit(client, "{story}", story).content.decode()
    own = f"/story/{story.pk}-{story.slug}"
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{own}">' in text
    assert f'hreflang="en" href="http://127.0.0.1:8000/en{own}"' in text
    assert f'<a href="/en{own}" lang="en" hreflang="en">English</a>' in text


def test_freshness_line_says_how_old_the_page_is(client: Client, story: Story) -> None:
    text = visit(client, "/", story).content.decode()
    assert "оновлено <time" in text
    assert ">0\u00a0с\u00a0тому</time>" in text

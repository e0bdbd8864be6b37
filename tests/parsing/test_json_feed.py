"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from typing import Any

import pytest

from svizho.errors import FeedTooLarge
from svizho.parsing import Enclosure, ParsedFeed, parse_feed
from tests.parsing.documents import MOMENT, NOW, URL, parsed

ITEM: dict[str, Any] = {
    "id": "1",
    "url": "/n/1",
    "title": "Заголовок",
    "content_html": "<p>Текст <img src='/i.jpg'><script>x</script></p>",
    "summary": "5 < 6",
    "date_published": "2026-11-02T10:00:00+02:00",
    "tags": ["Політика", "політика", 7],
    "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}, {"url": "javascript:x"}, 5],
}


def fed(item: object = ITEM, **feed: object) -> ParsedFeed:
    whole = {"version": "https://jsonfeed.org/version/1.1", "title": "Стрічка", "items": [item]}
    return parsed(json.dumps(whole | feed))


def test_an_item_with_everything() -> None:
    entry = fed(language="uk-UA").entries[0]
    assert (entry.guid, entry.url, entry.title, entry.language) == ("1", "https://ex.ua/n/1", "Заголовок", "uk")
    assert (entry.published, entry.updated) == (MOMENT, None)
    assert entry.content == '<p>Текст <img src="https://ex.ua/i.jpg"></p>'
    assert entry.summary == "5 &lt; 6"
    assert entry.categories == ("Політика",)
    assert entry.enclosures == (Enclosure("https://ex.ua/a.mp3", "audio/mpeg", 9),)
    assert entry.image == "https://ex.ua/i.jpg"


def test_what_the_feed_says_of_itself() -> None:
    feed = fed(
        home_page_url="https://ex.ua/",
        feed_url="https://ex.ua/feed.json",
        description="Усе",
        hubs=[{"type": "WebSub", "url": "https://hub.example/"}],
    )
    assert (feed.kind, feed.title, feed.home_url, feed.description) == ("json", "Стрічка", "https://ex.ua/", "Усе")
    assert (feed.self_url, feed.hub) == ("https://ex.ua/feed.json", "https://hub.example/")


@pytest.mark.parametrize(
    ("feed", "item", "author"),
    [
        ({}, {"authors": [{"name": "Іван"}, {"name": "Олена"}]}, "Іван, Олена"),
        ({}, {"author": {"name": "Іван"}}, "Іван"),
        ({"authors": [{"name": "Редакція"}]}, {}, "Редакція"),
        ({"author": {"name": "Редакція"}}, {"author": {"url": "https://ex.ua"}}, "Редакція"),
    ],
)
def test_authors_of_both_versions(feed: dict[str, object], item: dict[str, object], author: str) -> None:
    assert fed(ITEM | item, **feed).entries[0].author == author


def test_plain_text_keeps_its_paragraphs() -> None:
    item = {"id": 7, "content_text": "Перший <абзац>.\n\nДругий."}
    entry = fed(item).entries[0]
    assert (entry.guid, entry.content) == ("7", "<p>Перший &lt;абзац&gt;.</p><p>Другий.</p>")


@pytest.mark.parametrize(
    "item",
    [
        None,
        5,
        "x",
        [],
        {},
        {"id": None, "title": [], "tags": {}, "attachments": "x", "authors": 5, "date_published": {}},
    ],
)
def test_what_makes_no_sense_is_passed_over(item: object) -> None:
    assert len(fed(item).entries) <= 1


def test_lone_surrogates_can_be_stored() -> None:
    text = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "a\\ud83db"}]}'
    assert parsed(text).entries[0].title.encode("utf-8").startswith(b"a")


def test_the_header_names_the_hub() -> None:
    text = json.dumps({"version": "https://jsonfeed.org/version/1", "items": []})
    assert parsed(text, link='<https://hub.example/>; rel="hub"').hub == "https://hub.example/"


def test_too_many_items_are_refused() -> None:
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"}] * 11}).encode()
    with pytest.raises(FeedTooLarge, match="11 entries"):
        parse_feed(body, url=URL, headers={}, now=NOW, most_entries=10)

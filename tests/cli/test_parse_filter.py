"""`svizho parse`: a feed in, records out."""

from __future__ import annotations

import json

from svizho.cli.filters.parse import run
from tests.parsing.documents import ITEM, TITLE, document
from tests.parsing.listings import TITLES, cards, page
from tests.parsing.posts_of import CHANNEL
from tests.parsing.test_sitemap import a_news_sitemap, an_index

FIELDS = ["guid", "url", "title", "summary", "content", "author", "published", "updated", "lang", "enclosures"]


def test_a_record_for_each_entry_that_can_be_written_as_json() -> None:
    item = ITEM.replace("<guid>", "<enclosure url='/a.mp3' type='audio/mpeg' length='9'/><guid>")
    records = list(run(document(item * 3).encode("cp1251"), url="https://ex.ua/rss", content_type="text/xml"))
    assert [list(record) for record in records] == [FIELDS] * 3
    first = json.loads(json.dumps(records[0], ensure_ascii=False))
    assert (first["title"], first["lang"], first["published"]) == (TITLE, "uk", "2026-11-02T08:00:00+00:00")
    assert first["updated"] is None
    assert first["enclosures"] == [{"url": "https://ex.ua/a.mp3", "type": "audio/mpeg", "length": 9}]


def test_what_is_no_feed_gives_one_error() -> None:
    assert list(run(b"<html></html>")) == [{"error": "the address answers with a web page, not a feed"}]
    assert list(run(b"")) == [{"error": "the answer is empty"}]


def test_sitemaps_and_channels_are_known_by_what_they_are() -> None:
    assert next(run(a_news_sitemap().encode()))["title"] == "Міст відкрили: день 6 & ніч"
    assert next(run(CHANNEL.encode()))["url"] == "https://t.me/visnyk_test/4"
    index = an_index(("https://visnyk.example/1.xml", "2026-06-14"))
    assert list(run(index.encode())) == [
        {"error": "this is an index of sitemaps; parse what it names: https://visnyk.example/1.xml"}
    ]


def test_a_page_is_read_as_a_list_when_that_is_asked_for() -> None:
    html = page(cards(range(1, 11))).encode()
    assert "error" in next(run(html, url="https://visnyk.example/"))
    learned = list(run(html, url="https://visnyk.example/", listing=True))
    assert {record["title"] for record in learned} == set(TITLES[1:11])
    by_hand = list(run(html, url="https://visnyk.example/", selector=".popular-news a"))
    assert len(by_hand) == 7

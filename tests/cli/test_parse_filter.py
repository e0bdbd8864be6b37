"""`svizho parse`: a feed in, records out."""

from __future__ import annotations

import json

from svizho.cli.filters.parse import run
from tests.parsing.documents import ITEM, TITLE, document

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

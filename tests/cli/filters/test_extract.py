"""`svizho extract`: pages in, articles out, in order; a bad line does not stop the rest."""

from __future__ import annotations

import json

from svizho.cli.filters.extract import transform
from svizho.cli.filters.lines import transformed
from tests.extracting.pages import PARAGRAPHS, URL, ld, page

FIELDS = ["url", "title", "byline", "published", "modified", "lang", "text", "image", "canonical"]


def test_lines_are_answered_in_order() -> None:
    html = page(
        head=ld(
            headline="Міст відкрили", author="Марія Коваль", datePublished="2026-05-01T10:30:00+03:00", image="/i.jpg"
        )
    ).decode()
    lines = [
        json.dumps({"url": URL, "html": html}),
        json.dumps({"id": "b", "url": URL, "html": ""}),
        json.dumps({"id": "c", "url": URL}),
        "no json",
        json.dumps(
            {"url": URL + "?utm_source=x", "html": "<html><body><p>" + PARAGRAPHS[0] * 3 + "</p></body></html>"}
        ),
    ]
    answers = list(transformed(lines, transform))
    assert list(answers[0]) == FIELDS
    assert answers[0]["title"] == "Міст відкрили"
    assert answers[0]["byline"] == "Марія Коваль"
    assert answers[0]["published"] == "2026-05-01T10:30:00+03:00"
    assert answers[0]["modified"] is None
    assert answers[0]["lang"] == "uk"
    assert answers[0]["text"] == "\n\n".join(PARAGRAPHS)
    assert answers[0]["image"] == "https://novyny.example.ua/i.jpg"
    assert answers[0]["canonical"] == URL
    assert answers[1] == {"id": "b", "line": 2, "error": "unreadable: the document is no HTML page"}
    assert answers[2] == {"id": "c", "line": 3, "error": "field 'html' must be a string"}
    assert answers[3]["line"] == 4
    assert (answers[4]["url"], answers[4]["canonical"]) == (URL + "?utm_source=x", URL)

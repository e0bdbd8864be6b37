"""`svizho extract`: a page's address and HTML in, its article out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from svizho.cli.filters.lines import text_field
from svizho.errors import LineError
from svizho.extracting import NotAnArticle, extract_page
from svizho.kit.clock import now


def _written(when: datetime | None) -> str | None:
    """Write a time as ISO 8601 with its zone."""
    return when.isoformat() if when else None


def transform(record: dict[str, Any]) -> dict[str, Any]:
    """Read `{"url", "html"}` and give title, byline, times, language, text, picture and canonical link.

    Raises LineError with "reason: words" when the page is no article, or a field is missing.
    """
    url, html = text_field(record, "url"), text_field(record, "html")
    try:
        page = extract_page(html.encode("utf-8", "replace"), url=url, now=now())
    except NotAnArticle as refusal:
        raise LineError(f"{refusal.reason}: {refusal.words}") from refusal
    return {
        "url": url,
        "title": page.title,
        "byline": page.byline,
        "published": _written(page.published),
        "modified": _written(page.modified),
        "lang": page.language,
        "text": page.text,
        "image": page.image,
        "canonical": page.canonical,
    }

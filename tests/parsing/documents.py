"""Feed documents for the tests, invented: a short Ukrainian RSS feed and ways to harm it."""

from __future__ import annotations

from datetime import UTC, datetime

from svizho.parsing import ParsedFeed, parse_feed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://ex.ua/rss"
TITLE = "Зеленський підписав закон про бюджет на 2027 рік"
DATE = "<pubDate>Mon, 02 Nov 2026 10:00:00 +0200</pubDate>"
MOMENT = datetime(2026, 11, 2, 8, tzinfo=UTC)
ITEM = (
    f"<item><title>{TITLE}</title><link>https://ex.ua/1</link><guid>https://ex.ua/1</guid>{DATE}"
    "<description>Ціна нафти зросла на п’ять відсотків після рішення ОПЕК — повідомляє агентство.</description></item>"
)
DECLARED = '<?xml version="1.0" encoding="{}"?>'


def document(
    items: str = ITEM * 5, *, declared: str = DECLARED.format("utf-8"), before: str = "", channel: str = ""
) -> str:
    """Write an RSS document around items; `before` stands between the declaration and the root."""
    return (
        f'{declared}{before}<rss version="2.0"><channel><title>Новини України</title>'
        f"<link>https://ex.ua/</link><language>uk</language>{channel}{items}</channel></rss>"
    )


def parsed(document: str | bytes, *, url: str = URL, **headers: str) -> ParsedFeed:
    """Parse at a fixed moment; header names are given with "_" for "-"."""
    body = document.encode() if isinstance(document, str) else document
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return parse_feed(body, url=url, headers=told, now=NOW)

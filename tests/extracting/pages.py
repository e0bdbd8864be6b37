"""Pages invented for these tests, shaped like those of news sites."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

URL = "https://novyny.example.ua/2026/05/mist-cherez-dnipro-77"
NOW = datetime(2026, 5, 2, 12, 0, tzinfo=UTC)

PARAGRAPHS = (
    "У Києві в п'ятницю відкрили рух новим мостом через Дніпро, який будували понад десять років і який з'єднає "
    "два береги на півночі міста.",
    "За словами міського голови, першого дня мостом проїхало 12 тисяч автівок, а громадський транспорт почне "
    "курсувати ним від понеділка.",
    "«Ми чекали цього дня дуже довго, і дякуємо всім, хто працював тут навіть узимку», — сказала керівниця "
    "будівництва Олена Приходько.",
    "Вартість робіт зросла з 14 до 19 мільярдів гривень; у міській раді пояснюють це подорожчанням сталі та "
    "бетону за останні три роки.",
)


def ld(**facts: Any) -> str:
    """A JSON-LD block with one NewsArticle."""
    article = {"@context": "https://schema.org", "@type": "NewsArticle", **facts}
    return f'<script type="application/ld+json">{json.dumps(article, ensure_ascii=False)}</script>'


def page(*, head: str = "", before: str = "", body: str | None = None, after: str = "", lang: str = "uk") -> bytes:
    """A whole page: navigation, one article, a footer."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) if body is None else body
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("politics", "world", "economy", "sport"))
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body><nav><ul>{menu}</ul></nav>'
        f'<main><article>{before}<div class="article-body">{text}</div>{after}</article></main>'
        f"<footer><p>© 2026 Новини</p><ul>{menu}</ul></footer></body></html>"
    ).encode()

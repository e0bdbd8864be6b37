"""Beside step 8: what a published article is found by; years of them are caught up with while nothing else waits."""

from __future__ import annotations

from datetime import UTC

from svizho.articles.indexing import keep_search_text
from svizho.articles.models import Article
from svizho.searching import Text, index
from svizho.steps.deed import Write
from svizho.steps.workbench import Workbench


def index_article(article: Article, bench: Workbench) -> Write:
    """Find the lexemes of an article and keep them; an article without a text is found by its lead."""
    found = index(
        Text(
            title=article.title,
            text=article.text or article.lead,
            language=article.language,
            source=article.source_id,
            sections=tuple(article.sections),
            day=article.happened_at.astimezone(UTC).date(),
        )
    )
    return lambda: keep_search_text(article, found)

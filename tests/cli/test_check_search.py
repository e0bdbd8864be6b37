"""`svizho check` says whether search can help, and whether it knows all articles."""

from __future__ import annotations

import pytest

from svizho.articles import finding
from svizho.articles.models import Article
from svizho.cli.check import search_finding
from tests.factories import NOW, make_article

pytestmark = pytest.mark.django_db


def test_what_waits_to_be_indexed_is_told() -> None:
    make_article()
    assert search_finding().words.startswith("1 articles wait")
    Article.objects.update(indexed_at=NOW)
    assert search_finding().state == "ok"


def test_a_postgresql_that_cannot_compare_words_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "helps_with_typing", lambda: False)
    assert "pg_trgm" in search_finding().words

"""Writes of the search index: an article's lexemes, and the words that help with typing is chosen from."""

from __future__ import annotations

from typing import Any

from django.db import connection

from svizho.articles.models import Article
from svizho.searching import Indexed

# A word found in so many articles is common; counting on would rewrite its row with every article.
COUNTED_TO = 1000

# The longest word that is kept for help with typing.
LONGEST = 60

_KEEP = """
    INSERT INTO articles_searchtext (article_id, happened_at, words, head)
    VALUES (%(article)s, %(at)s, %(words)s::tsvector, %(head)s::tsvector)
    ON CONFLICT (article_id) DO UPDATE
    SET happened_at = EXCLUDED.happened_at, words = EXCLUDED.words, head = EXCLUDED.head
    RETURNING xmax = 0
"""
# The shorter of two ways to write a word is nearer to what a dictionary would say.
_COUNT = """
    INSERT INTO articles_searchword AS known (lexeme, written, sound, articles)
    SELECT lexeme, written, sound, 1
    FROM unnest(%(lexemes)s::text[], %(written)s::text[], %(sounds)s::text[]) AS told(lexeme, written, sound)
    ON CONFLICT (lexeme) DO UPDATE
    SET articles = known.articles + 1,
        written = CASE WHEN length(EXCLUDED.written) < length(known.written)
            THEN EXCLUDED.written ELSE known.written END
    WHERE known.articles < %(most)s
"""


def keep_search_text(article: Article, found: Indexed) -> None:
    """Keep what an article is found by; its words are counted the first time only, so repeating changes nothing."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "article": article.pk,
            "at": article.happened_at,
            "words": found.all,
            "head": found.head,
        }
        cursor.execute(_KEEP, values)
        if cursor.fetchone()[0] and found.words:
            cursor.execute(_COUNT, _counted(found))


def _counted(found: Indexed) -> dict[str, Any]:
    # In one order everywhere, so that two workers never wait for each other in a circle.
    rows = sorted((lexeme, *told) for lexeme, told in found.words.items() if len(lexeme) <= LONGEST)
    lexemes, written, sounds = zip(*rows, strict=True) if rows else ((), (), ())
    shortened = ([word[:LONGEST] for word in each] for each in (written, sounds))
    return {
        "lexemes": list(lexemes), "most": COUNTED_TO, **dict(zip(("written", "sounds"), shortened, strict=True))
    }  # fmt: skip

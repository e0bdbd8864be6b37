"""Reads of the search index: the newest articles that answer, at a price that does not grow with the site."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import QueryCanceled

from svizho.articles.queries import Mark
from svizho.searching import Hit, Known, within_days

# The newest answers that are ordered by relevance; older ones are reached by `until`.
MOST = 200

# Where PostgreSQL expects more answers than this, the newest days are looked at first: so many, then more, then all.
FEW = 1000
WINDOWS = (2, 8, 32)

# So many answers of the newest days are enough: older ones are a link away. With fewer, the whole index is asked,
# unless PostgreSQL would have to look at more articles than it can in a moment (as for phrases of common words).
ENOUGH, TOO_MANY = 60, 20_000

# Milliseconds after which a question is too wide to be answered.
PATIENCE = 3000

# Words that sound like those of a question, and words near a mistyped one, that are looked at.
MOST_SOUNDING, MOST_NEAR = 60, 40

# Trigrams that two words of one letter's difference may share at least: «кийв» and «київ» share a fifth.
NEAR = 0.18

# One table, one index: any other plan, or compiling one, is a mistake of the planner's.
_LIMITS = f"SET LOCAL statement_timeout = {PATIENCE}; SET LOCAL enable_seqscan = off; SET LOCAL jit = off"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of the index: a tsquery, and its clauses by title and by head, to rank by.

    `after` counts, `before` no longer does; `until` goes on where a page ended; only `articles` count, where given.
    """

    query: str
    title: Sequence[str] = ()
    head: Sequence[str] = ()
    after: datetime | None = None
    before: datetime | None = None
    until: Mark | None = None
    articles: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The newest answers, newest first; `complete` when there are no others, `gave_up` when it asked too much.

    `since` is the moment from which on articles were looked at, where those are not all.
    """

    hits: tuple[Hit, ...] = ()
    complete: bool = True
    gave_up: bool = False
    since: datetime | None = None

    @property
    def next(self) -> Mark | None:
        """Say where older answers begin; None where there are none."""
        if self.since:
            return Mark(self.since, 0)
        last = self.hits[-1] if self.hits and not self.complete else None
        return Mark(last.at, last.article) if last else None


def find(ask: Ask) -> Found:
    """Find the newest MOST articles that answer (in a transaction of its own; 2 to 7 queries).

    A question of many answers is asked of the newest days first (each day is a lexeme of its articles), so that the
    commonest word costs no more on a large site than on a small one.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LIMITS)
            return _find(cursor, ask)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return Found(complete=False, gave_up=True)
        raise


def _find(cursor: CursorWrapper, ask: Ask) -> Found:
    expected = _expected(cursor, ask) if ask.query else 0
    newest = _newest(cursor, ask) if expected > FEW else None
    if newest is None:
        return _asked(cursor, ask)
    for days in WINDOWS:
        found = _asked(cursor, replace(ask, query=within_days(ask.query, newest.date(), days)))
        if len(found.hits) >= min(ENOUGH, MOST):
            return replace(found, complete=False)
    # Midnight before the days that were looked at.
    since = datetime.combine(newest.date() - timedelta(days=WINDOWS[-1] - 1), time.min, UTC)
    return replace(found, complete=False, since=since) if expected > TOO_MANY else _asked(cursor, ask)


def _expected(cursor: CursorWrapper, ask: Ask) -> float:
    """Ask PostgreSQL's statistics how many articles answer."""
    conditions, values = _conditions(ask)
    sql = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM articles_searchtext WHERE {conditions}"  # noqa: S608 - our own words
    cursor.execute(sql, values)
    told = cursor.fetchone()[0]
    plan: list[dict[str, Any]] = json.loads(told) if isinstance(told, str) else told
    return float(plan[0]["Plan"]["Plan Rows"])


def _newest(cursor: CursorWrapper, ask: Ask) -> datetime | None:
    """Say when (UTC) the newest article happened that may answer."""
    conditions, values = _conditions(replace(ask, query="", articles=None))
    sql = f"SELECT max(happened_at) FROM articles_searchtext WHERE {conditions}"  # noqa: S608 - our own words
    cursor.execute(sql, values)
    newest: datetime | None = cursor.fetchone()[0]
    return newest.astimezone(UTC) if newest else None


def _asked(cursor: CursorWrapper, ask: Ask) -> Found:
    conditions, values = _conditions(ask)
    # Finding is kept apart from ordering, or the planner would walk the days back and unpack every text on the way.
    kept = "MATERIALIZED" if ask.query else "NOT MATERIALIZED"
    sql = f"""
        WITH matched AS {kept} (SELECT article_id, happened_at FROM articles_searchtext WHERE {conditions}),
        newest AS (SELECT * FROM matched ORDER BY happened_at DESC, article_id DESC LIMIT {MOST + 1})
        SELECT newest.article_id, newest.happened_at, {_held(ask.title)}, {_held(ask.head)}
        FROM newest JOIN articles_searchtext USING (article_id) ORDER BY 2 DESC, 1 DESC
    """  # noqa: S608 - our own words; what was asked is in the values
    cursor.execute(sql, [*values, *ask.title, *ask.head])
    hits = tuple(Hit(*row) for row in cursor.fetchall())
    return Found(hits[:MOST], complete=len(hits) <= MOST)


def _conditions(ask: Ask) -> tuple[str, list[Any]]:
    told: list[tuple[str, list[Any]]] = [("true", [])]
    if ask.query:
        told.append(("words @@ %s::tsquery", [ask.query]))
    if ask.after:
        told.append(("happened_at >= %s", [ask.after]))
    if ask.before:
        told.append(("happened_at < %s", [ask.before]))
    if ask.until:
        told.append(("(happened_at, article_id) < (%s, %s)", [ask.until.at, ask.until.id]))
    if ask.articles is not None:
        told.append(("article_id = ANY(%s)", [list(ask.articles)]))
    return " AND ".join(words for words, _ in told), [value for _, values in told for value in values]


def _held(queries: Sequence[str]) -> str:
    """Write how many of the queries the head of an article holds."""
    return " + ".join(["(head @@ %s::tsquery)::int"] * len(queries)) or "0"


def sounding(sounds: Sequence[str]) -> tuple[Known, ...]:
    """Give the commonest words that sound like any of these (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, written, sound, articles FROM articles_searchword"
            " WHERE sound <> '' AND sound = ANY(%s) ORDER BY articles DESC, lexeme LIMIT %s",
            [list(sounds), MOST_SOUNDING],
        )
        return tuple(Known(*row) for row in cursor.fetchall())


def near(words: Sequence[str]) -> tuple[Known, ...]:
    """Give the words that share most trigrams with each of these; none where PostgreSQL cannot compare so."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL pg_trgm.similarity_threshold = {NEAR}")
            cursor.execute(
                "SELECT found.* FROM unnest(%s::text[]) AS asked(word), LATERAL ("
                " SELECT lexeme, written, sound, articles FROM articles_searchword WHERE lexeme %% asked.word"
                " ORDER BY similarity(lexeme, asked.word) DESC, articles DESC LIMIT %s) AS found",
                [list(words), MOST_NEAR],
            )
            return tuple(Known(*row) for row in cursor.fetchall())
    except DatabaseError:
        return ()


def helps_with_typing() -> bool:
    """Say whether PostgreSQL compares Cyrillic words by trigrams: it needs pg_trgm and a locale that knows letters."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT similarity('київ', 'київ') = 1")
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return False

"""Writes of articles: storing what feeds list, many feeds in a few statements."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from svizho.articles.models import Article, Entry, Link, Stage
from svizho.kit.links import canonical_link, is_home_page
from svizho.kit.text import shorten, slug_of, tidy
from svizho.records.rows import insert_rows, update_rows
from svizho.sources.models import Feed

# A publisher's date is believed within a week before we saw the entry; on the first reading of a feed, always.
BELIEVED = timedelta(days=7)

# On the first reading of a feed, what is older than this is remembered (so that it never returns) but not read.
TOO_OLD = timedelta(days=30)

# Some entries change at every fetch (a counter in the text); after this many changes we stop writing them down.
MOST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry as parsing gave it, reduced to plain text and the fields that are stored."""

    guid: str
    link: str
    title: str
    summary: str
    content: str
    author: str
    language: str
    categories: tuple[str, ...]
    image: str
    published: datetime | None
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a feed's entries: numbers, and the shards in which articles now wait."""

    entries: int
    new_entries: int
    new_articles: int
    shards: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Keyed:
    """An entry with its identity: the feed and what it calls the entry, where it leads, what it says."""

    feed: Feed
    key: str
    link: str
    hash: str
    entry: SeenEntry


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of an entry that was stored before."""

    pk: int
    hash: str
    changes: int


_Keys = tuple[int, str]


def store_entries(feed: Feed, entries: Sequence[SeenEntry], *, now: datetime) -> Stored:
    """Store the entries that one feed told (`store_all`)."""
    return store_all([(feed, entries)], now=now)[0]


def store_all(told: Sequence[tuple[Feed, Sequence[SeenEntry]]], *, now: datetime) -> list[Stored]:
    """Store the entries that feeds told: new ones as Entry (and Article, where the link is new), changed ones updated.

    All or none; can be repeated without harm; six statements, however many feeds. Oldest first, so that newest first
    stays true on the page.
    """
    keyed = {(item.feed.pk, item.key): item for feed, entries in told for item in _keyed(feed, entries)}
    with transaction.atomic():
        known = _known(keyed)
        _note_changes(known, keyed)
        fresh = sorted((item for keys, item in keyed.items() if keys not in known), key=_age)
        made, articles = _articles_for(fresh, now=now)
        insert_rows(Entry, [_entry_row(item, articles[item.link], now) for item in fresh])
    listed, new = Counter(feed for feed, _ in keyed), Counter(item.feed.pk for item in fresh)
    return [Stored(listed[feed.pk], new[feed.pk], *_waiting(made.get(feed.pk, ()))) for feed, _ in told]


def _waiting(made: Sequence[_Article]) -> tuple[int, frozenset[int]]:
    """Count the articles that a feed brought and that now wait, and say in which shards."""
    return sum(not each.old for each in made), frozenset(each.shard for each in made if not each.old)


def _age(item: _Keyed) -> tuple[bool, float]:
    """Order entries oldest first, those without a date last."""
    told = item.entry.published or item.entry.updated
    return told is None, told.timestamp() if told else 0.0


def _keyed(feed: Feed, entries: Sequence[SeenEntry]) -> Iterable[_Keyed]:
    """Give every usable entry its key, oldest first, so that of two with one key the later one wins."""
    found = []
    for entry in entries:
        link = canonical_link(entry.link) if entry.link else None
        if link and (is_home_page(link) or len(link) > 2000):
            link = None
        if not (entry.title or entry.summary or link):  # a plain sitemap gives links alone: their pages have the rest
            continue
        key = _digest(entry.guid or link or entry.title)
        found.append(_Keyed(feed, key, link or f"entry:{feed.pk}:{key}", _content_hash(entry), entry))
    return sorted(found, key=_age)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _content_hash(entry: SeenEntry) -> str:
    return _digest("\0".join((entry.title, entry.summary, entry.content, entry.link)))


def _known(keyed: Iterable[_Keys]) -> dict[_Keys, _Known]:
    """Look up which entries were stored before."""
    feeds, keys = zip(*keyed, strict=True) if keyed else ((), ())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT entry.feed_id, entry.key, entry.id, entry.content_hash, entry.changes
            FROM unnest(%s::bigint[], %s::text[]) AS told(feed_id, key)
            JOIN articles_entry entry ON entry.feed_id = told.feed_id AND entry.key = told.key
            """,
            [list(feeds), list(keys)],
        )
        return {(feed, key): _Known(*rest) for feed, key, *rest in cursor.fetchall()}


def _note_changes(known: Mapping[_Keys, _Known], keyed: Mapping[_Keys, _Keyed]) -> None:
    """Write down entries whose words changed, each at most MOST_CHANGES times."""
    rows = [
        {
            "id": before.pk,
            "title": keyed[keys].entry.title[:500],
            "summary": keyed[keys].entry.summary,
            "content": keyed[keys].entry.content,
            "updated_at": keyed[keys].entry.updated,
            "content_hash": keyed[keys].hash,
            "changes": before.changes + 1,
        }
        for keys, before in known.items()
        if before.hash != keyed[keys].hash and before.changes < MOST_CHANGES
    ]
    update_rows(Entry, rows)


@dataclass(frozen=True, slots=True)
class _Article:
    """An article that was made just now."""

    shard: int
    old: bool


def _articles_for(items: Sequence[_Keyed], *, now: datetime) -> tuple[Mapping[int, list[_Article]], dict[str, int]]:
    """Find or make the article behind each link: those made now, by feed, and all by link.

    Two pollers at once end with the same article.
    """
    found = dict(Link.objects.filter(url__in={item.link for item in items}).values_list("url", "article_id"))
    missing: dict[str, _Keyed] = {}
    for item in items:
        if item.link not in found:
            missing.setdefault(item.link, item)
    rows = {link: _article_row(item, now) for link, item in missing.items()}
    inserted = {link: pk for pk, link in insert_rows(Article, list(rows.values()), returning=("id", "link"))}
    found |= inserted
    if others := [link for link in missing if link not in inserted]:
        found |= dict(Article.objects.filter(link__in=others).values_list("link", "pk"))
    insert_rows(Link, [{"url": link, "article_id": found[link]} for link in missing])
    made: dict[int, list[_Article]] = defaultdict(list)
    for link in inserted:
        feed = missing[link].feed
        made[feed.pk].append(_Article(feed.shard, old=rows[link]["stage"] == Stage.SET_ASIDE))
    return made, found


def _article_row(item: _Keyed, now: datetime) -> dict[str, object]:
    entry, feed = item.entry, item.feed
    first_reading = feed.answered_at is None
    happened = happened_at(entry.published or entry.updated, now, first_reading=first_reading)
    old = first_reading and happened < now - TOO_OLD
    title = tidy(entry.title) or shorten(tidy(entry.summary), 120)
    return {
        "link": item.link,
        "source_id": feed.source_id,
        "shard": feed.shard,
        "slug": slug_of(title),
        "title": shorten(title, 500),
        "published_at": entry.published,
        "seen_at": now,
        "happened_at": happened,
        "stage": Stage.SET_ASIDE if old else Stage.SEEN,
        "aside_reason": "old" if old else "",
        "stage_at": now,
    }


def happened_at(published: datetime | None, now: datetime, *, first_reading: bool) -> datetime:
    """Choose the moment that orders an article: the publisher's where it can be believed, else ours."""
    if published is None or published > now:
        return now
    return published if first_reading or published > now - BELIEVED else now


def _entry_row(item: _Keyed, article: int, now: datetime) -> dict[str, object]:
    entry = item.entry
    return {
        "feed_id": item.feed.pk,
        "article_id": article,
        "key": item.key,
        "link": entry.link[:2000],
        "title": entry.title[:500],
        "summary": entry.summary,
        "content": entry.content,
        "author": entry.author[:300],
        "language": entry.language[:8],
        "categories": [category[:200] for category in entry.categories[:20]],
        "image": entry.image[:2000],
        "published_at": entry.published,
        "updated_at": entry.updated,
        "seen_at": now,
        "content_hash": item.hash,
    }

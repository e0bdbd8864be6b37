"""Writes of articles: storing what feeds list, keeping what the steps find out."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from svizho.articles.models import Article, Entry, Link, Page, Stage, Vector
from svizho.kit.links import canonical_link, is_home_page
from svizho.kit.text import shorten, slug_of, tidy
from svizho.sources.models import Feed

# A publisher's date is believed within a week before we saw the entry; on the first reading of a feed, always.
BELIEVED = timedelta(days=7)

# On the first reading of a feed, what is older than this is remembered (so that it never returns) but not read.
TOO_OLD = timedelta(days=30)

# Some entries change at every fetch (a counter in the text); after this many changes we stop writing them down.
MOST_CHANGES = 20

# After this many bugs (not refusals) in one step an article is set aside instead of blocking its lane for ever.
MOST_TRIES = 8


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
    """An entry with its identity: what the feed calls it, where it leads, what it says."""

    key: str
    link: str
    hash: str
    entry: SeenEntry


def store_entries(feed: Feed, entries: Sequence[SeenEntry], *, now: datetime) -> Stored:
    """Store the entries of one poll: new ones as Entry (and Article, where the link is new), changed ones updated.

    Can be repeated without harm. Oldest first, so that newest first stays true on the page.
    """
    keyed = _keyed(feed, entries)
    known = {entry.key: entry for entry in Entry.objects.filter(feed=feed, key__in=list(keyed))}
    fresh = [item for key, item in keyed.items() if key not in known]
    with transaction.atomic():
        _note_changes(known, keyed)
        created = _articles_for(feed, fresh, now=now)
        Entry.objects.bulk_create(
            [_entry_row(feed, item, created[item.link], now) for item in fresh], ignore_conflicts=True
        )
    waiting = {a.pk: a for a in created.values() if a.stage == Stage.SEEN and a.seen_at == now}
    return Stored(len(keyed), len(fresh), len(waiting), frozenset(a.shard for a in waiting.values()))


def _keyed(feed: Feed, entries: Sequence[SeenEntry]) -> dict[str, _Keyed]:
    """Give every usable entry its key, oldest first; a later entry with the same key wins."""
    usable = [entry for entry in entries if entry.title or entry.summary]
    usable.sort(key=lambda entry: (entry.published is None, entry.published.timestamp() if entry.published else 0))
    keyed: dict[str, _Keyed] = {}
    for entry in usable:
        link = canonical_link(entry.link) if entry.link else None
        if link and (is_home_page(link) or len(link) > 2000):
            link = None
        key = _digest(entry.guid or link or entry.title)
        keyed[key] = _Keyed(key, link or f"entry:{feed.pk}:{key}", _content_hash(entry), entry)
    return keyed


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _content_hash(entry: SeenEntry) -> str:
    return _digest("\0".join((entry.title, entry.summary, entry.content, entry.link)))


def _note_changes(known: Mapping[str, Entry], keyed: Mapping[str, _Keyed]) -> None:
    """Write down entries whose words changed, each at most MOST_CHANGES times."""
    for key, row in known.items():
        item = keyed[key]
        if row.content_hash == item.hash or row.changes >= MOST_CHANGES:
            continue
        Entry.objects.filter(pk=row.pk).update(
            title=item.entry.title[:500],
            summary=item.entry.summary,
            content=item.entry.content,
            updated_at=item.entry.updated,
            content_hash=item.hash,
            changes=F("changes") + 1,
        )


def _articles_for(feed: Feed, items: Sequence[_Keyed], *, now: datetime) -> dict[str, Article]:
    """Find or make the article behind each link; two pollers at once end with the same one."""
    links = {item.link for item in items}
    found = {row.url: row.article for row in Link.objects.filter(url__in=links).select_related("article")}
    missing = {item.link: item for item in items if item.link not in found}
    Article.objects.bulk_create([_article_row(feed, item, now) for item in missing.values()], ignore_conflicts=True)
    for article in Article.objects.filter(link__in=list(missing)).order_by("pk"):
        found[article.link] = article
    Link.objects.bulk_create([Link(url=link, article=found[link]) for link in missing], ignore_conflicts=True)
    return found


def _article_row(feed: Feed, item: _Keyed, now: datetime) -> Article:
    entry = item.entry
    first_reading = feed.answered_at is None
    happened = _happened_at(entry.published, now, first_reading=first_reading)
    old = first_reading and happened < now - TOO_OLD
    title = tidy(entry.title) or shorten(tidy(entry.summary), 120)
    return Article(
        link=item.link,
        source_id=feed.source_id,
        shard=feed.shard,
        slug=slug_of(title),
        title=shorten(title, 500),
        published_at=entry.published,
        seen_at=now,
        happened_at=happened,
        stage=Stage.SET_ASIDE if old else Stage.SEEN,
        aside_reason="old" if old else "",
        stage_at=now,
    )


def _happened_at(published: datetime | None, now: datetime, *, first_reading: bool) -> datetime:
    """Choose the moment that orders an article: the publisher's where it can be believed, else ours."""
    if published is None or published > now:
        return now
    return published if first_reading or published > now - BELIEVED else now


def _entry_row(feed: Feed, item: _Keyed, article: Article, now: datetime) -> Entry:
    entry = item.entry
    return Entry(
        feed=feed,
        article=article,
        key=item.key,
        link=entry.link[:2000],
        title=entry.title[:500],
        summary=entry.summary,
        content=entry.content,
        author=entry.author[:300],
        language=entry.language[:8],
        categories=[category[:200] for category in entry.categories[:20]],
        image=entry.image[:2000],
        published_at=entry.published,
        updated_at=entry.updated,
        seen_at=now,
        content_hash=item.hash,
    )


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says, wherever it was found."""

    title: str
    text: str
    lead: str
    text_from: str
    byline: str = ""
    image: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    paid: bool = False
    canonical: str = ""


def keep_page(
    article: Article, *, url: str, status: int, headers: Mapping[str, str], body: bytes, now: datetime
) -> None:
    """Keep a fetched page until its text is out of it."""
    wanted = {name: value[:500] for name, value in headers.items() if name in ("content-type", "content-language")}
    Page.objects.update_or_create(
        article=article,
        defaults={
            "url": url[:2000],
            "status": status,
            "headers": wanted,
            "body": zlib.compress(body, 6),
            "fetched_at": now,
        },
    )


def page_body(page: Page) -> bytes:
    """Give back the bytes of a kept page."""
    return zlib.decompress(page.body) if page.body else b""


def keep_text(article: Article, text: Text) -> None:
    """Keep an article's text and facts, and drop the page it came from."""
    article.title = shorten(tidy(text.title), 500) or article.title
    article.slug = slug_of(article.title)
    article.text, article.lead, article.text_from = text.text, text.lead, text.text_from
    article.byline = shorten(tidy(text.byline), 300)
    article.image = text.image[:2000]
    article.modified_at = text.modified
    article.paid = text.paid
    if article.published_at is None and text.published is not None:
        article.published_at = text.published
        article.happened_at = _happened_at(text.published, article.seen_at, first_reading=False)
    article.save()
    Page.objects.filter(article=article).delete()


def same_article(article: Article, canonical: str) -> Article | None:
    """Note a canonical link; where another article already owns it, hand the entries over and give that article."""
    link = canonical_link(canonical)
    if not link or link == article.link or is_home_page(link) or len(link) > 2000:
        return None
    row, _ = Link.objects.get_or_create(url=link, defaults={"article": article})
    owner = row.article
    if owner.pk == article.pk or owner.source_id != article.source_id:
        return None
    Entry.objects.filter(article=article).update(article=owner)
    return owner


def keep_vector(article: Article, *, encoder: str, title: bytes, body: bytes) -> None:
    """Keep what an article means: float16 bytes, and which encoder made them."""
    Vector.objects.update_or_create(article=article, defaults={"encoder": encoder, "title": title, "body": body})


@dataclass(frozen=True, slots=True)
class Sorting:
    """Language and sections of an article, with the reasons."""

    language: str
    language_confidence: float
    sections: tuple[str, ...]
    reason: Mapping[str, object]
    not_news: str = ""


def keep_sorting(article: Article, sorting: Sorting) -> None:
    """Keep an article's language and sections."""
    article.language = sorting.language
    article.language_confidence = sorting.language_confidence
    article.sections = list(sorting.sections)
    article.section_reason = dict(sorting.reason)
    article.not_news = sorting.not_news
    article.save(update_fields=["language", "language_confidence", "sections", "section_reason", "not_news"])


def move(article: Article, stage: Stage, *, now: datetime) -> None:
    """Say that an article has come one stage further."""
    article.stage, article.stage_at = stage, now
    Article.objects.filter(pk=article.pk).update(
        stage=stage, stage_at=now, tries=0, retry_at=None, trouble="", **_shown(stage, now)
    )


def _shown(stage: Stage, now: datetime) -> dict[str, datetime]:
    return {"shown_at": now} if stage == Stage.PUBLISHED else {}


def mark(article: Article, column: str, *, now: datetime) -> None:
    """Say what was done with a published article: `read_at` for claims, `indexed_at` for search."""
    Article.objects.filter(pk=article.pk).update(**{column: now, "tries": 0, "retry_at": None, "trouble": ""})


def set_aside(article: Article, reason: str, words: str, *, now: datetime) -> None:
    """Take an article off its journey, with the reason; the row stays, so it never comes back."""
    Article.objects.filter(pk=article.pk).update(
        stage=Stage.SET_ASIDE, stage_at=now, aside_reason=reason[:40], trouble=words[:500], retry_at=None
    )
    Page.objects.filter(article=article).delete()


def put_off(article: Article, words: str, *, wait: float, now: datetime) -> None:
    """Take an article up again after `wait` seconds."""
    Article.objects.filter(pk=article.pk).update(
        tries=F("tries") + 1, retry_at=now + timedelta(seconds=wait), trouble=words[:500]
    )


def take_up_again(reason: str, *, now: datetime) -> int:
    """Send articles that were set aside for `reason` on the journey again; says how many."""
    return Article.objects.filter(stage=Stage.SET_ASIDE, aside_reason=reason).update(
        stage=Stage.SEEN, stage_at=now, aside_reason="", trouble="", tries=0, retry_at=None
    )


def drop_old_pages(now: datetime) -> int:
    """Drop pages that no step came to within two days; says how many."""
    return Page.objects.filter(fetched_at__lt=now - timedelta(days=2)).delete()[0]

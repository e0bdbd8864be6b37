"""Writes of articles: keeping what the steps find out."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from svizho.articles.models import Article, Entry, Link, Page, Stage, Vector
from svizho.articles.storing import happened_at
from svizho.kit.links import canonical_link, is_home_page
from svizho.kit.text import shorten, slug_of, tidy

# After this many bugs (not refusals) in one step an article is set aside instead of blocking its lane for ever.
MOST_TRIES = 8


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
        article.happened_at = happened_at(text.published, article.seen_at, first_reading=False)
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

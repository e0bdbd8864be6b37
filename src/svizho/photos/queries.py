"""Reads of photos: one function for what each page needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from svizho.articles.models import Article, Stage
from svizho.photos.models import Photo

# Older articles are looked up by few, and their pictures may be gone.
NEW_FOR = timedelta(days=2)
# A server that fails in passing is asked this often, each time after a longer while.
MOST_TRIES = 3
WAIT = timedelta(minutes=10)

_SHOWN = ("article_id", "digest", "width", "height", "article__source__name", "article__source__slug")

# One photo a story: that of its lead where it has one, else of the newest of its reports.
_OF_STORIES = """
    SELECT DISTINCT ON (placement.story_id) placement.story_id, photo.article_id
    FROM stories_placement AS placement
    JOIN stories_story AS story ON story.id = placement.story_id
    JOIN photos_photo AS photo ON photo.article_id = placement.article_id AND photo.digest <> ''
    JOIN articles_article AS article ON article.id = placement.article_id
    JOIN sources_source AS source ON source.id = article.source_id AND source.photos
    WHERE placement.story_id = ANY(%s) AND article.stage = 'published'
    ORDER BY placement.story_id, placement.article_id = story.lead_id DESC, placement.happened_at DESC
"""


def waiting(now: datetime, *, most: int) -> tuple[Article, ...]:
    """Give articles on the page whose source allows pictures and whose own was not taken yet, newest first."""
    again = Q(photo__digest="", photo__tries__lt=MOST_TRIES, photo__taken_at__lt=now - WAIT)
    rows = Article.objects.filter(
        Q(photo=None) | again,
        stage=Stage.PUBLISHED,
        shown_at__gt=now - NEW_FOR,
        source__photos=True,
        image__gt="",
    )
    return tuple(rows.select_related("source", "photo").order_by("-shown_at", "-id")[:most])


def of_article(article_id: int) -> Photo | None:
    """Give the photo that an article's page may show (one query)."""
    return _shown().filter(article_id=article_id).first()


def of_stories(story_ids: Iterable[int]) -> Mapping[int, Photo]:
    """Give each story's photo, where it has one (one query, two where any has)."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_STORIES, [list(story_ids)])
        chosen = dict(cursor.fetchall())
    photos = {photo.pk: photo for photo in _shown().filter(pk__in=chosen.values())} if chosen else {}
    return {story: photos[article] for story, article in chosen.items() if article in photos}


def copy_of(article_id: int, digest: str, *, wide: bool) -> bytes | None:
    """Give one copy; None when there is none by that name, or its source allows pictures no more (one query)."""
    rows = _public().filter(article_id=article_id, digest=digest)
    found = rows.values_list("wide" if wide else "narrow", flat=True).first()
    return bytes(found) if found else None


def _public() -> QuerySet[Photo]:
    return Photo.objects.filter(article__stage=Stage.PUBLISHED, article__source__photos=True).exclude(digest="")


def _shown() -> QuerySet[Photo]:
    """Give public photos without their bytes, with what stands under them."""
    return _public().select_related("article__source").only(*_SHOWN)

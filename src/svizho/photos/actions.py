"""Writes of photos."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from svizho.articles.models import Article
from svizho.photos.models import Photo
from svizho.photos.queries import MOST_TRIES
from svizho.picturing import Copies
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.stories.models import Placement


@transaction.atomic
def keep_photo(article: Article, copies: Copies, *, now: datetime) -> Photo:
    """Keep an article's picture and announce that the page of its story has changed."""
    facts = {
        "url": article.image,
        "digest": hashlib.sha256(copies.wide).hexdigest()[:16],
        "wide": copies.wide,
        "narrow": copies.narrow,
        "width": copies.width,
        "height": copies.height,
        "trouble": "",
        "taken_at": now,
    }
    photo, _ = Photo.objects.update_or_create(article=article, defaults=facts)
    placement = Placement.objects.filter(article=article).select_related("story").first()
    if placement is not None:
        story = placement.story
        announce(UpdateKind.STORY_PHOTO, now=now, story_id=story.pk, article_id=article.pk, sections=story.sections)
    return photo


def note_trouble(article: Article, words: str, *, lasting: bool, now: datetime) -> None:
    """Write down why there is no picture; where that may pass, it is asked for again."""
    known = Photo.objects.filter(article=article).values_list("tries", flat=True).first() or 0
    tries = MOST_TRIES if lasting else known + 1
    facts = {"url": article.image, "trouble": words[:300], "tries": tries, "taken_at": now}
    Photo.objects.update_or_create(article=article, defaults=facts)


def drop_old_photos(now: datetime, *, days: int) -> int:
    """Drop pictures taken longer ago than `days`; says how many went."""
    gone, _ = Photo.objects.filter(taken_at__lt=now - timedelta(days=days)).delete()
    return gone

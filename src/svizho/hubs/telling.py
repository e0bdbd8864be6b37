"""What our own hub is told: which of our feeds changed, and when it heard of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from svizho.hubs.models import Herald, Telling
from svizho.records.models import UpdateKind
from svizho.records.queries import last_update, updates_after
from svizho.settings import Settings

# The formats of our feeds that name the hub; their addresses end so.
FORMATS = ("rss", "atom", "json")
# A hub is told of one feed at most once in so long: what changes meanwhile is told together.
TOLD_EVERY = timedelta(seconds=5)
# A hub that does not take our word is told again after so long, and so often at most.
TOLD_AGAIN, MOST_TRIES = timedelta(seconds=30), 20

# Changes of pages that no feed shows.
IN_NO_FEED = (UpdateKind.STORY_TALK, UpdateKind.STORY_PHOTO)

_ONLY = 1


def own_feed(settings: Settings, path: str) -> bool:
    """Say whether the feed at a path of ours is one that the hub is told of."""
    return f"{settings.site.base_url}{path}" in own_topics(settings, [section.slug for section in settings.sections])


def own_topics(settings: Settings, sections: Iterable[str]) -> list[str]:
    """Give the addresses of our feeds that hold the news of some sections: the site's own and theirs, per language."""
    first = settings.site.languages[0]
    known = {section.slug for section in settings.sections}
    places = ["", *(f"/{slug}" for slug in dict.fromkeys(sections) if slug in known)]
    return [
        f"{settings.site.base_url}{'' if language == first else f'/{language}'}{place}/feed.{ending}"
        for place in places
        for language in settings.site.languages
        for ending in FORMATS
    ]


def gather_changes(settings: Settings, *, now: datetime) -> int:
    """Note which of our feeds changed since we last looked; says how many updates that were."""
    with transaction.atomic():
        herald = Herald.objects.select_for_update(skip_locked=True).filter(pk=_ONLY).first()
        if herald is None:
            newest = last_update()
            row = Herald(pk=_ONLY, update_number=newest.pk if newest else 0)
            Herald.objects.bulk_create([row], ignore_conflicts=True)
            return 0
        updates = updates_after(herald.update_number)
        if not updates:
            return 0
        news = [update for update in updates if update.kind not in IN_NO_FEED]
        topics = own_topics(settings, [section for update in news for section in update.sections]) if news else []
        Telling.objects.bulk_create([Telling(topic=topic) for topic in topics], ignore_conflicts=True)
        Telling.objects.filter(topic__in=topics, changed_at=None).update(changed_at=now)
        Herald.objects.filter(pk=_ONLY).update(update_number=updates[-1].pk)
    return len(updates)


def take_changes(*, now: datetime, most: int) -> list[str]:
    """Take the feeds whose change is to be told now, so that no one else tells it."""
    rested = Q(told_at=None) | Q(told_at__lte=now - TOLD_EVERY, tries=0)
    again = Q(tries__gt=0, told_at__lte=now - TOLD_AGAIN)
    with transaction.atomic():
        due = Telling.objects.select_for_update(skip_locked=True).filter(rested | again, changed_at__isnull=False)
        topics = list(due.order_by("changed_at", "topic").values_list("topic", flat=True)[:most])
        Telling.objects.filter(topic__in=topics).update(changed_at=None, told_at=now)
    return topics


def note_told(topic: str, trouble: str, *, now: datetime) -> None:
    """Keep what the hub said; a change that it did not take is told again, unless it has refused for hours."""
    rows = Telling.objects.filter(topic=topic)
    if not trouble:
        rows.update(tries=0, words="")
        return
    rows.update(tries=F("tries") + 1, words=trouble[:300])
    rows.filter(tries__lt=MOST_TRIES, changed_at=None).update(changed_at=now)
    rows.filter(tries__gte=MOST_TRIES).update(tries=0)

"""Which feeds are due: looking, and taking them so that no one else does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from svizho.sources.models import Feed

# A feed taken for polling is not given out again for this long; if its worker dies, it is asked again after it.
TAKEN_FOR = timedelta(minutes=2)


def lanes_with_due_feeds(lanes: int, *, now: datetime) -> list[int]:
    """Say in which lanes feeds are due."""
    due = Feed.objects.filter(next_poll_at__lte=now, source__paused=False)
    return sorted(set(due.annotate(lane=F("shard") % lanes).values_list("lane", flat=True)))


def take_due(*, lane: int, lanes: int, now: datetime, most: int) -> list[Feed]:
    """Take up to `most` feeds that are due in a lane, the longest waiting first, so that no one else takes them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE sources_feed SET next_poll_at = %s WHERE id IN (
                SELECT feed.id FROM sources_feed feed JOIN sources_source source ON source.id = feed.source_id
                WHERE feed.next_poll_at <= %s AND feed.shard %% %s = %s AND NOT source.paused
                ORDER BY feed.next_poll_at LIMIT %s FOR UPDATE OF feed SKIP LOCKED)
            RETURNING id
            """,
            [now + TAKEN_FOR, now, lanes, lane, most],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Feed.objects.filter(pk__in=ids).select_related("source"))

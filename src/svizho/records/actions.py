"""Writes of records: announcing what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from svizho.records.models import Update, UpdateKind

# PostgreSQL channel on which the number of each new update is told to the web processes.
CHANNEL = "svizho_updates"

# Any number not used for another advisory lock: it keeps updates in the order of their commits, since
# numbers of a sequence are given out before the commit and could otherwise become visible out of order.
ORDER_LOCK = 7_216_001

# How long a reader's open page may sleep and still catch up by replay.
KEPT = timedelta(days=3)


def announce(
    kind: UpdateKind,
    *,
    now: datetime,
    story_id: int | None = None,
    article_id: int | None = None,
    title: str = "",
    language: str = "",
    sections: Sequence[str] = (),
) -> Update:
    """Record one public change and tell the web processes of it when (and only if) the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])
    update = Update.objects.create(
        kind=kind,
        story_id=story_id,
        article_id=article_id,
        title=title[:500],
        language=language,
        sections=list(sections),
        at=now,
    )
    with connection.cursor() as cursor:
        # NOTIFY inside a transaction is delivered on commit and dropped on rollback.
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(update.pk)])
    return update


def forget_old(now: datetime) -> int:
    """Drop updates that no open page can still ask for; says how many."""
    return Update.objects.filter(at__lt=now - KEPT).delete()[0]

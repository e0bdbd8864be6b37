"""Reads of records."""

from __future__ import annotations

from datetime import datetime

from svizho.records.models import Update

# A page that missed more than this is told to load anew rather than sent everything.
MOST_REPLAYED = 200


def updates_after(number: int, *, most: int = MOST_REPLAYED) -> list[Update]:
    """Give the updates that came after `number`, oldest first, at most `most`."""
    return list(Update.objects.filter(pk__gt=number).order_by("pk")[:most])


def last_update() -> Update | None:
    """Give the newest update, if there is one."""
    return Update.objects.order_by("-pk").first()


def last_change_at() -> datetime | None:
    """Say when the public site last changed."""
    update = last_update()
    return update.at if update else None

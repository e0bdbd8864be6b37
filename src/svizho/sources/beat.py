"""The tempo of all polling, kept: reading it, counting polls, taking on the next reckoning so that no one else does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from svizho.sources.models import Beat, Feed

# The one row.
_ONLY = 1


@dataclass(frozen=True, slots=True)
class PacedFeed:
    """What pacing must know of a feed to plan for all."""

    feed: int
    rhythm: str
    weight: float
    failures: float


@dataclass
class Reckoning:
    """A reckoning taken on: what stands, what was spent; `keep` says what comes of it."""

    tempo: str
    polls: int
    keep: str = ""


def kept_tempo() -> str:
    """Give the tempo that was reckoned last, as JSON; nothing before the first time."""
    return Beat.objects.filter(pk=_ONLY).values_list("tempo", flat=True).first() or ""


def count_polls(polls: int) -> None:
    """Add polls to what was spent since the last reckoning."""
    if polls:
        Beat.objects.filter(pk=_ONLY).update(polls=F("polls") + polls)


@contextmanager
def reckoning(*, now: datetime, every: timedelta) -> Iterator[Reckoning | None]:
    """Take on the reckoning when it is due and nobody else is at it; None otherwise.

    What is in `keep` at the end is written down; the polls counted meanwhile are not lost.
    """
    due = Q(reckoned_at=None) | Q(reckoned_at__lte=now - every)
    if not Beat.objects.filter(pk=_ONLY).exists():
        Beat.objects.bulk_create([Beat(pk=_ONLY)], ignore_conflicts=True)
    with transaction.atomic():
        row = Beat.objects.select_for_update(skip_locked=True).filter(due, pk=_ONLY).first()
        if row is None:
            yield None
            return
        taken = Reckoning(row.tempo, row.polls)
        yield taken
        Beat.objects.filter(pk=_ONLY).update(tempo=taken.keep, reckoned_at=now, polls=F("polls") - taken.polls)


def paced_feeds() -> list[PacedFeed]:
    """List the feeds that are read, for the reckoning."""
    rows = Feed.objects.filter(source__paused=False).values_list("pk", "rhythm", "source__weight", "setbacks")
    return [PacedFeed(*row) for row in rows.iterator(chunk_size=2_000)]

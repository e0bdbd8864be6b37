"""Reads of sources: one function for what each page needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from svizho.sources.models import FailureGrade, Feed, Source

# A page that lists more than this is no longer read by people; it says how many it leaves out.
MOST_LISTED = 400


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of the sources has come."""

    sources: int
    feeds: int
    asked: int
    answered: int
    unwell: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A source with its feeds."""

    source: Source
    feeds: tuple[Feed, ...]

    @property
    def answered_at(self) -> datetime | None:
        """Say when any of its feeds last answered."""
        return max((feed.answered_at for feed in self.feeds if feed.answered_at), default=None)

    @property
    def unwell(self) -> tuple[Feed, ...]:
        """Give its feeds whose last poll failed."""
        return tuple(feed for feed in self.feeds if feed.failures)

    @property
    def well(self) -> bool:
        """Say whether at least one feed answers, so that the source still speaks to us."""
        return len(self.unwell) < len(self.feeds) or not self.feeds


def reading_progress() -> Progress:
    """Count sources and feeds, and how many were asked and have answered (two queries)."""
    counts = Feed.objects.aggregate(
        feeds=Count("id"),
        asked=Count("id", filter=Q(polled_at__isnull=False)),
        answered=Count("id", filter=Q(answered_at__isnull=False)),
        unwell=Count("id", filter=Q(failures__gt=0)),
    )
    return Progress(sources=Source.objects.count(), **counts)


def source_page(slug: str) -> Watched | None:
    """Give one source with its feeds (two queries)."""
    source = Source.objects.prefetch_related("feeds").filter(slug=slug).first()
    return Watched(source, tuple(source.feeds.all())) if source else None


def sources_page(*, most: int = MOST_LISTED) -> tuple[Watched, ...]:
    """Give the sources that are read, by name, with their feeds (two queries)."""
    rows = Source.objects.filter(paused=False).order_by("name", "id").prefetch_related("feeds")
    return tuple(Watched(source, tuple(source.feeds.all())) for source in rows[:most])


def count_sources() -> int:
    """Count the sources that are read (one query)."""
    return Source.objects.filter(paused=False).count()


def feeds_by_grade() -> Mapping[str, int]:
    """Count feeds by how serious their last failure is; "" stands for those that are well (one query)."""
    rows = Feed.objects.order_by().values_list("failure_grade").annotate(Count("id"))
    return {FailureGrade(grade).value: count for grade, count in rows}


def named(names: Sequence[str]) -> Mapping[str, tuple[int, ...]]:
    """Give the numbers of the sources that each name may mean: its slug, or a part of its name (one query)."""
    asked = Q()
    for name in names:
        asked |= Q(slug__iexact=name) | Q(name__icontains=name)
    rows = list(Source.objects.filter(asked).values_list("pk", "slug", "name")) if names else []
    return {
        name: tuple(
            number for number, slug, full in rows if slug.lower() == name.lower() or name.lower() in full.lower()
        )
        for name in names
    }

"""Step 6: put an article in the story of its event, or let it start one; one decision at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from svizho.articles.models import Article, Vector
from svizho.grouping import Decision, Grouper, Reason, Report
from svizho.steps.deed import Think
from svizho.steps.workbench import Workbench
from svizho.stories.actions import NewPlacement, place
from svizho.stories.models import Placement

# How often the window forgets what is too old to be joined.
FORGET_EVERY = timedelta(minutes=10)


@dataclass
class Window:
    """The grouping of the active hours, and the last placement it knows, so that other workers' are taken in."""

    grouper: Grouper
    last_placement: int = 0
    forgotten_at: datetime | None = None


def place_articles(articles: Sequence[Article], bench: Workbench) -> Iterator[tuple[Article, Think]]:
    """Place a batch in time order; the decision is taken inside the transaction that keeps it."""
    window = _window(bench)
    vectors = {row.article_id: row for row in Vector.objects.filter(article__in=articles)}
    for article in articles:
        report = _report(article, vectors.get(article.pk), bench)
        yield article, lambda article=article, report=report: lambda: _place(article, report, window, bench)  # type: ignore[misc]


def _place(article: Article, report: Report, window: Window, bench: Workbench) -> None:
    """Decide and keep; a window whose decision could not be kept is dropped, since it no longer is the truth."""
    try:
        decision = window.grouper.place(report)
        placement = place(article, _wanted(decision), now=bench.now())
        window.last_placement = max(window.last_placement, placement.pk)
    except BaseException:
        bench.window = None
        raise


def _wanted(decision: Decision) -> NewPlacement:
    copy = int(decision.near_copy_of) if decision.near_copy_of else None
    return NewPlacement(int(decision.story), copy, decision.nearness, json.loads(decision.reason.to_json()))


def _window(bench: Workbench) -> Window:
    """Give the window of this process, brought up to what other processes placed since."""
    window = bench.window
    if not isinstance(window, Window):
        window = Window(Grouper(encoder=bench.encoder.name) if bench.encoder else Grouper())
        bench.window = window
    now = bench.now()
    active = now - timedelta(hours=bench.settings.grouping.window_hours)
    _take_in(window, active, bench)
    if window.forgotten_at is None or now - window.forgotten_at > FORGET_EVERY:
        window.grouper.forget(active)
        window.forgotten_at = now
    return window


def _take_in(window: Window, active: datetime, bench: Workbench) -> None:
    """Restore the placements that the window does not know yet, in the order in which they were decided."""
    rows = (
        Placement.objects.filter(pk__gt=window.last_placement, happened_at__gte=active)
        .select_related("article__source", "article__vector", "story")
        .order_by("pk")
    )
    for row in rows.iterator(chunk_size=500):
        report = _report(row.article, getattr(row.article, "vector", None), bench)
        copy = str(row.near_copy_of_id) if row.near_copy_of_id else None
        decision = Decision(str(row.story.root_id), copy, row.nearness, Reason.from_json(json.dumps(row.reason)))
        window.grouper.restore(report, decision)
        window.last_placement = row.pk


def _report(article: Article, vector: Vector | None, bench: Workbench) -> Report:
    return Report(
        id=str(article.pk),
        language=article.language,
        time=article.happened_at,
        source=article.source.slug,
        title=article.title,
        text=article.text,
        title_vector=_row(vector.title if vector else b""),
        body_vector=_row(vector.body if vector else b""),
    )


def _row(data: bytes | memoryview) -> NDArray[np.float32] | None:
    return np.frombuffer(bytes(data), dtype=np.float16).astype(np.float32) if data else None

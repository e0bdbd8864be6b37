"""The grouping window of one worker process: the active reports, kept the same as what the database holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from svizho.articles.models import Article, Vector
from svizho.grouping import Decision, Grouper, Reason, Report
from svizho.steps.workbench import Workbench
from svizho.stories.models import Placement
from svizho.stories.regrouping import epoch

# How often the window forgets what is too old to be joined.
FORGET_EVERY = timedelta(minutes=10)


@dataclass
class Window:
    """The grouping of the active hours, and the last placement it knows, so that other workers' are taken in."""

    grouper: Grouper
    epoch: int = 0
    last_placement: int = 0
    forgotten_at: datetime | None = None


def window_of(bench: Workbench) -> Window:
    """Give the window of this process, brought up to what other processes placed since.

    Where stories were regrouped since, by the auditor or the desk, the window is read anew.
    """
    window, latest = bench.window, epoch()
    if not isinstance(window, Window) or window.epoch != latest:
        window = Window(Grouper(encoder=bench.encoder.name) if bench.encoder else Grouper(), latest)
        bench.window = window
    now = bench.now()
    active = now - timedelta(hours=bench.settings.grouping.window_hours)
    _take_in(window, active)
    if window.forgotten_at is None or now - window.forgotten_at > FORGET_EVERY:
        window.grouper.forget(active)
        window.forgotten_at = now
    return window


def _take_in(window: Window, active: datetime) -> None:
    """Restore the placements that the window does not know yet, in the order in which they were decided."""
    rows = (
        Placement.objects.filter(pk__gt=window.last_placement, happened_at__gte=active)
        .select_related("article__source", "article__vector", "story")
        .order_by("pk")
    )
    for row in rows.iterator(chunk_size=500):
        report = report_of(row.article, getattr(row.article, "vector", None))
        copy = str(row.near_copy_of_id) if row.near_copy_of_id else None
        decision = Decision(str(row.story.root_id), copy, row.nearness, Reason.from_json(json.dumps(row.reason)))
        window.grouper.restore(report, decision)
        window.last_placement = row.pk


def report_of(article: Article, vector: Vector | None) -> Report:
    """Give grouping what it needs to know of an article."""
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

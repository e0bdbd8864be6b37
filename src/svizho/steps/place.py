"""Step 6: put an article in the story of its event, or let it start one; one decision at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from svizho.articles.models import Article, Vector
from svizho.grouping import Decision, Report
from svizho.steps.deed import Think
from svizho.steps.window import Window, report_of, window_of
from svizho.steps.workbench import Workbench
from svizho.stories.actions import NewPlacement, place


def place_articles(articles: Sequence[Article], bench: Workbench) -> Iterator[tuple[Article, Think]]:
    """Place a batch in time order; the decision is taken inside the transaction that keeps it."""
    window = window_of(bench)
    vectors = {row.article_id: row for row in Vector.objects.filter(article__in=articles)}
    for article in articles:
        report = report_of(article, vectors.get(article.pk))
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

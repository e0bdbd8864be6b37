"""What a poll costs, in statements: they must not grow with the feeds that are taken together."""

from __future__ import annotations

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from svizho.articles.models import Article
from svizho.sources.actions import NewFeed, add_source
from svizho.sources.models import Feed
from svizho.steps import poll
from svizho.steps.poll import poll_lane
from svizho.steps.workbench import Workbench
from tests.steps.fakes import NOW, WrittenDoor, a_bench, a_rss, says

pytestmark = pytest.mark.django_db

TWENTY = [f"https://vydannia{number}.example/rss" for number in range(20)]


def a_lane() -> tuple[Workbench, WrittenDoor]:
    for number, url in enumerate(TWENTY):
        add_source(f"Видання {number}", [NewFeed(url)], now=NOW)
    items = {url: [f"{number:02}{item}" for item in range(5)] for number, url in enumerate(TWENTY)}
    door = WrittenDoor({url: says(a_rss(*items[url]), headers={"etag": '"v1"'}) for url in TWENTY})
    return a_bench(door), door


def polled(bench: Workbench) -> list[str]:
    """Poll the lane; give the statements, the savepoints left out."""
    with CaptureQueriesContext(connection) as captured:
        poll_lane(0, 1, bench, on_stored=lambda shards: None)
    statements = [query["sql"] for query in captured.captured_queries]
    return [sql for sql in statements if "SAVEPOINT" not in sql and "sources_beat" not in sql and "DECLARE" not in sql]


def test_twenty_new_feeds_cost_the_statements_of_two_batches() -> None:
    bench, _ = a_lane()
    statements = polled(bench)
    assert Article.objects.count() == 100
    # Taking: 3, and 1 that finds no more. A batch of ten: known entries, known links, articles, links, entries, feeds,
    # sources. And 1 for the tempo, reckoned once in ten minutes: what hubs leave to polls.
    assert len(statements) == 4 + 2 * 7 + 1


def test_twenty_unchanged_feeds_cost_one_statement_a_batch() -> None:
    bench, door = a_lane()
    polled(bench)
    Feed.objects.update(next_poll_at=NOW)
    door.answers = {url: says("", status=304) for url in TWENTY}
    assert len(polled(bench)) == 4 + 2
    assert set(Feed.objects.values_list("unchanged_polls", flat=True)) == {1}


def test_a_feed_that_cannot_be_stored_does_not_lose_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    bench, _ = a_lane()
    bad = Feed.objects.get(url=TWENTY[3])
    store_all = poll.store_all

    def store(told: list[tuple[Feed, object]], **more: object) -> object:
        if any(feed.pk == bad.pk for feed, _ in told):
            raise DataError("a value that no column takes")
        return store_all(told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(poll, "store_all", store)
    done = poll_lane(0, 1, bench, on_stored=lambda shards: None)
    assert (done.feeds, done.new_articles) == (20, 95)
    assert not Feed.objects.get(pk=bad.pk).etag
    assert Feed.objects.filter(etag='"v1"').count() == 19

"""Deliveries of hubs: read as polls are, forgotten only when what they brought is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from svizho.articles.models import Article, Entry
from svizho.hubs.actions import Kept, Offer, keep_delivery, keep_offer
from svizho.hubs.models import Delivery, HubState, Subscription
from svizho.pacing import new_rhythm
from svizho.sources.actions import NewFeed, add_source, set_paused
from svizho.sources.models import Feed
from svizho.steps.deliver import Delivered, take_deliveries
from svizho.steps.workbench import Workbench
from tests.steps.fakes import NOW, WrittenDoor, a_bench, a_rss

pytestmark = pytest.mark.django_db

RSS = {"content-type": "application/rss+xml"}


def a_subscription() -> Subscription:
    feed = add_source("Світлиця", [NewFeed("https://svitlytsia.example/rss")], now=NOW - timedelta(days=1)).feeds.get()
    earlier = NOW - timedelta(hours=1)
    rhythm = new_rhythm(earlier, keeps=20).to_json()
    next_poll_at = NOW + timedelta(hours=2)
    Feed.objects.update(polled_at=earlier, answered_at=earlier, next_poll_at=next_poll_at, rhythm=rhythm)
    keep_offer(feed, Offer("https://hub.example/", feed.url), None, now=NOW)
    Subscription.objects.update(state=HubState.STANDING, verified_at=NOW - timedelta(hours=3))
    return Subscription.objects.select_related("feed").get()


def take(bench: Workbench, woken: list[frozenset[int]] | None = None) -> Delivered:
    return take_deliveries(0, 1, bench, on_stored=(woken if woken is not None else []).append)


def test_what_is_delivered_is_stored_as_a_poll_would_and_wakes_the_next_step() -> None:
    row = a_subscription()
    woken: list[frozenset[int]] = []
    assert keep_delivery(row, a_rss("1", "2").encode(), RSS, now=NOW) == Kept.NEW
    done = take(a_bench(WrittenDoor()), woken)
    assert (done.taken, done.new_articles, done.unreadable, done.more) == (1, 2, 0, False)
    assert row.feed is not None
    assert woken == [frozenset({row.feed.shard})]
    delivery, feed = Delivery.objects.get(), Feed.objects.get()
    assert delivery.read_at == NOW
    assert not delivery.body
    assert Subscription.objects.get().delivered == 2
    assert feed.new_entry_at == NOW
    assert feed.next_poll_at == NOW + timedelta(hours=2)
    assert feed.rhythm != new_rhythm(NOW - timedelta(hours=1), keeps=20).to_json()


def test_a_repeated_delivery_counts_once() -> None:
    row = a_subscription()
    body = a_rss("1").encode()
    assert keep_delivery(row, body, RSS, now=NOW) == Kept.NEW
    assert keep_delivery(row, body, RSS, now=NOW) == Kept.KNOWN
    take(a_bench(WrittenDoor()))
    assert keep_delivery(row, body, RSS, now=NOW + timedelta(hours=1)) == Kept.KNOWN
    assert take(a_bench(WrittenDoor())).taken == 0
    assert Entry.objects.count() == 1


def test_deliveries_that_overlap_bring_each_article_once() -> None:
    row = a_subscription()
    for body in (a_rss("1", "2"), a_rss("2", "3")):
        keep_delivery(row, body.encode(), RSS, now=NOW)
    assert take(a_bench(WrittenDoor())).new_articles == 3
    assert Article.objects.count() == 3


@pytest.mark.parametrize("body", [b"<html><body>hello</body></html>", b"\x00" * 50, b"{}", b"<rss><channel>"])
def test_what_is_no_feed_makes_us_look_for_ourselves(body: bytes) -> None:
    row = a_subscription()
    keep_delivery(row, body, RSS, now=NOW)
    done = take(a_bench(WrittenDoor()))
    feed, delivery = Feed.objects.get(), Delivery.objects.get()
    assert (done.unreadable, Entry.objects.count()) == (1, 0)
    assert delivery.words
    assert feed.next_poll_at == NOW


def test_nothing_is_forgotten_when_storing_fails() -> None:
    row = a_subscription()
    keep_delivery(row, a_rss("1").encode(), RSS, now=NOW)

    def fall(shards: frozenset[int]) -> None:
        raise RuntimeError("the queue is gone")

    with pytest.raises(RuntimeError):
        take_deliveries(0, 1, a_bench(WrittenDoor()), on_stored=fall)
    assert Delivery.objects.filter(read_at=None).count() == 1
    assert take(a_bench(WrittenDoor())).new_articles == 1


def test_a_paused_source_takes_no_deliveries() -> None:
    row = a_subscription()
    keep_delivery(row, a_rss("1").encode(), RSS, now=NOW)
    assert row.feed is not None
    set_paused(row.feed.source, paused=True)
    assert take(a_bench(WrittenDoor())).new_articles == 0
    assert Delivery.objects.get().words == "its feed is not read now"


def test_more_deliveries_than_may_wait_are_not_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svizho.hubs.actions.MOST_WAITING", 2)
    row = a_subscription()
    kept = [keep_delivery(row, a_rss(str(number)).encode(), RSS, now=NOW) for number in range(3)]
    assert kept == [Kept.NEW, Kept.NEW, Kept.FULL]

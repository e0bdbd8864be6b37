"""Polling: what each answer of a server means for the feed and its articles."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from svizho.articles.models import Article
from svizho.sources.actions import NewFeed, add_source
from svizho.sources.models import FailureGrade, Feed
from svizho.steps.poll import VALIDATORS_DROPPED_EVERY, Polled, poll_lane
from svizho.steps.workbench import Workbench
from tests.steps.fakes import NOW, Answer, WrittenDoor, a_bench, a_rss, refuses, says

pytestmark = pytest.mark.django_db

URL = "https://svitlytsia.example/rss"


def a_feed() -> Feed:
    return add_source("Світлиця", [NewFeed(URL)], now=NOW).feeds.get()


def poll(bench: Workbench, woken: list[frozenset[int]] | None = None) -> Polled:
    return poll_lane(0, 1, bench, on_stored=(woken if woken is not None else []).append)


def test_a_feed_is_read_and_its_new_articles_wake_the_next_step() -> None:
    feed = a_feed()
    woken: list[frozenset[int]] = []
    bench = a_bench(WrittenDoor({URL: says(a_rss("1", "2"), headers={"etag": '"v1"'})}))
    polled = poll(bench, woken)
    feed.refresh_from_db()
    assert (polled.feeds, polled.failed, polled.new_articles) == (1, 0, 2)
    assert woken == [frozenset({feed.shard})]
    assert (feed.etag, feed.kind, feed.language, feed.failure) == ('"v1"', "rss", "uk", "")
    assert feed.next_poll_at > NOW
    assert "entries a day" in feed.poll_reason


def test_an_unchanged_answer_is_neither_parsed_nor_stored() -> None:
    feed = a_feed()
    door = WrittenDoor({URL: says(a_rss("1"), headers={"etag": '"v1"'})})
    bench = a_bench(door)
    poll(bench)
    door.answers[URL] = says("", status=304)
    Feed.objects.update(next_poll_at=NOW)
    assert poll(bench).new_articles == 0
    feed.refresh_from_db()
    assert door.asked[-1].etag == '"v1"'
    assert (feed.unchanged_polls, feed.etag) == (1, '"v1"')


def test_a_server_that_always_says_unchanged_is_asked_without_validators_now_and_then() -> None:
    a_feed()
    door = WrittenDoor({URL: says(a_rss("1"), headers={"etag": '"v1"'})})
    bench = a_bench(door)
    poll(bench)
    for _ in range(VALIDATORS_DROPPED_EVERY):
        door.answers[URL] = says("", status=304)
        Feed.objects.update(next_poll_at=NOW)
        poll(bench)
    assert [request.etag for request in door.asked[1:]].count("") == 1


@pytest.mark.parametrize(
    ("answer", "grade", "word"),
    [
        (refuses("the name is not known"), FailureGrade.TEMPORARY, "name"),
        (refuses("private address", lasting=True), FailureGrade.SOFT, "private"),
        (says("", status=410), FailureGrade.HARD, "gone for good"),
        (says("", status=429, headers={"retry-after": "7200"}), FailureGrade.TEMPORARY, "too often"),
        (says("", status=503), FailureGrade.TEMPORARY, "trouble"),
        (says("<html><body>Вітаємо</body></html>"), FailureGrade.SOFT, ""),
    ],
)
def test_every_failure_is_written_on_the_feed_in_words(answer: Answer, grade: FailureGrade, word: str) -> None:
    feed = a_feed()
    assert poll(a_bench(WrittenDoor({URL: answer}))).failed == 1  # type: ignore[dict-item]
    feed.refresh_from_db()
    assert feed.failure_grade == grade
    assert feed.failure
    assert word in feed.failure
    assert feed.next_poll_at > NOW


def test_a_publisher_who_asks_to_wait_is_obeyed() -> None:
    feed = a_feed()
    poll(a_bench(WrittenDoor({URL: says("", status=429, headers={"retry-after": "7200"})})))
    feed.refresh_from_db()
    assert feed.next_poll_at >= NOW + timedelta(hours=2)


def test_entries_and_validator_are_kept_together_or_not_at_all() -> None:
    feed = a_feed()

    def fall(shards: frozenset[int]) -> None:
        raise RuntimeError("the queue is gone")

    bench = a_bench(WrittenDoor({URL: says(a_rss("1"), headers={"etag": '"v1"'})}))
    with pytest.raises(RuntimeError), transaction.atomic():
        poll_lane(0, 1, bench, on_stored=fall)
    feed.refresh_from_db()
    assert feed.etag == ""
    assert not Article.objects.exists()


def test_one_unwell_feed_does_not_hurt_the_others() -> None:
    a_feed()
    other = "https://insha.example/rss"
    add_source("Інша", [NewFeed(other)], now=NOW)
    door = WrittenDoor({URL: says("garbage"), other: says(a_rss("7"))})
    polled = poll(a_bench(door))
    assert (polled.feeds, polled.failed, polled.new_articles) == (2, 1, 1)

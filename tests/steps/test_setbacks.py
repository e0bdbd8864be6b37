"""Failures in a row: each grade has its weight, dead feeds are asked rarely and never dropped, one answer ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from svizho.cli.source_deeds import state_of
from svizho.kit import clock
from svizho.sources.actions import NewFeed, add_source
from svizho.sources.models import Feed
from svizho.steps.poll import VALIDATORS_DROPPED_EVERY, poll_lane
from svizho.steps.workbench import Workbench
from tests.steps.fakes import NOW, Answer, WrittenDoor, a_bench, a_rss, says

pytestmark = pytest.mark.django_db

URL = "https://svitlytsia.example/rss"
TROUBLE, MISSING, GONE = says("", status=503), says("", status=404), says("", status=410)


def a_feed() -> Feed:
    return add_source("Світлиця", [NewFeed(URL)], now=NOW).feeds.get()


def poll(bench: Workbench, answer: object) -> Feed:
    """Poll the feed now, whatever it waits for."""
    bench.door.answers[URL] = answer  # type: ignore[attr-defined]
    Feed.objects.update(next_poll_at=NOW)
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    return Feed.objects.select_related("source").get()


def gap_after(answer: Answer, times: int) -> timedelta:
    Feed.objects.all().delete()
    a_feed()
    bench = a_bench(WrittenDoor())
    feed = poll(bench, says(a_rss("1")))
    for _ in range(times):
        feed = poll(bench, answer)
    return feed.next_poll_at - NOW


def test_the_more_serious_failures_are_the_rarer_a_feed_is_asked() -> None:
    usual = gap_after(TROUBLE, 0)  # type: ignore[arg-type]
    gaps = [gap_after(answer, 2) for answer in (TROUBLE, MISSING, GONE)]  # type: ignore[arg-type]
    assert usual < gaps[0] < gaps[1] < gaps[2]
    # Backing off is linear: two temporary failures weigh one, two soft ones two, two hard ones six.
    assert [round(gap / usual, 1) for gap in gaps] == [2.0, 3.0, 7.0]


def test_a_dead_feed_is_asked_once_a_day_and_comes_back_at_its_first_good_answer() -> None:
    a_feed()
    bench = a_bench(WrittenDoor())
    poll(bench, says(a_rss("1")))
    Feed.objects.update(failures=400, setbacks=1200)
    feed = poll(bench, GONE)
    assert feed.next_poll_at == NOW + timedelta(days=1)
    assert (feed.failures, feed.setbacks, feed.failure_grade) == (401, 1203.0, "hard")
    Feed.objects.update(answered_at=clock.now() - timedelta(days=30))
    assert "silent for 30 days, so asked rarely, but never dropped" in state_of(Feed.objects.get())
    feed = poll(bench, says(a_rss("1", "2")))
    assert (feed.failures, feed.setbacks, feed.failure_cause, feed.advice) == (0, 0.0, "", "")
    assert feed.next_poll_at < NOW + timedelta(hours=12)


def test_a_server_that_says_unchanged_even_when_asked_for_everything_is_told_in_words() -> None:
    a_feed()
    bench = a_bench(WrittenDoor())
    poll(bench, says(a_rss("1"), headers={"etag": '"v1"'}))
    for _ in range(VALIDATORS_DROPPED_EVERY):
        feed = poll(bench, says("", status=304))
    assert (feed.failure_cause, feed.failures) == ("unchanged", 1)
    assert "304" in feed.failure
    # It is asked for everything until it gives it.
    assert poll(bench, says("", status=304)).failures == 2
    assert bench.door.asked[-1].etag == ""  # type: ignore[attr-defined]
    assert poll(bench, says(a_rss("1", "2"))).failures == 0


def test_what_the_people_who_tend_a_feed_should_know_stays_until_it_is_mended() -> None:
    a_feed()
    bench = a_bench(WrittenDoor())
    feed = poll(bench, says(a_rss("1").replace("<guid>g1</guid>", ""), headers={"etag": '"v1"'}))
    assert feed.remark == "1 of 1 entries have no id"
    assert poll(bench, says("", status=304)).remark == "1 of 1 entries have no id"
    assert poll(bench, says(a_rss("1"))).remark == ""

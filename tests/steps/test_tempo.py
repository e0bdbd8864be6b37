"""The tempo of all polling: reckoned when due, by one only, from what all feeds remember."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from svizho.pacing import Rhythm, Tempo, Wishes
from svizho.settings import Settings
from svizho.sources.actions import NewFeed, add_source
from svizho.sources.beat import count_polls, kept_tempo, reckoning
from svizho.sources.models import Beat, Feed
from svizho.steps.poll import poll_lane
from svizho.steps.tempo import RECKONED_EVERY, current_tempo
from tests.steps.fakes import NOW, WrittenDoor, a_bench, a_rss, says

pytestmark = pytest.mark.django_db

URL = "https://svitlytsia.example/rss"


def a_feed(url: str = URL) -> Feed:
    return add_source(url, [NewFeed(url)], now=NOW).feeds.get()


def test_it_is_reckoned_once_in_ten_minutes_and_kept() -> None:
    a_feed()
    bench = a_bench(WrittenDoor())
    first = current_tempo(bench)
    assert first == Tempo.from_json(kept_tempo())
    assert first.budget == pytest.approx(144)  # one feed, each ten minutes
    a_feed("https://insha.example/rss")
    assert current_tempo(bench) == first
    bench.__dict__["clock"].move(seconds=RECKONED_EVERY.total_seconds())
    assert current_tempo(bench).budget == pytest.approx(288)


def test_the_owner_sets_the_budget() -> None:
    a_feed()
    settings = Settings()
    settings = replace(settings, pacing=replace(settings.pacing, budget_per_minute=7.0))
    assert current_tempo(a_bench(WrittenDoor(), settings=settings)).budget == pytest.approx(7 * 1440)


def test_polls_counted_during_a_reckoning_are_not_lost() -> None:
    with reckoning(now=NOW, every=RECKONED_EVERY) as taken:
        assert taken is not None
    count_polls(5)
    with reckoning(now=NOW + RECKONED_EVERY, every=RECKONED_EVERY) as taken:
        assert taken is not None
        assert taken.polls == 5
        count_polls(2)
    assert Beat.objects.get().polls == 2


def test_what_a_poll_teaches_stays_on_the_feed() -> None:
    feed = a_feed()
    rss = a_rss("1", "2").replace("<channel>", "<channel><ttl>90</ttl>", 1)
    door = WrittenDoor({URL: says(rss, headers={"etag": '"v1"'})})
    bench = a_bench(door)
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    feed.refresh_from_db()
    assert Rhythm.from_json(feed.rhythm) is not None
    assert Wishes.from_json(feed.wishes).ttl == timedelta(minutes=90)
    assert Beat.objects.get().polls == 1
    bench.__dict__["clock"].move(seconds=7_200)
    door.answers[URL] = says("", status=304)
    Feed.objects.update(next_poll_at=NOW)
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    feed.refresh_from_db()
    # An unchanged answer repeats no ttl; it is obeyed all the same.
    assert feed.next_poll_at - bench.now() >= timedelta(minutes=90)
    assert "the publisher asks to wait" in feed.poll_reason or "worth a poll" in feed.poll_reason

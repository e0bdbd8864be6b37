"""Adding sources, taking due feeds, remembering polls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from svizho.errors import SourceError
from svizho.sources.actions import (
    MOVES_BELIEVED,
    SHARDS,
    Answer,
    Failure,
    NewFeed,
    add_source,
    record_failed,
    record_polled,
    set_paused,
    set_policy,
    shard_of,
)
from svizho.sources.due import TAKEN_FOR, lanes_with_due_feeds, take_due
from svizho.sources.models import FailureGrade, Feed, Source

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def source(name: str = "Світлиця", *urls: str) -> Source:
    return add_source(name, [NewFeed(url) for url in urls or ("https://svitlytsia.example/rss",)], now=NOW)


def test_two_sources_of_one_name_have_two_addresses() -> None:
    first = source()
    second = source("Світлиця", "https://other.example/rss")
    assert first.slug == "svitlytsia"
    assert second.slug == "svitlytsia-2"


def test_a_feed_is_read_by_one_source_only() -> None:
    source()
    with pytest.raises(SourceError, match="already read"):
        source("Ще раз", "https://svitlytsia.example/rss")


@pytest.mark.parametrize("url", ["ftp://x.example/rss", "rss", "http://", "https://x.example/" + "a" * 2000])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="not an address"):
        source("Хтось", url)


def test_the_full_text_needs_a_licence() -> None:
    with pytest.raises(SourceError, match="licence"):
        add_source("Хтось", [], now=NOW, policy="full")
    someone = source()
    with pytest.raises(SourceError, match="licence"):
        set_policy(someone, "full")
    set_policy(someone, "full", "CC BY 4.0")
    assert Source.objects.get().policy == "full"
    with pytest.raises(SourceError, match="not one of"):
        set_policy(someone, "everything")


def test_feeds_of_one_source_share_a_lane() -> None:
    both = source("Світлиця", "https://svitlytsia.example/a", "https://svitlytsia.example/b")
    assert {feed.shard for feed in both.feeds.all()} == {shard_of("svitlytsia")}
    assert 0 <= shard_of("svitlytsia") < SHARDS


def test_a_due_feed_is_taken_by_one_only() -> None:
    feed = source().feeds.get()
    lane = feed.shard % 6
    assert lanes_with_due_feeds(6, now=NOW) == [lane]
    assert [taken.pk for taken in take_due(lane=lane, lanes=6, now=NOW, most=5)] == [feed.pk]
    assert take_due(lane=lane, lanes=6, now=NOW, most=5) == []
    assert take_due(lane=lane, lanes=6, now=NOW + TAKEN_FOR, most=5) != []


def test_a_paused_source_is_not_asked() -> None:
    paused = source()
    set_paused(paused, paused=True)
    assert lanes_with_due_feeds(6, now=NOW) == []
    assert take_due(lane=paused.feeds.get().shard % 6, lanes=6, now=NOW, most=5) == []


def test_a_failure_is_written_in_words_and_a_good_answer_forgets_it() -> None:
    feed = source().feeds.get()
    record_failed(feed, Failure(LATER, "later", FailureGrade.TEMPORARY, "the server is in trouble (503)"), now=NOW)
    feed.refresh_from_db()
    assert (feed.failures, feed.failure, feed.next_poll_at) == (1, "the server is in trouble (503)", LATER)
    record_polled(feed, Answer(LATER, "soon", 24.0, new_entries=2, etag='"a"', home_url="https://s.example/"), now=NOW)
    feed.refresh_from_db()
    assert (feed.failures, feed.failure, feed.etag, feed.new_entry_at) == (0, "", '"a"', NOW)
    assert feed.source.home_url == "https://s.example/"


def test_a_permanent_move_is_believed_only_when_it_lasts() -> None:
    feed = source().feeds.get()
    moved = Answer(LATER, "", 1.0, moved_to="https://new.example/rss")
    for _ in range(MOVES_BELIEVED - 1):
        record_polled(feed, moved, now=NOW)
    record_polled(feed, Answer(LATER, "", 1.0), now=NOW)
    assert feed.url == "https://svitlytsia.example/rss"
    for _ in range(MOVES_BELIEVED):
        record_polled(feed, moved, now=NOW)
    assert Feed.objects.get().url == "https://new.example/rss"


def test_a_feed_does_not_move_onto_another() -> None:
    feed = source().feeds.get()
    source("Інша", "https://new.example/rss")
    for _ in range(MOVES_BELIEVED + 1):
        record_polled(feed, Answer(LATER, "", 1.0, moved_to="https://new.example/rss"), now=NOW)
    assert feed.url == "https://svitlytsia.example/rss"

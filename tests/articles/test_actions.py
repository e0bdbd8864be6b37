"""What a poll stores: each article once, however many feeds list it, however often it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from svizho.articles.actions import (
    Text,
    keep_page,
    keep_text,
    move,
    page_body,
    put_off,
    same_article,
    set_aside,
    take_up_again,
)
from svizho.articles.models import Article, Entry, Page, Stage
from svizho.articles.storing import MOST_CHANGES, SeenEntry, store_entries
from svizho.sources.actions import NewFeed, add_feed, add_source
from svizho.sources.models import Feed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)


def a_feed(name: str = "Світлиця", url: str = "https://svitlytsia.example/feed") -> Feed:
    return add_source(name, [NewFeed(url)], now=NOW).feeds.get()


def seen(number: int = 1, **changes: object) -> SeenEntry:
    entry = SeenEntry(
        guid=f"g{number}",
        link=f"https://svitlytsia.example/news/{number}",
        title=f"Новина {number}",
        summary="Коротко.",
        content="",
        author="",
        language="uk",
        categories=("Світ",),
        image="",
        published=NOW - timedelta(minutes=number),
        updated=None,
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def test_entries_are_stored_once_however_often_they_are_told() -> None:
    feed = a_feed()
    first = store_entries(feed, [seen(1), seen(2)], now=NOW)
    again = store_entries(feed, [seen(1), seen(2), seen(3)], now=NOW + timedelta(minutes=5))
    assert (first.new_entries, first.new_articles) == (2, 2)
    assert (again.new_entries, again.new_articles) == (1, 1)
    assert Article.objects.count() == Entry.objects.count() == 3


def test_one_article_in_two_feeds_has_two_entries() -> None:
    feed = a_feed()
    other = add_feed(feed.source, NewFeed("https://svitlytsia.example/world.rss"), now=NOW)
    store_entries(feed, [seen(1)], now=NOW)
    told = store_entries(
        other, [seen(1, guid="another", link="https://svitlytsia.example/news/1?utm_source=rss")], now=NOW
    )
    assert told.new_entries == 1
    assert Article.objects.count() == 1
    assert Article.objects.get().entries.count() == 2


def test_an_entry_without_guid_is_known_by_its_link_and_without_link_by_its_title() -> None:
    feed = a_feed()
    for _ in range(2):
        store_entries(feed, [seen(1, guid=""), seen(2, guid="", link="")], now=NOW)
    assert Article.objects.count() == 2
    assert Article.objects.filter(link__startswith=f"entry:{feed.pk}:").count() == 1


def test_a_link_to_the_home_page_is_not_what_makes_an_article() -> None:
    feed = a_feed()
    home = "https://svitlytsia.example/"
    store_entries(feed, [seen(1, link=home), seen(2, link=home)], now=NOW)
    assert Article.objects.count() == 2


def test_an_entry_without_words_and_page_is_no_entry() -> None:
    feed = a_feed()
    assert store_entries(feed, [seen(1, title="", summary="", link="")], now=NOW).entries == 0
    # A plain sitemap gives links alone.
    assert store_entries(feed, [seen(1, title="", summary="")], now=NOW).new_articles == 1


def test_changes_are_written_down_but_not_for_ever() -> None:
    feed = a_feed()
    store_entries(feed, [seen(1)], now=NOW)
    for number in range(MOST_CHANGES + 5):
        store_entries(feed, [seen(1, summary=f"лічильник {number}")], now=NOW)
    entry = Entry.objects.get()
    assert entry.changes == MOST_CHANGES
    assert entry.summary == f"лічильник {MOST_CHANGES - 1}"


def test_a_future_or_missing_date_gives_way_to_the_moment_we_saw_it() -> None:
    feed = a_feed()
    store_entries(feed, [seen(1, published=NOW + timedelta(minutes=30)), seen(2, published=None)], now=NOW)
    assert {article.happened_at for article in Article.objects.all()} == {NOW}


def test_what_is_old_on_the_first_reading_is_remembered_but_not_read() -> None:
    feed = a_feed()
    store_entries(feed, [seen(1, published=NOW - timedelta(days=90))], now=NOW)
    article = Article.objects.get()
    assert (article.stage, article.aside_reason) == (Stage.SET_ASIDE, "old")


def test_an_old_date_on_a_later_reading_is_not_believed() -> None:
    feed = a_feed()
    feed.answered_at = NOW - timedelta(hours=1)
    store_entries(feed, [seen(1, published=NOW - timedelta(days=90))], now=NOW)
    article = Article.objects.get()
    assert (article.stage, article.happened_at) == (Stage.SEEN, NOW)


def test_the_shards_tell_where_articles_wait() -> None:
    feed = a_feed()
    assert store_entries(feed, [seen(1)], now=NOW).shards == {feed.shard}
    assert store_entries(feed, [seen(1)], now=NOW).shards == frozenset()


def test_a_page_is_kept_until_its_text_is_out() -> None:
    store_entries(a_feed(), [seen(1)], now=NOW)
    article = Article.objects.get()
    keep_page(
        article, url=article.link, status=200, headers={"content-type": "text/html"}, body="жито".encode(), now=NOW
    )
    assert page_body(Page.objects.get()) == "жито".encode()
    keep_text(article, Text("Заголовок", "Текст.", "Текст.", "page", byline="Леся"))
    article.refresh_from_db()
    assert (article.title, article.text, article.byline) == ("Заголовок", "Текст.", "Леся")
    assert not Page.objects.exists()


def test_a_canonical_link_that_another_article_owns_hands_the_entries_over() -> None:
    feed = a_feed()
    store_entries(feed, [seen(1), seen(2, link="https://svitlytsia.example/amp/1")], now=NOW)
    owner, copy = Article.objects.get(link__endswith="/news/1"), Article.objects.get(link__contains="/amp/")
    assert same_article(copy, owner.link) == owner
    assert owner.entries.count() == 2
    assert same_article(owner, owner.link) is None


def test_a_foreign_canonical_link_does_not_hand_articles_to_another_source() -> None:
    store_entries(a_feed(), [seen(1)], now=NOW)
    thief = a_feed("Інша", "https://insha.example/feed")
    store_entries(thief, [seen(2, link="https://insha.example/2")], now=NOW)
    article = Article.objects.get(source=thief.source)
    assert same_article(article, "https://svitlytsia.example/news/1") is None
    assert article.entries.count() == 1


def test_trouble_puts_off_and_a_move_forgets_it() -> None:
    store_entries(a_feed(), [seen(1)], now=NOW)
    article = Article.objects.get()
    put_off(article, "сервер не відповідає", wait=60, now=NOW)
    article.refresh_from_db()
    assert (article.tries, article.retry_at) == (1, NOW + timedelta(seconds=60))
    move(article, Stage.PUBLISHED, now=NOW)
    article.refresh_from_db()
    assert (article.tries, article.retry_at, article.trouble, article.shown_at) == (0, None, "", NOW)


def test_what_was_set_aside_can_start_again() -> None:
    store_entries(a_feed(), [seen(1)], now=NOW)
    set_aside(Article.objects.get(), "gone", "404", now=NOW)
    assert take_up_again("paywall", now=NOW) == 0
    assert take_up_again("gone", now=NOW) == 1
    assert Article.objects.get().stage == Stage.SEEN

"""Reading what feeds answered: indexes of sitemaps, listing pages, posts, and what is stored of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from svizho.articles.models import Article, Stage
from svizho.errors import SetAside
from svizho.sources.actions import NewFeed, add_source
from svizho.sources.models import Feed
from svizho.steps.extract import extract_article
from svizho.steps.fetch import fetch_pages
from svizho.steps.poll import Polled, poll_lane
from tests.parsing.listings import TITLES, bare, cards, page
from tests.parsing.posts_of import CHANNEL
from tests.parsing.test_sitemap import a_plain_sitemap, an_index
from tests.steps.fakes import NOW, WrittenDoor, a_bench, a_page, refuses, says

pytestmark = pytest.mark.django_db

SITE = "https://visnyk.example"


def poll(door: WrittenDoor) -> Polled:
    Feed.objects.update(next_poll_at=NOW)
    return poll_lane(0, 1, a_bench(door), on_stored=lambda shards: None)


def a_feed(url: str, *, kind: str = "", home_url: str = "") -> Feed:
    return add_source("Вісник", [NewFeed(url, kind=kind)], now=NOW, home_url=home_url).feeds.get()


def test_an_index_of_sitemaps_is_followed_and_never_taken_for_unchanged() -> None:
    feed = a_feed(f"{SITE}/sitemap.xml")
    index = an_index(
        (f"{SITE}/new.xml", "2026-06-14"), (f"{SITE}/old.xml", "2024-06-14"), (f"{SITE}/lost.xml", "2023-01-01")
    )
    door = WrittenDoor(
        {
            feed.url: says(index, headers={"etag": '"1"'}),
            f"{SITE}/new.xml": says(a_plain_sitemap("2026-06-14T08:00:00Z", "2026-06-13")),
            f"{SITE}/old.xml": says(a_plain_sitemap("2024-06-13").replace("0.html", "old.html")),
        }
    )
    assert poll(door).new_articles == 2
    feed.refresh_from_db()
    assert (feed.kind, feed.failure) == ("index", "")
    assert "a sitemap of the index cannot be read" in feed.remark
    assert Article.objects.get(link=f"{SITE}/old.html").stage == Stage.SET_ASIDE
    door.answers[f"{SITE}/new.xml"] = says(
        a_plain_sitemap("2026-06-14T08:00:00Z", "2026-06-13", "2026-06-14T08:50:00Z")
    )
    assert poll(door).new_articles == 1
    assert [request.etag for request in door.asked if request.url == feed.url] == ["", ""]


def test_an_index_whose_sitemaps_are_refused_is_unwell_in_words() -> None:
    feed = a_feed(f"{SITE}/sitemap.xml")
    inside = "http://169.254.169.254/latest.xml"
    door = WrittenDoor(
        {feed.url: says(an_index((inside, ""))), inside: refuses("leads to a private address", lasting=True)}
    )
    assert poll(door).failed == 1
    feed.refresh_from_db()
    assert "none can be read: leads to a private address" in feed.failure


def test_an_index_inside_an_index_is_not_followed() -> None:
    feed = a_feed(f"{SITE}/sitemap.xml")
    door = WrittenDoor({feed.url: says(an_index((f"{SITE}/sitemap.xml", "")))})
    assert poll(door).failed == 1
    assert len(door.asked) == 2


def test_a_listing_page_is_read_by_its_selector_and_learned_anew_when_it_changes() -> None:
    feed = a_feed(f"{SITE}/news/", kind="listing")
    door = WrittenDoor({feed.url: says(page(cards(range(1, 11))))})
    assert poll(door).new_articles == 10
    feed.refresh_from_db()
    learned = feed.selector
    assert (feed.kind, learned) == ("listing", "div.news-card__body > h3 > a")
    door.answers[feed.url] = says(page(bare(range(1, 11))))
    poll(door)
    feed.refresh_from_db()
    assert feed.selector != learned
    assert "learned anew" in feed.remark
    assert feed.title == "Вісник Сулиці"
    assert set(Article.objects.values_list("title", flat=True)) == set(TITLES[1:11])


def test_an_old_page_of_a_list_without_dates_is_no_news() -> None:
    feed = a_feed(f"{SITE}/news/", kind="listing")
    bench = a_bench(WrittenDoor({feed.url: says(page(bare(range(1, 11))))}))
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    article = Article.objects.order_by("pk").first()
    assert article is not None
    old = a_page(article.title, *["Довгий абзац про те, що сталося колись давно в громаді, словами очевидців."] * 6)
    told = (NOW - timedelta(days=900)).isoformat()
    old = old.replace("<head>", f'<head><meta property="article:published_time" content="{told}">')
    bench.door.answers[article.link] = says(old)  # type: ignore[attr-defined]
    for each, think in fetch_pages([article], bench):
        think()()
        with pytest.raises(SetAside, match="long ago"):
            extract_article(each, bench)


def test_posts_are_stored_whole_and_their_pages_are_never_fetched() -> None:
    feed = a_feed("https://t.me/s/visnyk_test", home_url=f"{SITE}/")
    door = WrittenDoor({feed.url: says(CHANNEL)})
    bench = a_bench(door)
    poll_lane(0, 1, bench, on_stored=lambda shards: None)
    # The post about the bridge points to an article of the source's own site, so it is a sighting of that article.
    links = set(Article.objects.values_list("link", flat=True))
    assert links == {f"{SITE}/news/77-mist-vidkryly", "https://t.me/visnyk_test/3", "https://t.me/visnyk_test/4"}
    post = Article.objects.get(link="https://t.me/visnyk_test/4")
    asked = len(door.asked)
    for each, think in fetch_pages([post], bench):
        think()()
        extract_article(each, bench)()
    post.refresh_from_db()
    assert len(door.asked) == asked
    assert (post.title, post.text) == ("Уточнення: міст відкрили о сьомій", "Уточнення: міст відкрили о сьомій.")


def test_a_post_of_a_stranger_stays_a_post() -> None:
    a_feed("https://t.me/s/visnyk_test", home_url="https://other.example/")
    poll(WrittenDoor({"https://t.me/s/visnyk_test": says(CHANNEL)}))
    assert Article.objects.filter(link="https://t.me/visnyk_test/2").exists()

"""Finding what to read at an address that a newcomer gives: feeds, accounts, sitemaps, lists of articles."""

from __future__ import annotations

import pytest

from svizho.errors import SourceError
from svizho.steps.discover import FoundSource, discover
from tests.parsing.listings import cards, page
from tests.parsing.posts_of import BLUESKY, CHANNEL, MASTODON
from tests.parsing.test_sitemap import a_news_sitemap, a_plain_sitemap, an_index
from tests.steps.fakes import WrittenDoor, a_bench, a_rss, says

SITE = "https://visnyk.example"
BSKY = "https://bsky.app/profile"
EMPTY = "<html><body><h1>Вісник</h1><p>Вітаємо на нашому сайті.</p></body></html>"


def find(url: str, answers: dict[str, str]) -> FoundSource:
    return discover(url, a_bench(WrittenDoor({name: says(text) for name, text in answers.items()})))


@pytest.mark.parametrize(
    ("given", "feed", "text", "kind", "name"),
    [
        ("https://t.me/visnyk_test", "https://t.me/s/visnyk_test", CHANNEL, "telegram", "Вісник Сулиці"),
        ("t.me/visnyk_test", "https://t.me/s/visnyk_test", CHANNEL, "telegram", "Вісник Сулиці"),
        ("https://dim.example/@visnyk", "https://dim.example/@visnyk.rss", MASTODON, "mastodon", "Вісник Сулиці"),
        (f"{BSKY}/v.example", f"{BSKY}/v.example/rss", BLUESKY, "bluesky", "Вісник Сулиці"),
        (f"{SITE}/rss", f"{SITE}/rss", a_rss("1"), "rss", "Світлиця"),
        (f"{SITE}/map.xml", f"{SITE}/map.xml", a_news_sitemap(), "sitemap", "Вісник"),
    ],
)  # fmt: skip
def test_an_address_of_any_kind_is_understood(given: str, feed: str, text: str, kind: str, name: str) -> None:
    found = find(given, {feed: text})
    assert [(each.url, each.kind) for each in found.feeds] == [(feed, kind)]
    assert found.name == name


def test_a_site_without_a_feed_falls_back_to_the_sitemap_that_robots_names() -> None:
    robots = f"User-agent: *\nSitemap: {SITE}/maps/all.xml\nSitemap: {SITE}/maps/news.xml\n"
    found = find(
        SITE,
        {
            SITE: page(cards(range(1, 11))),
            f"{SITE}/robots.txt": robots,
            f"{SITE}/maps/all.xml": an_index((f"{SITE}/maps/pages.xml", "")),
            f"{SITE}/maps/news.xml": a_news_sitemap(),
        },
    )
    assert [(each.url, each.kind) for each in found.feeds] == [(f"{SITE}/maps/news.xml", "sitemap")]
    assert found.feeds[0].titles[0] == "Міст відкрили: день 6 & ніч"


def test_a_sitemap_at_the_usual_address_is_found_without_robots() -> None:
    found = find(SITE, {SITE: EMPTY, f"{SITE}/news-sitemap.xml": a_news_sitemap()})
    assert found.feeds[0].url == f"{SITE}/news-sitemap.xml"


def test_a_sitemap_nobody_keeps_is_passed_over_for_the_list_on_the_page() -> None:
    found = find(SITE, {SITE: page(cards(range(1, 11))), f"{SITE}/sitemap.xml": a_plain_sitemap("2023-01-01")})
    assert (found.feeds[0].kind, found.feeds[0].entries) == ("listing", 10)
    assert found.feeds[0].selector == "div.news-card__body > h3 > a"
    assert (found.name, found.language, found.home_url) == ("Вісник Сулиці", "uk", SITE)


def test_an_index_of_sitemaps_is_a_feed_when_what_it_names_can_be_read() -> None:
    found = find(
        f"{SITE}/sitemap.xml",
        {
            f"{SITE}/sitemap.xml": an_index((f"{SITE}/1.xml", "2026-06-14")),
            f"{SITE}/1.xml": a_news_sitemap(),
        },
    )
    assert (found.feeds[0].url, found.feeds[0].kind, found.feeds[0].entries) == (f"{SITE}/sitemap.xml", "index", 3)


def test_where_there_is_nothing_to_read_all_that_was_tried_is_told() -> None:
    with pytest.raises(SourceError, match=r"no feed.*no sitemap.*no list of articles"):
        find(SITE, {SITE: EMPTY})


def test_a_site_that_does_not_let_us_in_is_told_with_what_can_be_done() -> None:
    wall = says("<title>Just a moment...</title>", status=403, headers={"server": "cloudflare"})
    with pytest.raises(SourceError, match=r"a wall \(Cloudflare\) keeps robots out.*svizho sources set"):
        discover(SITE, a_bench(WrittenDoor({SITE: wall})))
    with pytest.raises(SourceError, match="cannot be read: nobody answers"):
        discover(SITE, a_bench(WrittenDoor({})))

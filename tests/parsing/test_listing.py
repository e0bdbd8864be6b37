"""Listing pages: the list is found among everything else, and found again another day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from svizho.errors import NotAFeed
from svizho.parsing import Listing, ParsedFeed, check_selector, parse_feed
from tests.parsing.listings import TITLES, bare, cards, hashed, page, table

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)
URL = "https://visnyk.example/news/"


def read(html: str, selector: str = "", *, by_hand: bool = False, url: str = URL) -> ParsedFeed:
    return parse_feed(html.encode(), url=url, headers={}, now=NOW, listing=Listing(selector, by_hand))


def titles(feed: ParsedFeed) -> set[str]:
    return {entry.title for entry in feed.entries}


SHAPES = {
    "cards": cards(range(1, 11)),
    "bare": bare(range(1, 11)),
    "hashed": hashed(range(1, 11), "ab"),
    "table": table(range(1, 11)),
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_the_list_is_found_and_nothing_else(shape: str) -> None:
    feed = read(page(SHAPES[shape]))
    assert feed.kind == "listing"
    assert titles(feed) == set(TITLES[1:11])
    assert len(feed.entries) == 10
    assert (feed.title, feed.language) == ("Вісник Сулиці", "uk")


@pytest.mark.parametrize(
    ("today", "tomorrow"),
    [
        (cards(range(1, 11)), cards(range(14, 22))),
        (bare(range(1, 11)), bare(range(14, 22))),
        (hashed(range(1, 11), "ab"), hashed(range(14, 22), "xy")),
        (table(range(1, 11)), table(range(14, 22))),
    ],
)
def test_what_was_learned_today_finds_the_list_of_another_day(today: str, tomorrow: str) -> None:
    selector = read(page(today)).selector
    again = read(
        page(tomorrow, before='<div class="alert"><a href="/news/9999-povitriana">Тривога</a></div>'), selector
    )
    assert again.selector == selector
    assert not again.warnings
    assert titles(again) == {TITLES[n % 12] for n in range(14, 22)}


def test_titles_times_pictures_and_summaries_stand_beside_the_links() -> None:
    entry = read(page(cards(range(1, 11)))).entries[0]
    assert entry.url == "https://visnyk.example/news/1-novyna-pro-nashu-hromadu"
    assert entry.published == datetime(2026, 6, 14, 5, 30, tzinfo=UTC)
    assert entry.image == "https://visnyk.example/img/1.jpg"
    assert entry.summary.startswith("Короткий виклад")


def test_a_time_without_a_zone_is_believed_only_when_it_is_old() -> None:
    assert {entry.published for entry in read(page(bare(range(1, 11)))).entries} == {None}
    assert {entry.published for entry in read(page(table(range(1, 11)))).entries} == {datetime(2026, 6, 12, tzinfo=UTC)}


def test_a_page_that_changed_is_learned_anew_and_says_so() -> None:
    feed = read(page(bare(range(1, 11))), "article.news-card h3 > a")
    assert titles(feed) == set(TITLES[1:11])
    assert "learned anew" in " ".join(feed.warnings)
    assert feed.selector != "article.news-card h3 > a"


def test_a_selector_set_by_hand_is_used_as_it_is() -> None:
    feed = read(page(cards(range(1, 11))), ".popular-news .item", by_hand=True)
    assert len(feed.entries) == 7
    with pytest.raises(NotAFeed, match="the selector that was set"):
        read(page(cards(range(1, 11))), "ul.nowhere a", by_hand=True)


def test_a_first_story_of_another_shape_joins_the_list() -> None:
    big = "".join(
        f'<div class="lead-story"><h2><a href="/news/{n}-holovna-novyna-tsoho-dnia">Головна новина цього дня, яку всі '
        f"обговорюють, {n}</a></h2></div>"
        for n in range(50, 55)
    )
    assert len(read(page(big + cards(range(1, 11)))).entries) == 15


@pytest.mark.parametrize(
    "html",
    [
        page("<p>Про нас: ми пишемо новини.</p>"),
        "<html><body><h1>It works!</h1></body></html>",
        page("".join(f'<a href="https://other.example/news/{n}-long-title">{TITLES[n]}</a>' for n in range(10))),
        "<" * 5000,
        "plain words",
    ],
)
def test_a_page_without_a_list_says_so(html: str) -> None:
    with pytest.raises(NotAFeed, match=r"no list|cannot be read"):
        read(html)


@pytest.mark.parametrize("selector", ["", "div[", "a:unknown-thing", "x" * 600, "//a"])
def test_what_is_no_selector_is_refused(selector: str) -> None:
    with pytest.raises(NotAFeed, match="selector"):
        check_selector(selector)
    assert check_selector(" ul.feed > li  a ") == "ul.feed > li a"

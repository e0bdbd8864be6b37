"""Feeds are found in pages, and guessed where pages are silent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svizho.parsing import FoundFeed, find_feeds, guess_feed_addresses

HEAD = """<!doctype html><html><head><meta charset="windows-1251"><title>x</title>
<link rel="stylesheet" href="/a.css" type="text/css">
<link rel="alternate" type="application/rss+xml" title="Коментарі" href="/comments/feed/">
<link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title="Усі новини" href="/rss">
<link rel="alternate" type="application/atom+xml" href="//ex.ua/atom.xml">
<link rel="alternate" type="application/feed+json" href="feed.json">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
<link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" type="application/rss+xml" href="javascript:x">
<link rel="alternate" type="application/rss+xml" href="/rss#again"></head>
<body><a href="/rss/sport">RSS</a></body></html>"""


def test_declared_feeds_come_in_order_with_comments_last() -> None:
    assert find_feeds(HEAD.encode("cp1251"), url="https://ex.ua/news/") == (
        FoundFeed("https://ex.ua/rss", "Усі новини", "rss"),
        FoundFeed("https://ex.ua/atom.xml", "", "atom"),
        FoundFeed("https://ex.ua/news/feed.json", "", "json"),
        FoundFeed("https://ex.ua/comments/feed/", "Коментарі", "rss"),
    )


def test_base_is_obeyed() -> None:
    page = b'<base href="https://cdn.ex.ua/x/"><link rel=alternate type=application/rss+xml href=rss.xml>'
    assert find_feeds(page, url="https://ex.ua/")[0].url == "https://cdn.ex.ua/x/rss.xml"


def test_ordinary_links_serve_where_nothing_is_declared() -> None:
    page = '<a href="/about">Про нас</a><a href="/export/rss.xml">RSS-стрічка</a><a href="/feedback">Пишіть</a>'
    assert find_feeds(page.encode(), url="https://ex.ua/") == (
        FoundFeed("https://ex.ua/export/rss.xml", "RSS-стрічка", "link"),
    )


@pytest.mark.parametrize(
    "page", [b"", b"   ", b"\x00\xff\xfe", b"<", b"<!-- -->", b"{}", b"<" * 100_000, b"<div>" * 50_000]
)
def test_pages_that_say_nothing(page: bytes) -> None:
    assert find_feeds(page, url="https://ex.ua/") == ()


def test_a_page_of_a_thousand_feeds_gives_fifty() -> None:
    links = "".join(f'<link rel=alternate type=application/rss+xml href="/{number}">' for number in range(1_000))
    assert len(find_feeds(links.encode(), url="https://ex.ua/")) == 50


def test_guesses_begin_under_the_address_given() -> None:
    guesses = guess_feed_addresses("https://ex.ua/sport?x=1")
    assert guesses[0] == "https://ex.ua/sport/feed/"
    assert "https://ex.ua/rss" in guesses
    assert len(guesses) == len(set(guesses))
    assert guess_feed_addresses("ftp://ex.ua") == guess_feed_addresses("nonsense") == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=300).map(lambda text: f"<html>{text}".encode("utf-8", "ignore")))
def test_no_page_breaks_it(page: bytes) -> None:
    for found in find_feeds(page, url="https://ex.ua/"):
        assert found.url.startswith("http")

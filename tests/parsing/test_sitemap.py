"""Sitemaps: of news, plain, packed, and indexes of them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.parsing import ParsedFeed, guess_sitemaps, parse_feed, sitemaps_of_robots

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)
URL = "https://visnyk.example/sitemap_news.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def read(text: str | bytes, url: str = URL) -> ParsedFeed:
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(body, url=url, headers={}, now=NOW)


def a_news_sitemap() -> str:
    pages = "".join(
        f"<url><loc>https://visnyk.example/news/{n}-mist</loc><news:news><news:publication><news:name>Вісник</news:name>"
        f"<news:language>uk</news:language></news:publication><news:publication_date>2026-06-14T0{n}:00:00+03:00"
        f"</news:publication_date><news:title>Міст відкрили: день {n} &amp; ніч</news:title>"
        f"<news:keywords>міст, Сулиця</news:keywords></news:news>"
        f"<image:image><image:loc>https://visnyk.example/i/{n}.jpg</image:loc></image:image></url>"
        for n in (4, 6, 5)
    )
    return f"{HEAD}<urlset {SPACES}>{pages}</urlset>"


def a_plain_sitemap(*dated: str) -> str:
    pages = "".join(
        f"<url><loc>https://visnyk.example/{n}.html</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</url>"
        for n, date in enumerate(dated)
    )
    return f"{HEAD}<urlset {SPACES}><url><loc>https://visnyk.example/</loc></url>{pages}</urlset>"


def an_index(*children: tuple[str, str]) -> str:
    listed = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{date}</lastmod>' if date else ''}</sitemap>" for loc, date in children
    )
    return f"{HEAD}<sitemapindex {SPACES}>{listed}</sitemapindex>"


def test_a_news_sitemap_gives_titles_dates_and_pictures_the_newest_first() -> None:
    feed = read(a_news_sitemap())
    assert (feed.kind, feed.title, feed.language, feed.home_url) == (
        "sitemap",
        "Вісник",
        "uk",
        "https://visnyk.example/",
    )
    first = feed.entries[0]
    assert [entry.url[-6:] for entry in feed.entries] == ["6-mist", "5-mist", "4-mist"]
    assert first.title == "Міст відкрили: день 6 & ніч"
    assert first.published == datetime(2026, 6, 14, 3, 0, tzinfo=UTC)
    assert (first.language, first.categories) == ("uk", ("міст", "Сулиця"))
    assert first.image == "https://visnyk.example/i/6.jpg"


def test_a_packed_sitemap_is_unpacked() -> None:
    assert len(read(gzip.compress(a_news_sitemap().encode()), "https://visnyk.example/s.xml.gz").entries) == 3


def test_of_a_plain_sitemap_only_dated_pages_are_told_and_their_dates_are_those_of_changes() -> None:
    feed = read(a_plain_sitemap("2026-06-13", "", "2026-06-14T08:00:00Z"))
    assert [entry.url for entry in feed.entries] == ["https://visnyk.example/2.html", "https://visnyk.example/0.html"]
    assert [entry.title for entry in feed.entries] == ["", ""]
    assert feed.entries[0].published is None
    assert feed.entries[0].updated == datetime(2026, 6, 14, 8, 0, tzinfo=UTC)


def test_a_sitemap_that_tells_nothing_of_time_is_refused_in_words() -> None:
    with pytest.raises(NotAFeed, match="neither titles nor dates"):
        read(a_plain_sitemap("", "", ""))


def test_of_an_index_the_latest_changed_sitemaps_are_chosen() -> None:
    feed = read(
        an_index(
            ("https://visnyk.example/2024.xml", "2024-12-31"),
            ("https://visnyk.example/2026-06.xml", "2026-06-14T08:00:00Z"),
            ("https://visnyk.example/image-sitemap.xml", "2026-06-14T08:30:00Z"),
            ("https://visnyk.example/2025.xml", "2025-12-31"),
            ("https://visnyk.example/2026-05.xml", "2026-05-31"),
        )
    )
    assert feed.kind == "index"
    assert not feed.entries
    assert [child.rsplit("/")[-1] for child in feed.children] == ["2026-06.xml", "2026-05.xml", "2025.xml"]


def test_of_an_index_without_dates_names_decide() -> None:
    names = ("category-sitemap.xml", "post-sitemap2.xml", "post-sitemap10.xml", "page-sitemap.xml", "docs1.xml")
    feed = read(an_index(*((f"https://visnyk.example/{name}", "") for name in names)))
    assert [child.rsplit("/")[-1] for child in feed.children] == [
        "post-sitemap10.xml",
        "post-sitemap2.xml",
        "docs1.xml",
    ]


def test_a_sitemap_beyond_the_protocol_is_refused() -> None:
    many = "<url><loc>https://v.example/1</loc></url>" * 50_001
    with pytest.raises(FeedTooLarge, match="50000"):
        read(f"<urlset>{many}</urlset>")


def test_entities_before_the_sitemap_are_not_read() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]>'
    text = a_news_sitemap().replace(HEAD, HEAD + bomb).replace("ніч", "&x;&y;")
    assert "root:" not in read(text).entries[0].title


def test_robots_name_sitemaps_those_of_news_first() -> None:
    robots = b"User-agent: *\nDisallow: /x\nSitemap: https://v.example/sitemap.xml\n sitemap:/news-map.xml\nSitemap: ftp://x\n"
    found = sitemaps_of_robots(robots, url="https://v.example/robots.txt")
    assert found == ("https://v.example/news-map.xml", "https://v.example/sitemap.xml")
    assert guess_sitemaps("https://v.example/a/b")[0] == "https://v.example/sitemap_news.xml"
    assert guess_sitemaps("no address") == ()

"""Hostile pages, channels and sitemaps: read or refused soon, and with our own errors only."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svizho.errors import FeedTooLarge, SvizhoError
from svizho.parsing import Listing, ParsedFeed, account_feed, headline_of, is_post, parse_feed, sitemaps_of_robots
from tests.parsing.listings import TITLES, bare, cards, page
from tests.parsing.posts_of import CHANNEL, MASTODON, a_channel, a_message
from tests.parsing.test_sitemap import a_news_sitemap, an_index

NOW = datetime(2026, 6, 14, 9, 0, tzinfo=UTC)
URL = "https://visnyk.example/news/"
# Seconds of processor time that no document may take; the cage ends what does at 10.
SOON = 8.0

LINK = '<a href="/news/{n}-dovha-nazva-novyny">{title}</a>'
FLOODS = {
    "deep page": "<div>" * 200_000 + cards(range(1, 11)),
    "nested menus": "<nav>" * 20_000 + LINK.format(n=1, title="x") * 1_000,
    "many asides": '<div class="popular"><a href="/1">x</a></div>' * 30_000 + cards(range(1, 11)),
    "many links": "".join(LINK.format(n=n, title=TITLES[n % 12]) for n in range(40_000)),
    "one link many times": page(cards([1] * 3_000)),
    "deep links": "".join(f'<div class="a{n}">' for n in range(200)) + bare(range(1, 2_000)),
    "long class": f'<div class="{"nav-" * 500_000}x">' + cards(range(1, 11)) + "</div>",
    "many classes": f'<div class="{" ".join(f"c{n}" for n in range(100_000))}">' + cards(range(1, 11)) + "</div>",
    "long words": page(cards(range(1, 11)).replace(TITLES[1], "слово " * 500_000)),
    "many stamps": page(bare(range(1, 3_000)).replace("</span>", " років тому</span>")),
    "brackets": "<" * 2_000_000,
    "attributes": "<a " + " ".join(f'href{n}="/1"' for n in range(100_000)) + ">x</a>",
}


@pytest.mark.parametrize("name", sorted(FLOODS))
def test_a_flooded_page_is_read_or_refused_soon(name: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(SvizhoError):
        parse_feed(FLOODS[name].encode()[:5_000_000], url=URL, headers={}, now=NOW, listing=Listing())
    assert time.process_time() - begun < SOON


OTHERS = {
    "long post": a_channel(a_message(2, "Слово. " * 300_000)),
    "post without an end of sentence": a_channel(a_message(2, "слово" * 400_000)),
    "many posts": a_channel(*(a_message(n, "Слова допису") for n in range(4_000))),
    "long style": a_channel(
        a_message(2, "Слова", media=f'<a class="tgme_widget_message_photo_wrap" style="{"background-image" * 50_000}">')
    ),
    "quotes": 'class="' * 300_000 + "tgme_widget_message",
    "keywords": a_news_sitemap().replace("міст, Сулиця", "слово," * 500_000),
    "index": an_index(*((f"https://visnyk.example/{n}.xml", "") for n in range(40_000))),
    "deep sitemap": "<urlset>" + "<url>" * 300_000,
}


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_a_flooded_channel_or_sitemap_is_read_or_refused_soon(name: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(SvizhoError):
        parse_feed(OTHERS[name].encode()[:5_000_000], url=URL, headers={}, now=NOW)
    assert time.process_time() - begun < SOON


def test_more_links_and_posts_than_we_read_are_refused() -> None:
    many = page(bare(range(1, 200)))
    with pytest.raises(FeedTooLarge, match="links"):
        parse_feed(many.encode(), url=URL, headers={}, now=NOW, listing=Listing(), most_entries=100)
    with pytest.raises(FeedTooLarge, match="posts"):
        parse_feed(CHANNEL.encode(), url=URL, headers={}, now=NOW, most_entries=2)


def test_markup_of_a_post_that_would_run_is_gone() -> None:
    bad = 'Слова допису <script>alert(1)</script><img src=x onerror=alert(1)> <a href="javascript:alert(1)">тут</a>'
    text = a_channel(a_message(2, bad, media='<video src="javascript:alert(1)"></video>'))
    entry = parse_feed(text.encode(), url="https://t.me/s/visnyk_test", headers={}, now=NOW).entries[0]
    assert entry.enclosures == ()
    for word in ("script", "onerror", "javascript"):
        assert word not in entry.content


DOCUMENTS = (
    page(cards(range(1, 11))),
    page(bare(range(1, 11))),
    CHANNEL,
    MASTODON,
    a_news_sitemap(),
    an_index(("/1", "")),
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(DOCUMENTS),
    st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=8)), max_size=12),
    st.booleans(),
)
def test_broken_documents_raise_our_own_errors_only(text: str, breaks: list[tuple[int, bytes]], listed: bool) -> None:
    body = text.encode()
    for place, junk in breaks:
        at = place % len(body)
        body = body[:at] + junk + body[at + len(junk) * (place % 3) :]
    with contextlib.suppress(SvizhoError):
        read = parse_feed(body, url=URL, headers={}, now=NOW, listing=Listing() if listed else None)
        assert isinstance(read, ParsedFeed)
        assert all(entry.url == "" or entry.url.startswith(("http://", "https://")) for entry in read.entries)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_what_reads_addresses_and_headlines(text: str) -> None:
    assert len(headline_of(text)) <= 160
    assert is_post(text) in (True, False)
    assert account_feed(text) == "" or account_feed(text).startswith("http")
    assert isinstance(sitemaps_of_robots(text.encode("utf-8", "replace"), url=URL), tuple)

"""How a publisher's server is asked: what an owner may set, and what is refused."""

from __future__ import annotations

import pytest

from svizho.errors import SourceError
from svizho.sources.actions import NewFeed, add_feeds, add_source
from svizho.sources.manners import MOST_HEADERS, set_agent, set_header, set_home, set_selector, set_weight
from svizho.sources.models import Source
from svizho.steps.poll import poll_lane
from tests.steps.fakes import NOW, WrittenDoor, a_bench, a_rss, says

pytestmark = pytest.mark.django_db

URL = "https://svitlytsia.example/rss"


def a_source() -> Source:
    return add_source("Світлиця", [NewFeed(URL)], now=NOW)


def test_a_poll_sends_what_was_set_for_its_source() -> None:
    source = a_source()
    set_agent(source, "Mozilla/5.0 (feed reader of our town)")
    set_header(source, "Accept-Language: uk")
    set_header(source, "X-Key: one")
    set_header(source, "x-key: two")
    door = WrittenDoor({URL: says(a_rss("1"))})
    poll_lane(0, 1, a_bench(door), on_stored=lambda shards: None)
    assert door.asked[0].headers == (
        ("User-Agent", "Mozilla/5.0 (feed reader of our town)"),
        ("Accept-Language", "uk"),
        ("x-key", "two"),
    )


def test_a_header_is_taken_away_by_giving_it_no_value() -> None:
    source = a_source()
    set_header(source, "X-Key: one")
    set_header(source, "X-Key:")
    set_agent(source, "")
    source.refresh_from_db()
    assert source.sent_headers() == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Host: inside.example", "belongs to the connection"),
        ("Content-Length: 5", "belongs to the connection"),
        ("connection: keep-alive", "belongs to the connection"),
        ("Transfer-Encoding: chunked", "belongs to the connection"),
        ("Cookie: a=b", "belongs to the connection"),
        ("Proxy-Authorization: x", "belongs to the connection"),
        ("User-Agent: x", "--agent"),
        ("If-None-Match: x", "reckoned"),
        ("X-Key: one\r\nHost: inside.example", "one line"),
        ("X-Key: one\nX-Other: two", "one line"),
        ("X-Key: \x00", "one line"),
        ("X Key: one", "one line"),
        ("no colon", "one line"),
        ("Ключ: один", "one line"),
        ("X-Key: ключ", "one line"),
        ("X-Key: " + "a" * 2001, "one line"),
    ],
)
def test_headers_that_could_do_harm_are_refused(line: str, words: str) -> None:
    source = a_source()
    with pytest.raises(SourceError, match=words):
        set_header(source, line)
    source.refresh_from_db()
    assert source.headers == []


def test_an_agent_is_one_line_of_plain_text() -> None:
    for agent in ("a\r\nHost: b", "a" * 301, "агент"):
        with pytest.raises(SourceError, match="one line"):
            set_agent(a_source_named(agent), agent)


def a_source_named(name: str) -> Source:
    return add_source(name[:20], [], now=NOW)


def test_a_source_has_few_headers_of_its_own() -> None:
    source = a_source()
    for number in range(MOST_HEADERS):
        set_header(source, f"X-{number}: 1")
    with pytest.raises(SourceError, match="at most"):
        set_header(source, "X-More: 1")


def test_home_and_weight_are_checked() -> None:
    source = a_source()
    set_home(source, "https://svitlytsia.example/")
    set_weight(source, 2)
    source.refresh_from_db()
    assert (source.home_url, source.weight) == ("https://svitlytsia.example/", 2.0)
    for wrong in ("svitlytsia.example", "javascript:alert(1)", "https://a b/"):
        with pytest.raises(SourceError, match="not an address"):
            set_home(source, wrong)
    with pytest.raises(SourceError, match="between"):
        set_weight(source, -1)


def test_a_selector_makes_a_feed_a_listing_that_is_read_anew() -> None:
    feed = a_source().feeds.get()
    feed.body_hash = "x"
    set_selector(feed, "main h2 a", by_hand=True, now=NOW)
    feed.refresh_from_db()
    assert (feed.kind, feed.selector, feed.selector_set, feed.body_hash) == ("listing", "main h2 a", True, "")


def test_feeds_are_added_to_a_source_that_is_there_already() -> None:
    source = a_source()
    add_feeds(source, [NewFeed("https://t.me/s/svitlytsia", kind="telegram")], now=NOW)
    assert {feed.kind for feed in source.feeds.all()} == {"unknown", "telegram"}
    with pytest.raises(SourceError, match="already read"):
        add_feeds(source, [NewFeed(URL)], now=NOW)

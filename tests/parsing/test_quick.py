"""The quick way gives what feedparser gives, entry for entry, or gives nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from bench.polls.server import NUMBER, SHAPES, template

from svizho.errors import SvizhoError
from svizho.parsing import ParsedFeed, parse_feed, xml_feed
from svizho.parsing.quick import read_quickly
from tests.shared_data import SHARED, needs_shared

NOW = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://feeds.example/dir/feed.xml"


def parsed(body: bytes) -> ParsedFeed | str:
    try:
        return parse_feed(body, url=URL, headers={}, now=NOW)
    except SvizhoError as error:
        return str(error)


def slowly(body: bytes, monkeypatch: pytest.MonkeyPatch) -> ParsedFeed | str:
    with monkeypatch.context() as patched:
        patched.setattr(xml_feed, "read_quickly", lambda text: None)
        return parsed(body)


def rss(item: str, *, root: str = 'version="2.0"', channel: str = "") -> str:
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return (
        f'<?xml version="1.0"?><rss {root} {spaces}><channel><title>Вісник</title>{channel}'
        f"<link>https://visnyk.example/</link><item>{item}</item></channel></rss>"
    )


PLAIN = (
    "<title>Міст &amp; річка</title><link>https://visnyk.example/1</link><guid>https://visnyk.example/?p=1</guid>",
    "<title>&lt;b&gt;Міст&lt;/b&gt;</title><guid isPermaLink='false'>17</guid><description>Коротко</description>",
    "<title>Ціна &lt; 5</title><content:encoded><![CDATA[<p>Усе</p>]]></content:encoded>",
    "<content:encoded>Усе</content:encoded><description><![CDATA[Мало &laquo;слів&raquo;]]></description>",
    "<title>a</title><category>Світ</category><category>Світ</category><category/><dc:creator>Олена</dc:creator>",
    "<title>b</title><pubDate>Sun, 14 Jun 2026 08:00:00 +0300</pubDate><enclosure url='https://v.example/1.jpg'/>",
    "<title>c</title><pubDate>14 червня 2026, 10:00</pubDate><comments>https://visnyk.example/1#c</comments>",
    "<title>Ð¡Ð²Ñ\u2013Ñ\u201a</title><link>https://visnyk.example/2</link>",
)
UNUSUAL = (
    "<title>Міст<b>и</b></title>",
    "<link>/1</link>",
    "<link>https://visnyk.example/a/../1</link>",
    "<guid>17</guid>",
    "<title>&#146;</title>",
    "<author>olena@visnyk.example (Олена)</author>",
    "<media:content url='https://v.example/1.jpg'/>",
    "<title>a</title><title>b</title>",
    "<itunes>x</itunes>",
    "<category domain='x'>Світ</category>",
    "<source url='https://v.example/'>Інші</source>",
)


@pytest.mark.parametrize("item", PLAIN)
def test_plain_entries_are_read_as_feedparser_reads_them(item: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_quickly(rss(item)) is not None
    assert parsed(rss(item).encode()) == slowly(rss(item).encode(), monkeypatch)


@pytest.mark.parametrize("item", UNUSUAL)
def test_what_is_unusual_is_left_to_feedparser(item: str) -> None:
    assert read_quickly(rss(item)) is None


@pytest.mark.parametrize(
    "document",
    [
        rss("<title>a</title>", root='version="0.91"'),
        rss("<title>a</title>", root='version="2.0" xml:base="https://b.example/"'),
        rss("<title>a</title>").replace("<channel>", "<channel x='1'>"),
        rss("<title>a</title>").replace('<?xml version="1.0"?>', '<!DOCTYPE rss [<!ENTITY e "x">]>'),
        rss("<title>a</title>")[:-8],
        "<html/>",
    ],
)
def test_documents_of_another_kind_are_left_to_feedparser(document: str) -> None:
    assert read_quickly(document) is None


@pytest.mark.parametrize("shape", range(SHAPES))
def test_whole_feeds_are_read_as_feedparser_reads_them(shape: int, monkeypatch: pytest.MonkeyPatch) -> None:
    body = template(shape).replace(NUMBER, b"7")
    assert read_quickly(body.decode()) is not None
    assert parsed(body) == slowly(body, monkeypatch)


@needs_shared
def test_no_collected_feed_is_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [path.read_bytes() for path in sorted(SHARED.glob("feeds/**/*")) if path.is_file()]
    feeds = [body for body in bodies if len(body) < 200_000 and (b"<rss" in body[:3000] or b"<feed" in body[:3000])]
    quick = [body for body in feeds if read_quickly(body.decode("utf-8", "replace")) is not None]
    assert len(quick) > len(feeds) / 10
    assert [body[:60] for body in quick if parsed(body) != slowly(body, monkeypatch)] == []

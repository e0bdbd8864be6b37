"""The replay server, asked through the door and read by feedparser."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest
from lxml import etree, html

from svizho.cli.replay import ReplayServer, load_recorded
from svizho.cli.replay.clock import moments
from svizho.cli.replay.documents import Place, write_feed
from svizho.cli.replay.outlets import KINDS, MOST_IN_FEED, Outlet, Shown, make_outlets
from svizho.errors import ReplayError
from svizho.kit.http import Door, Request, Response
from tests.cli.replay_news import TEXT, Clock, many, record
from tests.shared_data import SHARED, needs_shared

Start = Callable[..., tuple[ReplayServer, Door]]
# Slugs differ in their habits: among these all kinds of feeds occur (asserted below).
SOURCES = tuple(f"Газета {number}" for number in range(24))


@pytest.fixture
def start() -> Iterator[Start]:
    opened: list[tuple[ReplayServer, Door]] = []

    def begin(records: Any, **more: Any) -> tuple[ReplayServer, Door]:
        server = ReplayServer(records, **more)
        server.start()
        opened.append((server, Door(agent="Svizho-test/1", open_addresses=[server.address])))
        return opened[-1]

    yield begin
    for server, door in opened:
        door.close()
        server.stop()


def ask(door: Door, url: str, **more: Any) -> Response:
    result = door.fetch(Request(url, **more))
    assert isinstance(result, Response), result
    return result


def entries_of(answer: Response) -> list[tuple[str, str]]:
    """Read (link, title) of each entry, as a plain reader would."""
    if "json" in answer.headers["content-type"]:
        return [(item["url"], item["title"]) for item in json.loads(answer.body)["items"]]
    headers = {**answer.headers, "content-location": answer.url}
    feed = feedparser.parse(io.BytesIO(answer.body), response_headers=headers)
    assert not feed.bozo, feed.bozo_exception
    return [(entry.link, html.fromstring(f"<p>{entry.title}</p>").text_content()) for entry in feed.entries]


def links_of(server: ReplayServer, door: Door) -> list[str]:
    answers = [ask(door, source.feed_url) for source in server.sources()]
    return [link for answer in answers for link, _ in entries_of(answer)]


def test_everything_at_once_is_served_whole(start: Start) -> None:
    server, door = start(many(96, SOURCES), speed=0)
    sources = server.sources()
    assert [source.name for source in sources] == list(SOURCES)
    assert sources[3].feed_url == f"{server.base_url}/s/{sources[3].slug}/feed.xml"
    links = links_of(server, door)
    assert len(set(links)) == len(links) == 96
    pages = list(door.fetch_all(Request(link, obey_robots=True) for link in links))
    assert all(isinstance(page, Response) and page.status == 200 for page in pages)
    assert server.progress().articles_read == server.progress().appeared == 96


def test_feeds_differ_as_real_ones_do(start: Start) -> None:
    server, door = start(many(96, SOURCES), speed=0)
    answers = [ask(door, source.feed_url) for source in server.sources()]
    types = {answer.headers["content-type"] for answer in answers}
    assert {"application/rss+xml; charset=utf-8", "application/rss+xml; charset=windows-1251"} <= types
    assert {"application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8"} <= types
    for answer in answers:
        titles = [title for _, title in entries_of(answer)]
        assert all("річка «Уж» & <вода>" in title for title in titles), answer.body[:500]


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
def test_each_kind_of_feed_is_well_formed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Outlet, "kind", kind)
    shown = Shown(1, record(1), Clock()(), Clock()())
    document = write_feed(Outlet("Назва <&>", "nazva", "uk", (shown,)), [shown], Place("http://127.0.0.1:1/s/nazva/"))
    if kind == "json":
        assert json.loads(document.body)["items"][0]["content_text"].startswith("Річка вийшла")
        return
    etree.fromstring(document.body)
    feed = feedparser.parse(io.BytesIO(document.body), response_headers={"content-type": document.content_type})
    assert feed.entries[0].link == "http://127.0.0.1:1/s/nazva/a/1"
    assert "набережну" in feed.entries[0].summary
    assert feed.feed.title in {"Назва <&>", "Назва &lt;&amp;&gt;"}
    if kind.endswith("-full"):
        assert "Рятувальники" in feed.entries[0].content[0].value


def test_articles_appear_in_time_order_at_speed(start: Start) -> None:
    clock = Clock()
    server, door = start(many(10), speed=60, backlog=timedelta(minutes=3), now=clock)
    (source,) = server.sources()
    answer = ask(door, source.feed_url)
    assert [link.rsplit("/", 1)[1] for link, _ in entries_of(answer)] == ["4", "3", "2", "1"]
    clock.pass_by(seconds=2.5)
    later = ask(door, source.feed_url, etag=answer.headers["etag"])
    assert [link.rsplit("/", 1)[1] for link, _ in entries_of(later)] == ["6", "5", "4", "3", "2", "1"]
    assert ask(door, f"{source.home_url}a/7").status == 404
    clock.pass_by(seconds=10)
    assert ask(door, f"{source.home_url}a/7").status == 200
    progress = server.progress()
    assert (progress.appeared, progress.total, progress.seconds_left) == (10, 10, 0)


def test_dates_in_the_feed_lie_in_the_past_or_now(start: Start) -> None:
    clock = Clock()
    server, door = start([record(0), record(30), record(90)], speed=60, backlog=timedelta(minutes=60), now=clock)
    clock.pass_by(seconds=40)
    page = html.fromstring(ask(door, f"{server.sources()[0].home_url}a/1").body)
    assert page.xpath("//time/@datetime")[0].startswith("2026-11-02T")
    dates = [html.fromstring(ask(door, f"{server.sources()[0].home_url}a/{n}").body) for n in (1, 2, 3)]
    published = [page.xpath("string(//meta[@property='article:published_time']/@content)") for page in dates]
    seconds = [(clock() - datetime.fromisoformat(text)).total_seconds() for text in published]
    assert seconds == [40 + 3600, 40 + 1800, 10]


def test_unchanged_feeds_and_pages_are_304(start: Start) -> None:
    clock = Clock()
    server, door = start(many(3), speed=0, now=clock)
    clock.pass_by(minutes=1)
    (source,) = server.sources()
    for url in (source.feed_url, f"{source.home_url}a/1"):
        first = ask(door, url)
        assert parsedate_to_datetime(first.headers["last-modified"]) <= clock()
        assert ask(door, url, etag=first.headers["etag"]).status == 304
        assert ask(door, url, last_modified=first.headers["last-modified"]).status == 304
        assert ask(door, url, etag='"other"', last_modified=first.headers["last-modified"]).status == 200
        assert ask(door, url, last_modified="nonsense").status == 200
    assert server.progress().unchanged == 2


def test_a_date_within_its_own_second_is_no_validator(start: Start) -> None:
    server, door = start(many(3), speed=0, now=Clock())
    assert "last-modified" not in ask(door, server.sources()[0].feed_url).headers


def test_nothing_falls_out_of_a_feed_unseen(start: Start) -> None:
    clock = Clock()
    server, door = start(many(400), speed=60, newest=5, now=clock)
    (source,) = server.sources()
    seen: set[str] = set()
    for minutes in (1, 45, 1, 50, 60, 60, 60, 200):
        clock.pass_by(seconds=minutes)
        seen |= {link for link, _ in entries_of(ask(door, source.feed_url))}
    assert len(seen) == 400


def test_a_feed_shrinks_to_the_newest_once_read(start: Start) -> None:
    clock = Clock()
    server, door = start(many(120), speed=0, newest=50, now=clock)
    (source,) = server.sources()
    assert len(entries_of(ask(door, source.feed_url))) == 120
    clock.pass_by(minutes=29)
    assert len(entries_of(ask(door, source.feed_url))) == 120
    clock.pass_by(minutes=2)
    assert len(entries_of(ask(door, source.feed_url))) == 50


def test_a_flood_is_served_in_turns() -> None:
    clock = Clock()
    shown = tuple(Shown(number, record(number), clock(), clock()) for number in range(1, MOST_IN_FEED + 501))
    outlet = Outlet("x", "x", "uk", shown)
    assert outlet.window(clock(), newest=50) == (0, MOST_IN_FEED)
    outlet.served = MOST_IN_FEED
    assert outlet.window(clock(), newest=50) == (500, MOST_IN_FEED + 500)


def test_large_feeds_stay_under_a_readers_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    place = Place("http://127.0.0.1:1/s/x/")
    monkeypatch.setattr(Outlet, "kind", "rss-full")
    for count, text in ((MOST_IN_FEED, TEXT), (900, TEXT * 200)):
        long = [replace(record(number), text=text) for number in range(count)]
        shown = tuple(Shown(number, one, clock(), clock()) for number, one in enumerate(long, 1))
        assert len(write_feed(Outlet("x", "x", "uk", shown), shown, place).body) < 4_500_000


def test_article_page_looks_like_a_real_one(start: Start) -> None:
    server, door = start(many(8, SOURCES[:2]), speed=0)
    source = server.sources()[0]
    url = f"{source.home_url}a/7"
    page = html.fromstring(ask(door, url).body)
    assert page.xpath("string(//link[@rel='canonical']/@href)") == url
    assert page.xpath("string(//h1)") == "Новина 6: річка «Уж» & <вода>"
    assert page.xpath("string(//meta[@property='og:site_name']/@content)") == source.name
    facts = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    article = facts.get("@graph", [facts])[-1]
    assert (article["@type"], article["articleSection"]) == ("NewsArticle", "society")
    text = [paragraph.text_content() for paragraph in page.xpath("//p")]
    assert text[0] == "Річка вийшла з берегів & затопила набережну <вночі>."
    assert "Мешканців просять не виходити до води." in text
    assert len(page.xpath("//aside//a")) == 3
    assert page.xpath("//nav//a")


def test_a_text_cannot_break_out_of_its_page(start: Start) -> None:
    evil = record(1, 'Evil "</title><script>alert(1)</script>')
    server, door = start([evil], speed=0)
    body = ask(door, f"{server.sources()[0].home_url}a/1").body.decode()
    assert "<script>alert(1)" not in body
    assert entries_of(ask(door, server.sources()[0].feed_url))


def test_home_page_robots_opml_and_status(start: Start) -> None:
    server, door = start(many(60, SOURCES[:2]), speed=0)
    source = server.sources()[0]
    home = html.fromstring(ask(door, source.home_url).body)
    assert home.xpath("string(//link[@rel='alternate']/@href)") == source.feed_url
    assert len(home.xpath("//h2/a")) == 30
    assert b"User-agent" in ask(door, f"{server.base_url}/robots.txt").body
    opml = etree.fromstring(ask(door, f"{server.base_url}/opml.xml").body)
    assert [outline.get("xmlUrl") for outline in opml.iter("outline")] == [s.feed_url for s in server.sources()]
    assert b"60 of 60 articles" in ask(door, f"{server.base_url}/").body
    progress = json.loads(ask(door, f"{server.base_url}/progress.json").body)
    assert (progress["appeared"], progress["total"], progress["sources"]) == (60, 60, 2)
    assert ask(door, f"{server.base_url}/s/nobody/feed.xml").status == 404
    assert ask(door, f"{server.base_url}/s/nobody/a/1").status == 404
    assert ask(door, f"{source.home_url}a/999").status == 404


def test_sources_of_one_name_in_writing_get_slugs_of_their_own() -> None:
    records = [record(1, "Вісті"), record(2, "вісті!"), record(3, "Вісті")]
    when = moments([one.time for one in records], started=Clock()(), speed=0, backlog=timedelta(0))
    outlets = make_outlets(records, when)
    assert [(outlet.slug, len(outlet.line)) for outlet in outlets] == [("visti", 2), ("visti-2", 1)]


def test_nameless_publishers_are_parted_by_language_and_size() -> None:
    records = [record(number, f"unknown ({'en' if number % 3 else 'de'})") for number in range(1800)]
    when = moments([one.time for one in records], started=Clock()(), speed=0, backlog=timedelta(0))
    sizes = {outlet.name: len(outlet.line) for outlet in make_outlets(records, when)}
    assert sizes == {"unknown (de)": 600, "unknown (en)": 1000, "unknown (en) 2": 200}


def test_looking_at_the_head_of_a_feed_is_not_reading_it(start: Start) -> None:
    server, _ = start(many(5), speed=0)
    host, port = server.address.split(":")
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall(f"HEAD /s/{server.sources()[0].slug}/feed.xml HTTP/1.0\r\n\r\n".encode())
        assert wire.recv(1000).startswith(b"HTTP/1.0 200")
    assert server._outlets[0].served == 0


def test_starting_and_stopping(start: Start) -> None:
    server, door = start(many(3), speed=0)
    url = server.sources()[0].feed_url
    with pytest.raises(ReplayError, match="running already"):
        server.start()
    with pytest.raises(ReplayError, match="port"):
        ReplayServer(many(3), port=int(server.address.split(":")[1])).start()
    server.stop()
    server.stop()
    assert not isinstance(door.fetch(Request(url)), Response)
    server.start()
    assert ask(door, url).status == 200
    with pytest.raises(ReplayError, match="nothing to replay"):
        ReplayServer([])


def test_run_forever_tells_its_progress() -> None:
    told: list[str] = []

    def tell(progress: Any) -> None:
        told.append(progress.words)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ReplayServer(many(4), speed=60, backlog=timedelta(minutes=1)).run_forever(tell, every=0.01)
    assert told[0].startswith("2 of 4 articles out, the last in 0:00:0")


@needs_shared
@pytest.mark.parametrize("name", ["giveme5w1h", "wikinews", "ua_trends"])
def test_recorded_news_is_served_whole(start: Start, name: str) -> None:
    records = load_recorded(SHARED / "stories" / f"{name}.jsonl")
    server, door = start(records, speed=0)
    assert len(set(links_of(server, door))) == len(records)

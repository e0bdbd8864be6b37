"""Feeds made to harm: refused in words, or read in little time (T6, T8)."""

from __future__ import annotations

import contextlib
import pickle
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from svizho.errors import CageTimeout, FeedTooLarge, NotAFeed, SvizhoError
from svizho.kit.cage import Cage
from svizho.parsing import parse_feed
from svizho.parsing.caps import MOST_ATTRIBUTES, MOST_NAMESPACES
from tests.parsing.documents import ITEM, NOW, TITLE, URL, document, parsed

# Processor time, so that a busy machine does not fail it; feedparser alone takes 22 to 44 s for the first of these.
SOON = 3.0


def test_a_body_that_is_a_path_opens_no_file(tmp_path: Path) -> None:
    """T6: feedparser.parse(bytes) opens the file that the bytes name."""
    secret = tmp_path / "secret.xml"
    secret.write_text(document())
    with pytest.raises(NotAFeed):
        parsed(str(secret).encode())
    with pytest.raises(NotAFeed):
        parsed(f"<{secret}>".encode())


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f'a{number}="1"' for number in range(50_000)),
        " ".join(f"a{number}='>'" for number in range(50_000)),
        " ".join(f"a{number}=1" for number in range(50_000)),
    ],
    ids=["quoted", "with brackets inside", "bare"],
)
def test_a_flood_of_attributes_is_refused(attributes: str) -> None:
    """T8: 50,000 attributes take feedparser 44 s."""
    begun = time.process_time()
    with pytest.raises(FeedTooLarge, match="attributes"):
        parsed(document(f"<item><title {attributes}>t</title></item>"))
    assert time.process_time() - begun < SOON


def test_a_flood_of_namespaces_is_refused() -> None:
    """T8: 20,000 name spaces take feedparser 22 s."""
    begun = time.process_time()
    with pytest.raises(FeedTooLarge, match="name spaces"):
        parsed(
            document("".join(f'<n{number}:x xmlns:n{number}="u{number}">1</n{number}:x>' for number in range(20_000)))
        )
    assert time.process_time() - begun < SOON


def test_as_many_attributes_and_namespaces_as_real_feeds_have_are_read() -> None:
    attributes = " ".join(f'a{number}="1"' for number in range(MOST_ATTRIBUTES // 2))
    spaces = "".join(f'<n{number}:x xmlns:n{number}="u{number}"/>' for number in range(MOST_NAMESPACES // 2))
    feed = parsed(document(ITEM.replace("<title>", f"<title {attributes}>") + spaces * 3))
    assert feed.entries[0].title == TITLE


def test_one_namespace_declared_a_thousand_times_is_read() -> None:
    item = ITEM.replace("<link>", '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Я</dc:creator><link>')
    assert {entry.author for entry in parsed(document(item * 1_000)).entries} == {"Я"}


def test_depth_is_limited() -> None:
    with pytest.raises(FeedTooLarge, match="deep"):
        parsed(
            document(
                "<item><title>t</title><description>" + "<a>" * 100_000 + "</a>" * 100_000 + "</description></item>"
            )
        )


def test_too_many_entries_are_refused() -> None:
    with pytest.raises(FeedTooLarge, match="5001 entries"):
        parsed(document("<item><title>t</title></item>" * 5_001))


def test_too_large_a_body_is_refused_unread() -> None:
    with pytest.raises(FeedTooLarge, match="bytes"):
        parse_feed(b"<" * 101, url=URL, headers={}, now=NOW, most_bytes=100)


LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)) + "]>"
)


@pytest.mark.parametrize(
    ("before", "reference"),
    [
        (LAUGHS, "&a9;"),
        ('<!DOCTYPE rss [<!ENTITY q "' + "x" * 50_000 + '">]>', "&q;" * 20_000),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', "%p;"),
        ("<!DOCTYPE " + "<!ENTITY " * 50_000, ""),
        ('<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">', ""),
    ],
    ids=["billion laughs", "quadratic", "file", "parameter", "flood", "external"],
)
def test_entities_neither_grow_nor_read_files(before: str, reference: str) -> None:
    begun = time.process_time()
    entry = parsed(document(ITEM.replace("підписав", reference), before=before)).entries[0]
    assert time.process_time() - begun < SOON
    assert "root:" not in repr(entry)
    assert len(entry.title) <= 500
    assert entry.title.startswith("Зеленський")


def test_a_flood_of_categories_is_refused() -> None:
    categories = "".join(f"<category>c{number}</category>" for number in range(20_000))
    with pytest.raises(FeedTooLarge, match="categories"):
        parsed(document(ITEM + f"<item><title>t</title>{categories}</item>"))


@pytest.mark.parametrize(
    "text",
    [
        document("<item><title>t</title><description><![CDATA[" + "<div>" * 100_000 + "]]></description></item>"),
        document("<item><title>t</title><description><![CDATA[" + "<" * 200_000 + "]]></description></item>"),
        document() + "<" * 200_000,
        document("<item><title>" + "&" * 200_000 + "</title></item>"),
        "<rss><channel><item><title>" + "<!--" * 60_000,
        document("<item><title>" + "<![CDATA[" * 40_000 + "</title></item>"),
        document("<item><title>t</title><link>" + "/.." * 100_000 + "</link></item>"),
        document("<item><title>t</title>" + "<category>x</category>" * 50_000 + "</item>"),
        document("<item><title>t</title>" + '<enclosure url="https://ex.ua/a"/>' * 20_000 + "</item>"),
        "<?xml " * 50_000,
        "<!DOCTYPE [" + '"' * 200_000,
    ],
    ids=[
        "deep html",
        "brackets",
        "brackets outside",
        "ampersands",
        "comments",
        "cdata",
        "dots",
        "categories",
        "enclosures",
        "pi",
        "quotes",
    ],
)
def test_floods_are_read_or_refused_soon(text: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(SvizhoError):
        parsed(text)
    assert time.process_time() - begun < SOON


def test_markup_that_would_run_is_gone() -> None:
    bad = (
        "<p onclick=x>a<script>alert(1)</script><img src=x onerror=alert(1)>"
        "<a href='javascript:x'>b</a><iframe src='//x'></iframe></p>"
    )
    item = ITEM.replace("Ціна", f"<![CDATA[{bad}]]>").replace(TITLE, "&lt;script&gt;alert(1)&lt;/script&gt;Заголовок")
    entry = parsed(document(item)).entries[0]
    assert entry.title == "Заголовок"
    for word in ("script", "onerror", "onclick", "javascript", "iframe"):
        assert word not in entry.summary


MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def parse_in_child(body: bytes) -> object:
    return parse_feed(body, url=URL, headers={}, now=NOW)


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage(workers=1, seconds=4, megabytes=1_000, preload=("svizho.parsing",)) as made:
        yield made


def test_the_cage_ends_what_the_checks_let_through(cage: Cage) -> None:
    """feedparser compares each key word with all before it: these take it minutes, and nothing tells them before."""
    words = ",".join(f"слово{number}" for number in range(200_000))
    slow = document(f"<item><media:keywords>{words}</media:keywords></item>").replace("<rss ", f"<rss {MEDIA} ")
    with pytest.raises(CageTimeout):
        cage.run(parse_in_child, slow.encode())


def test_what_comes_back_from_the_cage_is_what_was_read(cage: Cage) -> None:
    body = document(ITEM * 50).encode()
    assert cage.run(parse_in_child, body) == parse_in_child(body)
    with pytest.raises(NotAFeed, match="web page"):
        cage.run(parse_in_child, b"<html>")


def test_results_are_light() -> None:
    """A feed of 50 entries travels between processes in well under a millisecond for each."""
    feed = parse_in_child(document(ITEM * 50).encode())
    begun = time.process_time()
    for _ in range(20):
        assert pickle.loads(pickle.dumps(feed)) == feed
    assert time.process_time() - begun < 1

"""Lists of feeds travel in and out unharmed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.parsing import OpmlOutline, read_opml, write_opml

LIST = """<?xml version="1.0" encoding="windows-1251"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="1.1"><head><title>Мої стрічки</title></head><body>
<outline text="Україна"><outline title="Київ">
<outline text="Ex &amp; Co" type="rss" xmlUrl="https://ex.ua/rss" htmlUrl="https://ex.ua/" language="uk-UA"/>
</outline><outline XMLURL="https://ex.ua/atom" TEXT="Інша" TYPE="atom"/></outline>
<outline text="Без теки" xmlurl=" https://ex.ua/3 " category="/Tech/News"/>
<outline text="again" xmlUrl="https://ex.ua/rss"/><outline text="bad" xmlUrl="javascript:alert(1)"/>
<outline text="page" type="link" url="https://ex.ua/page"/><outline text="&x;"/></body></opml>"""


def test_nested_folders_odd_cases_and_double_feeds() -> None:
    assert read_opml(LIST.encode("cp1251")) == (
        OpmlOutline("Ex & Co", "https://ex.ua/rss", "https://ex.ua/", "uk", "Україна/Київ"),
        OpmlOutline("Інша", "https://ex.ua/atom", "", "", "Україна"),
        OpmlOutline("Без теки", "https://ex.ua/3", "", "", "Tech/News"),
    )


def test_damaged_lists_are_read_as_far_as_they_go() -> None:
    broken = LIST.replace("</outline>", "", 1).replace("Без теки", "Без & теки") + "junk"
    assert [outline.feed_url for outline in read_opml(broken.encode("cp1251"))][:2] == [
        "https://ex.ua/rss",
        "https://ex.ua/atom",
    ]


@pytest.mark.parametrize("data", [b"", b"hello", b"<rss/>", b"<html><body>OPML</body></html>", b"\x00\x01"])
def test_what_is_no_list_is_told(data: bytes) -> None:
    with pytest.raises(NotAFeed, match="OPML"):
        read_opml(data)


def test_files_are_never_read() -> None:
    text = '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;" xmlUrl="https://ex.ua/1"/></body></opml>'
    assert "root" not in repr(read_opml(text.encode()))


def test_five_thousand_feeds_and_hostile_shapes_take_little_time() -> None:
    many = [OpmlOutline(f"Стрічка {n}", f"https://ex.ua/{n}", "", "uk", f"Тека {n % 50}/Глибше") for n in range(5_000)]
    begun = time.perf_counter()
    assert sorted(read_opml(write_opml("Усі", many).encode()), key=lambda each: each.feed_url) == sorted(
        many, key=lambda each: each.feed_url
    )
    laughs = "<!DOCTYPE o [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
    deep = "<opml><body>" + "<outline text='x'>" * 50_000
    for hostile in (
        laughs + "<opml><body><outline text='&a9;'/></body></opml>",
        deep,
        "<opml " + "a='1' " * 50_000 + ">",
    ):
        assert read_opml(hostile.encode()) == ()
    assert time.perf_counter() - begun < 5


def test_too_much_is_refused() -> None:
    with pytest.raises(FeedTooLarge, match="outlines"):
        read_opml(b"<opml><body>" + b"<outline text='x'/>" * 20_001 + b"</body></opml>")
    with pytest.raises(FeedTooLarge, match="bytes"):
        read_opml(b" " * 10_000_001)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
OUTLINES = st.builds(
    OpmlOutline,
    title=WORDS,
    feed_url=st.integers(0, 99).map("https://ex.ua/{}".format),
    language=st.sampled_from(["", "uk"]),
    folder=WORDS,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(OUTLINES, max_size=6, unique_by=lambda outline: outline.feed_url), WORDS)
def test_what_is_written_can_be_read(outlines: list[OpmlOutline], title: str) -> None:
    read = {outline.feed_url: outline for outline in read_opml(write_opml(title, outlines).encode())}
    assert set(read) == {outline.feed_url for outline in outlines}
    again = read_opml(write_opml(title, read.values()).encode())
    assert {outline.feed_url: outline for outline in again} == read

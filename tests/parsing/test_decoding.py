"""The right letters come out of whatever bytes a server sends (T9)."""

from __future__ import annotations

import codecs
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.parsing import decode_feed
from svizho.parsing.decoding import unpacked
from tests.parsing.documents import DECLARED, ITEM, TITLE, document, parsed

UTF8, CP1251, BARE = DECLARED.format("utf-8"), DECLARED.format("windows-1251"), '<?xml version="1.0"?>'
XML_1251 = "text/xml; charset=windows-1251"

# The sixteen cases of the survey that chose this order of trust: bytes, and the Content-Type they came with.
CASES = {
    "utf-8": (document().encode(), ""),
    "utf-8 with a mark": (codecs.BOM_UTF8 + document().encode(), ""),
    "utf-8 with a mark, declared 1251": (codecs.BOM_UTF8 + document(declared=CP1251).encode(), ""),
    "1251 declared": (document(declared=CP1251).encode("cp1251"), ""),
    "1251 declared, the header says utf-8": (document(declared=CP1251).encode("cp1251"), "text/xml; charset=utf-8"),
    "1251 declared utf-8": (document().encode("cp1251"), ""),
    "1251 undeclared, told by the header": (document(declared=BARE).encode("cp1251"), XML_1251),
    "1251 undeclared": (document(declared=BARE).encode("cp1251"), ""),
    "1251 undeclared as text/xml": (document(declared=BARE).encode("cp1251"), "text/xml"),
    "1251 undeclared, the header says latin-1": (
        document(declared=BARE).encode("cp1251"),
        "text/xml; charset=iso-8859-1",
    ),
    "1251 with a byte it has not": (document(declared=CP1251).encode("cp1251") + b"\x98\x98", ""),
    "utf-8 declared 1251": (document(declared=CP1251).encode(), ""),
    "utf-8, the header says 1251": (document().encode(), XML_1251),
    "koi8-u declared": (document(declared=DECLARED.format("koi8-u")).encode("koi8-u", "replace"), ""),
    "utf-8 cut in a letter": (document().encode()[:-901], ""),
    "utf-8 with three bad bytes": (document().encode().replace("агентство".encode(), b"\xff\xfe\xd0", 1), ""),
    "utf-16 with a mark": (document(declared="").encode("utf-16"), ""),
    "utf-16 without a mark": (document(declared=BARE).encode("utf-16-be"), ""),
    "utf-32 without a mark": (document(declared=BARE).encode("utf-32-le"), ""),
    "an encoding nobody knows": (document(declared=DECLARED.format("x-unknown")).encode(), "text/xml; charset=zzz"),
    "sent as text/html": (document().encode(), "text/html"),
    "gzip that was not announced": (gzip.compress(document().encode()), ""),
}


@pytest.mark.parametrize("name", CASES)
def test_every_title_is_right(name: str) -> None:
    body, content_type = CASES[name]
    feed = parsed(body, content_type=content_type)
    titles = [entry.title for entry in feed.entries if entry.title]
    assert len(titles) >= 3
    assert set(titles) == {TITLE}


def test_one_bad_byte_leaves_all_other_letters(  # T9: feedparser makes the whole feed unreadable
) -> None:
    feed = parsed(document().encode().replace("Ціна".encode(), b"\xd0\xd0\xa6\xd1\x96\xd0\xbd\xd0\xb0", 1))
    assert [entry.title for entry in feed.entries] == [TITLE] * 5
    assert feed.entries[1].summary.startswith("Ціна нафти")
    assert feed.warnings == ("1 damaged characters",)


def test_western_letters_stand_alone_and_cyrillic_ones_in_rows() -> None:
    french = "<rss><channel><title>Le président français a été réélu à Liège, déclare l'agence</title></channel></rss>"
    assert decode_feed(french.encode("cp1252")).text == french
    assert decode_feed(document(declared=BARE).encode("cp1251")).encoding == "cp1251"


def test_seven_bit_japanese_is_not_taken_for_ascii() -> None:
    text = DECLARED.format("iso-2022-jp") + "<rss><channel><title>日本語</title></channel></rss>"
    assert "日本語" in decode_feed(text.encode("iso-2022-jp")).text


@pytest.mark.parametrize("name", ["utf-7", "unicode_escape", "idna", "rot13", "zlib", "undefined", "../../x"])
def test_codecs_that_are_no_text_are_not_believed(name: str) -> None:
    text = DECLARED.format(name) + "<rss><channel><title>+ADw-b+AD4- \\u0041 і</title></channel></rss>"
    assert "+ADw-b+AD4- \\u0041 і" in decode_feed(text.encode()).text


def test_characters_that_xml_forbids_are_taken_out() -> None:
    feed = parsed(document(ITEM.replace("підписав", "\x0b\x01підпи\x00сав\ufffe")))
    assert feed.entries[0].title == TITLE


def test_a_gzip_bomb_is_refused_unread() -> None:
    with pytest.raises(FeedTooLarge, match="unpacks"):
        unpacked(gzip.compress(b"0" * 50_000_000), limit=1_000_000)


def test_a_damaged_gzip_is_told() -> None:
    with pytest.raises(NotAFeed, match="compressed"):
        parsed(b"\x1f\x8b" + b"nonsense" * 20)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=cp1251", "x;charset="])
)
def test_any_bytes_become_text_that_can_be_written(body: bytes, content_type: str) -> None:
    text = decode_feed(body, {"content-type": content_type}).text
    assert "\x00" not in text
    text.encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1))
def test_utf8_is_never_misread(text: str) -> None:
    assert decode_feed(f"<title>{text}</title>".encode()).text == f"<title>{text}</title>"

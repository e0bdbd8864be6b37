"""Pings of weblogUpdates: what they name, and what hostile ones come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.errors import NotAPing
from svizho.parsing import MOST_PING_BYTES, Ping, read_ping


def a_call(method: str, *values: str, typed: bool = True) -> bytes:
    """Write a call as weblog programs do."""
    wrapped = (f"<value><string>{value}</string></value>" if typed else f"<value>{value}</value>" for value in values)
    params = "".join(f"<param>{value}</param>" for value in wrapped)
    call = f"<methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{call}'.encode()


@pytest.mark.parametrize("typed", [True, False])
def test_a_plain_ping_names_a_home_page(typed: bool) -> None:
    body = a_call("weblogUpdates.ping", "Світлиця", "https://svitlytsia.example/", typed=typed)
    assert read_ping(body) == Ping("weblogUpdates.ping", ("https://svitlytsia.example/",))


def test_an_extended_ping_gives_the_feed_first() -> None:
    urls = ["https://a.example/", "https://a.example/new", "https://a.example/rss?a=1&amp;b=2"]
    found = read_ping(a_call("weblogUpdates.extendedPing", "Назва", *urls))
    assert found.urls == ("https://a.example/rss?a=1&b=2", "https://a.example/new", "https://a.example/")


BOMB = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "no XML"),
        (b"\x00\x01", "no XML"),
        (b"<methodCall>", "no XML"),
        (b"<methodCall/>", "only calls"),
        (a_call("system.listMethods"), "only calls"),
        (a_call("weblogUpdates.ping", "name"), "no address"),
        (a_call("weblogUpdates.ping", "name", "javascript:alert(1)"), "no address"),
        (a_call("weblogUpdates.ping", "name", "file:///etc/passwd"), "no address"),
        ((BOMB + "<methodCall>&b;</methodCall>").encode(), "document type"),
        (('<?xml version="1.0"?>' + BOMB + "<a/>").encode("utf-16"), "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        (b"<a>" * 50, "deeper"),
        (b"<a>" + b"<b/>" * 500 + b"</a>", "longer"),
        (a_call("weblogUpdates.ping", "x" * 9_000), "more text"),
        (b" " * (MOST_PING_BYTES + 1), "more than"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "no XML"),
    ],
)
def test_what_is_no_ping_is_refused_in_words(body: bytes, word: str) -> None:
    with pytest.raises(NotAPing, match=word):
        read_ping(body)


@given(st.binary(max_size=400))
def test_no_bytes_get_through_as_anything_but_a_ping_or_a_refusal(body: bytes) -> None:
    with pytest.raises(NotAPing):
        read_ping(body)

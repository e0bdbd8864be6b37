"""The parts of the cache: keys, codings, changes, and weird addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.cache.changes import MOST_NAMES, Changes
from svizho.cache.encodings import coding_for, worth_packing
from svizho.cache.keys import key_of


@pytest.mark.parametrize(
    ("query", "same"),
    [
        (b"", b""),
        (b"&&", b""),
        (b"b=2&a=1", b"a=1&b=2"),
        (b"a=2&a=1", b"a=2&a=1"),
        (b"q=x&utm_source=mail&fbclid=1", b"q=x"),
        (b"utm_medium", b""),
        (b"q", b"q"),
    ],
)
def test_requests_for_one_page_have_one_key(query: bytes, same: bytes) -> None:
    assert key_of("/latest", query) == ("/latest", same)


@pytest.mark.parametrize(
    ("path", "query"), [("/" + "x" * 300, b""), ("/", b"q=" + b"x" * 300), ("/", b"&".join([b"a=1"] * 9))]
)
def test_what_is_too_long_is_not_kept(path: str, query: bytes) -> None:
    assert key_of(path, query) is None


@pytest.mark.parametrize("path", ["", "//", "/..", "/../etc", "/\x00", "/%2e", "/Новини", "/\ud800", "*"])
def test_weird_paths_have_keys_of_their_own(path: str) -> None:
    key = key_of(path, b"")
    assert key is not None
    assert key.path == path


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (b"", ""),
        (b"gzip", "gzip"),
        (b"x-gzip", "gzip"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"br;q=0.5, gzip;q=0.8", "gzip"),
        (b"br;q=0, gzip", "gzip"),
        (b"*", "br"),
        (b"*;q=0.1, br;q=0", "gzip"),
        (b"identity", ""),
        (b"identity;q=1, gzip;q=0.5", ""),
        (b"identity;q=0.2, gzip;q=0.5", "gzip"),
        (b"identity;q=0", ""),
        (b"gzip;q=abc", ""),
        (b"GZIP ; Q=1.0", "gzip"),
        (b"deflate", ""),
        (b";;,,;q=", ""),
    ],
)
def test_the_coding_is_what_the_reader_likes_best(accepted: bytes, coding: str) -> None:
    assert coding_for(accepted) == coding


@given(st.binary(max_size=60))
def test_no_header_breaks_the_choice(accepted: bytes) -> None:
    assert coding_for(accepted) in ("br", "gzip", "")


def test_pictures_and_crumbs_are_not_packed() -> None:
    assert worth_packing("text/html; charset=utf-8", 5000)
    assert worth_packing("application/rss+xml", 5000)
    assert worth_packing("image/svg+xml", 5000)
    assert not worth_packing("image/png", 5000)
    assert not worth_packing("font/woff2", 5000)
    assert not worth_packing("text/html", 100)


def test_more_names_than_are_remembered_touch_everything() -> None:
    changes = Changes()
    changes.touch(["story-1"])
    seen = changes.number
    for number in range(2, MOST_NAMES + 2):
        changes.touch([f"story-{number}"])
    assert changes.since(seen, ("story-100000",))
    assert not changes.since(changes.number, ("story-1",))
    assert not changes.since(seen, ())

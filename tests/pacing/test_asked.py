"""How long a publisher asks us to wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.pacing import asked_wait

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, timedelta(0)),
        ({"retry-after": "120"}, 2 * MINUTE),
        ({"retry-after": "Sun, 22 Nov 2026 12:10:00 GMT"}, 10 * MINUTE),
        ({"retry-after": "Sun, 22 Nov 2026 11:00:00 GMT"}, timedelta(0)),
        ({"retry-after": "soon", "cache-control": "max-age=60"}, MINUTE),
        ({"retry-after": "9" * 40}, timedelta(days=1)),
        ({"cache-control": "public, max-age=300"}, 5 * MINUTE),
        ({"cache-control": 'Max-Age="300"'}, 5 * MINUTE),
        ({"cache-control": "max-age=300", "age": "120"}, 3 * MINUTE),
        ({"cache-control": "s-maxage=900"}, timedelta(0)),
        ({"cache-control": "no-cache, max-age=300"}, timedelta(0)),
        ({"cache-control": "max-age=31536000"}, timedelta(days=1)),
        ({"cache-control": "max-age=0", "expires": "Mon, 23 Nov 2026 12:00:00 GMT"}, timedelta(0)),
        ({"expires": "Sun, 22 Nov 2026 12:07:00 GMT"}, 7 * MINUTE),
        ({"expires": "Sun, 22 Nov 2026 12:07:00 GMT", "date": "Sun, 22 Nov 2026 12:05:00 GMT"}, 2 * MINUTE),
        ({"expires": "-1"}, timedelta(0)),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, timedelta(0)),
        ({"retry-after": "30", "cache-control": "max-age=3600"}, MINUTE / 2),
    ],
)
def test_what_the_headers_ask(headers: dict[str, str], wait: timedelta) -> None:
    assert asked_wait(headers, now=NOW) == wait


def test_the_longer_of_http_and_the_feed_decides() -> None:
    assert asked_wait({"cache-control": "max-age=60"}, ttl=5 * MINUTE, now=NOW) == 5 * MINUTE
    assert asked_wait({"cache-control": "max-age=600"}, ttl=5 * MINUTE, now=NOW) == 10 * MINUTE
    assert asked_wait({"retry-after": "60"}, ttl=5 * MINUTE, now=NOW) == MINUTE
    assert asked_wait({}, ttl=timedelta(days=7), now=NOW) == timedelta(days=1)


NAMES = st.sampled_from(["retry-after", "cache-control", "expires", "date", "age"])


@given(st.dictionaries(NAMES, st.text(max_size=40) | st.integers().map(str) | st.integers().map("max-age={}".format)))
def test_whatever_a_server_says_it_is_from_nothing_to_a_day(headers: dict[str, str]) -> None:
    assert timedelta(0) <= asked_wait(headers, now=NOW) <= timedelta(days=1)

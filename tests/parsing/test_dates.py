"""Moments are read as the publisher meant them (T10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svizho.parsing.dates import EARLIEST, MOST_AHEAD, MOST_GUESSES, DateReader
from tests.parsing.documents import DATE, ITEM, MOMENT, NOW, document, parsed

HERE = datetime(2026, 11, 2, 10, tzinfo=UTC)


def dated(words: str) -> datetime | None:
    return parsed(document(ITEM.replace(DATE, f"<pubDate>{words}</pubDate>"))).entries[0].published


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("Mon, 02 Nov 2026 10:00:00 +0200", MOMENT),
        ("Пн, 02 лис 2026 10:00:00 +0200", MOMENT),
        ("Пн, 02 ноя 2026 10:00:00 +0200", MOMENT),
        ("2 листопада 2026 р. о 12:00", HERE + timedelta(hours=2)),
        ("02.11.2026 10:00", HERE),
        ("02.11.2026 10:00 +0200", MOMENT),
        ("02.11.2026", HERE.replace(hour=0)),
        ("Mon, 02 Nov 2026 10:00:00 EET", MOMENT),
        ("Thu, 02 Jul 2026 10:00:00 EEST", datetime(2026, 7, 2, 7, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 10:00:00 MSK", MOMENT - timedelta(hours=1)),
        ("Mon, 02 Nov 2026 10:00:00 CET", HERE - timedelta(hours=1)),
        ("Mon, 02 Nov 2026 10:00:00 EST", HERE + timedelta(hours=5)),
        ("Mon, 02 Nov 2026 10:00:00 GMT", HERE),
        ("Mon, 02 Nov 2026 10:00:00 UTC", HERE),
        ("Mon, 02 Nov 2026 10:00:00 Z", HERE),
        ("Mon, 02 Nov 2026 10:00:00 GMT+2", MOMENT),
        ("2026-11-02 10:00:00", HERE),
        ("2026-11-02T10:00:00+0200", MOMENT),
        ("2026-11-02T10:00:00+02:00", MOMENT),
        ("2026-11-02T10:00:00.123Z", HERE),
        ("1793606400", MOMENT),
        ("1793606400000", MOMENT),
        ("вчора", NOW - timedelta(days=1)),
        ("3 години тому", NOW - timedelta(hours=3)),
        ("2 часа назад", NOW - timedelta(hours=2)),
        ("poniedziałek, 2 listopada 2026 10:00", HERE),
    ],
)
def test_dates_of_real_feeds(words: str, moment: datetime) -> None:
    assert dated(words) == moment


@pytest.mark.parametrize(
    "words",
    [
        "",
        "незабаром",
        "0",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "32.13.2026",
        "x" * 9999,
    ],
)
def test_no_date_rather_than_an_invented_one(words: str) -> None:
    assert dated(words) is None


def test_dates_are_clamped() -> None:
    assert dated("Mon, 02 Nov 2096 10:00:00 +0200") == NOW + MOST_AHEAD
    assert dated("Tue, 05 May 1998 10:00:00 GMT") == EARLIEST


def test_a_missing_date_is_none_and_is_told() -> None:
    feed = parsed(document(ITEM.replace(DATE, "")))
    assert feed.entries[0].published is None
    assert feed.warnings == ("1 of 1 entries have no date that can be read",)


def test_an_update_alone_is_the_date_and_a_publication_keeps_its_own() -> None:
    entry = "<entry><title>t</title><id>1</id>{}<updated>2026-11-02T10:00:00Z</updated></entry>"
    feed = parsed(
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        + entry.format("")
        + entry.format("<published>2026-11-01T10:00:00Z</published>")
        + "</feed>"
    )
    assert [(each.published, each.updated) for each in feed.entries] == [(HERE, HERE), (HERE - timedelta(days=1), HERE)]


def test_the_slow_guessing_is_limited() -> None:
    reader = DateReader(NOW)
    read = [reader.read(f"{number} хвилин тому") for number in range(1, MOST_GUESSES + 10)]
    assert sum(moment is not None for moment in read) == MOST_GUESSES


def test_english_feeds_write_the_month_first() -> None:
    assert DateReader(NOW, language="en").read("11/02/2026 10:00") == HERE
    assert DateReader(NOW, language="uk").read("02/11/2026 10:00") == HERE


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.from_regex(r"[0-9 .:/T+-]{1,30}[A-Z]{0,4}", fullmatch=True))
def test_nothing_breaks_it_and_all_is_in_range(words: str) -> None:
    moment = DateReader(NOW).read(words)
    assert moment is None or EARLIEST <= moment <= NOW + MOST_AHEAD

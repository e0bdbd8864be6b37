"""Stated times are read with the right zone, and the most precise believable one wins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from svizho.extracting.dates import best_moment, home_zone, read_moment
from svizho.extracting.shown import written_time

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 5, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-05-01T10:30:00+03:00", "2026-05-01T07:30"),
        ("2026-05-01T10:30:00Z", "2026-05-01T10:30"),
        ("2026-05-01T10:30:00.1234567Z", "2026-05-01T10:30"),
        ("2026-05-01 10:30:00 +0200", "2026-05-01T08:30"),
        ("20260501T103000Z", "2026-05-01T10:30"),
        ("2026-05-01T10:30", "2026-05-01T07:30"),
        ("2026-01-05T10:30", "2026-01-05T08:30"),
        ("Fri, 01 May 2026 10:30:00 GMT", "2026-05-01T10:30"),
        ("Fri, 01 May 2026 10:30:00 EST", "2026-05-01T15:30"),
        ("Fri, 01 May 2026 10:30:00 EEST", "2026-05-01T07:30"),
        ("Fri May 01 2026 10:30:00 GMT+0200 (CEST)", "2026-05-01T08:30"),
        ("1777631400", "2026-05-01T10:30"),
        ("1777631400000", "2026-05-01T10:30"),
        ("1 травня 2026, 10:30", "2026-05-01T07:30"),
        ("1 мая 2026 10:30", "2026-05-01T07:30"),
        ("01.05.2026 10:30", "2026-05-01T07:30"),
        ("2026-05-01", "2026-04-30T21:00"),
    ],
)
def test_times_are_read_with_their_zone(text: str, utc: str) -> None:
    moment = read_moment(text, zone=KYIV, language="uk")
    assert moment is not None
    assert moment.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == utc


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "вчора",
        "2 hours ago",
        "3 години тому",
        "0001-01-01T00:00:00+23:00",
        "9" * 40,
        "99999999999999",
        "x" * 5000,
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    moment = read_moment(text, zone=KYIV, language="uk")
    assert moment is None or moment.when.year < 1970


@pytest.mark.parametrize(
    ("stated", "best"),
    [
        (["2026-05-01", "2026-05-01T10:30:00", "2026-05-01T10:30:00+02:00"], datetime(2026, 5, 1, 8, 30, tzinfo=UTC)),
        (["2026-05-01T09:00:00+03:00", "2026-05-01T10:00:00+03:00"], datetime(2026, 5, 1, 6, 0, tzinfo=UTC)),
        (["2026-05-01T00:00:00Z", "2026-05-01T10:30:00"], datetime(2026, 5, 1, 7, 30, tzinfo=UTC)),
        (["2036-05-01T10:00:00Z", "2026-05-01T10:00:00Z"], datetime(2026, 5, 1, 10, 0, tzinfo=UTC)),
        (["1970-01-01T00:00:00Z", "", "nonsense", "2026-04-30"], datetime(2026, 4, 29, 21, 0, tzinfo=UTC)),
        (["2026-05-02T12:40:00Z"], datetime(2026, 5, 2, 12, 40, tzinfo=UTC)),
        (["2026-05-02T14:40:00Z"], None),
        ([], None),
    ],
)
def test_the_most_precise_believable_time_wins(stated: list[str], best: datetime | None) -> None:
    assert best_moment(stated, zone=KYIV, language="uk", now=NOW) == best


def test_a_day_alone_is_never_in_the_future() -> None:
    early = datetime(2026, 5, 1, 18, 0, tzinfo=UTC)
    found = best_moment(["2026-05-02"], zone=ZoneInfo("Asia/Tokyo"), language="ja", now=early)
    assert found is not None
    assert found <= early + timedelta(hours=1)


@pytest.mark.parametrize(
    ("url", "language", "zone"),
    [
        ("https://e.com.ua/a", "", "Europe/Kyiv"),
        ("https://приклад.укр/a", "", "Europe/Kyiv"),
        ("https://e.com/a", "uk", "Europe/Kyiv"),
        ("https://e.pl/a", "uk", "Europe/Warsaw"),
        ("https://e.com/a", "en", "UTC"),
        ("http://127.0.0.1:8077/a", "", "UTC"),
    ],
)
def test_home_zones(url: str, language: str, zone: str) -> None:
    assert str(home_zone(url, language)) == zone


@pytest.mark.parametrize(
    ("line", "language", "written"),
    [
        ("Опубліковано 01.05.2026, 10:30", "uk", "2026-05-01T10:30"),
        ("Do 25.04.24 | 14:07 Uhr", "de", "2024-04-25T14:07"),
        ("2026年5月1日10时30分", "zh", "2026-05-01"),
        ("2026/05/01 9:05", "ja", "2026-05-01T09:05"),
        ("05/14/2026", "en", "2026-05-14"),
        ("03/04/2026", "en", ""),
        ("03/04/2026", "it", "2026-04-03"),
        ("4/4/2026", "en", "2026-04-04"),
        ("May 1, 2026 at 10:30 am", "en", "May 1, 2026 at 10:30 am"),
        ("1 травня 2026, 10:30", "uk", "1 травня 2026, 10:30"),
        ("5 коментарів", "uk", ""),
    ],
)
def test_dates_in_lines(line: str, language: str, written: str) -> None:
    assert written_time(line, language=language) == written

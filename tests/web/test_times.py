"""Moments and spans in the reader's words, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from svizho.web import times
from tests.factories import NOW


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "ukrainian", "english", "age"),
    [
        (-3, "щойно", "just now", "now"),
        (0.5, "щойно", "just now", "now"),
        (4, "4 хв тому", "4 min ago", "now"),
        (9.99, "9 хв тому", "9 min ago", "now"),
        (10, "10 хв тому", "10 min ago", "hour"),
        (59.9, "59 хв тому", "59 min ago", "hour"),
        (60, "1 год тому", "1 h ago", "old"),
        (11 * 60 + 59, "11 год тому", "11 h ago", "old"),
        (12 * 60, "учора, 22:42", "yesterday, 22:42", "old"),
        (26 * 60, "учора, 08:42", "yesterday, 08:42", "old"),
        (11 * 1440, "3\u00a0червня, 10:42", "3\u00a0June, 10:42", "old"),
        (400 * 1440, "10\u00a0травня\u00a02025, 10:42", "10\u00a0May\u00a02025, 10:42", "old"),
    ],
)
def test_ages(minutes: float, ukrainian: str, english: str, age: str) -> None:
    moment = minutes_ago(minutes)
    assert times.age_of(moment, NOW) == age
    with translation.override("uk"):
        assert times.ago(moment, NOW) == ukrainian
    with translation.override("en"):
        assert times.ago(moment, NOW) == english


def test_the_freshness_line_counts_seconds() -> None:
    with translation.override("uk"):
        assert times.ago_to_the_second(minutes_ago(0.2), NOW) == "12 с тому"
        assert times.ago_to_the_second(minutes_ago(2), NOW) == "2 хв тому"


def test_days_are_those_of_the_site_not_of_utc() -> None:
    just_after_midnight_in_kyiv = datetime(2026, 6, 13, 21, 12, tzinfo=UTC)
    with translation.override("uk"):
        assert times.when(just_after_midnight_in_kyiv, NOW) == "00:12"
        assert times.when(just_after_midnight_in_kyiv, NOW, say_today=True) == "сьогодні, 00:12"
        assert times.day_words(just_after_midnight_in_kyiv, NOW) == "Сьогодні"
        assert times.day_words(just_after_midnight_in_kyiv - timedelta(hours=1), NOW) == "Учора"
        assert times.day_words(datetime(2026, 6, 3, 9, tzinfo=UTC), NOW) == "3 червня"


def test_the_date_above_the_masthead() -> None:
    with translation.override("uk"):
        assert times.date_line(NOW) == "неділя, 14 червня"
    with translation.override("en"):
        assert times.date_line(NOW) == "Sunday, 14 June"


@pytest.mark.parametrize(
    ("seconds", "ukrainian", "english"),
    [
        (0, "0 с", "0 s"),
        (38.4, "38 с", "38 s"),
        (60, "1 хв", "1 min"),
        (94, "1 хв 34 с", "1 min 34 s"),
        (3600, "1 год", "1 h"),
        (7530, "2 год 5 хв", "2 h 5 min"),
        (273600, "3 д 4 год", "3 d 4 h"),
        (-5, "0 с", "0 s"),
    ],
)
def test_spans(seconds: float, ukrainian: str, english: str) -> None:
    with translation.override("uk"):
        assert times.span(seconds) == ukrainian
    with translation.override("en"):
        assert times.span(seconds) == english

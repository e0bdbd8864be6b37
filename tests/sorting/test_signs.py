"""Feed categories and addresses: what a publisher says of an article."""

from __future__ import annotations

import pytest

from svizho.sorting.signs import read_signs
from svizho.sorting.topics import TOPIC_NAMES


@pytest.mark.parametrize(
    ("category", "points_to"),
    [
        ("Політика", "politics"),
        ("ПОЛІТИКА", "politics"),
        ("Політичні новини", "politics"),
        ("Світ", "world"),
        ("Новини світу", "world"),
        ("World news", "world"),
        ("Економіка", "economy"),
        ("Общество", "society"),
        ("Наука та технології", "science"),
        ("Sport/Football", "sport"),
        ("Шоу-бізнес", "celebrity"),
        ("Гороскопи", "horoscope"),
        ("Війна", "conflict"),
    ],
)
def test_categories(category: str, points_to: str) -> None:
    assert [sign.points_to for sign in read_signs((category,), "")] == [points_to]


@pytest.mark.parametrize(
    ("url", "points_to"),
    [
        ("https://news.example/polityka/rada-ukhvalyla-biudzhet-123.html", "politics"),
        ("https://example.com/2026/11/12/world/europe/some-title", "world"),
        ("https://sport.example.ua/news/123", "sport"),
        ("https://example.ua/ukr/rubric-economics/a-b.html", "economy"),
        ("https://example.com/%D0%BA%D1%83%D0%BB%D1%8C%D1%82%D1%83%D1%80%D0%B0/nazva", "culture"),
    ],
)
def test_addresses(url: str, points_to: str) -> None:
    assert points_to in [sign.points_to for sign in read_signs((), url)]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/sport",  # the last piece is the article
        "https://example.com/news/the-war-of-words-in-world-sport-and-politics/1",  # a title in the middle
        "https://example.com/2026/11/22/123",
        "http://[broken",
        "",
    ],
)
def test_addresses_that_say_nothing(url: str) -> None:
    assert read_signs((), url) == ()


def test_the_most_named_comes_first_and_many_categories_are_capped() -> None:
    signs = read_signs(("Спорт", "Політика", "Вибори"), "https://example.com/politics/x")
    assert [sign.points_to for sign in signs] == ["politics", "sport"]
    assert read_signs(("нічого",) * 1_000 + ("Спорт",), "") == ()
    assert read_signs(("x" * 10_000_000,), "") == ()


def test_every_sign_points_to_something_that_exists() -> None:
    from svizho.sorting import signs

    whole, beginnings = signs._table()
    assert {*whole.values(), *dict(beginnings).values()} <= {*TOPIC_NAMES, "world"}

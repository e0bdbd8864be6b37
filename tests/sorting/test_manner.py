"""News reports who said what and when; advice and lists speak to the reader."""

from __future__ import annotations

import pytest

from svizho.sorting.manner import leaning

REPORT = "The minister said on Thursday that the bridge would be closed, according to officials. " * 6
ADVICE = "If you want your garden to bloom, you should water it daily and give your plants some shade. " * 6


@pytest.mark.parametrize(
    "title",
    [
        "10 habits of people who sleep well",
        "The best 7 films for a rainy day",
        "П'ять простих способів прибрати запах",
        "Топ-7 ідей на короткі нігті",
        "8 признаков того, что вам пора в отпуск",
        "How to choose running shoes",
        "Як правильно поливати орхідею взимку",
        "Как отстирать пятно от кофе",
        "Что такое ипотека",
    ],
)
def test_titles_of_lists_and_advice(title: str) -> None:
    assert leaning(title, "") >= 1.5


@pytest.mark.parametrize(
    "title",
    [
        "59 dead, 527 injured in shooting",
        "10 people killed as bus overturns",
        "Як повідомили у міністерстві, рейс скасовано",
        "Топ-менеджер банку подав у відставку",
        "13 марта состоится матч",
        "",
    ],
)
def test_titles_of_news(title: str) -> None:
    assert leaning(title, "") == 0


def test_bodies() -> None:
    assert leaning("Bridge closed", REPORT) < -1
    assert leaning("Garden", ADVICE) > 1
    assert leaning("Garden", ADVICE[:100]) == 0


def test_a_huge_body_is_read_in_part() -> None:
    assert leaning("x" * 1_000_000, REPORT * 10_000) == leaning("x", REPORT * 100)

"""Counts, their bounds and what they count."""

from __future__ import annotations

import pytest

from svizho.attributing import find_quantities

CASES = [
    ("en", "At least one rocket fell.", (1, None, "at_least", "rocket")),
    ("en", "Four rockets fell.", (4, 4, "exact", "rocket")),
    ("en", "around 2,500 troops", (2500, 2500, "about", "troop")),
    ("en", "a dozen people waited", (12, 12, "exact", "people")),
    ("en", "dozens of strikes", (24, None, "at_least", "strike")),
    ("en", "two hundred and fifty men", (250, 250, "exact", "man")),
    ("en", "no more than 12 ships", (None, 12, "at_most", "ship")),
    ("en", "$1.3 billion was paid", (1.3e9, 1.3e9, "exact", "dollar")),
    ("uk", "четверо людей поранено", (4, 4, "exact", "людина")),
    ("uk", "пів сотні дронів", (50, 50, "exact", "дрон")),
    ("uk", "збито 55 ворожих ударних безпілотників", (55, 55, "exact", "безпілотник")),
    ("uk", "понад 10 атак", (10, None, "at_least", "атака")),
    ("uk", "близько 20 тисяч осіб", (20000, 20000, "about", "особа")),
    ("uk", "100-200 метрів", (100, 200, "exact", "метр")),
    ("uk", "загиблих 19.", (19, 19, "exact", "загиблий")),
    ("ru", "не менее 12 раненых", (12, None, "at_least", "раненый")),
    ("ru", "около полутора тысяч домов", (1500, 1500, "about", "дом")),
    ("ru", "пятеро детей", (5, 5, "exact", "ребенок")),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_a_count(language: str, text: str, expected: tuple[float | None, float | None, str, str]) -> None:
    (quantity,) = find_quantities(text, language)
    assert (quantity.low, quantity.high, quantity.bound, quantity.unit) == expected
    assert quantity.span.of(text).strip() in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On July 16 at 10:30 the F-16 left in 2014."),
        ("uk", "25 листопада 2023 року о 10:30 бійці 128-ї бригади на F-16."),
        ("ru", "16 июля 2024 года в 10:30."),
    ],
)
def test_dates_times_and_names_are_no_counts(language: str, text: str) -> None:
    assert find_quantities(text, language) == ()


def test_a_single_thing_is_counted_beside_others() -> None:
    text = "“a drone and three rockets” fell"
    assert [(q.low, q.unit) for q in find_quantities(text, "en")] == [(1, "drone"), (3, "rocket")]


def test_a_bare_number_shares_the_unit_before() -> None:
    found = find_quantities("around 2,500 troops in Iraq and 900 in Syria", "en")
    assert [(q.low, q.unit) for q in found] == [(2500, "troop"), (900, "troop")]


def test_other_languages_give_nothing() -> None:
    assert find_quantities("drei Raketen", "de") == ()

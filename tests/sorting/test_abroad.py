"""Where it happens: at home or abroad."""

from __future__ import annotations

import pytest

from svizho.sorting.abroad import countries_named, whereabouts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("В Іраку обстріляли базу", "IQ"),
        ("Выборы в Молдавии", "MD"),
        ("Elections in Germany", "DE"),
        ("US troops leave", "US"),
        ("The U.S. embassy", "US"),
        ("Мер Нью-Йорка подав у відставку", "US"),
        ("у Варшаві", "PL"),
        ("Kyiv mayor", "UA"),
    ],
)
def test_countries_are_recognised_in_their_forms(text: str, code: str) -> None:
    assert code in [named for named, _ in countries_named(text)]


@pytest.mark.parametrize(
    "text", ["let us go to the polish shop", "кримінал", "сума доходу", "дані опитування", "the daily news", "рівень"]
)
def test_look_alikes_are_no_countries(text: str) -> None:
    assert list(countries_named(text)) == []


def test_home_is_not_abroad() -> None:
    title, text = "Вибори у Варшаві", "Партія перемогла на виборах у Польщі."
    assert whereabouts(title, text, home="UA").foreign == 1.0
    assert whereabouts(title, text, home="UA").country == "PL"
    assert whereabouts(title, text, home="PL").foreign == 0.0


def test_the_headline_outweighs_the_lead() -> None:
    where = whereabouts("Київ отримав допомогу", "Про це заявили у Берліні.", home="UA")
    assert 0 < where.foreign < 0.5


def test_who_acts_tells_less_than_where() -> None:
    assert whereabouts("Росіяни обстріляли Харків", "", home="UA").foreign < 0.3


def test_nothing_named() -> None:
    assert whereabouts("", "", home="UA").foreign == 0.0

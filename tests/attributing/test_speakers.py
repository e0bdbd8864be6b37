"""Speakers resolved within an article and brought to the nominative."""

from __future__ import annotations

import pytest

from svizho.attributing import find_claims
from svizho.attributing.naming import nominative_person, nominative_phrase


def speakers(text: str, language: str) -> list[tuple[str, str]]:
    return [(c.speaker.name, c.speaker.role) if c.speaker else ("", "") for c in find_claims(text, language=language)]


def test_a_surname_and_a_pronoun_are_the_full_name_before() -> None:
    text = (
        "Мер Луцька Ігор Поліщук заявив, що міст відкрито. Поліщук додав, що рух дозволено. "
        '"Чекаємо всіх на мосту", – сказав він.'
    )
    assert speakers(text, "uk") == [("Ігор Поліщук", "Мер Луцька")] * 3


def test_a_role_is_the_person_who_holds_it() -> None:
    text = "Адвокат Антон Гай пояснив, що строк минув. Адвокат додав, що суд відкладено."
    assert {name for name, _ in speakers(text, "uk")} == {"Антон Гай"}


def test_she_is_the_last_woman() -> None:
    text = "Mrs. Lane said the port was open. Mr. Gray said it was closed. She said she was sorry."
    names = [name for name, _ in speakers(text, "en")]
    assert "Lane" in names[2]


def test_a_short_name_is_the_long_one() -> None:
    text = "Two ships sank, according to the Baltic Weather Observatory. The Observatory said a storm was near."
    names = {name for name, _ in speakers(text, "en")}
    assert names == {"the Baltic Weather Observatory"}


def test_another_official_is_another_speaker() -> None:
    text = "A port official said two ships sank. Another port official said three ships sank."
    assert len({name for name, _ in speakers(text, "en")}) == 2


@pytest.mark.parametrize(
    ("oblique", "plain"),
    [
        ("Олександра Штупуна", "Олександр Штупун"),
        ("Володимира Зеленського", "Володимир Зеленський"),
        ("Наталії Гуменюк", "Наталія Гуменюк"),
        ("Сергія Наєва", "Сергій Наєв"),
        ("Андрія Єрмака", "Андрій Єрмак"),
        ("Віталія Кличка", "Віталій Кличко"),
        ("Дмитра Кулеби", "Дмитро Кулеби"),
        ("Петра Порошенка", "Петро Порошенко"),
        ("Юлії Свириденко", "Юлія Свириденко"),
        ("Ірини Верещук", "Ірина Верещук"),
        ("Владимира Путина", "Владимир Путин"),
        ("Марии Захаровой", "Мария Захарова"),
        ("Сергея Лаврова", "Сергей Лавров"),
    ],
)
def test_names_in_the_nominative(oblique: str, plain: str) -> None:
    assert nominative_person(tuple(oblique.split())) == plain


@pytest.mark.parametrize(
    ("oblique", "plain", "language"),
    [
        ("Повітряних силах ЗСУ", "Повітряні сили ЗСУ", "uk"),
        ("пресцентрі СБУ", "пресцентр СБУ", "uk"),
        ("відомстві", "відомство", "uk"),
        ("МОЗ", "МОЗ", "uk"),
        ("аналітиків", "аналітики", "uk"),
        ("министерстве обороны", "министерство обороны", "ru"),
    ],
)
def test_bodies_in_the_nominative(oblique: str, plain: str, language: str) -> None:
    assert nominative_phrase(tuple(oblique.split()), language) == plain


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Прем'єр-міністр Великої Британії Ріші Сунак заявив, що мир близько.", "uk", ["Ріші Сунак"]),
        (
            "Ann Lane and Tom Hill said they had parted. Lane said it was sad.",
            "en",
            ["Ann Lane and Tom Hill", "Ann Lane"],
        ),
    ],
)
def test_names_of_countries_and_couples(text: str, language: str, names: list[str]) -> None:
    assert [claim.speaker.name for claim in find_claims(text, language=language) if claim.speaker] == names

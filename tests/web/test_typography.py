"""Unbreakable spaces, quotation marks, names and numbers."""

from __future__ import annotations

import pytest
from django.utils import translation

from svizho.web.languages import full_name, heading, short_name
from svizho.web.typography import grouped, outlet, quoted, tie


@pytest.mark.parametrize(
    ("plain", "tied"),
    [
        ("і в нас", "і~в~нас"),
        ("Порт у Білоплаві – знову", "Порт у~Білоплаві~– знову"),
        ("дрон і 3 ракети", "дрон і~3~ракети"),
        ("на рівні 13 %", "на~рівні 13 %"),
        ("близько 03:12 пролунали", "близько 03:12 пролунали"),
        ("21 червня 2026 року", "21~червня 2026~року"),
        ("до «Зубра»", "до~«Зубра»"),
        ("прес-конференція", "прес-конференція"),
        ("п’ять їх", "п’ять їх"),
        ("", ""),
    ],
)
def test_short_words_numbers_and_dashes_are_tied(plain: str, tied: str) -> None:
    assert tie(plain).replace("\u00a0", "~") == tied


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Судно стало.", "uk", "«Судно стало»."),
        ("Судно стало…", "uk", "«Судно стало…»"),
        ("Судно «Аделія» стало", "uk", "«Судно „Аделія“ стало»"),
        ("The ship berthed.", "en", "“The ship berthed.”"),
        ("Das Schiff", "de", "«Das Schiff»"),
    ],
)
def test_quotations(text: str, language: str, expected: str) -> None:
    assert quoted(text, language) == expected


def test_names_of_publishers() -> None:
    assert outlet("Хвиля 24", "uk") == "«Хвиля 24»"
    assert outlet("Хвиля 24", "en") == "Хвиля 24"
    assert outlet("«Хвиля»", "uk") == "«Хвиля»"
    assert outlet("Meridian Wire", "uk") == "Meridian Wire"


def test_numbers_are_grouped() -> None:
    with translation.override("uk"):
        assert grouped(2914) == "2\u00a0914"
    with translation.override("en"):
        assert grouped(2914) == "2,914"


def test_names_of_languages() -> None:
    with translation.override("uk"):
        assert (short_name("en"), heading("en"), full_name("en")) == ("англ", "Англійською", "англійська")
        assert (short_name("ka"), heading("ka")) == ("ka", "Грузинська")
        assert (short_name("zz-"), full_name("zz-"), heading("")) == ("zz-", "zz-", "Мова невідома")
    with translation.override("en"):
        assert (short_name("uk"), heading("uk")) == ("uk", "In Ukrainian")

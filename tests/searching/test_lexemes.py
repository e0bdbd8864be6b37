"""Under what an article is found, and what a word of a question may stand for."""

from __future__ import annotations

from datetime import date

import pytest

from svizho.searching import Known, Text, fold, index, lexemes_of, other_keyboard, sound_of, with_sounds
from svizho.searching.guessing import best_guess, candidates, distance

LANGUAGES = ("uk", "en", "ru")


def indexed(text: str, language: str = "uk") -> str:
    return index(Text("", text, language, 7, ("sport",), date(2026, 6, 14))).all


@pytest.mark.parametrize(
    ("asked", "written", "language"),
    [
        ("порт", "портів", "uk"), ("порти", "у порту", "uk"),
        ("Київ", "Києва", "uk"), ("Києва", "у Києві", "uk"), ("ракета", "шість ракет", "uk"),
        ("ракет", "ракетами", "uk"),
        ("люди", "людей", "uk"), ("обєднання", "об’єднання", "uk"), ("об'єднаних", "об’єднаний", "uk"),
        ("Білоплав", "порт Білоплава", "uk"), ("Білоплаву", "Білоплав", "uk"), ("шахеди", "шахедів", "uk"),
        ("Kyiv", "Києва", "uk"), ("Київ", "in Kyiv", "en"), ("Україна", "Ukraine's army", "en"),
        ("missiles", "a missile", "en"), ("Cafe", "café", "fr"), ("Київ", "Киева", "ru"), ("Европа", "Європі", "uk"),
    ],
)  # fmt: skip
def test_a_word_is_found_in_any_form(asked: str, written: str, language: str) -> None:
    text = indexed(written, language)
    assert any(f"'{lexeme}'" in text for lexeme in lexemes_of(asked, LANGUAGES)), text


@pytest.mark.parametrize(("asked", "written"), [("кит", "кіт"), ("порт", "спорт"), ("гора", "горе")])
def test_other_words_are_not(asked: str, written: str) -> None:
    assert not any(f"'{lexeme}'" in indexed(written) for lexeme in lexemes_of(asked, LANGUAGES))


def test_properties_are_lexemes_and_no_word_can_be_one() -> None:
    text = indexed("@lang:en @source:9")
    assert "'@lang:uk' '@source:7'" in text
    assert "'@section:sport'" in text
    assert "'@lang:en'" not in text


def test_a_long_text_is_cut() -> None:
    assert len(indexed("слово " * 100_000)) < 1000
    assert "'кінець'" not in indexed("слово " * 5000 + "кінець")


def test_the_title_weighs_most_and_stands_in_the_head() -> None:
    found = index(Text("Порт", "Судно. " + "вода " * 200 + "дно", "uk", 1, (), date(2026, 6, 14)))
    assert "'порт':1A" in found.head
    assert "'судно':2B" in found.head
    assert "'дно'" not in found.head
    assert "'дно'" in found.all


@pytest.mark.parametrize(
    "names", [("Зеленський", "Zelensky", "Zelenskyy", "Зеленский"), ("Харків", "Kharkiv"), ("Чернігів", "Chernihiv")]
)
def test_names_sound_the_same_in_every_alphabet(names: tuple[str, ...]) -> None:
    assert len({sound_of(name) for name in names}) == 1


def known(*words: str) -> list[Known]:
    return [Known(fold(word), word, sound_of(word), 5) for word in words]


def test_a_name_stands_for_its_other_spellings() -> None:
    told = with_sounds({"Verkhohliad": lexemes_of("Verkhohliad", LANGUAGES)}, known("верхогляд", "верхівка"))
    assert "верхогляд" in told["Verkhohliad"]
    own = with_sounds({"порт": ("порт", "=порт")}, known("порт", "порть", "port"))
    assert own["порт"] == ("порт", "=порт", "port")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("кийв", "київ"), ("Зеленьский", "зеленський"), ("rbsd", "київ"), ("укпаїна", "україна"), ("missle", "missile")],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    guess = best_guess(typed, known("київ", "кит", "зеленський", "україна", "missile", "зелений"))
    assert guess is not None
    assert guess.written == meant


def test_far_words_are_not_guessed() -> None:
    assert best_guess("ракета", known("газета", "робота", "ракета")) is None
    assert candidates("кіт") == ()
    assert distance("абв", "бав") == 1
    assert distance("а", "абвг") == 3


def test_the_wrong_keyboard() -> None:
    assert fold(other_keyboard("rbsd")) == fold("київ")
    assert other_keyboard("ьшііщт") == "misson"

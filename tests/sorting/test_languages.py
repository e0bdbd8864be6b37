"""Languages are told apart on headlines, and a declared language only breaks ties."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from svizho.sorting import identify_language

NEIGHBOURS = ("uk", "ru", "en", "be", "bg", "pl")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Верховна Рада ухвалила бюджет на наступний рік", "uk"),
        ("Рада ухвалила бюджет", "uk"),
        ("Штраф за парковку увеличат вдвое", "ru"),
        ("Зборная Беларусі выйграла таварыскі матч", "be"),
        ("Парламентът прие бюджета за следващата година", "bg"),
        ("Sejm przyjął ustawę o podatkach", "pl"),
        ("Parliament passes the budget", "en"),
        ("ВЕРХОВНА РАДА УХВАЛИЛА БЮДЖЕТ НА НАСТУПНИЙ РІК", "uk"),
    ],
)
def test_headlines_of_neighbouring_languages(text: str, language: str) -> None:
    assert identify_language(text, languages=NEIGHBOURS).language == language


def test_an_ambiguous_headline_goes_to_the_declared_language() -> None:
    both = "Погода на завтра"
    assert identify_language(both, languages=NEIGHBOURS, declared="ru-RU").language == "ru"
    assert identify_language(both, languages=NEIGHBOURS, declared="uk").language == "uk"
    assert identify_language(both, languages=NEIGHBOURS, declared="ua").language == "uk"


def test_a_wrong_declaration_does_not_outweigh_the_text() -> None:
    text = "Українські рятувальники ліквідували пожежу на складі під Києвом"
    guess = identify_language(text, languages=NEIGHBOURS, declared="en")
    assert guess.language == "uk"
    assert guess.confidence > 0.9


@pytest.mark.parametrize("text", ["", "   ", "12:30 — 14.11.2026", "!!! 100 % ***"])
def test_without_letters_the_declared_language_stands_unproven(text: str) -> None:
    guess = identify_language(text, languages=NEIGHBOURS, declared="uk")
    assert (guess.language, guess.confidence) == ("uk", 0.0)
    assert identify_language(text, languages=NEIGHBOURS, declared="de").language == ""
    assert identify_language(text, languages=NEIGHBOURS).language == ""


def test_only_the_languages_asked_for_are_given() -> None:
    german = "Der Bundestag hat das Gesetz verabschiedet"
    assert identify_language(german, languages=("uk", "en")).language == "en"
    assert identify_language(german, languages=()).language == "de"
    assert identify_language(german, languages=("de", "nl", "unknown")).language == "de"


def test_confidence_falls_with_doubt() -> None:
    sure = identify_language("Кабінет Міністрів України затвердив постанову", languages=NEIGHBOURS)
    unsure = identify_language("Погода на завтра", languages=NEIGHBOURS)
    assert 0 < unsure.confidence < sure.confidence <= 1


def test_threads_with_different_languages_do_not_disturb_each_other() -> None:
    text = "Президент подписал закон о бюджете"
    sets = [("uk", "ru"), ("uk", "en"), ("ru", "bg"), ("bg", "en")] * 20
    alone = [identify_language(text, languages=languages) for languages in sets]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda languages: identify_language(text, languages=languages), sets))
    assert together == alone


def test_a_huge_text_costs_no_more_than_its_beginning() -> None:
    text = "Верховна Рада ухвалила державний бюджет. " * 50_000
    assert identify_language(text, languages=NEIGHBOURS).language == "uk"

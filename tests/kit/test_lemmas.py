"""Words and their dictionary forms."""

from svizho.kit.lemmas import has_dictionary, is_known, lemma, words_of


def test_words_keep_their_apostrophes_and_lose_digits() -> None:
    assert words_of("Прем’єр-міністр об'єднав 12 громад, Café №5") == [
        "Прем’єр",
        "міністр",
        "об'єднав",
        "громад",
        "Café",
    ]


def test_lemmas_in_three_languages() -> None:
    assert lemma("президента", "uk") == "президент"
    assert lemma("выборах", "ru") == "выборы"
    assert lemma("elections", "en") == "election"


def test_a_language_without_a_dictionary_keeps_the_word() -> None:
    assert not has_dictionary("be")
    assert lemma("Выбары", "be") == "выбары"


def test_known_words() -> None:
    assert is_known("ухвалила", "uk")
    assert not is_known("ухвалила", "ru")

"""Noise is told from short, loud and foreign speech."""

from __future__ import annotations

import pytest

from svizho.screening.noise import noise_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("йцкнгшщз фвпрлдж чсмтьб шщзхъ bcdfghjk", "keys"),
        ("sdfghjkl qwrtpsdfg zxcvbnm dfghjkl", "keys"),
        ("АААААААААААААА!!!!!!!!!!!", "repeats"),
        ("ЗРАДА КРУГОМ І НІХТО НІЧОГО НЕ БАЧИТЬ ЛЮДИ ПРОКИНЬТЕСЬ", "shouting"),
        ("))))) (((( 123 123 123 +++ === 100 200", "no_letters"),
        ("Прuвiт дpyзi вciм дoбpoгo днi я вiдкpuв", "mixed"),
        (
            "З\u0336\u0300\u0301\u0302а\u0336\u0300\u0301\u0302л\u0336\u0300\u0301\u0302г\u0300\u0301о\u0300\u0301",
            "marks",
        ),
    ],
)
def test_noise_is_named(text: str, kind: str) -> None:
    assert noise_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Ні.",
        "Чому? Бо ДСНС і ЗСУ так сказали.",
        "Зустріч о 10:30, вул. Хрещатик, 36",
        "I think the EU and NATO will answer soon",
        "Наголос: за́мок і замо́к – різні слова",
        "Купив iPhone і MacBook, а Windows знову завис",
        "مرحبا بكم في هذا الموقع الإخباري الجديد",
        "שלום לכולם, זה אתר חדשות חדש מאוד",
        "Пристрій для підзарядки; встргнв",
        "Ура!!!!!! Перемога!!!",
    ],
)
def test_speech_is_no_noise(text: str) -> None:
    assert noise_in(text) == ""

"""Attributions in Ukrainian and Russian, sentence by sentence."""

from __future__ import annotations

import pytest

from svizho.attributing import find_claims
from tests.attributing.found import claims_in, words_of

UKRAINIAN = [
    (
        "Мер Луцька Ігор Поліщук заявив, що міст відкриють у травні.",
        ("Мер Луцька Ігор Поліщук", "заявив", "що міст відкриють у травні"),
    ),
    ('"Ми готові до зими", – сказав він.', ("він", "сказав", '"Ми готові до зими"')),
    ("«Ми готові до зими», — наголосила речниця порту.", ("речниця порту", "наголосила", "«Ми готові до зими»")),
    (
        "За словами Олени Гай, місто готове до зими.",
        ("Олени Гай", "За словами", "місто готове до зими"),
    ),
    ("За його словами, місто готове.", ("його", "За | словами", "місто готове")),
    ("Міст відкрито, повідомили в ОВА.", ("ОВА", "повідомили", "Міст відкрито")),
    (
        "У пресслужбі порту повідомили, що судно сіло на мілину.",
        ("пресслужбі порту", "повідомили", "що судно сіло на мілину"),
    ),
    ("Як зазначив Гай, міст готовий.", ("Гай", "зазначив", "міст готовий")),
    ('"Двоє поранених", – йдеться у повідомленні ОВА.', ("ОВА", "йдеться у повідомленні", '"Двоє поранених"')),
    ("Раніше повідомлялося, що міст закрито.", ("", "Раніше повідомлялося", "що міст закрито")),
    ("Гай повідомив про новий міст.", ("Гай", "повідомив про", "новий міст")),
    ("Уряд планує закрити міст.", ("Уряд", "планує", "закрити міст")),
    ("Місто готове до зими, пише Reuters.", ("Reuters", "пише", "Місто готове до зими")),
]
RUSSIAN = [
    ("Мэр Иван Петров заявил, что мост откроют в мае.", ("Мэр Иван Петров", "заявил", "что мост откроют в мае")),
    ("«Мы готовы к зиме», — сказала она.", ("она", "сказала", "«Мы готовы к зиме»")),
    ("По словам Анны Гай, город готов.", ("Анны Гай", "По словам", "город готов")),
    ("По его словам, город готов.", ("его", "По | словам", "город готов")),
    ("Сообщается, что мост закрыт.", ("", "Сообщается", "что мост закрыт")),
    ("Как сообщает порт, судно село на мель.", ("порт", "сообщает", "судно село на мель")),
]


@pytest.mark.parametrize(("text", "expected"), UKRAINIAN)
def test_ukrainian(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in claims_in(text, "uk")


@pytest.mark.parametrize(("text", "expected"), RUSSIAN)
def test_russian(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in claims_in(text, "ru")


def test_about_this_points_back_to_the_lead() -> None:
    text = "У місті відкрили міст. Рух ним дозволено. Про це повідомив мер Луцька Ігор Поліщук у Telegram."
    assert claims_in(text, "uk") == [
        ("мер Луцька Ігор Поліщук", "повідомив", "У місті відкрили міст. Рух ним дозволено")
    ]


def test_about_this_stops_at_the_attribution_before() -> None:
    text = "Гай заявив, що міст закрито. Рух перекрито. У порту спокійно. Про це повідомили у ДСНС."
    assert claims_in(text, "uk")[-1] == ("ДСНС", "повідомили", "Рух перекрито. У порту спокійно")


def test_the_reporters_own_words_attribute_nothing() -> None:
    assert claims_in("Нагадаємо, міст закрили у травні. Зазначимо, що він старий.", "uk") == []


def test_a_relay_holds_what_it_relays() -> None:
    text = "Президент заявив, що міст відкриють, передає Reuters."
    outer, inner = sorted(find_claims(text, language="uk"), key=lambda claim: claim.cue, reverse=True)
    assert words_of(text, outer)[0] == "Reuters"
    assert inner.nested_in is not None
    assert inner.via == ("Reuters",)


def test_dialogue_by_dashes() -> None:
    text = "— Ви готові? — запитала журналістка.\n— Так, — відповів він. — Ми готові."
    assert claims_in(text, "uk") == [
        ("журналістка", "запитала", "Ви готові?"),
        ("він", "відповів", "Так | Ми готові"),
    ]


def test_a_setting_is_no_part_of_the_speaker() -> None:
    text = "Міністр Денис Гай під час брифінгу повідомив, що міст закрито."
    assert claims_in(text, "uk") == [("Міністр Денис Гай", "повідомив", "що міст закрито")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("У суботу міністерство повідомило, що порт закрили.", "міністерство"),
        ("Під час наради мер Іван Гай заявив, що порт закрили.", "мер Іван Гай"),
    ],
)
def test_a_setting_is_no_speaker(text: str, source: str) -> None:
    assert [words[0] for words in claims_in(text, "uk")] == [source]


def test_a_deed_does_not_speak() -> None:
    assert claims_in("На безплатне перебронювання заявили, що місць немає.", "uk") == []

"""Listed words are found however they are written, and honest words are not taken for them."""

from __future__ import annotations

import pytest

from svizho.screening import bundled_words

BANNED, SUSPECT = bundled_words("banned"), bundled_words("suspect")


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Найкраще онлайн-казино тут", "онлайн казин*"),
        ("найкраще ОНЛАЙН  КАЗИНО", "онлайн казин*"),
        ("oнлaйн кaзинo", "онлайн казин*"),  # Latin o, a inside
        ("0нлайн к4зин0", "онлайн казин*"),
        ("buy V1agra now", "viagra"),
        ("vіаgrа", "viagra"),  # Cyrillic і, а inside
        ("заработок без вложений от 500 $", "заработок без вложени*"),
        ("гарантированная прибыль крипта", "гарантированн* прибыл* крипт*"),
    ],
)
def test_banned_words_are_found_in_disguise(text: str, entry: str) -> None:
    assert BANNED.find(text) == entry


@pytest.mark.parametrize(
    "text",
    ["к.а.з.и.н.о", "К а з и н о!", "каааазино", "кaзинó", "к\u0336а\u0336з\u0336и\u0336н\u0336о", "ｋазино"],
)
def test_pulled_apart_struck_through_and_drawn_out(text: str) -> None:
    assert SUSPECT.find(text) == "казин*"


@pytest.mark.parametrize(
    "text",
    [
        "Президент підписав закон про бюджет, а рада ще думає",
        "Хустка, худий кіт, пісня про козака",
        "Жидачів – місто на Львівщині, а Жидичин – село на Волині",
        "Охолодження реактора; хохолок синиці",
        "Сучасна музика, сукня, сук дуба, засуха",
        "Дебати про дебет і кредит; ідентичність; ідіома",
        "Scunthorpe, Sussex and a shiitake soup; Moscow; Essex",
        "Чурюмов відкрив комету, а Чурай писала пісні",
        "Тваринництво і здоров’я тварин",
        "В. Г. Б. і О. П. про а, б, в",
        "Ебонітова паличка, єбонітова теж; хебешник",
        "Yesterday the council met and passed the budget",
        "Рибалка на блешню, блискавка, бляха-муха",
    ],
)
def test_honest_words_pass(text: str) -> None:
    assert (BANNED.find(text), SUSPECT.find(text)) == ("", "")


def test_every_entry_finds_itself() -> None:
    for name in ("banned", "suspect"):
        words = bundled_words(name)
        entries = {*words.whole.values(), *words.starts.values(), *(entry for _, entry in words.phrases)}
        assert len(entries) > 40
        assert [entry for entry in entries if not words.find(f"Ось {entry.replace('*', '')} тут")] == []


def test_an_owner_may_add_words() -> None:
    mine = BANNED.with_entries(["окуляри* дешево  # продавець", "", "# нічого"])
    assert mine.find("Окуляри дешево!") == "окуляри* дешево"
    assert BANNED.find("Окуляри дешево!") == ""


def test_a_text_of_signs_is_read_in_good_time() -> None:
    assert SUSPECT.find("! " * 50_000) == ""
    assert SUSPECT.find("а." * 50_000) == ""

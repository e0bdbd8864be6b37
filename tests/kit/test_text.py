"""Plain text is made clean, cut at words and written as addresses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.kit.text import first_free, number_of, paragraphs, shorten, slug_of, tidy, visible


def test_tidy_folds_white_space_and_composes() -> None:
    assert tidy("  Київ\u00a0\t і\u0308жа \r\n тут ") == "Київ їжа тут"


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x1b", "\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff", "\U000e0041", "\ud800"]
)
def test_tidy_takes_out_what_nobody_sees(hidden: str) -> None:
    assert tidy(f"Го{hidden}лос") == "Голос"


def test_tidy_keeps_joiners_that_scripts_need() -> None:
    assert tidy("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_piled_up_marks_are_cut() -> None:
    assert len(visible("а" + "\u0301" * 300)) <= 5


def test_odd_separators_part_words() -> None:
    assert tidy("один\x1cдва\x0bтри\x85чотири") == "один два три чотири"


@given(st.text())
def test_tidy_is_idempotent_and_can_be_stored(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


def test_paragraphs_part_at_blank_lines_and_fold_the_rest() -> None:
    assert paragraphs("Перший\nабзац\r\n \r\nдругий\n\n\n\nтретій\n") == ("Перший абзац", "другий", "третій")


def test_paragraphs_without_blank_lines_part_at_line_ends() -> None:
    assert paragraphs("Перший\nдругий\u2028третій") == ("Перший", "другий", "третій")
    assert paragraphs(" \n ") == ()


def test_paragraphs_of_blank_megabytes_end_soon() -> None:
    began = time.perf_counter()
    assert paragraphs("а" + "\n \r" * 300_000 + " " * 300_000) == ("а",)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("limit", "short"),
    [(100, "Раз, два три чотири"), (12, "Раз, два…"), (13, "Раз, два три…"), (5, "Раз…"), (1, "…"), (0, "")],
)
def test_shorten_cuts_at_a_word(limit: int, short: str) -> None:
    assert shorten("Раз, два три чотири", limit) == short


@given(st.text(), st.integers(0, 50))
def test_shorten_never_exceeds_the_limit(text: str, limit: int) -> None:
    assert len(shorten(tidy(text), limit)) <= limit


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Згорани, Розгон: Єнакієве та Юрій Їжакевич", "zghorany-rozghon-yenakiieve-ta-yurii-yizhakevych"),
        ("П’ять об'єктів у Гуляйполі", "piat-obiektiv-u-huliaipoli"),
        ("Щастя — це Ґанок, Яготин, Йосипівка", "shchastia-tse-ganok-yahotyn-yosypivka"),
        ("Эхо большого города", "ekho-bolshogo-goroda"),
        ("Łódź: straße, Ærø & café", "lodz-strasse-aero-cafe"),
        ("日本のニュース", "x"),
        ("", "x"),
        ("!!!", "x"),
    ],
)
def test_slugs_follow_the_table(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_long_slug_is_cut_at_a_word() -> None:
    slug = slug_of("слово " * 40, limit=30)
    assert slug == "slovo-slovo-slovo-slovo-slovo"
    assert slug_of("ж" * 200, limit=10) == "zhzhzhzhzh"


@given(st.text(max_size=300))
def test_a_slug_is_always_an_address(title: str) -> None:
    slug = slug_of(title)
    assert 1 <= len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug.strip("-") == slug


def test_the_first_free_name() -> None:
    assert first_free("svitlytsia", set()) == "svitlytsia"
    assert first_free("svitlytsia", {"svitlytsia", "svitlytsia-3"}) == "svitlytsia-2"
    assert first_free("svitlytsia", {"svitlytsia", "svitlytsia-2"}) == "svitlytsia-3"


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("0", 0),
        ("017", 17),
        ("9" * 18, 10**18 - 1),
        ("", None),
        ("9" * 19, None),
        ("-1", None),
        ("٣", None),
        ("1.0", None),
    ],
)
def test_a_stranger_s_number(told: str, number: int | None) -> None:
    assert number_of(told) == number

"""Quotation marks of every tradition, and sentences."""

from __future__ import annotations

import pytest

from svizho.attributing.quoting import find_quotations
from svizho.attributing.reading import read_text


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("He said “go home” twice.", ["“go home”"]),
        ("Він: «іди “додому” негайно».", ["«іди “додому” негайно»"]),
        ("Він: „іди додому“.", ["„іди додому“"]),
        ("Він: „іди додому”.", ["„іди додому”"]),
        ('Він: "іди в "Дім" негайно" і пішов.', ['"іди в "Дім" негайно"']),
        ("She said ''go home'' twice.", ["''go home''"]),
        ("It isn't the kids' fault.", []),
        ("“Never closed.\n\nAnother paragraph.", []),
        ("“One paragraph.\n\n“And its end,” he said.", ["“One paragraph.\n\n“And its end,”"]),
        ('5" pipes', []),
    ],
)
def test_quotations(text: str, quotations: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == quotations


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Lane left. Ms. Gray stayed.", 2),
        ("The U.S. army left. It rained.", 2),
        ("Збитки – 5 млн. грн. Місто чекає.", 2),
        ("«Стій! Куди?» — спитав він.", 2),
        ("Title\nBody text here.", 2),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(read_text(text).sentences) == count

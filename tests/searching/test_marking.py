"""Marks stand on the words that answer, in the form the text has; nothing of the text is lost or changed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from svizho.searching import Piece, Term, lexemes_of, marked, passage

TEXT = "Уночі було тихо. Ворог випустив по порту Білоплава шість ракет. Дві ракети збито, сказав Верхогляд. " * 3
WORDS = ("ракета", "порт", "слово", "Верхогляд")
MEANINGS = {word: lexemes_of(word, ("uk",)) for word in WORDS}
ROCKET, PORT, WORD = Term(("ракета",)), Term(("порт",)), Term(("слово",))


def bold(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.marked]


def test_every_form_is_marked() -> None:
    pieces = marked("По порту – шість ракет, і ракетами.", (ROCKET, PORT), MEANINGS, "uk")
    assert bold(pieces) == ["порту", "ракет", "ракетами"]
    assert "".join(piece.text for piece in pieces) == "По порту – шість ракет, і ракетами."


def test_a_phrase_is_marked_whole_and_exactly() -> None:
    phrase = Term(("шість", "ракет"), exact=True)
    assert bold(marked("шість ракет, шести ракет, «Шість ракет»", (phrase,), MEANINGS, "uk")) == [
        "шість ракет",
        "Шість ракет",
    ]


def test_the_passage_that_answers_most() -> None:
    pieces = passage(
        "Тиша. " * 60 + "Порт мовчав. " + "Нічого. " * 60 + TEXT, (ROCKET, PORT), MEANINGS, "uk", limit=120
    )
    assert set(bold(pieces)) >= {"порту", "ракет"}
    assert pieces[0] == Piece("…")
    assert sum(len(piece.text) for piece in pieces) <= 122


def test_no_passage_without_an_answer() -> None:
    assert passage(TEXT, (WORD,), MEANINGS, "uk", limit=100) == ()
    assert passage(TEXT, (ROCKET,), MEANINGS, "uk", limit=0) == ()


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(0, 80))
def test_pieces_are_the_text_and_short_enough(text: str, limit: int) -> None:
    term = Term(("а",))
    meanings = {"а": ("а", "=а")}
    assert "".join(piece.text for piece in marked(text, (term,), meanings, "uk")) == text
    assert sum(len(piece.text) for piece in passage(text, (term,), meanings, "uk", limit=limit)) <= limit + 2

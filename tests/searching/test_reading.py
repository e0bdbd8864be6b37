"""Questions as people type them, and as nobody should."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from svizho.searching import LONGEST_QUESTION, Query, Term, fold, lexemes_of, read_query, whole_query

TODAY = date(2026, 6, 14)
SECTIONS = {"sport": "sport", fold("Спорт"): "sport"}
LANGUAGES = {"uk": "uk", fold("укр"): "uk", "en": "en"}


def read(text: str) -> Query:
    return read_query(text, today=TODAY, sections=SECTIONS, languages=LANGUAGES)


def told(query: Query) -> list[str]:
    return [" | ".join(map(str, clause)) for clause in query.clauses]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("ракети порт", ["ракети", "порт"]),
        ('"ракетний удар" порт', ['"ракетний удар"', "порт"]),
        ("«ракетний удар»", ['"ракетний удар"']),
        ("Київ OR Харків міст", ["Київ | Харків", "міст"]),
        ("Київ АБО Харків АБО Одеса", ["Київ | Харків | Одеса"]),
        ("чай або кава", ["чай", "або", "кава"]),
        ("OR Київ OR", ["Київ"]),
        ("F-16", ["F 16"]),
        ("о 10:30", ["о", "10 30"]),
        ("об’єднані сили", ["об’єднані", "сили"]),
        ('"незакрита фраза', ['"незакрита фраза"']),
        ('"" - -- ! %', []),
        ("невідомий:оператор", ["невідомий оператор"]),
    ],
)
def test_words_phrases_and_or(text: str, clauses: list[str]) -> None:
    assert told(read(text)) == clauses


def test_what_is_excluded() -> None:
    query = read('порт -навчання -"судно під прапором" прем’єр-міністр')
    assert query.without == (Term(("навчання",)), Term(("судно", "під", "прапором"), exact=True))
    assert told(query) == ["порт", "прем’єр міністр"]


@pytest.mark.parametrize("text", ["lang:uk", "мова:УКР", "Мова:укр", "language:uk"])
def test_operators_have_names_in_two_languages(text: str) -> None:
    assert read(text).languages == ("uk",)


def test_every_operator() -> None:
    query = read('source:khvylia-24,"Світлиця" розділ:спорт speaker:"Остап Верхогляд" lang:uk,en before:2026-06-01')
    assert query.sources == ("khvylia-24",)
    assert (query.sections, query.languages, query.speakers) == (("sport",), ("uk", "en"), ("Остап Верхогляд",))
    assert query.before == date(2026, 6, 1)
    assert read('джерело:"Хвиля 24" після:вчора до:14.06.2026').sources == ("Хвиля 24",)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-06-01", date(2026, 6, 1)), ("2026-6", date(2026, 6, 1)), ("2026", date(2026, 1, 1)),
        ("01.06.2026", date(2026, 6, 1)), ("вчора", date(2026, 6, 13)), ("today", TODAY), ("7d", date(2026, 6, 7)),
        ("2т", date(2026, 5, 31)),
    ],
)  # fmt: skip
def test_days(words: str, day: date) -> None:
    assert read(f"після:{words}").after == day


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("section:horses", "section"), ("lang:tlh", "language"), ("before:колись", "date"),
        ("after:2026-02-30", "date"),
        ("after:0000-00-00", "date"), ("after:99999d", "date"), ("а " * 150, "too_long"),
        (" ".join(f"слово{n}" for n in range(13)), "too_many"),
    ],
)  # fmt: skip
def test_what_cannot_be_heeded_is_noted(text: str, doubt: str) -> None:
    assert doubt in {note.doubt for note in read(text).notes}


@settings(deadline=None)
@given(st.text(max_size=400))
@example("\x00" * 50 + '"-:OR|')
@example("source:" * 100)
def test_no_question_breaks_anything(text: str) -> None:
    query = read(text)
    assert len(query.asked) <= LONGEST_QUESTION
    terms = [*query.terms, *query.without]
    assert len(terms) <= 12
    assert len(query.notes) <= 8
    assert all(0 < len(word) <= 50 for term in terms for word in term.words)
    meanings = {word: lexemes_of(word, ("uk", "en")) for term in terms for word in term.words}
    asked = whole_query(query, meanings)
    assert "\x00" not in asked
    assert asked.count("'") % 2 == 0


@settings(deadline=None)
@given(st.text(alphabet='ab" -:|ORАБО«»', max_size=60))
def test_the_signs_of_the_language_in_any_order(text: str) -> None:
    assert isinstance(bool(read(text)), bool)

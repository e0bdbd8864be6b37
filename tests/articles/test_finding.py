"""The search index in PostgreSQL: Ukrainian forms, phrases, exclusion, operators, and old answers in turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from svizho.articles import finding
from svizho.articles.finding import Ask, Found, find, helps_with_typing, near, sounding
from svizho.articles.models import Article, SearchText, SearchWord
from svizho.searching import clause_queries, lexemes_of, read_query, whole_query
from svizho.settings import Settings
from svizho.steps.index import index_article
from svizho.steps.workbench import Workbench
from tests.factories import NOW, make_article, make_source

pytestmark = pytest.mark.django_db


def indexed(title: str, text: str = "", **facts: object) -> Article:
    article = make_article(facts.pop("source", None), title, text=text, lead=text, **facts)
    index_article(article, Workbench(Settings()))()
    return article


def asked(question: str, *, sources: tuple[int, ...] = ()) -> Found:
    query = read_query(question, today=NOW.date(), sections={"sport": "sport"}, languages={"uk": "uk", "en": "en"})
    words = {word for term in (*query.terms, *query.without) for word in term.words}
    meanings = {word: lexemes_of(word, ("uk", "en")) for word in words}
    title, head = clause_queries(query, meanings, weight="A"), clause_queries(query, meanings)
    return find(Ask(whole_query(query, meanings, sources), title, head))


def articles(question: str, **facts: object) -> set[int]:
    return {hit.article for hit in asked(question, **facts).hits}


def test_forms_phrases_exclusion_and_or() -> None:
    port = indexed("Порт Білоплава приймає судна", "По порту летіли шість ракет.").pk
    kyiv = indexed("Київ прощається із зимою", "У Києві тепло.").pk
    missile = indexed("Missiles hit the port", language="en").pk
    assert articles("Києва") == articles("Kyiv") == {kyiv}
    assert articles("ракета") == articles("ракет") == {port}
    assert articles('"шість ракет"') == {port}
    assert articles('"шість ракети"') == set()
    assert articles("порт -ракети") == set()
    assert articles("Київ OR missile") == {kyiv, missile}
    assert articles("порт Київ") == set()


def test_operators() -> None:
    source = make_source()
    sport = indexed("Перемога в Одесі", source=source, sections=["sport"]).pk
    other = indexed("Победа", sections=["world"]).pk
    english = indexed("Victory", language="en").pk
    assert articles("розділ:sport") == {sport}
    assert articles("lang:en") == {english}
    assert articles("", sources=(source.pk,)) == {sport}
    assert articles("lang:uk -перемога") == {other}


@pytest.mark.parametrize(
    "question", ["'", "\\", "a' | 'b", "%_", "x & !y", "';DROP TABLE articles_article;--", "<->", "к:*"]
)
def test_signs_of_sql_are_words_or_nothing(question: str) -> None:
    indexed("Щось")
    assert asked(question or "-").gave_up is False


def test_title_and_head_are_told_apart() -> None:
    indexed("Порт", "x")
    indexed("Судно", "порт")
    indexed("Судно", "вода " * 120 + "порт")
    assert sorted((hit.title, hit.head) for hit in asked("порт").hits) == [(0, 0), (0, 1), (1, 1)]


@pytest.mark.parametrize(("few", "too_many"), [(0, 0), (0, 1000), (1000, 1000)])
def test_answers_come_newest_first_and_older_ones_in_turn(
    monkeypatch: pytest.MonkeyPatch, few: int, too_many: int
) -> None:
    """By windows of days alone (0, 0), by them and then all, and all at once: nothing is lost, nothing repeated."""
    monkeypatch.setattr(finding, "MOST", 4)
    monkeypatch.setattr(finding, "FEW", few)
    monkeypatch.setattr(finding, "TOO_MANY", too_many)
    made = [indexed("Порт", ago=1440 * number * number).pk for number in range(11)]
    seen: list[int] = []
    until = None
    for _ in range(9):
        found = find(Ask("'порт'", until=until))
        seen += [hit.article for hit in found.hits]
        until = found.next
        if until is None:
            break
    assert seen == made


def test_days_bound_what_is_found() -> None:
    old, new = indexed("Порт", ago=3 * 1440).pk, indexed("Порт").pk
    limit = NOW - timedelta(days=1)
    assert [hit.article for hit in find(Ask("'порт'", after=limit)).hits] == [new]
    assert [hit.article for hit in find(Ask("'порт'", before=limit)).hits] == [old]
    assert [hit.article for hit in find(Ask("", before=limit)).hits] == [old]
    assert [hit.article for hit in find(Ask("", articles=[new])).hits] == [new]


def test_indexing_again_changes_nothing() -> None:
    article = indexed("Порт Київ")
    index_article(article, Workbench(Settings()))()
    assert SearchText.objects.count() == 1
    assert SearchWord.objects.get(lexeme="порт").articles == 1


def test_words_near_and_words_that_sound_alike() -> None:
    indexed("Зеленський відвідав Київ")
    assert helps_with_typing()
    assert "київ" in {word.written for word in near(["киив"])}
    assert [word.written for word in sounding(["zelenski"])] == ["зеленський"]
    assert sounding([""]) == ()

"""`svizho sort`: JSON Lines in, language and sections out."""

from __future__ import annotations

import json

from svizho.cli.filters.sort import Sorter, run
from tests.shared_data import SHARED, needs_shared

WORDS_ALONE = Sorter(None)


def test_a_record_gets_language_and_section() -> None:
    record = {"id": "7", "title": "Збірна виграла матч", "text": "Збірна України з футболу виграла матч у Празі."}
    sorted_record = WORDS_ALONE.transform(record)
    assert sorted_record["id"] == "7"
    assert sorted_record["lang"] == "uk"
    assert 0.9 < sorted_record["lang_confidence"] <= 1
    assert sorted_record["section"] == "sport"
    assert sorted_record["sections"][0] == "sport"
    assert sorted_record["topic"] == "sport"
    assert 0 < sorted_record["section_confidence"] <= 1


def test_no_news_is_named_and_has_no_sections() -> None:
    got = WORDS_ALONE.transform({"id": "1", "title": "Гороскоп на завтра для всіх знаків зодіаку", "text": ""})
    assert (got["section"], got["sections"], got["topic"]) == ("not_news", [], "horoscope")


def test_categories_and_address_are_read_and_nonsense_there_is_not() -> None:
    got = WORDS_ALONE.transform({"title": "Головне", "text": "", "categories": ["Спорт", 5, None]})
    assert got["section"] == "sport"
    assert "id" not in got
    assert WORDS_ALONE.transform({"title": "Збірна виграла", "text": "", "categories": "Спорт"})["lang"] == "uk"


def test_bad_lines_become_errors_and_the_rest_goes_on() -> None:
    lines = ["{", json.dumps({"id": "a", "title": "", "text": ""}), json.dumps({"id": "b", "title": 5}), "[1]"]
    good = json.dumps({"id": "c", "title": "Парламент ухвалив закон", "text": ""})
    records = list(run([*lines, good]))
    assert [("error" in record) for record in records] == [True, True, True, True, False]
    assert records[-1]["id"] == "c"


@needs_shared
def test_the_seed_article_is_filed_under_politics_and_world() -> None:
    page = (SHARED / "seed" / "article_page.txt").read_text("utf-8")
    title = "Rockets launched at bases hosting US troops in Iraq and Syria"
    for title_given in ("", title):
        got = WORDS_ALONE.transform({"id": "seed", "title": title_given, "text": page})
        assert got["lang"] == "en"
        assert {"politics", "world"} <= set(got["sections"])

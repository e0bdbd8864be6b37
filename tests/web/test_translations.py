"""Every word of the site is translated, in the right forms, and compiled."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from django.utils import translation
from django.utils.translation import ngettext

from svizho.web.frame import SAMPLES, forms_of_news
from tests.web.translations import catalogue_path, compiled, filled, gather, read

LANGUAGES = ("uk",)


def messages(language: str) -> Iterator[Message]:
    return (message for message in read(language) if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_and_nothing_is_left_over(language: str) -> None:
    in_code = {(message.id, message.context) for message in gather() if message.id}
    translated = {(message.id, message.context) for message in messages(language)}
    assert in_code - translated == set(), "run: python -m tests.web.translations"
    assert translated - in_code == set(), "run: python -m tests.web.translations"
    assert [message.id for message in messages(language) if not all(filled(message.string))] == []
    assert not [message.id for message in messages(language) if message.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    assert catalogue_path(language).with_suffix(".mo").read_bytes() == compiled(read(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_hold_the_same_places(language: str) -> None:
    for message in messages(language):
        wanted = places(message.id if isinstance(message.id, str) else message.id[-1])
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for form in forms:
            assert places(str(form)) == wanted, message.id


def places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|%%|</?b>|\|", text))


def test_ukrainian_has_its_three_plural_forms() -> None:
    assert read("uk").num_plurals == 3
    with translation.override("uk"):
        words = {n: ngettext("%(n)s source", "%(n)s sources", n) % {"n": n} for n in (1, 2, 5, 11, 21, 22, 112)}
    assert list(words.values()) == [
        "1 джерело", "2 джерела", "5 джерел", "11 джерел", "21 джерело", "22 джерела", "112 джерел",
    ]  # fmt: skip


def test_ukrainian_is_typeset_as_the_house_wants() -> None:
    for message in messages("uk"):
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            assert not set(str(form)) & set("\"'`—"), f"« » ’ and – only: {form}"
            assert "  " not in str(form)
            assert set(str(form)) <= set(string.printable) | set("«»„“’–…") | cyrillic(), form


def cyrillic() -> set[str]:
    return {chr(code) for code in range(0x0400, 0x0500)}


def test_the_announcement_has_a_form_for_every_number() -> None:
    with translation.override("uk"):
        told = forms_of_news(of_story=False)
        assert '"one": "% нова|історія"' in told
        assert '"few": "% нові|історії"' in told
        assert '"many": "% нових|історій"' in told
        assert '"other"' in told
    assert max(SAMPLES) == 100

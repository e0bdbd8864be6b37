"""Bylines hold names, each once, and nothing else."""

from __future__ import annotations

import lxml.html
import pytest

from svizho.extracting.bylines import authors_of, byline_of, is_site_name
from svizho.extracting.signatures import is_person, signed_by


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["By Jane Doe"], ("Jane Doe",)),
        (["by JANE DOE and John Smith"], ("Jane Doe", "John Smith")),
        (["Jane Doe", "JANE DOE", "jane doe"], ("Jane Doe",)),
        (["Written by: Jane Doe, John Smith"], ("Jane Doe", "John Smith")),
        (["Автор: Марія Коваль"], ("Марія Коваль",)),
        (["Автори — Марія Коваль, Іван Ключ та Олег Сич"], ("Марія Коваль", "Іван Ключ", "Олег Сич")),
        (["Von Anna Müller und Max Muster"], ("Anna Müller", "Max Muster")),
        (["Jane Doe (jane@e.com)", "https://e.com/jane"], ("Jane Doe",)),
        (["Jane Doe | Senior Political Correspondent"], ("Jane Doe",)),
        (["Jane Doe, Chief Editor"], ("Jane Doe",)),
        (["Deutsche Welle (www.dw.com)"], ("Deutsche Welle",)),
        (["신현주 기자"], ("신현주",)),
        (["admin"], ()),
        (["", " ", "—", "123"], ()),
        (["Лише сьогодні ми розповідаємо про те, як усе це було насправді і чому так сталося"], ()),
        (["Марія Коваль, професорка кафедри історії мистецтв одного з університетів"], ("Марія Коваль",)),
        (["srf/hosb"], ("srf/hosb",)),
    ],
)
def test_names_are_freed_of_all_else(written: list[str], names: tuple[str, ...]) -> None:
    assert authors_of(written) == names


def test_a_byline_of_megabytes_is_bounded() -> None:
    assert len(authors_of(["Jane Doe, " * 100_000] * 100)) == 1
    assert len(authors_of([f"Jane D{'e' * n}" for n in range(40)])) == 12


def test_a_byline_is_one_line() -> None:
    assert byline_of(("Jane Doe", "John Smith")) == "Jane Doe, John Smith"
    assert byline_of(()) == ""


@pytest.mark.parametrize("name", ["DW", "dw.com", "Deutsche Welle", "www.dw.com", "Deutsche Welle News"])
def test_the_site_is_known(name: str) -> None:
    assert is_site_name(name, ("Deutsche Welle", "", "www.dw.com"))


def test_people_are_not_the_site() -> None:
    assert not is_site_name("Roman Petrenko", ("Deutsche Welle", "", "www.dw.com"))


@pytest.mark.parametrize(
    "name", ["Jane Doe", "Ursula von der Leyen", "Марія Коваль-Ключ", "Dr. Max Kolter", "松岡大地"]
)
def test_people(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", ["Jane", "Twitter Facebook", "read more here", "BBC News", "Jane Doe 5", "a b"])
def test_no_people(name: str) -> None:
    assert not is_person(name)


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ('<span class="article-author">Автор: Марія Коваль</span>', ("Марія Коваль",)),
        ('<a rel="author" href="/m">Jane Doe</a>', ("Jane Doe",)),
        ('<div itemprop="author"><span itemprop="name">Jane Doe</span></div>', ("Jane Doe",)),
        ("<p>Von Anna Sleegers, Frankfurt</p>", ("Anna Sleegers",)),
        ("<p>By the river stood an old house that nobody had entered for years.</p>", ()),
        ('<span class="author">Новини сайту</span>', ()),
    ],
)
def test_signatures_on_the_page(html: str, names: tuple[str, ...]) -> None:
    tree = lxml.html.document_fromstring(f"<html><body><h1>Т</h1>{html}</body></html>")
    assert signed_by(tree, site=("Сайт",)) == names

"""What is an article, and why a page is none."""

from __future__ import annotations

import lxml.html
import pytest

from svizho.extracting.judging import is_listing, refusal, signs_of_article
from svizho.extracting.metas import read_metas
from svizho.extracting.structured import Stated
from tests.extracting.pages import PARAGRAPHS, URL

UNSTATED = Stated()
LONG = "\n\n".join(PARAGRAPHS)


def tree(body: str, head: str = "") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")


def reason(
    body: str = "<h1>Т</h1>", *, text: str, head: str = "", stated: Stated = UNSTATED, url: str = URL, title: str = "Т"
) -> str:
    page = tree(body, head)
    verdict = refusal(page, read_metas(page), stated, url=url, title=title, text=text)
    return verdict.reason if verdict else ""


def test_signs_add_up() -> None:
    page = tree(
        '<article itemtype="https://schema.org/NewsArticle"><h1>Т</h1><time>10:00</time></article>',
        '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-05-01">',
    )
    assert signs_of_article(page, read_metas(page), Stated(found=True)) == 8
    assert signs_of_article(tree("<p>x</p>"), read_metas(tree("")), Stated()) == 0


def test_a_text_speaks_for_itself() -> None:
    assert reason("<p>x</p>", text=LONG) == ""
    assert reason("<p>x</p>", text=PARAGRAPHS[0][:120]) == "not_an_article"


def test_one_sentence_is_enough_where_the_page_is_an_article() -> None:
    flash = "У Львові о 14:05 пролунав вибух, поранених немає."
    assert reason(text=flash, stated=Stated(found=True)) == ""
    assert reason(text="Далі буде.", stated=Stated(found=True)) == "too_short"


@pytest.mark.parametrize(
    ("free", "words", "length", "expected"),
    [
        (None, "", 100, ""),
        (False, "", 300, "paywall"),
        (False, "", 900, ""),
        (None, "Subscribe to continue reading", 300, "paywall"),
        (None, "Subscribe to continue reading", 900, ""),
        (False, "Щоб читати далі, увійдіть", 900, "paywall"),
        (False, "Subscribe to continue reading", 2_000, ""),
        (True, "Newsletter: subscribe now", 100, ""),
    ],
)
def test_paywalls(free: bool | None, words: str, length: int, expected: str) -> None:
    text = ("слово " * 400)[:length]
    assert reason(f"<h1>Т</h1><p>{words}</p>", text=text, stated=Stated(found=True, free=free)) == expected


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Error 503", "Page not found", "Сторінку не знайдено", "Just a moment..."]
)
def test_error_pages(title: str) -> None:
    assert reason(text=LONG, title=title) == "not_an_article"


@pytest.mark.parametrize(
    "title", ["404 дні війни: як змінилося місто", "Access to water denied, villagers say", "500 years ago"]
)
def test_headlines_that_look_like_errors(title: str) -> None:
    assert reason(text=LONG, title=title, stated=Stated(found=True)) == ""


def test_front_pages() -> None:
    assert reason(text=LONG, url="https://e.com/") == "not_an_article"
    assert reason(text=LONG, url="https://e.com/", stated=Stated(found=True)) == ""
    assert reason(text=LONG, url="https://e.com/?p=77") == ""


TEASERS = '<div><h2><a href="/{n}">Заголовок номер {n}</a></h2><p>Коротко.</p></div>'


def test_listings() -> None:
    listing = tree("".join(TEASERS.format(n=n) for n in range(12)))
    assert is_listing(listing, "Коротко. " * 12)
    assert not is_listing(listing, LONG + "\n\n" + "а" * 200 + "\n\n" + "б" * 200 + "\n\n" + "в" * 200)
    assert not is_listing(tree("<article><h2>Один</h2></article>"), "Коротко.")

"""What the head says is taken, and believed only as far as it can be."""

from __future__ import annotations

import lxml.html
import pytest

from svizho.extracting.languages import language_code, page_language
from svizho.extracting.metas import own_link, picture_address, read_metas, same_site

URL = "https://www.e.com/news/77"


def tree(head: str, lang: str = "") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f'<html lang="{lang}"><head>{head}</head><body><p>x</p></body></html>')


def test_metas_by_any_attribute_in_order() -> None:
    metas = read_metas(
        tree(
            '<meta property="OG:Title" content=" A  b "><meta name="author" content="X">'
            '<meta name="author" content="Y">'
            '<meta itemprop="datePublished" content="2026"><meta name="empty" content=""><meta charset="utf-8">'
        )
    )
    assert metas.first("og:title") == "A b"
    assert metas.all("author") == ("X", "Y")
    assert metas.first("missing", "datepublished") == "2026"
    assert (metas.first("empty"), metas.all("missing")) == ("", ())


@pytest.mark.parametrize(
    ("head", "own"),
    [
        ('<link rel="canonical" href="https://e.com/news/77-title?utm_source=x">', "https://e.com/news/77-title"),
        ('<link rel="amphtml canonical" href="/news/77-title#x">', "https://www.e.com/news/77-title"),
        ('<meta property="og:url" content="https://m.e.com/news/77">', "https://m.e.com/news/77"),
        ('<link rel="canonical" href="https://uk.e.com/news/77">', "https://uk.e.com/news/77"),
        ('<link rel="canonical" href="https://stranger.com/news/77">', URL),
        ('<link rel="canonical" href="https://note.com/news/77">', URL),
        ('<link rel="canonical" href="https://www.e.com/">', URL),
        ('<link rel="canonical" href="javascript:alert(1)">', URL),
        ('<link rel="canonical" href="">', URL),
        ('<link rel="canonical" href="/"><meta property="og:url" content="/news/77-b">', "https://www.e.com/news/77-b"),
        ("", URL),
    ],
)
def test_the_own_address(head: str, own: str) -> None:
    page = tree(head)
    assert own_link(page, read_metas(page), url=URL) == own


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.e.com/a", "https://m.e.com/b", True),
        ("https://e.com/a", "https://news.e.com/b", True),
        ("https://e.com/a", "https://ee.com/b", False),
        ("https://e.com/a", "https://com/b", False),
        ("http://127.0.0.1:8077/a", "http://127.0.0.1/b", True),
        ("https://e.com/a", "nonsense", False),
    ],
)
def test_sites(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


@pytest.mark.parametrize(
    ("candidates", "address"),
    [
        (["", "/i/77.jpg?w=1200&sig=x%2F"], "https://www.e.com/i/77.jpg?w=1200&sig=x%2F"),
        (["//cdn.e.com/i.webp"], "https://cdn.e.com/i.webp"),
        (["/img/logo.png", "/img/site-logo-2.jpg", "/i.jpg"], "https://www.e.com/i.jpg"),
        (["data:image/png;base64,xx", "javascript:x", "http://", "http://[::1", "/i.svg"], ""),
        ([], ""),
    ],
)
def test_pictures(candidates: list[str], address: str) -> None:
    assert picture_address(candidates, url=URL) == address


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("uk-UA", "uk"),
        ("UA", "uk"),
        ("en_GB", "en"),
        ("nb-NO", "no"),
        ("iw", "he"),
        ("", ""),
        ("українська", ""),
        ("x-y", ""),
    ],
)
def test_codes(said: str, code: str) -> None:
    assert language_code(said) == code


@pytest.mark.parametrize(
    ("head", "lang", "stated", "feed", "text", "language"),
    [
        ("", "uk", "", "", "Новини дня", "uk"),
        ("", "en", "", "uk", "Новини дня", "uk"),
        ("", "en-US", "", "", "Новини дня", ""),
        ("", "uk", "", "", "English headline here", ""),
        ("", "ru", "uk-UA", "", "Новини дня", "uk"),
        (f'<link rel="alternate" hreflang="ru" href="{URL}">', "uk", "", "", "Новости дня", "ru"),
        ('<link rel="alternate" hreflang="ru" href="/ru/77">', "uk", "", "", "Новини дня", "uk"),
        ('<meta property="og:locale" content="bg_BG">', "", "", "", "Новини", "bg"),
        ("", "sr", "", "", "Latinica", "sr"),
        ("", "", "", "uk", "", "uk"),
    ],
)
def test_a_language_is_believed_where_its_script_fits(
    head: str, lang: str, stated: str, feed: str, text: str, language: str
) -> None:
    page = tree(head, lang)
    found = page_language(page, read_metas(page), stated=stated, own=URL, text=text, feed_language=feed)
    assert found == language

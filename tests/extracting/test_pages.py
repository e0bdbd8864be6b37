"""Whole pages: facts, text, and the reasons of refusals."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from svizho.extracting import MOST_BYTES, NotAnArticle, extract_page
from tests.extracting.pages import NOW, PARAGRAPHS, URL, ld, page


def test_a_plain_article_is_read_whole() -> None:
    found = extract_page(
        page(
            head=ld(
                headline="Новий міст через Дніпро відкрили",
                author={"@type": "Person", "name": "Марія Коваль"},
                datePublished="2026-05-01T10:30:00+03:00",
                dateModified="2026-05-01T12:00:00+03:00",
                image=["/i/mist.jpg"],
                publisher={"name": "Новини"},
                articleSection="Київ",
                keywords="міст, Дніпро",
                isAccessibleForFree="True",
            )
            + '<link rel="canonical" href="/2026/05/mist-cherez-dnipro-77?utm_source=x">',
            before="<h1>Новий міст через Дніпро відкрили</h1>",
        ),
        url=URL + "?utm_source=rss",
        now=NOW,
    )
    assert found.paragraphs == PARAGRAPHS
    assert found.text == "\n\n".join(PARAGRAPHS)
    assert found.title == "Новий міст через Дніпро відкрили"
    assert found.byline == "Марія Коваль"
    assert found.published == datetime(2026, 5, 1, 7, 30, tzinfo=UTC)
    assert found.published.utcoffset() == timedelta(hours=3)
    assert found.modified == datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
    assert (found.url, found.canonical) == (URL, URL)
    assert found.image == "https://novyny.example.ua/i/mist.jpg"
    assert (found.language, found.site_name, found.section, found.keywords, found.free) == (
        "uk",
        "Новини",
        "Київ",
        ("міст", "Дніпро"),
        True,
    )


def test_a_news_flash_of_two_sentences_is_an_article() -> None:
    flash = "<p>У Львові о 14:05 пролунав вибух. Рятувальники вже на місці.</p>"
    found = extract_page(
        page(head='<meta property="og:type" content="article">', before="<h1>У Львові вибух</h1>", body=flash),
        url=URL,
        now=NOW,
    )
    assert found.paragraphs == ("У Львові о 14:05 пролунав вибух. Рятувальники вже на місці.",)


def test_a_bare_page_without_any_facts_is_read() -> None:
    html = "<html><body><h1>Міст</h1>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS) + "</body></html>"
    found = extract_page(html.encode(), url="http://127.0.0.1:8077/s/x/a/1", now=NOW, feed_language="uk")
    assert found.paragraphs == PARAGRAPHS
    assert (found.title, found.language, found.canonical) == ("Міст", "uk", "http://127.0.0.1:8077/s/x/a/1")
    assert (found.byline, found.published, found.image) == ("", None, "")


LISTING = "".join(
    f'<article><h2><a href="/n/{n}">Заголовок новини номер {n}</a></h2><p>Коротко про новину.</p></article>'
    for n in range(20)
)


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (b"", URL, "unreadable"),
        (b"%PDF-1.7 <x>", URL, "unreadable"),
        (b"\x89PNG\r\n<", URL, "unreadable"),
        (b"just words", URL, "unreadable"),
        (f"<html><title>Новини</title><body>{LISTING}</body></html>".encode(), URL, "not_an_article"),
        (f"<html><title>Новини</title><body>{LISTING}</body></html>".encode(), "https://e.com/", "not_an_article"),
        (page(head="<title>404 Not Found</title>", body="<p>Сторінки немає</p>"), URL, "not_an_article"),
        (page(head=ld(headline="Заголовок"), body="<p>Далі буде.</p>"), URL, "too_short"),
        (page(head=ld(headline="З", isAccessibleForFree=False), body=f"<p>{PARAGRAPHS[0]}</p>"), URL, "paywall"),
        (
            page(head=ld(headline="З"), body=f"<p>{PARAGRAPHS[0]}</p><div>Subscribe to continue reading</div>"),
            URL,
            "paywall",
        ),
    ],
)
def test_the_reason_of_a_refusal_survives(html: bytes, url: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        extract_page(html, url=url, now=NOW)
    assert refused.value.reason == reason
    assert len(refused.value.words) > 10


def test_a_refusal_keeps_the_facts_and_crosses_processes() -> None:
    html = page(head=ld(headline="Заголовок", isAccessibleForFree="false"), body=f"<p>{PARAGRAPHS[0]}</p>")
    with pytest.raises(NotAnArticle) as refused:
        extract_page(html, url=URL, now=NOW)
    again = pickle.loads(pickle.dumps(refused.value))
    assert (again.reason, again.words, str(again)) == ("paywall", refused.value.words, refused.value.words)
    assert again.facts.title == "Заголовок"
    assert again.facts.free is False
    assert again.facts.paragraphs == (PARAGRAPHS[0],)


def test_a_page_sold_but_shown_whole_is_read() -> None:
    long = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 4).replace("<p>У ", "<p>А у ", 1)
    html = page(head=ld(headline="Заголовок", isAccessibleForFree=False), body=long + "<p>" + "слово " * 300 + "</p>")
    found = extract_page(html, url=URL, now=NOW)
    assert found.free is False


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(NotAnArticle) as refused:
        extract_page(b"<p>" * (MOST_BYTES // 3 + 1), url=URL, now=NOW)
    assert refused.value.reason == "unreadable"

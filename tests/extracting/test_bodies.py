"""The text of a page: long and short, marked and unmarked, checked against what the publisher states."""

from __future__ import annotations

import lxml.html
import pytest

from svizho.extracting.bodies import body_paragraphs
from svizho.extracting.flashes import flash_blocks
from svizho.extracting.trees import lighten, tree_of
from tests.extracting.pages import PARAGRAPHS, URL, page

FLASH = "У Львові о 14:05 пролунав вибух. Рятувальники вже на місці."
AROUND = (
    '<header><a href="/">Новини</a><nav><ul><li><a href="/p">Політика</a></li><li><a href="/w">Світ</a></li>'
    '<li><a href="/e">Економіка</a></li></ul></nav></header>'
)
BELOW = (
    '<aside class="related"><h3>Читайте також</h3><ul><li><a href="/1">У Харкові відкрили нову школу</a></li>'
    '<li><a href="/2">Курс валют на завтра: скільки коштує долар</a></li></ul></aside>'
    "<footer><p>© 2026 Новини. Усі права захищено. Передрук дозволено лише з посиланням на сайт.</p></footer>"
)


def tree(html: str | bytes) -> lxml.html.HtmlElement:
    found = tree_of(lighten(html if isinstance(html, str) else html.decode()))
    assert found is not None
    return found


def text(html: str | bytes, *, title: str = "У Львові вибух", stated: str = "") -> tuple[str, ...]:
    return body_paragraphs(tree(html), url=URL, title=title, byline="", stated=stated)


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>У Львові вибух</h1><p>{FLASH}</p></article>",
        f'<div itemprop="articleBody"><p>{FLASH}</p></div>',
        f'<h1>У Львові вибух</h1><div class="post-content">{FLASH}</div>',
        f'<h1>У Львові вибух</h1><div id="article_text">{FLASH}<br><br></div>',
        f'<main><h1>У Львові вибух</h1><div class="share"><a href="#">Поділитися</a></div><p>{FLASH}</p></main>',
        f'<div><h1>У Львові вибух</h1><div class="meta">14:10</div><div><p>{FLASH}</p></div></div>',
    ],
)
def test_a_flash_is_found_alone(body: str) -> None:
    html = f"<html><body>{AROUND}{body}{BELOW}</body></html>"
    assert text(html) == (FLASH,)


def test_a_long_article_is_found_alone() -> None:
    after = BELOW + '<div class="comments"><p>Коментар читача про те, як воно все насправді було там.</p></div>'
    assert text(page(after=after)) == PARAGRAPHS


def test_pointers_inside_the_text_go() -> None:
    pointer = '<p><a href="/n/5">Як будували міст: історія, яку варто знати кожному</a></p>'
    also = '<p><strong>Читайте також:</strong> <a href="/n/6">Мер про міст</a></p>'
    body = "".join(
        f"<p>{paragraph}</p>{insert}" for paragraph, insert in zip(PARAGRAPHS, [pointer, also, "", ""], strict=True)
    )
    assert text(page(body=body)) == PARAGRAPHS


def test_captions_and_shares_inside_the_text_go() -> None:
    figure = "<figure><img src=/i.jpg><figcaption>Фото: Марія Коваль</figcaption></figure>"
    share = '<ul class="share-buttons"><li><a href="#">Facebook</a></li><li><a href="#">Telegram</a></li></ul>'
    body = f"<p>{PARAGRAPHS[0]}</p>{figure}<p>{PARAGRAPHS[1]}</p>{share}<p>{PARAGRAPHS[2]}</p><p>Фото: пресслужба</p>"
    assert text(page(body=body)) == PARAGRAPHS[:3]


def test_what_the_page_hides_is_taken_from_json_ld() -> None:
    stated = "\n\n".join(PARAGRAPHS)
    assert text(page(body=f"<p>{PARAGRAPHS[0]}</p>"), stated=stated) == PARAGRAPHS


def test_a_teaser_in_json_ld_does_not_replace_the_text() -> None:
    assert text(page(), stated=PARAGRAPHS[0][:80]) == PARAGRAPHS


def test_what_json_ld_has_not_is_dropped() -> None:
    foreign = "<p>Залишайте своє запитання нашому помічникові, він відповість на нього за мить.</p>"
    body = f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{foreign}<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    assert text(page(body=body), stated=" ".join(PARAGRAPHS)) == PARAGRAPHS


def test_a_page_without_text_has_none() -> None:
    assert text(f"<html><body>{AROUND}{AROUND}<h1>Заголовок</h1></body></html>") == ()


def test_popups_are_no_text() -> None:
    popup = (
        '<div class="modal" id="cookie-consent"><p>Ми використовуємо файли cookie, щоб поліпшити цей сайт.</p></div>'
    )
    html = f"<html><body>{popup}<article><h1>У Львові вибух</h1><p>{FLASH}</p></article></body></html>"
    assert [block.text for block in flash_blocks(tree(html)) if block.kind == "p"] == [FLASH]


def test_a_class_of_the_body_element_does_not_hide_the_page() -> None:
    html = f'<html><body class="no-sidebar widget"><article><h1>Т</h1><p>{FLASH}</p></article></body></html>'
    assert [block.text for block in flash_blocks(tree(html)) if block.kind == "p"] == [FLASH]

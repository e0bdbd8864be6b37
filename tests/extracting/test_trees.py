"""What costs time and holds no news is cut before the parser; bombs end soon and do no harm."""

from __future__ import annotations

import time

import pytest

from svizho.extracting import NotAnArticle, extract_page
from svizho.extracting.trees import LONGEST, MOST_LINKS, MOST_TAGS, lighten, tree_of
from tests.extracting.pages import NOW, PARAGRAPHS, URL, page

ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    ("html", "light"),
    [
        ("a<script src=x>var a = '<p>';</script>b", "a b"),
        ("a<STYLE>p{}</STYLE >b", "a b"),
        ("a<!-- <p> -->b", "a b"),
        ("a<svg><path/></svg>b", "a b"),
        ("a<script>never closed", "a "),
        ("a<!-- never closed", "a "),
        ("a\x00\x08b\ud800c", "abc"),
        ("<noscript>x</noscript>", "<noscript>x</noscript>"),
    ],
)
def test_dead_weight_goes(html: str, light: str) -> None:
    assert lighten(html) == light


def test_inline_pictures_and_data_go() -> None:
    assert lighten(f'<img src="data:image/png;base64,{"A" * 1000}">') == '<img src="">'
    assert lighten(f'<div data-x="{"a" * 6000}">x</div>') == "<div>x</div>"


def test_length_tags_and_links_are_bounded() -> None:
    assert len(lighten("а" * (LONGEST + 5))) == LONGEST
    assert lighten("<b>x" * (MOST_TAGS + 5)).count("<b>") == MOST_TAGS
    assert lighten("<a href=x>" * (MOST_LINKS + 5)).count("<a") == MOST_LINKS


@pytest.mark.parametrize("html", ["", " ", "<!-- x -->"])
def test_nothing_is_no_tree(html: str) -> None:
    assert tree_of(lighten(html)) is None


BOMBS = {
    "links": "<a href='/x'>посилання</a>" * 100_000,
    "links in one paragraph": "<p>" + "<a href='/x'>посилання</a> " * 50_000,
    "nested div": "<div>" * 100_000,
    "copied formatting": "".join(f"<b a{n}=1><p>" for n in range(5_000)),
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "table": "<table>" + ("<tr>" + "<td>x</td>" * 20 + "</tr>") * 1_000,
    "unclosed scripts": "<script>" * 100_000,
    "less than": "<" * 500_000,
    "nested structured data": f'<script type="application/ld+json">{"[" * 100_000}</script>',
    "many structured data": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 10_000,
    "half a script tag": "<script " * 50_000,
    "headlines": "<h1>x</h1>" * 10_000,
    "line breaks": "<p>" + "слово<br>" * 20_000,
    "blanks": " " * 5_000_000,
    "times": "<time datetime='2026-01-01'>1</time>" * 10_000,
    "bylines": "<span class=author>Von Max Muster</span>" * 10_000,
    "one word": "<p>" + "а" * 1_000_000,
}


def read(html: bytes) -> tuple[str, str]:
    """The reason of a refusal, and the text."""
    try:
        return "", extract_page(html, url=URL, now=NOW).text
    except NotAnArticle as refusal:
        return refusal.reason, refusal.facts.text if refusal.facts else ""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_after_an_article_ends_soon(name: str) -> None:
    html = (
        f"<html><head><title>Міст</title></head><body><h1>Міст</h1><article>{ARTICLE}</article>{BOMBS[name]}".encode()
    )
    began = time.perf_counter()
    reason, text = read(html)
    assert PARAGRAPHS[0] in text or reason in ("too_short", "not_an_article")
    # The worst takes under 2 s by itself; the cage ends what takes 10.
    assert time.perf_counter() - began < 10


def test_bytes_that_are_no_text_do_no_harm() -> None:
    for html in (bytes(range(256)) * 100, b"<\x00" * 1000, b"\xff\xfe<" + b"\xd8" * 1001, page()[:-200] + b"\xf0\x9f"):
        reason, text = read(html)
        assert reason or text

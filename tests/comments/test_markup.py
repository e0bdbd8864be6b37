"""Markup of comments: what is meant is shown, what is smuggled is text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.comments.markup import render, tidy_text

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Перший.\n\nДругий\nрядок.", "<p>Перший.</p><p>Другий<br>рядок.</p>"),
        ("> сказав він\n> і пішов\nНеправда.", "<blockquote><p>сказав він<br>і пішов</p></blockquote><p>Неправда.</p>"),
        ("Це *дуже* **важливо** і _справді_.", "<p>Це <em>дуже</em> <strong>важливо</strong> і <em>справді</em>.</p>"),
        ("2*3*4 і snake_case_name", "<p>2*3*4 і snake_case_name</p>"),
        (
            "Див. https://a.example/_x_/?a=1&b=2.",
            f'<p>Див. <a href="https://a.example/_x_/?a=1&amp;b=2" {REL}>a.example/_x_/?a=1&amp;b=2</a>.</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("<b>x</b> & <script>", "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;</p>"),
    ],
)  # fmt: skip
def test_markup(text: str, html: str) -> None:
    assert render(tidy_text(text)) == html


# What people have tried elsewhere, in shapes of our own.
HOSTILE = (
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<svg/onload=alert(1)>",
    "<iframe srcdoc='<b>'>",
    '"><script>alert(1)</script>', "' onmouseover='alert(1)", "https://a.example/\"onmouseover=\"alert(1)",
    "https://a.example/'><img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "JaVaScRiPt:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=", "https://a.example/<script>", "<a href=javascript:alert(1)>x</a>",
    "<style>*{display:none}</style>", "<!--<p>-->", "<![CDATA[x]]>", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "*<img src=x onerror=alert(1)>*", "> <script>alert(1)</script>", "<p style='position:fixed'>", "<form action=//e>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "{{ 7*7 }}{% load x %}", "\x00<scr\x00ipt>",
    "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "＜script＞alert(1)＜/script＞", "https://",
    "https://[::1",
    "http://a.example/%00%0d%0aSet-Cookie:x=1", "<a href='//evil.example'>", "<details open ontoggle=x>",
)  # fmt: skip
ALLOWED = re.compile(
    r'</?(?:p|blockquote|em|strong)>|<br>|</a>|<a href="https?://[^"<>\s]*" rel="nofollow ugc noopener noreferrer">'
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    assert "<" not in ALLOWED.sub("", render(tidy_text(text)))


@given(st.text(alphabet=st.sampled_from("<>\"'&=/ \n*_>ahrefscriptonlx:;.-#%ї"), max_size=120))
def test_nothing_else_ever_comes_out(text: str) -> None:
    assert "<" not in ALLOWED.sub("", render(tidy_text(text)))


def test_overrides_and_piles_of_marks_are_contained() -> None:
    assert tidy_text("аб\u202eвг\u2066д\u200b") == "абвгд"
    assert len(tidy_text("З" + "\u0336\u0301" * 200)) <= 5
    assert tidy_text("שלום\u200f!") == "שלום\u200f!"
    assert tidy_text("а\n\n\n \n\nб\r\nв  г ") == "а\n\nб\nв г"


def test_a_long_text_is_rendered_in_good_time() -> None:
    for text in ("*" * 3000, "_a" * 1500, "> " * 1500, "https://a" * 300, ">\n" * 1500, "**a" * 1000):
        assert len(render(tidy_text(text))) < 200_000

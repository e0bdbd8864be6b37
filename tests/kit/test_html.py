"""Hostile HTML comes out harmless, news text comes out whole, and neither takes long."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.kit.html import DEEPEST, LONGEST, clean_html, html_to_text

BASE = "https://news.example/2024/a.html"

# Written for Svizho: the ways in that are known from OWASP's filter-evasion lists, one of each kind.
HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)//",
    "<img src='x' onerror\n=\n'alert(1)'>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href=" \x01javascript:alert(1)">x</a>',
    '<a href="vbscript:x">x</a><a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe src=javascript:alert(1)></iframe><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<base href=javascript:alert(1)//><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css><style>@import '//evil.example'</style>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1) id=root class=x>x</p>",
    "<div style=position:fixed;inset:0><a href=https://evil.example>x</a></div>",
    "<template><script>alert(1)</script></template>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php <script>alert(1)</script> ?>",
    "<textarea><script>alert(1)</script></textarea><title><img src=x onerror=alert(1)></title>",
    "<video src=x onerror=alert(1)><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<img src='https://e.com/x.png' srcset='javascript:alert(1)'>",
    "\ufeff<script\x00>alert(1)</script\x00>",
    "<a href='https://e.com' target=_blank rel=opener ping=//evil.example>x</a>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<img alt='<script>alert(1)</script>' title='\"><script>alert(1)</script>' src=/x.png>",
]
ALIVE = re.compile(
    r"<\s*/?\s*(script|style|iframe|object|embed|form|input|button|svg|math|base|meta|link|template|video|audio)"
    r"|<[^>]*\s(on\w+|style|srcset|srcdoc|target|ping|id|class)\s*="
    r"|<[^>]*=\"\s*(?!https?://|mailto:)\w+:(?!/)",
    re.I,
)


@pytest.mark.parametrize("html", HOSTILE)
@pytest.mark.parametrize("base", [None, BASE])
def test_hostile_html_comes_out_harmless(html: str, base: str | None) -> None:
    safe = clean_html(f"<p>до</p>{html}<p>після</p>", base)
    # Text that looks like a tag is escaped, so "<" opens only tags of ours.
    without_values = re.sub(r'(alt|title)="[^"]*"', "", safe)
    assert not ALIVE.search(without_values), safe
    assert "до" in safe


@pytest.mark.parametrize("html", HOSTILE)
def test_what_is_clean_stays_as_it_is(html: str) -> None:
    once = clean_html(html, BASE)
    assert clean_html(once, BASE) == once


@given(st.text(alphabet="<>/\"'= abimgsrcptonevu:&;#x0\n"))
def test_anything_comes_out_harmless(html: str) -> None:
    assert not ALIVE.search(re.sub(r'"[^"]*"', '""', clean_html(html)))


def test_news_text_keeps_its_markup() -> None:
    html = (
        "<h2>Підзаголовок</h2><p>Текст <strong>важливий</strong> і <em>не дуже</em>.</p><ul><li>раз</li></ul>"
        "<blockquote>Цитата</blockquote><table><tr><td colspan=2>1</td></tr></table>"
        "<figure><img src='/i.jpg' alt='Фото' width=600><figcaption>Підпис</figcaption></figure>"
    )
    safe = clean_html(html, BASE)
    kept = ["<h2>Підзаголовок</h2>", "<strong>", "<em>", "<li>раз</li>", "<blockquote>", 'colspan="2"']
    kept += ['src="https://news.example/i.jpg"', 'alt="Фото"', "<figcaption>Підпис</figcaption>"]
    assert [markup for markup in kept if markup not in safe] == []


def test_links_are_made_absolute_and_not_followed() -> None:
    safe = clean_html("<a href='b.html?x=1&y=2'>x</a> <a href='//cdn.example/z'>y</a>", BASE)
    assert 'href="https://news.example/2024/b.html?x=1&amp;y=2"' in safe
    assert 'href="https://cdn.example/z"' in safe
    assert safe.count('rel="nofollow noopener noreferrer"') == 2


def test_relative_links_without_a_base_go_and_their_words_stay() -> None:
    assert "href" not in clean_html("<a href='/b'>слова</a>")
    assert "слова" in clean_html("<a href='/b'>слова</a>")


def test_counting_pixels_and_broken_pictures_go() -> None:
    html = (
        "<p>a<img src='/p.gif' width='1' height='1'><img src='data:image/gif;base64,R0'><img>"
        "<img src='/real.jpg' width=640 height=360></p>"
    )
    assert re.findall(r"<img[^>]*>", clean_html(html, BASE)) == [
        '<img src="https://news.example/real.jpg" width="640" height="360">'
    ]


def test_a_bare_less_than_is_text() -> None:
    assert clean_html("5 < 6 & 7 > 2 <Назва>") == "5 &lt; 6 &amp; 7 &gt; 2 &lt;Назва&gt;"


def test_controls_and_bidi_overrides_go() -> None:
    assert clean_html("a\x00b\x08c\u202ed\ud800e") == "abcde"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Один</p><p>Два</p>", "Один\n\nДва"),
        ("Один<br>два<br/><br/>три", "Один\nдва\nтри"),
        ("<div>А<div>Б</div>В</div>", "А\n\nБ\n\nВ"),
        (
            "<p>Він <b>сказав</b>: &laquo;так&raquo;&nbsp;&mdash; <a href=x>тут</a>.</p>",
            "Він сказав: «так» — тут.",
        ),
        ("<p>слово\n  у рядку</p>", "слово у рядку"),
        ("<ul><li>1<li>2</ul>", "1\n\n2"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\n\nc"),
        ("<script>x()</script><style>p{}</style><p>А</p><noscript>ні</noscript>", "А"),
        ("Пожежа &amp; дим &lt;b&gt; &#8220;x&#8221;", "Пожежа & дим <b> “x”"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<q>слово</q>", '"слово"'),
        ("a\x00b\u202ec", "abc"),
        ("", ""),
        ("просто текст", "просто текст"),
        ("<p> </p><p>&nbsp;</p>", ""),
    ],
)
def test_html_becomes_paragraphs(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_too_deep_markup_keeps_its_words_and_paragraphs() -> None:
    deep = "<div>" * (DEEPEST * 3) + "<p>Перший</p><p>другий</p><script>ні()</script>"
    assert html_to_text(deep) == "Перший\n\nдругий"
    assert clean_html(deep) == "<p>Перший</p><p>другий</p>"


def test_long_lists_and_unclosed_paragraphs_are_not_deep() -> None:
    assert clean_html("<ul>" + "<li>x" * 500 + "</ul>").count("<li>") == 500
    assert clean_html("<p>x" * 500).count("<p>") == 500


BOMBS = {
    "nested div": "<div>" * 100_000,
    "hidden by stray ends": "<div></p></span></x>" * 25_000,
    "formatting copied for every paragraph": "".join(f"<b a{i}=1><p>" for i in range(30_000)),
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(40_000)) + ">x",
    "links": "<a href=x>" * 50_000,
    "less than": "<" * LONGEST,
    "unclosed scripts": "<script>" * 60_000,
    "comments": "<!--" * 100_000,
    "tables": "<table><tr><td>" * 30_000,
    "ampersands": "&" * 150_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_bounded(name: str) -> None:
    began = time.perf_counter()
    safe, text = clean_html(BOMBS[name], BASE), html_to_text(BOMBS[name])
    assert time.perf_counter() - began < 10
    assert len(safe) < 6 * LONGEST
    assert len(text) <= LONGEST

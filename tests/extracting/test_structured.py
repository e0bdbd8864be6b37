"""Facts in JSON-LD are found in every shape that sites write, and nothing else is taken for them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from svizho.extracting.structured import Stated, stated_facts

URL = "https://e.com/news/77-mist"


def block(value: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


ARTICLE = {"@type": "NewsArticle", "headline": "Міст", "datePublished": "2026-05-01T10:00:00+03:00"}


@pytest.mark.parametrize(
    "html",
    [
        block(ARTICLE),
        block([{"@type": "WebSite", "name": "x"}, ARTICLE]),
        block({"@graph": [{"@type": "Organization"}, ARTICLE]}),
        block({"@type": "WebPage", "mainEntity": ARTICLE}),
        block({**ARTICLE, "@type": ["Article", "NewsArticle"]}),
        block({**ARTICLE, "@type": "LiveBlogPosting"}),
        block({**ARTICLE, "@type": "ReportageNewsArticle"}),
        f"<script type='application/ld+json'>\n//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]></script>",
        f"<script type='application/ld+json'><!--{json.dumps(ARTICLE)}--></script>",
        f'<SCRIPT data-x="1" TYPE="application/ld+json" id=a>{json.dumps(ARTICLE)}</SCRIPT >',
        block({"@type": "Broken"}).replace("}", "") + block(ARTICLE),
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Міст",'
        '"datePublished":"2026-05-01T10:00:00+03:00",}</script>',
    ],
)
def test_an_article_is_found_in_every_shape(html: str) -> None:
    stated = stated_facts(html, url=URL)
    assert (stated.found, stated.headline, stated.published) == (True, "Міст", "2026-05-01T10:00:00+03:00")


@pytest.mark.parametrize(
    "html",
    [
        "",
        block({"@type": "WebSite", "name": "x"}),
        block({"@type": "ItemList", "itemListElement": [ARTICLE, ARTICLE]}),
        "<script>var x = {}</script>",
        '<script type="application/ld+json">[[[[[[</script>',
        '<script type="application/ld+json">"text"</script>',
        f'<script type="application/ld+json">{"[" * 100_000}</script>',
    ],
)
def test_what_is_no_article_gives_nothing(html: str) -> None:
    assert stated_facts(html, url=URL) == Stated()


def test_a_line_break_inside_a_string_does_no_harm() -> None:
    html = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Два\nрядки"}</script>'
    assert stated_facts(html, url=URL).headline == "Два рядки"


def test_the_article_of_this_page_wins_over_others() -> None:
    other = {**ARTICLE, "headline": "Інше", "url": "https://e.com/news/5-inshe"}
    own = {**ARTICLE, "headline": "Своє", "mainEntityOfPage": {"@id": URL}}
    assert stated_facts(block([other, own]), url=URL).headline == "Своє"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Марія Коваль", ("Марія Коваль",)),
        ({"@type": "Person", "name": "Марія Коваль"}, ("Марія Коваль",)),
        ([{"name": "А Б"}, {"name": "В Г"}], ("А Б", "В Г")),
        ({"name": ["А Б", "В Г"]}, ("А Б", "В Г")),
        ({"givenName": "Марія", "familyName": "Коваль"}, ("Марія Коваль",)),
        ({"@id": "#m"}, ("Іван Ключ",)),
        ([], ()),
        (None, ()),
        (5, ()),
        ({"name": None}, ()),
    ],
)
def test_authors_in_every_shape(author: Any, names: tuple[str, ...]) -> None:
    graph = {"@graph": [{"@id": "#m", "@type": "Person", "name": "Іван Ключ"}, {**ARTICLE, "author": author}]}
    assert stated_facts(block(graph), url=URL).authors == names


@pytest.mark.parametrize(
    ("said", "free"),
    [(True, True), ("True", True), ("http://schema.org/True", True), (False, False), ("false", False), ("maybe", None)],
)
def test_free_in_every_spelling(said: Any, free: bool | None) -> None:
    assert stated_facts(block({**ARTICLE, "isAccessibleForFree": said}), url=URL).free is free


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("https://e.com/i.jpg", "https://e.com/i.jpg"),
        (["https://e.com/1.jpg", "https://e.com/2.jpg"], "https://e.com/1.jpg"),
        ({"@type": "ImageObject", "url": "/i.jpg"}, "/i.jpg"),
        ({"@id": "#i"}, "https://e.com/graph.jpg"),
        ({}, ""),
    ],
)
def test_pictures_in_every_shape(image: Any, address: str) -> None:
    graph = {"@graph": [{"@id": "#i", "contentUrl": "https://e.com/graph.jpg"}, {**ARTICLE, "image": image}]}
    assert stated_facts(block(graph), url=URL).image == address


def test_section_keywords_publisher_and_entities() -> None:
    facts = {
        **ARTICLE,
        "headline": "Кафе &amp; &laquo;Міст&raquo; <b>відкрили</b>",
        "articleSection": ["Київ", "Місто"],
        "keywords": ["міст, Дніпро", "#Київ"],
        "publisher": {"@type": "Organization", "name": "Новини"},
        "inLanguage": {"@type": "Language", "name": "uk"},
    }
    stated = stated_facts(block(facts), url=URL)
    assert stated.headline == "Кафе & «Міст» відкрили"
    assert (stated.section, stated.keywords) == ("Київ", ("міст", "Дніпро", "Київ"))
    assert (stated.publisher, stated.language) == ("Новини", "uk")


def test_breadcrumbs_give_the_section() -> None:
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"position": 1, "name": "Головна"},
            {"position": 2, "item": {"@id": "/p", "name": "Політика"}},
            {"position": 3, "name": "Заголовок"},
        ],
    }
    assert stated_facts(block(crumbs) + block(ARTICLE), url=URL).section == "Політика"

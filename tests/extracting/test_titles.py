"""A headline is what the article is called, without the site's name."""

from __future__ import annotations

import lxml.html
import pytest

from svizho.extracting.metas import read_metas
from svizho.extracting.structured import Stated
from svizho.extracting.titles import page_title, without_site


@pytest.mark.parametrize(
    ("title", "site", "host", "bare"),
    [
        ("Міст відкрили | Новини", "Новини", "e.com", "Міст відкрили"),
        ("Міст відкрили - Новини України", "Новини України", "e.com", "Міст відкрили"),
        ("Міст відкрили — Київ — Новини", "Новини", "e.com", "Міст відкрили — Київ"),
        ("Bridge opened – BBC News", "BBC News", "www.bbc.com", "Bridge opened"),
        ("Bridge opened - example.com", "", "www.example.com", "Bridge opened"),
        ("Bridge opened in the city | Example | Home of news", "Example", "e.com", "Bridge opened in the city"),
        ("Новини: Міст відкрили", "Новини", "e.com", "Новини: Міст відкрили"),
        ("Новини | Міст відкрили", "Новини", "e.com", "Міст відкрили"),
        ("Kyiv – the city that never sleeps", "Example", "e.com", "Kyiv – the city that never sleeps"),
        ("Apple sues - Apple", "Apple Insider", "e.com", "Apple sues - Apple"),
        ("Новини", "Новини", "e.com", "Новини"),
        ("", "", "", ""),
    ],
)
def test_the_name_of_the_site_goes(title: str, site: str, host: str, bare: str) -> None:
    assert without_site(title, site_name=site, host=host) == bare


@pytest.mark.parametrize(
    ("html", "headline", "title"),
    [
        ("<title>Міст | Новини</title><h1>Міст</h1>", "", "Міст"),
        ("<title>Міст | Новини</title><h1>Новини</h1>", "Міст через Дніпро", "Міст через Дніпро"),
        ("<title>SEO</title><h1><span>Київ</span> : Міст</h1>", "Київ: Міст", "Київ: Міст"),
        ('<meta property="og:title" content="Міст відкрито"><h1>Лого</h1>', "", "Міст відкрито"),
        ("<h1>Міст</h1>", "", "Міст"),
        ("<h1><img></h1><title>Міст – Новини</title>", "", "Міст"),
        ("<p>x</p>", "", ""),
    ],
)
def test_the_best_witness_is_heard(html: str, headline: str, title: str) -> None:
    tree = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    found = page_title(tree, read_metas(tree), Stated(headline=headline), url="https://novyny.ua/1", site_name="Новини")
    assert found == title

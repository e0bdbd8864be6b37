"""A link has one normal form: what tracks goes, what identifies stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svizho.kit.links import LONGEST_LINK, canonical_link, host_of, is_home_page


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTPS://News.Example.COM:443/a/B", "https://news.example.com/a/B"),
        ("http://example.com:80", "http://example.com/"),
        ("http://example.com:8080/x", "http://example.com:8080/x"),
        ("http://127.0.0.1:8077/s/x/a/1", "http://127.0.0.1:8077/s/x/a/1"),
        ("http://localhost:8077/a", "http://localhost:8077/a"),
        ("http://[0:0:0:0:0:0:0:1]:8077/a", "http://[::1]:8077/a"),
        (
            "https://приклад.укр/новини",
            "https://xn--80aikifvh.xn--j1amh/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8",
        ),
        ("https://example.com./a", "https://example.com/a"),
        ("https://e.com/a/../b/./c//d/", "https://e.com/b/c/d/"),
        ("https://e.com/../../a", "https://e.com/a"),
        ("https://e.com/a/%2e%2E/b", "https://e.com/b"),
        ("https://e.com/a#comments", "https://e.com/a"),
        ("https://reader:secret@e.com/a", "https://e.com/a"),
        ("  https://e.com/a\n  b  ", "https://e.com/a%20%20b"),
        ("https:\\\\e.com\\a", "https://e.com/a"),
        ("https://e.com/%7euser/%d0%bf%zz", "https://e.com/~user/%D0%BF%25zz"),
        ("https://e.com/%ef%e0", "https://e.com/%EF%E0"),
        ("https://e.com/a;jsessionid=0A1B2C?id=4", "https://e.com/a?id=4"),
    ],
)
def test_one_form_for_one_address(written: str, normal: str) -> None:
    assert canonical_link(written) == normal


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=rss&utm_medium=feed&id=7", "?id=7"),
        ("UTM_Source=rss", ""),
        ("fbclid=abc&gclid=1&yclid=2", ""),
        ("amp;id=5&amp;utm_source=x", "?amp;id=5"),
        ("b=2&a=1&b=1", "?a=1&b=2&b=1"),
        ("12345", "?12345"),
        ("newsid=1&cid=2&eid=3&p=4", "?cid=2&eid=3&newsid=1&p=4"),
        ("gallery=3&source=reuters&uid=9&ref=8", "?gallery=3&ref=8&source=reuters&uid=9"),
        ("q=%D0%BA%D0%B8%D1%97%D0%B2+2024&page=2", "?page=2&q=%D0%BA%D0%B8%D1%97%D0%B2+2024"),
        ("q=київ", "?q=%D0%BA%D0%B8%D1%97%D0%B2"),
        ("id=5&amp;lang=uk", "?id=5&lang=uk"),
        ("amp=1&id=2", "?id=2"),
        ("amp", ""),
        ("outputType=amp&id=2", "?id=2"),
        ("amp=ampere", "?amp=ampere"),
        ("PHPSESSID=1&id=2", "?id=2"),
    ],
)
def test_trackers_go_and_ids_stay(query: str, kept: str) -> None:
    assert canonical_link(f"https://e.com/n.php?{query}") == f"https://e.com/n.php{kept}"


def test_links_are_resolved_against_their_page() -> None:
    assert canonical_link("../n?id=1", "https://e.com/a/b/c") == "https://e.com/a/n?id=1"
    assert canonical_link("//cdn.e.com/n", "https://e.com/") == "https://cdn.e.com/n"
    assert canonical_link("?id=3", "https://e.com/a/b") == "https://e.com/a/b?id=3"


@pytest.mark.parametrize(
    ("copy", "own"),
    [
        ("https://www.google.com/amp/s/www.e.com/a?id=1", "https://www.e.com/a?id=1"),
        ("https://google.com/amp/e.com/a", "http://e.com/a"),
        ("https://www-e-com.cdn.ampproject.org/c/s/www.e.com/a/b", "https://www.e.com/a/b"),
    ],
)
def test_googles_copies_lead_to_the_publisher(copy: str, own: str) -> None:
    assert canonical_link(copy) == own


@pytest.mark.parametrize(
    "kept",
    ["https://m.e.com/a", "https://www.e.com/a", "http://e.com/a", "https://e.com/a/", "https://e.com/amp/a"],
)
def test_what_only_the_page_can_tell_is_left(kept: str) -> None:
    assert canonical_link(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "/a",
        "//e.com/a",
        "e.com/a",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "ftp://e.com/a",
        "file:///etc/passwd",
        "mailto:a@e.com",
        "http://",
        "http:///a",
        "http://a b/",
        "http://e..com/",
        "http://e.com:99999/",
        "http://e.com:x/",
        "http://[::1/",
        "http://[zz]/",
        "http://<script>/",
        "http://" + "a" * 64 + ".com/",
    ],
)
def test_what_is_no_web_address_has_no_form(written: str) -> None:
    assert canonical_link(written) is None


def test_an_endless_address_has_no_form() -> None:
    assert canonical_link("https://e.com/" + "a" * LONGEST_LINK) is None
    assert canonical_link("https://e.com/" + "я" * 500_000) is None
    assert canonical_link("https://e.com/" + "a" * (LONGEST_LINK - 14)) is not None


def test_a_browser_and_we_agree_on_the_host_after_a_backslash() -> None:
    assert canonical_link("http://evil.com\\@good.com/x") == "http://evil.com/@good.com/x"
    assert host_of("http://evil.com\\@good.com/x") == "evil.com"


@given(st.text(max_size=80), st.sampled_from(["", "https://e.com/", "https://e.com/a?", "http://"]))
def test_the_normal_form_is_stable(text: str, beginning: str) -> None:
    link = canonical_link(beginning + text)
    if link is not None:
        assert canonical_link(link) == link
        assert link.isascii()
        assert len(link) <= LONGEST_LINK
        assert "#" not in link


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.E.com:8000/a", "www.e.com"),
        ("https://приклад.укр/", "xn--80aikifvh.xn--j1amh"),
        ("http://u:p@e.com", "e.com"),
        ("no address", ""),
        ("http://[::1", ""),
    ],
)
def test_hosts(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "https://e.com",
        "https://e.com/",
        "https://e.com/index.html",
        "https://e.com/uk/",
        "https://e.com/en-gb",
        "https://e.com/uk/index.php",
        "https://e.com/?utm_source=rss",
        "https://e.com/#top",
    ],
)
def test_home_pages(url: str) -> None:
    assert is_home_page(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://e.com/?p=123",
        "https://e.com/index.php?id=5",
        "https://e.com/a",
        "https://e.com/ukr/",
        "nonsense",
        "https://e.com/uk/nova",
        "https://e.com/index-of-prices",
        "https://e.com/homeless",
    ],
)
def test_other_pages(url: str) -> None:
    assert not is_home_page(url)

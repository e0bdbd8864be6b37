"""Bytes become the right text, whatever is said of their encoding."""

from __future__ import annotations

import pytest

from svizho.extracting.decoding import decode_page

TEXT = "<html><head></head><body><p>Президентка підписала закон, — повідомили у відомстві.</p></body></html>"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "windows-1251", "koi8-u", "utf-16"])
def test_undeclared(charset: str) -> None:
    text = TEXT.replace("—", "-")
    assert decode_page(text.encode(charset), {}) == text


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-u", "iso-8859-5"])
def test_declared_by_header(charset: str) -> None:
    text = TEXT.replace("—", "-")
    assert decode_page(text.encode(charset), {"content-type": f"text/html; charset={charset}"}) == text


def test_declared_in_the_page() -> None:
    text = TEXT.replace("<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">')
    assert decode_page(text.encode("windows-1251"), {}) == text
    assert decode_page(text.encode("windows-1251"), {"content-type": "text/html; charset=utf-8"}) == text


def test_utf8_that_is_called_something_else_is_utf8() -> None:
    text = TEXT.replace("<head>", '<head><meta charset="windows-1251">')
    assert decode_page(text.encode(), {"content-type": "text/html; charset=iso-8859-1"}) == text


def test_one_bad_byte_costs_one_letter() -> None:
    body = TEXT.encode()
    middle = body.index("закон".encode())
    read = decode_page(body[:middle] + b"\xff" + body[middle:], {"content-type": "text/html; charset=utf-8"})
    assert read.replace("\ufffd", "") == TEXT


def test_western_letters_are_not_taken_for_cyrillic() -> None:
    text = "<p>Größe, Straße und Übermut: die Mäuse fraßen Käse — naïve Frage.</p>"
    assert decode_page(text.encode("cp1252"), {}) == text


def test_declared_latin1_is_read_as_browsers_do() -> None:
    assert decode_page(b"<p>\x93quoted\x94 caf\xe9</p>", {"content-type": "text/html; charset=ISO-8859-1"}) == (
        "<p>“quoted” café</p>"
    )


@pytest.mark.parametrize("charset", ["zip", "hex", "rot13", "idna", "nonsense", "utf-7", "unicode_escape", "\x00"])
def test_strange_declarations_do_no_harm(charset: str) -> None:
    body = TEXT.encode("windows-1251")
    assert "підписала" in decode_page(body, {"content-type": f"text/html; charset={charset}"})


def test_asian_pages() -> None:
    text = "<meta charset=gb2312><p>新华社北京电</p>"
    assert decode_page(text.encode("gb18030"), {}) == text
    text = "<meta charset='Shift_JIS'><p>東京の裁判所は、新しい判決を出した。</p>"
    assert decode_page(text.encode("cp932"), {}) == text

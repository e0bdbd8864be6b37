"""Bytes of a feed -> text: the encoding is found by what the bytes are, not only by what is said of them."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from svizho.errors import FeedTooLarge, NotAFeed

# A legacy 8-bit text read as UTF-8 has nearly no valid sequence; a damaged UTF-8 text nearly none that is bad.
# PARTS.md section 1 asks for fewer than 5 % bad; counted here among the letters outside ASCII.
MOST_BAD = 0.05
# So many bad bytes are damage whatever the share: a short feed cut in the middle of its only Cyrillic word.
FEW_BAD = 3

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<" and the byte after it, without a mark (XML 1.0, appendix F); EBCDIC says "<?xm" in its own way.
_SHAPES = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{1,40})[\"']", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:\-]{1,40})", re.I)
# Encodings of text that pages and feeds are written in. Python knows others (utf-7, unicode_escape, idna)
# that would let a stranger's bytes turn into something else than they look like.
_KNOWN = re.compile(
    r"utf.?(?:8|16|32)|u(?:16|32)|ucs|iso|latin|l\d|windows|win|cp|x-|cs|koi8|mac|gb|hz|big5|euc|shift|sjis|s_jis|tis|thai"
    r"|ascii|us|kz|ptcp|johab|ks|greek|cyrillic|hebrew|arabic",
    re.I,
)
# What the web means by these names (WHATWG Encoding Standard).
_WEB_MEANING = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "iso-8859-9": "cp1254",
}
# Servers send these without knowing (Apache's old AddDefaultCharset), so they tell nothing.
_SAYS_NOTHING = frozenset({"cp1252", "utf-8"})
# Two letters of the upper half side by side: usual in Cyrillic words, rare in the languages of western Europe.
_UPPER_PAIR = re.compile(rb"[\xa5\xaa\xaf\xb2-\xb4\xb8\xba\xbf-\xff]{2}")
_UPPER = re.compile(rb"[\x80-\xff]")
# XML 1.0 forbids these, PostgreSQL refuses NUL, and a strict parser stops at them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without byte order mark and without characters that XML forbids; `encoding` found, and what was odd."""

    text: str
    encoding: str
    warning: str = ""


def unpacked(body: bytes, *, limit: int) -> bytes:
    """Undo a gzip nobody announced; raises FeedTooLarge beyond `limit` bytes, NotAFeed when it is damaged."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        # 31 = 15 + 16: the largest window, gzip header expected (zlib's manual).
        plain = zlib.decompressobj(31).decompress(body, limit + 1)
    except zlib.error as error:
        raise NotAFeed(f"the answer is compressed and damaged: {error}") from error
    if len(plain) > limit:
        raise FeedTooLarge(f"the feed unpacks to more than {limit} bytes")
    return plain


def decode_feed(body: bytes, headers: Mapping[str, str] | None = None) -> Decoded:
    """Turn the bytes of a feed, an OPML list or a page into text.

    In this order: byte order mark, strict UTF-8, the encoding declared in the document, the one of the
    Content-Type header (lower-case name), UTF-8 with at most 5 % bad letters, and last windows-1251 (or
    windows-1252 where letters outside ASCII stand alone, as in French). What is declared comes after UTF-8,
    since no 8-bit text of any length is valid UTF-8 by chance, and many UTF-8 feeds are declared windows-1251.
    """
    marked = _by_mark(body)
    if marked is not None:
        return marked
    declared, told = _declared(body), _told(headers or {})
    if not declared.startswith(("iso-2022", "hz", "iso2022")):  # seven-bit: valid UTF-8 to the eye
        try:
            return _decoded(body.decode("utf-8"), "utf-8")
        except UnicodeDecodeError:
            pass
    return _by_statement(body, declared, told) or _by_shape(body, declared)


def _by_mark(body: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            if encoding == "utf-8":
                return _strict(body[3:], "utf-8") or _by_shape(body[3:], "utf-8")
            return _decoded(body[len(mark) :].decode(encoding, "replace"), encoding)
    for shape, encoding in _SHAPES:
        if body.startswith(shape):
            return _decoded(body.decode(encoding, "replace"), encoding)
    return None


def _by_statement(body: bytes, declared: str, told: str) -> Decoded | None:
    """Believe the document, then the header, where the bytes do not contradict."""
    for name, who in ((declared, "the document"), (told, "the server")):
        if not name or name == "utf-8" or (who == "the server" and name in _SAYS_NOTHING):
            continue
        found = _strict(body, name)
        if found is not None:
            return found
    return None


def _by_shape(body: bytes, declared: str) -> Decoded:
    """Guess from the bytes alone: UTF-8 with a few bad letters, what was declared with a few, or a legacy page."""
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - bad
    if bad <= (bad + whole) * MOST_BAD or (bad <= FEW_BAD and whole > bad):
        return _decoded(text, "utf-8", f"{bad} damaged characters")
    if declared and declared != "utf-8":
        text = body.decode(declared, "replace")
        bad = text.count("\ufffd")
        if bad <= len(_UPPER.findall(body)) * MOST_BAD + FEW_BAD:
            return _decoded(text, declared, f"{bad} damaged characters")
    legacy = "cp1251" if 4 * len(_UPPER_PAIR.findall(body)) > len(_UPPER.findall(body)) else "cp1252"
    return _decoded(body.decode(legacy, "replace"), legacy, f"the encoding is not declared rightly; read as {legacy}")


def _strict(body: bytes, encoding: str) -> Decoded | None:
    try:
        return _decoded(body.decode(encoding), encoding)
    except (UnicodeError, LookupError):
        return None


def _decoded(text: str, encoding: str, warning: str = "") -> Decoded:
    return Decoded(_FORBIDDEN.sub("", text.removeprefix("\ufeff")), encoding, warning)


def _declared(body: bytes) -> str:
    match = _DECLARED.search(body[:4096])
    return _python_name(match[1].decode("ascii")) if match else ""


def _told(headers: Mapping[str, str]) -> str:
    match = _CHARSET.search(headers.get("content-type", "")[:500])
    return _python_name(match[1]) if match else ""


def _python_name(name: str) -> str:
    """Say Python's name of an encoding of text; "" when it is none we read."""
    name = _WEB_MEANING.get(name.lower(), name.lower())
    if not _KNOWN.match(name):
        return ""
    try:
        b"".decode(name)
        return "utf-8" if codecs.lookup(name).name.startswith("utf-8") else name
    except (LookupError, UnicodeError):
        return ""

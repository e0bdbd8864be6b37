"""Bytes of a page become text, whatever the server and the page say of their encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read where a page names the narrower set (WHATWG Encoding Standard, section 4.2).
_WIDER = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
# Python's codecs that are no character sets, beside those that give no text at all ("zip").
_NO_CHARACTER_SETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_IN_PAGE = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML_HEAD = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
# The HTML standard has browsers look for the declaration in the first 1,024 bytes; real pages are later.
_HEAD_BYTES = 8_192
# More replaced characters than this and it was no UTF-8: a page cut in the middle of a letter has one.
_MOST_REPLACED = 0.05
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _decoded(body: bytes, name: str) -> str | None:
    """Decode strictly by a declared name; None when Python does not know it or the bytes do not fit."""
    name = name.strip().lower()
    try:
        codec = codecs.lookup(_WIDER.get(name, name))
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True) or codec.name.replace("_", "-") in _NO_CHARACTER_SETS:
        return None
    try:
        return codec.decode(body, "strict")[0]
    except (UnicodeError, ValueError):
        return None


def _guessed(body: bytes) -> str:
    """Read undeclared 8-bit text: long runs of high bytes are Cyrillic, single ones Western.

    In windows-1251 small letters are 0xE0-0xFF, in KOI8-U they are 0xC0-0xDF; small letters prevail in text.
    """
    high = len(_HIGH.findall(body))
    runs = b"".join(_HIGH_RUN.findall(body))
    if len(runs) < high / 2:
        return body.decode("cp1252", "replace")
    upper_half = sum(byte >= 0xE0 for byte in runs)
    lower_half = sum(0xC0 <= byte < 0xE0 for byte in runs)
    return body.decode("cp1251" if upper_half >= lower_half else "koi8-u", "replace")


def decode_page(body: bytes, headers: Mapping[str, str]) -> str:
    """Turn the bytes of a page into text; never fails, bad bytes become U+FFFD.

    A mark at the beginning wins; then UTF-8 if the bytes are valid (no other set looks like it by chance); then
    the header's and the page's own declaration if the bytes fit; then UTF-8 with a few bad letters; then a
    guess between windows-1251, KOI8-U and windows-1252. `headers` have lower-case names.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _IN_HEADER.findall(headers.get("content-type", ""))
    declared += [name.decode("ascii", "ignore") for name in _IN_PAGE.findall(body[:_HEAD_BYTES])]
    declared += [name.decode("ascii", "ignore") for name in _XML_HEAD.findall(body[:200])]
    for name in declared:
        if (text := _decoded(body, name)) is not None:
            return text
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") <= _MOST_REPLACED * max(1, len(_HIGH.findall(body)) / 2):
        return text
    return _guessed(body)

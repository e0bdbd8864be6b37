"""Feeds that are almost XML, mended so that the strict parser (safer and faster than the loose one) can read them."""

from __future__ import annotations

import re
from html.entities import html5

_ROOT = re.compile(r"<\?xml\s|<(?:rss|feed|rdf:RDF|channel)[\s>]", re.I)
_ENDS = ("</rss>", "</feed>", "</rdf:RDF>")
# PHP warnings, advertising and blank lines before the document; beyond this it is a page with a feed quoted in it.
_MOST_JUNK = 20_000
_DECLARATION = re.compile(r"<\?xml\b[^<>]{0,500}\?>")
# A document type with or without declarations inside; none of ours spans more than a few kilobytes.
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[\]<>]|\"[^\"]*\")*(?:\[(?P<inside>.*?)\]\s*)?>", re.I | re.S)
# XML allows one; broken templates write a second, and what has more is nonsense that the parser will refuse.
_MOST_DOCTYPES = 8
_ENTITY = re.compile(
    r"<!ENTITY\s+([\w.-]{1,50})\s+"
    r"(?:\"([^\"<&%]{0,100})\"|'([^'<&%]{0,100})'|[\"']&#(x?[0-9a-fA-F]{1,6});[\"'])\s*>"
)
# What may stand before the document type: white space, instructions, comments.
_PROLOG = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+", re.S)
# An ampersand that may be more than XML itself can read; outside CDATA and comments, with the name it introduces.
_STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_PASSAGE = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->"
    r"|&(?!(?:amp|lt|gt|quot|apos);)(?:(#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9.-]{0,49});)?",
    re.S,
)


def mended(text: str) -> str:
    """Cut what stands before and after the document, take its DOCTYPE away and write out every entity.

    Entities that the document type declares as plain short text are written out too; those that refer to others,
    to files or to much text are not followed and stay visible as they were written. What was well-formed means
    the same afterwards.
    """
    text, entities = _without_junk(text.lstrip()), dict[str, str]()
    for _ in range(_MOST_DOCTYPES):
        cut, declared = _without_doctype(text)
        if cut == text:
            break
        # What a document type hid may be junk, or another one.
        text, entities = _without_junk(cut), declared | entities
    if _STRAY.search(text):
        text = _PASSAGE.sub(lambda passage: _written_out(passage, entities), text)
    return text


def _without_junk(text: str) -> str:
    if not text.startswith("<?xml"):
        root = _ROOT.search(text, 0, _MOST_JUNK)
        before = text[: root.start()].lstrip() if root else ""
        if root and not before.lower().startswith(("<!doctype", "<?", "<!--")):
            text = text[root.start() :]
    end = max(text.rfind(mark) + len(mark) if mark in text else -1 for mark in _ENDS)
    if end > 0 and text[end:].strip():
        text = text[:end]
    declaration = _DECLARATION.match(text)
    return '<?xml version="1.0" encoding="utf-8"?>' + text[declaration.end() :] if declaration else text


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    if text[start : start + 9].lower() != "<!doctype":
        return text, {}
    match = _DOCTYPE.match(text, start)
    if match is None:  # never closed: what follows the mark itself may still be a feed
        root = _ROOT.search(text, start)
        return (text[root.start() :] if root else text), {}
    inside = match["inside"] or ""
    entities = {name: plain or quoted or _letter(code) for name, plain, quoted, code in _ENTITY.findall(inside)}
    return text[:start] + text[match.end() :], entities


def _letter(code: str) -> str:
    """Say the character of a numeric reference ("8217", "x2019"); "" for one that XML does not allow."""
    if not code:
        return ""
    number = int(code[1:], 16) if code[0] in "xX" else int(code) if code.isdigit() else 0
    allowed = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
    return chr(number) if allowed or 0x10000 <= number < 0x110000 else ""


def _written_out(passage: re.Match[str], entities: dict[str, str]) -> str:
    """Leave CDATA and comments; write an entity as the character it names, and any other ampersand as one."""
    if not passage[0].startswith("&"):
        return passage[0]
    name = passage[1]
    if name is None:
        return "&amp;" + passage[0][1:]
    if name.startswith("#"):
        letters = _letter(name[1:])
    else:
        letters = entities.get(name) or html5.get(f"{name};", "")
        if not letters:
            return "&amp;" + passage[0][1:]
    return "".join(f"&#{ord(letter)};" for letter in letters)

"""Page text becomes a tree, after everything that costs time and holds no news is cut away."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

# The longest of 258 real pages keeps 810,000 characters and 8,100 tags once scripts, styles and drawings are out.
LONGEST = 2_000_000
MOST_TAGS = 40_000
# The most links on one of them is 686; an article with thousands is a directory, and costs seconds.
MOST_LINKS = 5_000

_DEAD_WEIGHT = re.compile(
    r"<(script|style|svg|iframe|template)\b(?:[^<>]*/>|.*?(?:</\1\s*>|\Z))|<!--.*?(?:-->|\Z)", re.I | re.S
)
_INLINE_DATA = re.compile(r"data:[a-z]+/[^\"'\s>)]{200,}", re.I)
# libxml2 is quadratic in attributes: 100,000 on one tag took 113 s. Longer tags carry data for scripts.
_LONG_TAG = re.compile(r"(<[a-zA-Z][\w:-]{0,40})[^<>]{5000,}")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TAG_START = re.compile(r"<(?=[a-zA-Z/])")
_LINK_START = re.compile(r"<a[\s>]", re.I)


def _cut_at(pattern: re.Pattern[str], text: str, most: int) -> str:
    """Cut text before match number `most` + 1 of a pattern."""
    for number, match in enumerate(pattern.finditer(text)):
        if number == most:
            return text[: match.start()]
    return text


def lighten(html: str) -> str:
    """Take out scripts, styles, drawings, comments and inline pictures; then cut at the three bounds above."""
    html = _INLINE_DATA.sub("", _DEAD_WEIGHT.sub(" ", _UNREADABLE.sub("", html)))
    html = _LONG_TAG.sub(r"\1", html)[:LONGEST]
    return _cut_at(_LINK_START, _cut_at(_TAG_START, html, MOST_TAGS), MOST_LINKS)


def tree_of(html: str) -> lxml.html.HtmlElement | None:
    """Parse lightened HTML into a tree (libxml2 stops at 256 levels by itself); None when there is nothing."""
    parser = lxml.html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree

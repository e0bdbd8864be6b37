"""Who signed an article, where only the page itself says so: bylines, and lines that begin with "By"."""

from __future__ import annotations

import re

import lxml.html
from trafilatura.metadata import extract_author

from svizho.extracting.bylines import authors_of, is_site_name
from svizho.kit.text import tidy

_BYLINE_NAME = re.compile(
    r"(?:^|[\s_-])(?:authors?|autor|byline|writer|journalist)(?:[\s_-]*(?:names?|link))?(?:$|[\s_-])",
    re.I,
)
_SIGNED = re.compile(
    r"^(?:(?:by|von|par|por|di|av|af)\s+|"
    r"(?:автор(?:и|ка|ы)?|текст|autor(?:in|ka|es)?(?:/autor)?|author|text|texte)\s*[:—–-]?\s+)"
    r"(?=[^\W\d_])",
    re.I,
)
_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ten", "ter", "zu",
     "zur", "el", "al", "bin", "ibn", "af", "av", "e", "y", "и", "та"}
)  # fmt: skip
_TITLES = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms)\.?\s+)+", re.I)
_CASED = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_NO_PERSON = frozenset({"news", "twitter", "facebook", "instagram", "telegram", "linkedin", "youtube", "whatsapp",
                        "redaktion", "team", "staff", "desk", "agency", "press", "новини", "редакція"})  # fmt: skip
# The longest line that can be a byline: two names with their offices.
_LONGEST = 100
_MOST_ELEMENTS = 20_000


def is_person(name: str) -> bool:
    """Tell whether words can be one person's name: two to five, each with a capital, particles apart.

    In scripts without capitals: short, and without blanks or with one or two.
    """
    words = _TITLES.sub("", name).split()
    if any(letter.isdigit() for letter in name) or any(word.lower() in _NO_PERSON for word in words):
        return False
    if not _CASED.search(name):
        return 2 <= len(name) <= 20 and len(words) <= 3
    large = [word for word in words if word.lower() not in _PARTICLES]
    return 2 <= len(words) <= 5 and len(large) >= 2 and all(word[0].isupper() and len(word) > 1 for word in large)


def _lines(tree: lxml.html.HtmlElement) -> tuple[list[str], list[str]]:
    """Collect short texts: of elements named as bylines, and of elements that begin as a signature does."""
    named: list[str] = []
    signed: list[str] = []
    for number, element in enumerate(tree.iter("a", "p", "span", "div", "li", "address", "strong", "em", "td")):
        if number == _MOST_ELEMENTS or len(named) + len(signed) > 50:
            break
        marks = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"
        is_named = bool(_BYLINE_NAME.search(marks))
        if not is_named and len(element) > 4:
            continue
        line = tidy(element.text_content()[: 4 * _LONGEST])
        if 0 < len(line) <= _LONGEST:
            if is_named:
                named.append(line)
            elif _SIGNED.match(line):
                signed.append(_SIGNED.sub("", line))
    return named, signed


def signed_by(tree: lxml.html.HtmlElement, *, site: tuple[str, ...]) -> tuple[str, ...]:
    """Name the people who signed: by an element named as a byline, a signed line, or trafilatura's patterns."""
    for lines in (*_lines(tree), (extract_author(tree) or "").split(";")):
        for line in lines:
            people = [name for name in authors_of([line]) if is_person(name) and not is_site_name(name, site)]
            if people:
                return tuple(people)
    return ()

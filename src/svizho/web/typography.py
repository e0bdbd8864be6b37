"""How text is set: unbreakable spaces, quotation marks, numbers, names of publishers."""

from __future__ import annotations

import re

from babel.numbers import format_decimal

from svizho.web.times import locale

NBSP = "\u00a0"

# A word of one or two letters does not end a line; a dash does not start one; a number stays with its noun, but
# the time of day ("03:12") stands for itself.
_SHORT_WORD = re.compile(r"(?<![\w’'-])([^\W\d]{1,2}) (?=[\w«„“(])")
_DASH = re.compile(r" (?=[–—-] )")
_NUMBER = re.compile(r"(?<![\d:.,])(\d+) (?=\w)")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_OWN_MARKS = re.compile(r"[«»„“”\"]")


def tie(text: str) -> str:
    """Bind short words, numbers and dashes to their neighbours, so that lines break where a reader would."""
    # Twice, since matches of neighbouring short words ("і в нас") share a border.
    tied = _SHORT_WORD.sub(rf"\1{NBSP}", _SHORT_WORD.sub(rf"\1{NBSP}", text))
    return _NUMBER.sub(rf"\1{NBSP}", _DASH.sub(NBSP, tied))


def quoted(text: str, language: str) -> str:
    """Set `text`, written in `language`, in quotation marks; marks inside it become inner ones.

    Where marks are « », a full stop follows them, as Ukrainian spelling has it.
    """
    if language == "en":
        return f"“{text}”"
    inner = text.replace("«", "„").replace("»", "“") if language in ("uk", "ru", "be", "bg") else text
    stopped = inner.endswith(".") and not inner.endswith("..")
    return f"«{inner[:-1]}»." if stopped else f"«{inner}»"


def outlet(name: str, language: str) -> str:
    """Write a publisher's name: a Cyrillic one in « » on a page in Ukrainian, any other as it is."""
    bare = _CYRILLIC.search(name) and not _OWN_MARKS.search(name)
    return f"«{name}»" if bare and language == "uk" else name


def grouped(number: float) -> str:
    """Write a number with its thousands set apart in the way of the page's language: "2 914"."""
    return format_decimal(number, locale=locale())

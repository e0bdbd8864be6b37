"""Times that a page shows its readers or carries in its address, for pages whose head states none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import lxml.html

from svizho.kit.text import tidy

_DATE_NAME = re.compile(
    r"(?:^|[\s_-])(?:date|datum|data|datetime|time|timestamp|published|pubdate|posted|created|дата)(?:$|[\s_-])|Date(?:Time)?\b"
)
_LONGEST = 80
_MOST = 5
_CLOCK = r"(?:\D{1,14}?(\d{1,2})[:.](\d{2})(?!\d))?"
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,2})(?!\d)" + _CLOCK)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(20\d{2}|(?<=\.)\d{2})(?!\d)" + _CLOCK)
# A day, a word and a year, or a word, a day and a year, with the time of day: what dateparser is given to read.
_IN_WORDS = re.compile(
    r"(?:\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?|[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+)20\d{2}"
    r"(?:\D{1,6}\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?)?",
    re.I,
)
_IN_ADDRESS = re.compile(r"/(20\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def _iso(year: str, month: str, day: str, hour: str | None, minute: str | None) -> str:
    clock = f"T{int(hour):02d}:{minute}" if hour and minute else ""
    return f"{year}-{int(month):02d}-{int(day):02d}{clock}"


def written_time(line: str, *, language: str) -> str:
    """Find a date (and time of day) in a line and write it as ISO 8601, or as words to be read later; "" if none.

    Where English could mean either order ("03/04/2024"), nothing is said.
    """
    if found := _YEAR_FIRST.search(line):
        return _iso(*found.groups())
    if found := _DAY_FIRST.search(line):
        first, second, year, hour, minute = found.groups()
        year = year if len(year) == 4 else f"20{year}"
        if int(second) > 12:
            return _iso(year, first, second, hour, minute) if int(first) <= 12 else ""
        if language == "en" and "." not in found[0] and int(first) <= 12 and first != second:
            return ""
        return _iso(year, second, first, hour, minute)
    words = _IN_WORDS.search(line)
    return words[0] if words else ""


def _date_lines(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Short texts of elements named as dates, those after the headline only (before it stands the site's clock)."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    begin = next((n for n, element in enumerate(elements) if element.tag == "h1"), 0)
    for element in elements[begin:]:
        named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if any(above.tag == "a" for above in element.iterancestors()):
            continue
        if element.tag == "time" or _DATE_NAME.search(named):
            line = tidy(" ".join(element.itertext())[: 10 * _LONGEST])
            if line and len(line) <= _LONGEST:
                yield line


def shown_times(tree: lxml.html.HtmlElement, *, url: str, language: str) -> list[str]:
    """Say the times a page shows near its headline, then the day in its address, as texts for `best_moment`."""
    times: list[str] = []
    for line in _date_lines(tree):
        if time := written_time(line, language=language):
            times.append(time)
        if len(times) == _MOST:
            break
    if in_address := _IN_ADDRESS.search(urlsplit(url).path):
        times.append("-".join(in_address.groups()))
    return times

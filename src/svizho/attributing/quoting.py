"""Quotations of every tradition: paired marks, quotes across paragraphs, straight quotes nested, dialogue dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A quotation longer than this is a mark that was never closed.
LONGEST_QUOTATION = 6_000
# So many marks are looked at for the one that closes: a quotation holds a few names in marks of their own.
_MOST_MARKS = 60

_MARK = re.compile(r"[“”„«»\"]|''|``")
_OPENING = frozenset("„«")
_SENTENCE_END = frozenset(".!?…,")
_DIALOGUE = re.compile(r"(?m)^[ \t]*[–—-][ \t\u00a0]+(?=[^\W\d_])")


@dataclass(slots=True)
class Quotation:
    """A quotation: offsets with its marks, the tokens it covers, whether it looks like speech (not a name, a title)."""

    start: int
    end: int
    first: int = 0
    last: int = 0


def find_quotations(text: str) -> list[Quotation]:
    """The outermost quotations in order; a mark that is not closed in its paragraph is carried on or dropped."""
    marks = [(match.start(), match.end(), match.group()) for match in _MARK.finditer(text)]
    found: list[Quotation] = []
    index = 0
    while index < len(marks):
        start, end, mark = marks[index]
        if _opens(text, start, end, mark):
            close = _closing(text, marks, index)
            if close is not None:
                found.append(Quotation(start, marks[close][1]))
                index = close + 1
                continue
        index += 1
    return found


def _opens(text: str, start: int, end: int, mark: str) -> bool:
    """Whether a mark may open: something follows it at once, and no letter stands before."""
    if end >= len(text) or text[end].isspace():
        return False
    if mark in {"”", "»"}:
        return False
    return start == 0 or not text[start - 1].isalnum()


def _closing(text: str, marks: list[tuple[int, int, str]], opened: int) -> int | None:
    """Index of the mark that closes `marks[opened]`, or None."""
    start, _, mark = marks[opened]
    depth, carried = 1, False
    for index in range(opened + 1, min(opened + _MOST_MARKS, len(marks))):
        here, end, other = marks[index]
        if here - start > LONGEST_QUOTATION:
            return None
        if "\n" in text[marks[index - 1][1] : here] and not carried:
            again = _same_family(mark, other) and _opens(text, here, end, other) and _starts_paragraph(text, here)
            if not again:
                return None
            if depth == 1:
                continue
        if not _same_family(mark, other):
            continue
        if _closes(text, here, end, other) or (mark == "„" and other == "“"):
            depth -= 1
            if depth <= 0:
                return index
        elif _opens(text, here, end, other) and other != "``":
            depth += 1
    return None


def _same_family(mark: str, other: str) -> bool:
    """Whether two marks belong to one tradition; straight marks stand for themselves."""
    if mark == '"':
        return other in {'"', "”"}
    if mark in {"''", "``"}:
        return other == "''"
    if mark == "«":
        return other in {"«", "»"}
    if mark == "„":
        return other in {"”", "“", "„", '"'}
    return other in {"“", "”", '"'}


def _closes(text: str, start: int, end: int, mark: str) -> bool:
    """Whether a mark may close: closing shapes always, straight ones where nothing but a letter's end stands before."""
    if mark in {"”", "»"}:
        return True
    if mark in _OPENING or mark == "``":
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if mark == "“":
        return after.isspace() and not before.isspace()
    return not before.isspace() and not (after.isalnum() and not before.isalnum())


def _starts_paragraph(text: str, start: int) -> bool:
    """Whether nothing but white space stands between a mark and the line's start."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()

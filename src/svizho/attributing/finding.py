"""What every finder of one language shares: the sentence at hand and an attribution as first found."""

from __future__ import annotations

from dataclasses import dataclass, field

from svizho.attributing.reading import Reading
from svizho.attributing.values import Span

Tokens = tuple[int, int]


@dataclass(slots=True)
class Found:
    """An attribution as token ranges: who, by which words, what. `order` tells how: "before", "after", "around" it.

    `whole` marks one whose content is the sentence up to it, `anaphor` one that points back ("Про це повідомив"),
    `nobody` one that names no speaker by its nature (passives).
    """

    source: Tokens | None
    cue: list[Tokens]
    content: list[Tokens]
    how: str
    inner: list[Tokens] = field(default_factory=list)

    @property
    def anchor(self) -> int:
        """The first token of the cue."""
        return self.cue[0][0]


@dataclass(slots=True)
class Scene:
    """A text under reading: its tokens, one tag character for each, and what has been found so far."""

    reading: Reading
    tags: str
    found: list[Found] = field(default_factory=list)

    def outer_quote(self, index: int) -> int:
        """Index of the quotation that holds a token, or -1."""
        return self.reading.quote_of[index]


def spans_of(reading: Reading, ranges: list[Tokens]) -> tuple[Span, ...]:
    """Token ranges as spans of characters; empty ones are left out."""
    return tuple(reading.span(first, last) for first, last in ranges if last > first)

"""What a reader asked for, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

# Why a part of a question was not heeded; the page says it in words.
Doubt = Literal["section", "language", "date", "source", "speaker", "too_long", "too_many"]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: a word in any of its forms, words that stand together, or (`exact`) the very forms."""

    words: tuple[str, ...]
    exact: bool = False

    def __str__(self) -> str:
        told = " ".join(self.words)
        return f'"{told}"' if self.exact else told


@dataclass(frozen=True, slots=True)
class Note:
    """A part of a question that could not be heeded, and why."""

    doubt: Doubt
    words: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question taken apart: every clause must hold (one of its terms at least), none of `without` may.

    `sources` and `speakers` are as the reader wrote them; `after` is the first day that counts, `before` the
    first that no longer does.
    """

    asked: str = ""
    clauses: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    sources: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    after: date | None = None
    before: date | None = None
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything to look for."""
        told = (self.clauses, self.without, self.sources, self.speakers, self.sections, self.languages)
        return any(told) or bool(self.after or self.before)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Everything that is looked for, in the order it was asked."""
        return tuple(term for clause in self.clauses for term in clause)

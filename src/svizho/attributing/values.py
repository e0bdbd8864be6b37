"""What the room gives away: spans, speakers, claims, quantities, and how claims of a story agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

Kind = Literal["direct", "indirect", "mixed"]
Bound = Literal["exact", "at_least", "at_most", "about"]


class Span(NamedTuple):
    """Part of a text: offsets in characters, the end is not included."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a claim is attributed to, as the article knows them.

    `name` is the fullest name of the article in the nominative ("" for a speaker without a name: then `role` says who),
    `role` the words that stand by the name, `span` the fullest mention.
    """

    name: str
    role: str
    span: Span

    @property
    def shown(self) -> str:
        """Name and role as one line for a reader; never empty."""
        return ", ".join(part for part in (self.name, self.role) if part)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count in the text: `low` and `high` are equal when it is one number; None says the count is open on that side.

    `bound` says how the words bind it ("at least three" -> low 3, high None, at_least); `unit` is what one counts, as
    a lemma in lower case ("rocket", "особа"); `counted` is the phrase as written after the number; `span` all of it.
    """

    low: float | None
    high: float | None
    bound: Bound
    unit: str
    counted: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed statement: speaker (source), cue, content, all of them spans of the text.

    `source` is None where nobody is named; `nested_in` is the index, in the same tuple of claims, of the claim
    whose content holds this one; `via` names the outlets through which the words came, the nearest first.
    `anonymity_reason` is "" for a speaker the article identifies, else one of "said", "unnamed", "nobody".
    """

    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Kind
    anonymous: bool
    anonymity_reason: str
    speaker: Speaker | None
    quantities: tuple[Quantity, ...]
    nested_in: int | None
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryClaim:
    """A claim within a story: the report it stands in, that report's publisher and time, and its words.

    `text` is the article's text, in which the claim's spans lie; `language` its language.
    """

    id: str
    report: str
    publisher: str
    time: datetime
    language: str
    text: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Voice:
    """One value of a counted thing: who gave it, when, where (`claim` is the id of a StoryClaim)."""

    claim: str
    report: str
    speaker: str
    time: datetime
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims that speak of the same thing: `about` are the words they share, `claims` the ids, earliest first."""

    about: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The same counted thing with values that exclude each other: `unit` is what is counted, `voices` who says what."""

    unit: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A value that changed as time went on: `voices` from the earliest to the latest."""

    unit: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the claims of one story stand to each other."""

    groups: tuple[ClaimGroup, ...]
    disagreements: tuple[Disagreement, ...]
    updates: tuple[Change, ...]

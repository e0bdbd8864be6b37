"""What pages show, as plain values: made from rows once, so that templates only print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from svizho.web.times import Age


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a source with the language it was written in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source as it is named beside what it said."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one article, quoted: they never stand without their source and time."""

    words: Words
    outlet: Outlet
    at: datetime
    url: str
    byline: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour of a pulse, in the pixels of its drawing; `late` marks the last two hours."""

    x: int
    y: int
    height: int
    late: bool


@dataclass(frozen=True, slots=True)
class Pulse:
    """Reports an hour over the last twelve hours; `latest` is the count of the last one."""

    bars: tuple[Bar, ...]
    latest: int


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name and a page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports are written in a language."""

    language: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Split:
    """A disagreement in one line: what it is about, and two versions in one language."""

    counted: str
    one: Words
    other: Words


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list."""

    number: int
    url: str
    headline: Words
    section: Named | None
    at: datetime
    sources: int
    near_copies: int
    tallies: tuple[Tally, ...]
    why: tuple[str, ...]
    breaking: bool
    pulse: Pulse | None = None
    quote: Quote | None = None
    split: Split | None = None
    # The languages of its reports, parted by spaces: by them a reader's own browser leaves out what they cannot read.
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An article in a list; `story` is there when other reports stand beside it in its story."""

    number: int
    url: str
    headline: Words
    outlet: Outlet
    at: datetime
    age: Age
    language_name: str = ""
    section: Named | None = None
    story: Card | None = None
    paid: bool = False
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that is the same text as another; `percent` says how nearly, 0 where that is not known."""

    line: Line
    percent: int


@dataclass(frozen=True, slots=True)
class Report:
    """A report of a story, with the near copies folded under it."""

    line: Line
    copies: tuple[Copy, ...]
    leads: bool

    @property
    def copying(self) -> int:
        """Count the sources that ran the same text."""
        return len({copy.line.outlet.url for copy in self.copies})


@dataclass(frozen=True, slots=True)
class Coverage:
    """A story's reports in one language, newest first."""

    language: str
    heading: str
    count: int
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A moment of a story's coverage: what was first, and who said it."""

    at: datetime
    words: str
    line: Line
    latest: bool


@dataclass(frozen=True, slots=True)
class DayOfLines:
    """The articles of one day in a list."""

    heading: str
    lines: tuple[Line, ...]

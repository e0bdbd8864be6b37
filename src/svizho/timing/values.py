"""What the room gives: moments with where they stand in the text and in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal["minute", "day", "month", "year"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time that a text names.

    `start` is inclusive, `end` exclusive, both in the zone of the article's time; a stretch of days ("last week",
    "16-18 July") has the precision of its ends. `relative` says that the words mean nothing without the article's
    time; `background` that it was over two days or more before the article. Spans are character offsets.
    """

    span: Span
    start: datetime
    end: datetime
    precision: Precision
    relative: bool
    background: bool
    sentence_span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What some words mean: a stretch of time without its place in the text.

    `clock` marks an hour that needs a day, `weekday` a day that a date beside it says better.
    """

    start: datetime
    end: datetime
    precision: Precision
    relative: bool
    clock: bool = False
    weekday: bool = False

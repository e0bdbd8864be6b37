"""Every date and time of a text, resolved against the article's own time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from svizho.timing import resolving
from svizho.timing.calendars import PARTS
from svizho.timing.patterns import FUTURE, PART_AFTER, PART_BEFORE, PATTERNS
from svizho.timing.resolving import Anchor, at_clock, within_day
from svizho.timing.sentences import Sentences
from svizho.timing.values import Moment, Reading, Span

# Texts longer than this are read to here; more moments than this are not kept.
LONGEST, MOST = 200_000, 400
# An article dated later has a broken date; nothing can be told from it.
LATEST_YEAR = 2500
# An hour and its day stand this near to each other, in characters: "о 21:30 у п'ятницю".
_JOINED = 12
# A day named this many characters before an hour is still spoken of.
_SPOKEN_OF = 300
# Over for this long before the article, a moment is background.
BACKGROUND = timedelta(hours=48)

Candidate = tuple[Span, Reading]


def find_moments(text: str, *, language: str, published: datetime) -> tuple[Moment, ...]:
    """Find the dates and times that a text names, in the order of the text.

    `published` is the article's own time with its zone (without one it is taken for UTC); moments are in that zone.
    `language` ("uk", "ru", "en") is a hint: forms of all three are sought. Dates that no calendar has are left out.
    Reads the first 200,000 characters and gives 400 moments at most; never raises. An article dated before 1800
    or after 2500 has none.
    """
    text = text[:LONGEST]
    if published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    if not resolving.EARLIEST_YEAR < published.year < LATEST_YEAR:
        return ()
    sentences = Sentences(text)
    found = _without_overlaps(_candidates(text, sentences, published))
    found = [(span, _narrowed(text, span, reading)) for span, reading in found[:MOST]]
    found = _weekdays_joined(found, text)
    return tuple(
        Moment(
            span=span,
            start=reading.start,
            end=reading.end,
            precision=reading.precision,
            relative=reading.relative,
            background=reading.end <= published - BACKGROUND,
            sentence_span=sentences.around(span[0]),
        )
        for span, reading in _with_days(found, text, sentences, published)
    )


def _candidates(text: str, sentences: Sentences, published: datetime) -> list[Candidate]:
    found: list[Candidate] = []
    looks_ahead: dict[Span, bool] = {}
    for pattern, read in PATTERNS:
        for match in pattern.finditer(text):
            sentence = sentences.around(match.start())
            if sentence not in looks_ahead:
                looks_ahead[sentence] = FUTURE.search(text, *sentence) is not None
            try:
                reading = read(match, Anchor(published, looks_ahead[sentence]))
            except (OverflowError, ValueError):  # a date beyond what the calendar of the library reaches
                continue
            if reading is not None:
                found.append(((match.start(), match.end()), reading))
            if len(found) > 4 * MOST:
                return found
    return found


def _without_overlaps(found: Sequence[Candidate]) -> list[Candidate]:
    """Of moments that share characters keep the longest; give them in the order of the text."""
    kept: list[Candidate] = []
    taken: set[int] = set()
    for span, reading in sorted(found, key=lambda item: (item[0][0] - item[0][1], item[0][0])):
        if taken.isdisjoint(range(*span)):
            taken.update(range(*span))
            kept.append((span, reading))
    return sorted(kept, key=lambda item: item[0])


def _narrowed(text: str, span: Span, reading: Reading) -> Reading:
    """Narrow a day to the part of it that stands beside it."""
    after = PART_AFTER.match(text, span[1])
    before = PART_BEFORE.search(text, max(0, span[0] - 16), span[0])
    part = after or before
    if part is None or reading.clock:
        return reading
    word = re.split(r"\s+", part["part"].lower())
    return within_day(reading, PARTS.get(word[0], (0, 6)))


def _weekdays_joined(found: Sequence[Candidate], text: str) -> list[Candidate]:
    """Take a weekday and the date beside it for one: "у п'ятницю ввечері, 3 листопада", "16 July, Tuesday"."""
    result: list[Candidate] = []
    for span, reading in found:
        if result and _distance(result[-1][0], span) <= _JOINED and "\n" not in text[result[-1][0][1] : span[0]]:
            before, known = result[-1]
            pair = {known.weekday: known, reading.weekday: reading}
            if len(pair) == 2 and _is_date(pair[False]):
                date = pair[False]
                hours = (pair[True].start.hour, pair[True].end.hour or 24)
                result[-1] = ((before[0], span[1]), within_day(date, hours) if hours != (0, 24) else date)
                continue
        result.append((span, reading))
    return result


def _is_date(reading: Reading) -> bool:
    return reading.precision == "day" and not reading.relative and reading.end - reading.start <= timedelta(days=1)


def _with_days(found: Sequence[Candidate], text: str, sentences: Sentences, published: datetime) -> list[Candidate]:
    """Give each hour its day: the one beside it, which it swallows, or one of its sentence, or the article's own."""
    result: list[Candidate] = []
    swallowed: set[Span] = set()
    for span, reading in found:
        if not reading.clock:
            result.append((span, reading))
            continue
        sentence = sentences.around(span[0])
        days = [item for item in found if _is_day(item, sentence)]
        day = min(days, key=lambda item: _distance(item[0], span), default=None) or _day_before(found, span)
        anchor = Anchor(published, FUTURE.search(text, *sentence) is not None)
        if day is not None and _distance(day[0], span) <= _JOINED:
            swallowed.add(day[0])
            span = (min(span[0], day[0][0]), max(span[1], day[0][1]))
        result.append((span, at_clock(day[1] if day else None, reading, anchor)))
    return sorted((item for item in result if item[0] not in swallowed), key=lambda item: item[0])


def _day_before(found: Sequence[Candidate], span: Span) -> Candidate | None:
    """Give the day that was spoken of a little before an hour in another sentence."""
    everywhere = (0, span[0])
    near = [item for item in found if _is_day(item, everywhere) and span[0] - item[0][1] <= _SPOKEN_OF]
    return near[-1] if near else None


def _is_day(item: Candidate, sentence: Span) -> bool:
    span, reading = item
    inside = sentence[0] <= span[0] < sentence[1]
    return (
        inside and not reading.clock and reading.precision == "day" and reading.end - reading.start <= timedelta(days=1)
    )


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)

"""The active reports: what is known of each, so that a new one can be compared; a function of what is held."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.background import expected_of_all
from svizho.grouping.columns import Column, Floats, Rings, Serials, TermStore
from svizho.grouping.levelling import Matrix, level
from svizho.grouping.nearness import Nearness, Stream
from svizho.grouping.values import Report
from svizho.grouping.word_table import gist
from svizho.grouping.words import SLOTS, Reading, Terms, read

# Serials kept under one word: enough to hold every report of a busy story's day, few enough to look through at once.
WORD_DEPTH = 24
# The last so many vectors of a language say what the stream talks about in it at the moment.
RECENT = 256
# That mean is believed by n / (n + this): a handful of reports is no stream.
RECENT_PRIOR = 30
# Kinds of vectors of which such a mean is kept.
STREAMS = ("title", "body")
# By which of its vectors a report is found: the first it has.
SEARCHED = ("title", "body", "title_gist")


@dataclass(frozen=True, slots=True)
class Query:
    """A report taken apart for comparing, before it is put on the shelf."""

    report: Report
    reading: Reading
    hours: float
    title_vector: Floats | None
    body_vector: Floats | None
    title_gist: Floats | None = None
    body_gist: Floats | None = None

    @property
    def search_vector(self) -> Floats | None:
        """The vector by which reports near this one are looked for: of the encoder, or else of the word table."""
        found = (self.title_vector, self.body_vector, self.title_gist)
        return next((vector for vector in found if vector is not None), None)


def query_of(report: Report, levelling: Matrix | None = None) -> Query:
    """Take a report apart; its vectors are levelled, which every comparison takes for granted."""
    hours = float("nan")
    if report.time is not None:
        time = report.time if report.time.tzinfo else report.time.replace(tzinfo=UTC)
        hours = time.timestamp() / 3600
    reading = read(report.title, report.text, report.language)
    return Query(
        report, reading, hours, level(report.title_vector, levelling), level(report.body_vector, levelling),
        gist(reading.title_rows), gist(reading.body_rows),
    )  # fmt: skip


def search_slots(terms: Terms) -> NDArray[np.int32]:
    """Slots of the words and names by which a report can be found, in rising order."""
    ids = np.concatenate([terms.of("body").ids, terms.of("names").ids])
    return np.unique(ids & (SLOTS - 1))


class Shelf:
    """All active reports in the order they were placed; a report's place in that order is its serial."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.reports: list[Report] = []
        self.stories: list[str] = []
        self.roots: list[str] = []
        self.shingles: list[NDArray[np.uint32]] = []
        self.serial_of: dict[str, int] = {}
        self.members: dict[str, list[int]] = {}
        self.hours = Column(np.float64)
        self.languages = Column(np.int32)
        self.sources = Column(np.int32)
        self.stated = Column(np.float64)
        self.terms = TermStore(expected_of_all())
        self.title_rows: list[NDArray[np.int32]] = []
        self.vectors: dict[str, Column] = {}
        self._streams: dict[tuple[str, int], Stream] = {}
        self._nearness: dict[int, Nearness] = {}
        self._names: dict[str, int] = {}
        self._words = Rings(SLOTS, WORD_DEPTH)

    def __len__(self) -> int:
        return len(self.ids)

    def number(self, name: str) -> int:
        """Give a language or a source a number, the same for as long as this shelf lives; 0 for no name."""
        return self._names.setdefault(name, len(self._names) + 1) if name else 0

    def add(self, query: Query, story: str, root: str = "") -> int:
        """Put a report at the end, in a story; `root` is the report it copies, if any. Returns its serial."""
        serial = len(self.ids)
        report = query.report
        self.ids.append(report.id)
        self.reports.append(replace(report, text="", title_vector=None, body_vector=None))
        self.stories.append(story)
        self.roots.append(root)
        self.shingles.append(query.reading.shingles)
        self.serial_of[report.id] = serial
        self.members.setdefault(story, []).append(serial)
        self.hours.add(query.hours)
        self.languages.add(self.number("l:" + report.language))
        self.sources.add(self.number("s:" + report.source if report.source else ""))
        self.stated.add(query.reading.stated)
        self.title_rows.append(query.reading.title_rows)
        self.terms.add(query.reading.terms)
        self._add_vectors(query, serial)
        self._index(serial)
        return serial

    def _add_vectors(self, query: Query, serial: int) -> None:
        found = {"title": query.title_vector, "body": query.body_vector, "title_gist": query.title_gist,
                 "body_gist": query.body_gist}  # fmt: skip
        for kind, vector in found.items():
            if vector is not None and kind not in self.vectors:
                # Half the bits: the cosines differ in the fourth digit, and 100,000 reports fit in memory.
                self.vectors[kind] = Column(np.float16, width=len(vector))
                self.vectors[kind].extend(np.zeros((serial, len(vector)), np.float16))
            if kind in self.vectors:
                column = self.vectors[kind]
                column.add(np.zeros(column.rows.shape[1]) if vector is None else vector)

    def _index(self, serial: int) -> None:
        """Make a report findable by its words, names and vector, and let the stream of its language move on."""
        self._words.add(search_slots(self.terms.of(serial)), serial)
        row = next((row for kind in SEARCHED if (row := self.vector(kind, serial)) is not None), None)
        if row is not None:
            if len(row) not in self._nearness:
                self._nearness[len(row)] = Nearness(len(row), self._rows_like(len(row)))
            self._nearness[len(row)].add(row, serial)
        language = int(self.languages.rows[serial])
        for kind in STREAMS:
            row = self.vector(kind, serial)
            if row is not None:
                if (kind, language) not in self._streams:
                    self._streams[kind, language] = Stream(len(row), RECENT, RECENT_PRIOR)
                self._streams[kind, language].add(row)

    def _rows_like(self, size: int) -> Callable[[Serials], Floats]:
        """Give a way to the vectors of this size by which reports are found."""

        def rows_of(serials: Serials) -> Floats:
            found = np.zeros((len(serials), size), np.float32)
            for kind in SEARCHED:
                if kind in self.vectors and self.vectors[kind].rows.shape[1] == size:
                    empty = ~found.any(axis=1)
                    found[empty] = self.vectors[kind].rows[serials[empty]]
            return found

        return rows_of

    def vector(self, kind: str, serial: int) -> Floats | None:
        """The vector of a report, or None if it has none."""
        if kind not in self.vectors:
            return None
        row = self.vectors[kind].rows[serial].astype(np.float32)
        return np.asarray(row) if row.any() else None

    def vectors_of(self, kind: str, serials: Serials) -> Floats | None:
        """Vectors of many reports, zeros for those without; None if no report has any."""
        if kind not in self.vectors:
            return None
        return np.asarray(self.vectors[kind].rows[serials].astype(np.float32))

    def by_words(self, slots: NDArray[np.int32]) -> NDArray[np.int32]:
        """Serials of the latest reports with each word or name, shape (slots, WORD_DEPTH), -1 where there is none."""
        return self._words.under(slots)

    def by_meaning(self, row: Floats, count: int) -> tuple[Serials, Floats]:
        """Serials of reports whose vector lies near, with the cosines: the `count` nearest that are found."""
        if len(row) not in self._nearness:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        return self._nearness[len(row)].near(row, count)

    def stream_mean(self, kind: str, language: int) -> Floats:
        """What the last reports in a language have in common, drawn towards nothing while they are few."""
        stream = self._streams.get((kind, language))
        return stream.mean() if stream is not None else np.zeros(self.vectors[kind].rows.shape[1], np.float32)

    def query(self, serial: int) -> Query:
        """Give back a report as it was compared when it came; how its terms were written is not kept."""
        reading = Reading(
            self.terms.of(serial), self.shingles[serial], self.title_rows[serial], np.zeros(0, np.int32),
            float(self.stated.rows[serial]),
        )  # fmt: skip
        hours = float(self.hours.rows[serial])
        vectors = [self.vector(kind, serial) for kind in ("title", "body", "title_gist", "body_gist")]
        return Query(self.reports[serial], reading, hours, *vectors)

    def move(self, serial: int, story: str) -> None:
        """Put a report into another story."""
        old = self.members[self.stories[serial]]
        old.remove(serial)
        if not old:
            del self.members[self.stories[serial]]
        self.stories[serial] = story
        insort(self.members.setdefault(story, []), serial)

    def keep(self, mask: Sequence[bool]) -> None:
        """Drop the reports where `mask` is false and build the indexes anew, as if they had never been there."""
        kept = np.asarray(mask, np.bool_)
        self.hours.keep(kept)
        self.languages.keep(kept)
        self.sources.keep(kept)
        self.stated.keep(kept)
        self.terms.keep(kept)
        for vectors in self.vectors.values():
            vectors.keep(kept)
        for name in ("ids", "reports", "stories", "roots", "shingles", "title_rows"):
            setattr(self, name, [value for value, stays in zip(getattr(self, name), mask, strict=True) if stays])
        self.serial_of = {name: serial for serial, name in enumerate(self.ids)}
        self.members = {}
        self._words.clear()
        self._nearness.clear()
        self._streams.clear()
        for serial, story in enumerate(self.stories):
            self.members.setdefault(story, []).append(serial)
            self._index(serial)

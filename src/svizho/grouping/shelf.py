"""The active reports: what is known of each, so that a new one can be compared; a function of what is held."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC

import numpy as np
from numpy.typing import NDArray

from svizho.grouping.background import expected
from svizho.grouping.columns import Column, Floats, Rings, Serials, TermColumn
from svizho.grouping.levelling import Matrix, level
from svizho.grouping.pivots import pivots_for
from svizho.grouping.values import Report
from svizho.grouping.words import SLOTS, Reading, read

# Serials kept under one word: enough to hold every report of a busy story's day, few enough to look through at once.
WORD_DEPTH = 24
# Serials kept in one cell of the vector space.
CELL_DEPTH = 48
# The latest reports are all looked at: in 10,000 articles a day, those of ten hours.
WINDOW = 4096
# The last so many vectors say what the stream talks about at the moment.
RECENT = 512
# The stream's mean is believed by n / (n + this): a handful of reports is no stream.
RECENT_PRIOR = 100

TERM_KINDS = ("title", "body", "names", "numbers", "runs")


@dataclass(frozen=True, slots=True)
class Query:
    """A report taken apart for comparing, before it is put on the shelf."""

    report: Report
    reading: Reading
    hours: float
    title_vector: Floats | None
    body_vector: Floats | None


def query_of(report: Report, levelling: Matrix | None = None) -> Query:
    """Take a report apart; its vectors are levelled, which every comparison takes for granted."""
    hours = float("nan")
    if report.time is not None:
        time = report.time if report.time.tzinfo else report.time.replace(tzinfo=UTC)
        hours = time.timestamp() / 3600
    reading = read(report.title, report.text, report.language)
    return Query(report, reading, hours, level(report.title_vector, levelling), level(report.body_vector, levelling))


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
        self.terms = {kind: TermColumn(expected(kind)) for kind in TERM_KINDS}
        self.vectors: dict[str, Column] = {}
        self._names: dict[str, int] = {}
        self._words = Rings(SLOTS, WORD_DEPTH)
        self._cells: Rings | None = None
        self._pivots: Floats | None = None

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
        for kind in TERM_KINDS:
            self.terms[kind].add(getattr(query.reading, kind))
        self._add_vectors(query, serial)
        self._index(serial)
        return serial

    def _add_vectors(self, query: Query, serial: int) -> None:
        found = {"title": query.title_vector, "body": query.body_vector}
        for kind, vector in found.items():
            if vector is not None and kind not in self.vectors:
                self.vectors[kind] = Column(np.float32, width=len(vector))
                self.vectors[kind].extend(np.zeros((serial, len(vector)), np.float32))
            if kind in self.vectors:
                column = self.vectors[kind]
                column.add(np.zeros(column.rows.shape[1]) if vector is None else vector)

    def _index(self, serial: int) -> None:
        """Make a report findable by its words, names and, with vectors, by its cells."""
        ids = [self.terms[kind].of(serial).ids for kind in ("body", "names")]
        self._words.add(np.unique(np.concatenate(ids)), serial)
        row = self.vector("title", serial)
        if row is not None:
            self._cells_for(row).add(self._nearest_cells(row, 1), serial)

    def vector(self, kind: str, serial: int) -> Floats | None:
        """The vector of a report, or None if it has none."""
        if kind not in self.vectors:
            return None
        row = self.vectors[kind].rows[serial]
        return np.asarray(row) if row.any() else None

    def vectors_of(self, kind: str, serials: Serials) -> Floats | None:
        """Vectors of many reports, zeros for those without; None if no report has any."""
        if kind not in self.vectors:
            return None
        return np.asarray(self.vectors[kind].rows[serials])

    def _cells_for(self, row: Floats) -> Rings:
        if self._cells is None:
            self._pivots = pivots_for(len(row))
            self._cells = Rings(len(self._pivots), CELL_DEPTH)
        return self._cells

    def _nearest_cells(self, row: Floats, count: int) -> NDArray[np.int64]:
        assert self._pivots is not None  # noqa: S101 - _cells_for came first
        near = self._pivots @ row
        return np.argpartition(near, -count)[-count:] if count > 1 else np.array([near.argmax()])

    def by_words(self, slots: NDArray[np.int32]) -> NDArray[np.int32]:
        """Serials of the latest reports with each word or name, shape (slots, WORD_DEPTH), -1 where there is none."""
        return self._words.under(slots)

    def by_cells(self, row: Floats, probes: int) -> Serials:
        """Serials of the latest reports in the `probes` cells nearest to a vector, each once."""
        if self._cells is None or self._pivots is None or self._pivots.shape[1] != len(row):
            return np.zeros(0, np.int64)
        found = np.unique(self._cells.under(self._nearest_cells(row, probes)))
        return found[found >= 0].astype(np.int64)

    def by_recency(self, row: Floats, count: int) -> Serials:
        """Serials of the `count` titles nearest to a vector among the last WINDOW reports, nearest first."""
        column = self.vectors.get("title")
        if column is None or column.rows.shape[1] != len(row):
            return np.zeros(0, np.int64)
        start = max(len(column) - WINDOW, 0)
        cosines = column.rows[start:] @ row
        near = np.argpartition(-cosines, count)[:count] if len(cosines) > count else np.arange(len(cosines))
        return start + near[np.lexsort((near, -cosines[near]))]

    def stream_mean(self, kind: str) -> Floats | None:
        """What the last RECENT reports have in common, shrunk towards nothing while they are few."""
        if kind not in self.vectors:
            return None
        recent = self.vectors[kind].rows[-RECENT:]
        return np.asarray(recent.sum(axis=0) / np.float32(len(recent) + RECENT_PRIOR))

    def query(self, serial: int) -> Query:
        """Give back a report as it was compared when it came; how its terms were written is not kept."""
        terms = {kind: self.terms[kind].of(serial) for kind in TERM_KINDS}
        reading = Reading(
            terms["title"],
            terms["body"],
            terms["names"],
            terms["numbers"],
            terms["runs"],
            self.shingles[serial],
        )
        hours = float(self.hours.rows[serial])
        return Query(self.reports[serial], reading, hours, self.vector("title", serial), self.vector("body", serial))

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
        for terms in self.terms.values():
            terms.keep(kept)
        for vectors in self.vectors.values():
            vectors.keep(kept)
        for name in ("ids", "reports", "stories", "roots", "shingles"):
            setattr(self, name, [value for value, stays in zip(getattr(self, name), mask, strict=True) if stays])
        self.serial_of = {name: serial for serial, name in enumerate(self.ids)}
        self.members = {}
        self._words.clear()
        if self._cells is not None:
            self._cells.clear()
        for serial, story in enumerate(self.stories):
            self.members.setdefault(story, []).append(serial)
            self._index(serial)

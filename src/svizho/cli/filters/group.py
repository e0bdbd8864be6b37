"""`svizho group`: reports in, their stories out, each line decided before the next is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import numpy as np

from svizho.cli.filters.lines import Record, text_field, transformed
from svizho.embedding import Encoder, load_encoder, report_texts
from svizho.errors import LineError
from svizho.grouping import Grouper, Report

# Reports kept active; the oldest tenth is let go when there are more, so that memory stays below a gigabyte.
MOST_ACTIVE = 100_000

# The language in which reasons are written: this is a tool for scripts and logs.
REASON_LANGUAGE = "en"


def run(lines: Iterable[str], *, revise: bool) -> Iterator[Record]:
    """Group reports in the order given; `revise` prints later changes too, as lines with `"revised": true`."""
    grouping = Grouping(load_encoder(), revise=revise)
    yield from _with_changes(lines, grouping.transform, grouping.changes if revise else None)


class Grouping:
    """The state of one run of the filter."""

    def __init__(self, encoder: Encoder | None, *, revise: bool = False) -> None:
        self._encoder = encoder
        self._grouper = Grouper(encoder=encoder.name) if encoder else Grouper()
        self._revise = revise

    def transform(self, record: Record) -> Record:
        """Place one report."""
        report = report_of(record, self._encoder)
        decision = self._grouper.place(report)
        if len(self._grouper) > MOST_ACTIVE:
            self._grouper.forget_oldest(MOST_ACTIVE * 9 // 10)
        return {
            "id": report.id,
            "story": decision.story,
            "near_copy_of": decision.near_copy_of,
            "nearness": decision.nearness,
            "reason": decision.reason.words(REASON_LANGUAGE),
        }

    def changes(self) -> Iterator[Record]:
        """Carry out what the auditor proposes and give the placements that changed."""
        yield from ()


def _with_changes(
    lines: Iterable[str], transform: Callable[[Record], Record], changes: Callable[[], Iterator[Record]] | None
) -> Iterator[Record]:
    yield from transformed(lines, transform)
    if changes is not None:
        yield from changes()


def report_of(record: Record, encoder: Encoder | None) -> Report:
    """Read a record and encode its title and lead; raises LineError when it makes no sense."""
    title, text = text_field(record, "title", default=""), text_field(record, "text", default="")
    if not (title or text).strip():
        raise LineError("a report needs a title or a text")
    title_vector = body_vector = None
    if encoder is not None:
        rows = encoder.encode(report_texts(title, text))
        title_vector, body_vector = (row if np.any(row) else None for row in rows)
    return Report(
        id=text_field(record, "id"),
        language=text_field(record, "lang", default=""),
        time=time_of(record),
        source=text_field(record, "source", default=""),
        title=title,
        text=text,
        title_vector=title_vector,
        body_vector=body_vector,
    )


def time_of(record: Record) -> datetime | None:
    """Read `time` (ISO 8601; without a zone it is UTC); null or absent is None; raises LineError when unreadable."""
    text = text_field(record, "time", default="")
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise LineError(f"field 'time' is no ISO 8601 time: {text[:40]!r}") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)

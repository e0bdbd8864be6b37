"""`svizho group`: reports in, their stories out, each line decided before the next is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import numpy as np

from svizho.cli.filters.lines import Record, text_field, transformed
from svizho.embedding import Encoder, load_encoder, report_texts
from svizho.errors import LineError
from svizho.grouping import Decision, Grouper, Report

# Reports kept active; the oldest tenth is let go when there are more, so that memory stays below a gigabyte.
MOST_ACTIVE = 100_000

# The language in which reasons are written: this is a tool for scripts and logs.
REASON_LANGUAGE = "en"

# The auditor's round, in reports: about an hour of a thousand feeds; and how far back it looks, in hours.
AUDIT_EVERY = 2_000
AUDIT_HOURS = 60.0


def run(lines: Iterable[str], *, revise: bool) -> Iterator[Record]:
    """Group reports in the order given, each decided before the next line is read.

    With `revise` the auditor goes over the last 60 hours every AUDIT_EVERY reports, and over everything at the end;
    each placement that it changes is printed again with `"revised": true`, so the last line about an id holds.
    """
    grouping = Grouping(load_encoder())
    for record in transformed(lines, grouping.transform):
        yield record
        if revise and grouping.due():
            yield from grouping.changes(hours=AUDIT_HOURS)
    if revise:
        yield from grouping.changes(hours=None)


class Grouping:
    """The state of one run of the filter."""

    def __init__(self, encoder: Encoder | None) -> None:
        self._encoder = encoder
        self._grouper = Grouper(encoder=encoder.name) if encoder else Grouper()
        self._since_audit = 0

    def transform(self, record: Record) -> Record:
        """Place one report."""
        report = report_of(record, self._encoder)
        decision = self._grouper.place(report)
        self._since_audit += 1
        if len(self._grouper) > MOST_ACTIVE:
            self._grouper.forget_oldest(MOST_ACTIVE * 9 // 10)
        return shown(report.id, decision)

    def due(self) -> bool:
        """Say whether it is time for the auditor."""
        return self._since_audit >= AUDIT_EVERY

    def changes(self, *, hours: float | None) -> Iterator[Record]:
        """Carry out what the auditor proposes over the last `hours` and give the placements that changed."""
        self._since_audit = 0
        for name, decision in self._grouper.carry_out(self._grouper.revise(hours=hours)):
            yield {**shown(name, decision), "revised": True}


def shown(name: str, decision: Decision) -> Record:
    """Write a decision as a line."""
    return {
        "id": name,
        "story": decision.story,
        "near_copy_of": decision.near_copy_of,
        "nearness": decision.nearness,
        "reason": decision.reason.words(REASON_LANGUAGE),
    }


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

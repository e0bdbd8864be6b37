"""JSON Lines in, JSON Lines out: a bad line becomes an error line and the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from svizho.errors import LineError, SvizhoError

Record = dict[str, Any]

# A line longer than this is refused unread: the longest article of a news site is a hundredth of it.
LONGEST_LINE = 8_000_000


def read_record(line: str) -> Record:
    """Turn one line into a record; raises LineError with what is wrong."""
    if len(line) > LONGEST_LINE:
        raise LineError(f"line of {len(line)} characters; {LONGEST_LINE} is the most")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise LineError("a line must hold one JSON object")
    return record


def text_field(record: Record, name: str, *, default: str | None = None) -> str:
    """Take a string field; raises LineError when it is missing (and no default stands) or no string."""
    value = record.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise LineError(f"field {name!r} must be a string")
    return value


def transformed(lines: Iterable[str], transform: Callable[[Record], Record]) -> Iterator[Record]:
    """Apply `transform` to each line in order; errors made on purpose become `{"error": ...}` with the id, if any."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record: Record = {}
        try:
            record = read_record(line)
            yield transform(record)
        except SvizhoError as error:
            known = {"id": record["id"]} if "id" in record else {}
            yield {**known, "line": number, "error": str(error)}


def write_records(records: Iterable[Record], out: TextIO) -> None:
    """Write one JSON object a line, each flushed, so that a reader at the other end of a pipe is not kept waiting."""
    for record in records:
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
        out.flush()

"""Recorded news: JSON Lines read into records in time order, gaps filled, bad lines named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

from svizho.cli.filters.lines import Record, read_record
from svizho.errors import LineError, ReplayError
from svizho.kit.links import host_of
from svizho.kit.text import shorten, tidy

# Records without any time stand this far apart, so that a file of hundreds spans hours.
SPACING = timedelta(minutes=1)
# Where such a file begins; any moment does, since times are shown relative to the server's start.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
# A title made from the text is no longer than a usual headline.
HEADLINE = 110


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded article. `time` is when it was published; `source` is the publisher's name, never empty."""

    id: str
    language: str
    time: datetime
    source: str
    url: str
    title: str
    text: str
    section: str = ""
    image: str = ""
    categories: tuple[str, ...] = ()
    summary: str = ""


def load_recorded(path: Path | str, limit: int | None = None) -> tuple[Recorded, ...]:
    """Read a JSON Lines file (its first `limit` records) in time order.

    Each line holds {"id", "lang", "time", "source", "url", "title", "text"} and may hold "section", "image",
    "categories", "summary". Any of them may be null or missing, but a title or a text is needed. Raises
    ReplayError with the line's number, or when the file cannot be read or holds nothing.
    """
    try:
        with Path(path).open(encoding="utf-8-sig") as lines:
            found = list(islice(_records(lines, str(path)), limit))
    except OSError as error:
        raise ReplayError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ReplayError(f"{path} is not UTF-8 text") from error
    if not found:
        raise ReplayError(f"{path} holds no recorded news")
    times = fill_times([time for time, _ in found])
    dated = [replace(record, time=time) for time, (_, record) in zip(times, found, strict=True)]
    return tuple(sorted(dated, key=lambda record: record.time))


def _records(lines: Iterable[str], name: str) -> Iterable[tuple[datetime | None, Recorded]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _recorded(read_record(line), number)
        except LineError as error:
            raise ReplayError(f"{name}, line {number}: {error}") from error


def _recorded(record: Record, number: int) -> tuple[datetime | None, Recorded]:
    text, title = _string(record, "text"), tidy(_string(record, "title"))
    if not title and not text.strip():
        raise LineError("neither a title nor a text")
    url, language = _string(record, "url"), _string(record, "lang") or "en"
    source = tidy(_string(record, "source")) or host_of(url) or f"unknown ({language})"
    return _time(record), Recorded(
        id=str(_identity(record) or number),
        language=language,
        time=BEGINNING,
        source=source,
        url=url,
        title=title or shorten(tidy(text), HEADLINE),
        text=text,
        section=_string(record, "section"),
        image=_string(record, "image"),
        categories=_strings(record, "categories"),
        summary=_string(record, "summary"),
    )


def _string(record: Record, name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise LineError(f"field {name!r} must be a string")
    # JSON can carry half of a surrogate pair, which no document can.
    return value.encode("utf-8", "replace").decode("utf-8")


def _identity(record: Record) -> str | int | None:
    value = record.get("id")
    if value is not None and not isinstance(value, str | int):
        raise LineError("field 'id' must be a string or a number")
    return value


def _strings(record: Record, name: str) -> tuple[str, ...]:
    value = record.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LineError(f"field {name!r} must be a list of strings")
    return tuple(tidied for item in value if (tidied := tidy(item)))


def _time(record: Record) -> datetime | None:
    text = _string(record, "time").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineError(f"time {shorten(text, 60)!r} is not an ISO 8601 moment") from error


def fill_times(times: Sequence[datetime | None]) -> list[datetime]:
    """Give every record a time: missing ones are spread evenly, in file order, between their neighbours.

    Before the first and after the last known time they stand a minute apart.
    """
    known = [(place, time) for place, time in enumerate(times) if time is not None]
    if not known:
        return [BEGINNING + SPACING * place for place in range(len(times))]
    first_place, first = known[0]
    filled = [first - SPACING * (first_place - place) for place in range(first_place)]
    for (place, time), (next_place, next_time) in pairwise(known):
        step = (next_time - time) / (next_place - place)
        filled += [time + step * number for number in range(next_place - place)]
    last_place, last = known[-1]
    return filled + [last + SPACING * number for number in range(len(times) - last_place)]

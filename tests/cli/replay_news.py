"""Invented records for the tests of the replay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from svizho.cli.replay import Recorded

START = datetime(2022, 11, 16, 6, 0, tzinfo=UTC)
TEXT = """Річка вийшла з берегів & затопила набережну <вночі>.

Мешканців просять не виходити до води.

Рятувальники працюють."""


def record(number: int, source: str = "Хвиля 24", *, language: str = "uk", minutes: float | None = None) -> Recorded:
    after = timedelta(minutes=number if minutes is None else minutes)
    return Recorded(
        id=f"r{number}",
        language=language,
        time=START + after,
        source=source,
        url=f"https://example.org/{number}",
        title=f"Новина {number}: річка «Уж» & <вода>",
        text=TEXT,
        section="society",
    )


def many(count: int, sources: Sequence[str] = ("Хвиля 24",)) -> list[Recorded]:
    return [record(number, sources[number % len(sources)]) for number in range(count)]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **span: float) -> None:
        self.time += timedelta(**span)

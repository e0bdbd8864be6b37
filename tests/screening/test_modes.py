"""Whose word counts about a thread: the story's, the strictest section's, the site's, the calendar's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from svizho.screening import Mode, Talk, mode_of

NOW = datetime(2026, 6, 14, tzinfo=UTC)
TALK = Talk(Mode.OPEN, {"politics": Mode.PREMODERATED, "sport": Mode.FIRST}, close_after_days=14)


def mode(*, story: str = "", sections: tuple[str, ...] = (), days: float = 1) -> Mode:
    return mode_of(TALK, story=story, sections=sections, last_at=NOW - timedelta(days=days), now=NOW)


def test_the_site_then_the_strictest_section_then_the_story() -> None:
    assert mode() == Mode.OPEN
    assert mode(sections=("sport",)) == Mode.FIRST
    assert mode(sections=("sport", "politics", "world")) == Mode.PREMODERATED
    assert mode(story="open", sections=("politics",)) == Mode.OPEN


def test_a_thread_closes_with_time_unless_the_desk_keeps_it_open() -> None:
    assert mode(days=15) == Mode.CLOSED
    assert mode(days=15, story="first") == Mode.FIRST
    assert mode_of(Talk(), story="", sections=(), last_at=NOW - timedelta(days=999), now=NOW) == Mode.FIRST

"""Whether a thread is open, and how far its readers are trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Mode(StrEnum):
    """How comments come to a page, from the most trusting to none at all."""

    OPEN = "open"
    FIRST = "first"
    PREMODERATED = "premoderated"
    CLOSED = "closed"


# From the most trusting to the least.
STRICTNESS = (Mode.OPEN, Mode.FIRST, Mode.PREMODERATED, Mode.CLOSED)


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said of modes: by the site, by its sections; and after how many days a thread closes (0: never)."""

    site: Mode = Mode.FIRST
    sections: Mapping[str, Mode] | None = None
    close_after_days: int = 0


def mode_of(talk: Talk, *, story: str, sections: Sequence[str], last_at: datetime, now: datetime) -> Mode:
    """Say in which mode a story's thread is: the story's own word ("" for none), else the strictest of its sections',
    else the site's. A thread without a word of its own closes `close_after_days` after the story's last report."""
    if story:
        return Mode(story)
    if talk.close_after_days and now - last_at > timedelta(days=talk.close_after_days):
        return Mode.CLOSED
    told = [talk.sections[slug] for slug in sections if talk.sections and slug in talk.sections]
    return max(told, key=STRICTNESS.index) if told else talk.site

"""What a diagnosis is, and how much a failure of each gravity weighs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# What one failure adds to the line along which a feed is asked less often (pacing: gap * (1 + sum of these)).
# A server in trouble is back within the hour, so two such failures slow a feed down as much as one soft failure;
# what only a person can mend (a password, a feed given up, a hostile document) slows it down three times as fast.
SETBACKS: Final = {"temporary": 0.5, "soft": 1.0, "hard": 3.0}

# A feed that has not answered well for so long is called silent: its site has moved or given it up.
SILENT_AFTER = timedelta(days=14)

# Every cause there is. The site has a sentence for its readers for each (svizho.web.ailments).
CAUSES: Final = (
    "address", "dns", "tls", "timeout", "too_large", "redirects", "robots", "connect", "protocol", "url", "wait",
    "bot_wall", "forbidden", "password", "payment", "missing", "gone", "too_often", "legal", "trouble", "status",
    "unchanged", "not_a_feed", "hostile",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a poll failed: a cause of CAUSES, a grade (temporary, soft, hard), words for a person, and advice.

    `words` is a clause without a full stop or a sentence with one; `advice` is a sentence for the owner, "" where
    nothing is to be done but wait.
    """

    cause: str
    grade: str
    words: str
    advice: str = ""

    @property
    def setback(self) -> float:
        """Say how much this failure slows the feed down."""
        return SETBACKS[self.grade]


def wait_words(wait: timedelta) -> str:
    """Say a wait as people do ("40 seconds", "2 hours"), rounded to the unit that fits."""
    seconds = max(round(wait.total_seconds()), 1)
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            count = round(seconds / size)
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{seconds} seconds"


def long_silent(answered_at: datetime | None, added_at: datetime, now: datetime) -> timedelta | None:
    """Say for how long a feed has not answered well, when that is so long that it may be dead; else None."""
    silent = now - (answered_at or added_at)
    return silent if silent >= SILENT_AFTER else None

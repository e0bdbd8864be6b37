"""What it means that an answer came and was no feed, or one that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from svizho.diagnosing.statuses import behind
from svizho.diagnosing.values import Diagnosis
from svizho.diagnosing.walls import wall_of

_HOSTILE = "It is asked again, rarely; nothing of it is kept. Remove it if you do not know the publisher."


def of_reading(problem: str, words: str, *, headers: Mapping[str, str], body: bytes, status: int = 200) -> Diagnosis:
    """Diagnose a body that could not be read; `problem` is "not_a_feed", "too_large" or "hostile" (the cage broke)."""
    if problem == "not_a_feed":
        if wall := wall_of(headers, body, status=status):
            return behind(wall, status)
        advice = "Open the address in a browser; if a page is there, `svizho sources add` its site to find the feed."
        return Diagnosis("not_a_feed", "soft", words, advice)
    if problem == "too_large":
        return Diagnosis("too_large", "hard", words, "Look for a shorter feed of this publisher.")
    return Diagnosis("hostile", "hard", f"reading the feed took too much time or memory: {words}", _HOSTILE)


def of_unasked_unchanged() -> Diagnosis:
    """Diagnose a server that says "not modified" (304) although it was asked for everything."""
    words = "the server says 'not modified' (304) even when it is asked for everything, so nothing new can be seen"
    return Diagnosis(
        "unchanged", "soft", words, "A cache of the publisher is broken; another feed of theirs may not be."
    )

"""Times in words for the terminal."""

from __future__ import annotations

from datetime import datetime, timedelta

_UNITS = (
    (timedelta(days=1), "d"),
    (timedelta(hours=1), "h"),
    (timedelta(minutes=1), "min"),
    (timedelta(seconds=1), "s"),
)


def span(length: timedelta) -> str:
    """Say a length of time by its largest unit: `3 h`."""
    for unit, name in _UNITS:
        if length >= unit:
            return f"{length // unit} {name}"
    return "0 s"


def ago(moment: datetime, now: datetime) -> str:
    """Say how long ago a moment was."""
    return f"{span(now - moment)} ago"


def ahead(moment: datetime, now: datetime) -> str:
    """Say how far ahead a moment is."""
    return f"in {span(moment - now)}" if moment > now else "now"
